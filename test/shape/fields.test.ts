import { describe, expect, it } from "vitest";
import { categoriesOf, typesOf } from "../../src/ses/event/classify.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { ecsLine, toEcs } from "../../src/shape/ecs.ts";
import { otelLine, toOtel } from "../../src/shape/otel.ts";
import { ACTIONS } from "../../src/tables/actions.ts";
import {
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  type FieldRow,
  type FieldType,
} from "../../src/tables/fields.ts";
import { elementOf, LEAST, READ_AT, STREAM } from "../support/made-records.ts";
import ecsFacts from "./ecs-9.4.json" with { type: "json" };
import { absent, FIELD_CASES } from "./field-cases.ts";

const SEQUENCE = 7;

function shapesOf(name: FieldName): { ecs: unknown; otel: unknown } {
  const { record, keepOriginal = false } = FIELD_CASES[name];
  const made = normalise(elementOf({ ...LEAST, ...record }, SEQUENCE), {
    readAt: READ_AT,
    keepOriginal,
  });
  if (!("event" in made)) throw new Error(made.unshapeable.reason);
  const document = toEcs(made.event, STREAM);
  const log = toOtel(made.event, STREAM);
  // Both lines carry the same as the objects, for every row.
  expect(ecsLine(made.event, STREAM)).toBe(JSON.stringify(document));
  expect(JSON.parse(otelLine(made.event, STREAM))).toHaveProperty("resourceLogs");
  const attributes: Readonly<Record<string, unknown>> = {
    ...log.resource.attributes,
    ...log.attributes,
  };
  const members = (FIELDS[name] as FieldRow).members;
  const inOtel =
    members === undefined
      ? name in attributes
        ? attributes[name]
        : absent
      : Object.fromEntries(members.map((member) => [member, attributes[`${name}.${member}`]]));
  return { ecs: at(document, name), otel: inOtel };
}

function at(document: unknown, name: string): unknown {
  let value = document;
  for (const key of name.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return absent;
    value = (value as Record<string, unknown>)[key];
  }
  return value;
}

describe("the field table", () => {
  it("has a case for each row, and no case without a row", () => {
    expect(Object.keys(FIELD_CASES).sort()).toEqual([...FIELD_NAMES].sort());
  });

  it.each(FIELD_NAMES)("%s", (name) => {
    expect(shapesOf(name)).toEqual({ ecs: FIELD_CASES[name].ecs, otel: FIELD_CASES[name].otel });
  });

  it("has rows that the other shape lacks only where it says so", () => {
    for (const name of FIELD_NAMES) {
      const { shape }: FieldRow = FIELDS[name];
      const { ecs, otel } = FIELD_CASES[name];
      expect([name, ecs === absent, otel === absent]).toEqual([
        name,
        shape === "otel",
        shape === "ecs",
      ]);
    }
  });

  it("lets no record have more than 128 attributes, OpenTelemetry's limit", () => {
    // A message has no settings and names no rule; nothing but a message has a sender and recipients.
    const sends = ACTIONS.filter((row) => row.verb === "send");
    expect(sends.flatMap((row) => row.settings ?? [])).toEqual([]);
    const partsOfSends = new Set(sends.flatMap((row) => Object.keys(row.parts ?? {})));
    const isOfOthers = (name: string): boolean =>
      name.startsWith("aws.ses.setting.") ||
      ACTIONS.some((row) =>
        Object.keys(row.parts ?? {}).some(
          (part) => `aws.ses.${part}` === name && !partsOfSends.has(part),
        ),
      );
    const attributes = FIELD_NAMES.flatMap((name) => {
      const row: FieldRow = FIELDS[name];
      if (row.shape === "ecs" || row.resource === true) return [];
      return row.members?.map((member) => `${name}.${member}`) ?? [name];
    });
    const ofMessages = attributes.filter((name) => !isOfOthers(name));
    const ofOthers = attributes.filter((name) => !name.startsWith("email."));
    expect(Math.min(ofMessages.length, ofOthers.length)).toBeGreaterThan(100);
    expect(Math.max(ofMessages.length, ofOthers.length)).toBeLessThanOrEqual(128);
  });
});

/** Types of ECS that a type of the table may stand for. */
const FAMILIES: Readonly<Record<FieldType, readonly string[]>> = {
  keyword: ["keyword", "wildcard"],
  constant_keyword: ["constant_keyword"],
  text: ["match_only_text"],
  json_text: [],
  date: ["date"],
  ip: ["ip"],
  long: ["long"],
  boolean: ["boolean"],
  flattened: [],
  objects: [],
};

interface EcsField {
  readonly type: string;
  readonly array?: boolean;
  readonly allowed?: readonly string[];
  readonly expectedEventTypes?: Readonly<Record<string, readonly string[]>>;
}
const ECS: ReadonlyMap<string, EcsField> = new Map(Object.entries(ecsFacts.fields));

/** Fields of our own stand below `aws.`; all others of the ECS shape must be ECS's. */
function unknownToEcs(name: string, row: FieldRow): string | undefined {
  if (row.shape === "otel" || name.startsWith("aws.")) return undefined;
  const field = ECS.get(name);
  if (field === undefined) return `${name} is not in ECS 9.4`;
  if (!FAMILIES[row.type].includes(field.type)) return `${name} is ${field.type} in ECS`;
  if ((row.many === true) !== (field.array === true))
    return `${name}: one or many differs from ECS`;
  return undefined;
}

describe("ECS 9.4", () => {
  it.each(FIELD_NAMES)("knows %s, or it is our own", (name) => {
    expect(unknownToEcs(name, FIELDS[name])).toBeUndefined();
  });

  it("is really asked: wrong rows are told (broken control)", () => {
    const row: FieldRow = { type: "keyword", from: "", doc: "" };
    expect(unknownToEcs("event.verb", row)).toBe("event.verb is not in ECS 9.4");
    expect(unknownToEcs("source.ip", row)).toBe("source.ip is ip in ECS");
    expect(unknownToEcs("user.roles", row)).toBe("user.roles: one or many differs from ECS");
  });

  const verbs = ["create", "read", "update", "delete", "send", "start", "stop", "unknown"] as const;
  const targets = [undefined, "identity", "identity_policy", "message", "account"];
  const kinds = verbs.flatMap((verb) =>
    targets.flatMap((targetKind) => [true, false].map((denied) => ({ verb, targetKind, denied }))),
  );

  it.each(kinds)("expects the type of $verb of $targetKind, denied $denied", (kind) => {
    const allowed = ECS.get("event.category");
    const categories = categoriesOf(kind);
    const expected = categories.flatMap(
      (category) => allowed?.expectedEventTypes?.[category] ?? [],
    );
    expect(allowed?.allowed).toEqual(expect.arrayContaining([...categories]));
    expect(expected).toEqual(expect.arrayContaining([...typesOf(kind)]));
    expect(ECS.get("event.type")?.allowed).toEqual(expect.arrayContaining([...typesOf(kind)]));
  });

  it("allows the constants", () => {
    expect(ECS.get("event.kind")?.allowed).toContain("event");
    expect(ECS.get("event.outcome")?.allowed).toEqual(
      expect.arrayContaining(["success", "failure"]),
    );
  });
});
