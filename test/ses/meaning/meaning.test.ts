/** Meaning: verb, target and effect of actions of all APIs; and any JSON at all is read without a throw. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../src/records/element.ts";
import { readMeaning } from "../../../src/ses/meaning/meaning.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import type { ActionCase } from "../cases/actions-2018.ts";
import { ACTIONS_OF_2018 } from "../cases/actions-2018.ts";
import { DATA_EVENTS, LATER_V1, MAIL_MANAGER, V2 } from "../cases/actions-since.ts";
import { AGENT, call, meaningOf } from "../cases/case.ts";
import { factsOf } from "../sample.ts";
import { runs } from "../../support/runs.ts";

const GROUPS = [
  ["the 37 actions of 2018", "v1", ACTIONS_OF_2018],
  ["later actions of v1", "v1", LATER_V1],
  ["v2", "v2", V2],
  ["Mail Manager", "mailmanager", MAIL_MANAGER],
] as const;

function titled(cases: readonly ActionCase[]): [string, ActionCase][] {
  return cases.map((each) => [`${each[0]} ${JSON.stringify(each[1])}`, each]);
}

describe.each(GROUPS)("%s", (_title, api, cases) => {
  test.each(titled(cases))("%s", (_each, [action, params, verb, kind, names, effect, more]) => {
    const record = call(action, params, { ...more, userAgent: AGENT[api] });
    const meaning = meaningOf({ record });
    expect(meaning).toMatchObject({
      api,
      verb,
      knownAction: true,
      dataEvent: false,
      effect,
      denied: false,
    });
    expect(meaning.target).toMatchObject({ kind, names });
  });
});

describe("data events", () => {
  test.each(titled(DATA_EVENTS))("%s", (_each, [action, params, verb, kind, names, effect]) => {
    const meaning = meaningOf({ record: call(action, params, { readOnly: true }) });
    expect(meaning).toMatchObject({ verb, knownAction: true, dataEvent: true, effect });
    expect(meaning.target).toMatchObject({ kind, names });
  });
});

test("there are cases for all 37 actions of 2018, and for 60 more", () => {
  expect(new Set(ACTIONS_OF_2018.map(([action]) => action)).size).toBe(37);
  const more = [...LATER_V1, ...V2, ...MAIL_MANAGER, ...DATA_EVENTS];
  expect(new Set(more.map(([action]) => action)).size).toBeGreaterThanOrEqual(60);
});

describe("unknown actions", () => {
  test.each([
    ["GetThings", "read"],
    ["BatchGetThings", "read"],
    ["SearchThings", "read"],
    ["CloneThing", "create"],
    ["ImportThing", "create"],
    ["UntagThing", "update"],
    ["DisassociateThing", "update"],
    ["RemoveThing", "delete"],
    ["DeregisterThing", "delete"],
    ["SendThing", "send"],
    ["StartThing", "start"],
    ["CancelThing", "stop"],
    ["Set", "update"],
    ["SettleThing", "unknown"],
    ["Getaway", "unknown"],
    ["HibernateMailboxFleet", "unknown"],
    ["", "unknown"],
    ["constructor", "unknown"],
  ])("%s is of the verb %s", (action, verb) => {
    expect(meaningOf({ record: call(action, { anything: 1 }) })).toMatchObject({
      api: "unknown",
      verb,
      knownAction: false,
      dataEvent: false,
      target: { kind: undefined, names: [], arns: [] },
      settings: [],
      effect: `${action} called`,
    });
  });

  test("a data event is one by its category, whatever its action", () => {
    const record = call("SendHologram", null, { eventCategory: "Data" });
    expect(meaningOf({ record }).dataEvent).toBe(true);
  });
});

describe("any JSON", () => {
  const names = [...new Set(ACTIONS.map((row) => row.action))];
  const keys = [
    ...new Set(
      ACTIONS.flatMap((row) => [
        ...(row.names ?? []),
        ...(row.settings ?? []),
        ...Object.values(row.parts ?? {}).flat(),
      ])
        .flatMap((path) => path.split("."))
        .map((key) => key.replace("?", "")),
    ),
    "actions",
    "Statement",
    "__proto__",
    "omitted",
  ];
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "arn:aws:ses:::",
      "arn:::::identity/",
      "a@",
      "<",
      '{"Statement":[null,{"Effect":"Allow","Principal":[1]}]}',
      " on resource: arn:aws:ses:x:y:identity/z",
    ),
  );
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.jsonValue(),
      text,
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys), tie("value"), { maxKeys: 6 }),
    ),
  })).value;

  const action = fc.constantFrom(...names, "HibernateMailboxFleet");
  const fields = fc.record(
    {
      requestParameters: value,
      responseElements: value,
      additionalEventData: value,
      resources: value,
      eventCategory: value,
      errorCode: text,
      errorMessage: text,
      userAgent: text,
    },
    { requiredKeys: [] },
  );

  /** Reads arbitrary records with a reader: no throw, the same each time, all of it bounded and in step. */
  function check(read: typeof readMeaning): void {
    fc.assert(
      fc.property(action, fields, (eventName, rest) => {
        const record = { ...rest, eventName } as JsonObject;
        const meaning = read(record, factsOf(record));
        expect(read(structuredClone(record), factsOf(record))).toEqual(meaning);
        expect(meaning.effect.length).toBeGreaterThan(0);
        expect(meaning.effect.length).toBeLessThanOrEqual(1000);
        const { target, parts } = meaning;
        const lists = [target.names, target.arns, ...Object.values(parts)];
        expect(lists.flat().every((each) => each !== "")).toBe(true);
      }),
      { numRuns: runs(1500) },
    );
  }

  test("is read without a throw, the same each time, in sentences of bounded length", () => {
    check(readMeaning);
  });

  test("a reader that trusts the record is found out", () => {
    const trusting: typeof readMeaning = (record, facts) => {
      const { identity } = record["requestParameters"] as { identity: string };
      return { ...readMeaning(record, facts), effect: `${identity.trim()} changed` };
    };
    expect(() => check(trusting)).toThrow(/Property failed/);
  });

  test("a reader that cuts nothing is found out", () => {
    const endless: typeof readMeaning = (record, facts) => ({
      ...readMeaning(record, facts),
      effect: JSON.stringify(record).repeat(50),
    });
    expect(() => check(endless)).toThrow(/Property failed/);
  });

  test("the order of keys changes nothing", () => {
    const params = {
      ruleSetName: "s",
      after: "a",
      rule: {
        name: "r",
        enabled: true,
        tlsPolicy: "Optional",
        actions: [{ s3Action: { bucketName: "b", objectKeyPrefix: "p" } }],
      },
    };
    const turned = {
      rule: {
        actions: [{ s3Action: { objectKeyPrefix: "p", bucketName: "b" } }],
        tlsPolicy: "Optional",
        enabled: true,
        name: "r",
      },
      after: "a",
      ruleSetName: "s",
    };
    expect(meaningOf({ record: call("CreateReceiptRule", turned) })).toEqual(
      meaningOf({ record: call("CreateReceiptRule", params) }),
    );
  });

  test("deep nesting is no danger", () => {
    let deep: JsonObject = { end: 1 };
    for (let depth = 0; depth < 5000; depth += 1) deep = { actions: [deep] };
    expect(
      meaningOf({ record: call("CreateReceiptRule", { rule: { name: "r", actions: deep } }) })
        .target.names,
    ).toEqual(["r"]);
  });
});
