/** The index templates: every field of the tables is mapped, as its type wants, and nothing is left to guessing. */
import { describe, expect, it } from "vitest";
import { isJsonObject, listIn, valueIn } from "../../../src/sinks/elasticsearch/answer.ts";
import { FEATURE_NAMES } from "../../../src/sinks/elasticsearch/features.ts";
import {
  type Lacking,
  eventMappings,
  otelMappings,
  runMappings,
} from "../../../src/sinks/elasticsearch/mappings.ts";
import { printedSetup } from "../../../src/sinks/elasticsearch/setup.ts";
import {
  type TemplateSet,
  eventTemplates,
  otelTemplates,
  runTemplates,
} from "../../../src/sinks/elasticsearch/templates.ts";
import { FIELDS, type FieldRow } from "../../../src/tables/fields.ts";
import { RUN_FIELDS } from "../../../src/tables/run-fields.ts";

const NONE: Lacking = new Set();
const ALL: Lacking = new Set(FEATURE_NAMES);
const rows = Object.entries<FieldRow>(FIELDS);

/** Every mapping below `properties`, by dotted name; objects without a type of their own are passed through. */
function leaves(mapping: unknown, prefix = ""): Map<string, Readonly<Record<string, unknown>>> {
  const found = new Map<string, Readonly<Record<string, unknown>>>();
  const properties = valueIn(mapping, "properties");
  for (const [key, inner] of isJsonObject(properties) ? Object.entries(properties) : []) {
    const name = prefix === "" ? key : `${prefix}.${key}`;
    if (!isJsonObject(inner)) continue;
    if ("type" in inner) found.set(name, inner);
    for (const [deeper, leaf] of leaves(inner, name)) found.set(deeper, leaf);
  }
  return found;
}

/** Names that a mapping would have to guess or drop. */
function unmapped(mapping: unknown, names: readonly string[]): string[] {
  const mapped = leaves(mapping);
  return names.filter((name) => !mapped.has(name));
}

/** A field's name, or its members'. */
function namesOf([name, row]: readonly [string, FieldRow]): string[] {
  return row.type === "objects" ? (row.members ?? []).map((member) => `${name}.${member}`) : [name];
}

/** Fields that one odd value could make a document fail by, or a long one could break. */
function unguarded(mapping: unknown): string[] {
  return [...leaves(mapping)]
    .filter(([name, { type, ...leaf }]) => {
      if (name === "@timestamp") return false;
      if (type === "date" || type === "ip" || type === "long")
        return leaf["ignore_malformed"] !== true;
      if (type === "flattened") return leaf["ignore_above"] !== 8191;
      if (type !== "keyword") return false;
      const limit = leaf["ignore_above"];
      const kept = leaf["index"] === false && leaf["doc_values"] === false;
      return !kept && !(typeof limit === "number" && limit <= 8191);
    })
    .map(([name]) => name);
}

const ecsNames = rows.filter(([, row]) => row.shape !== "otel").flatMap(namesOf);

describe.each([
  ["with every feature", NONE],
  ["without any feature", ALL],
])("mappings %s", (_, lacking) => {
  it("have every field of the ECS shape, and no other", () => {
    const mapping = eventMappings(lacking);
    expect(unmapped(mapping, ecsNames)).toEqual([]);
    expect([...leaves(mapping).keys()].sort()).toEqual([...ecsNames].sort());
  });

  it("have every field of a run", () => {
    expect(unmapped(runMappings(lacking), Object.keys(RUN_FIELDS))).toEqual([]);
  });

  it("have every OTel attribute where a Collector puts it, and under its short name", () => {
    const mapping = otelMappings(lacking);
    const attributes = rows.filter(
      ([, row]) => row.shape !== "ecs" && row.type !== "constant_keyword",
    );
    const names = attributes.flatMap((row) =>
      namesOf(row).map((name) =>
        row[1].resource === true ? `resource.attributes.${name}` : `attributes.${name}`,
      ),
    );
    expect(unmapped(mapping, names)).toEqual([]);
    const short = lacking.has("passthrough") ? attributes.flatMap(namesOf) : [];
    const type = lacking.has("passthrough") ? undefined : "passthrough";
    const held = leaves(mapping);
    expect(held.get("attributes")?.["type"]).toBe(type);
    expect(held.get("resource.attributes")?.["type"]).toBe(type);
    expect(short.filter((name) => held.get(name)?.["type"] !== "alias")).toEqual([]);
  });

  it("guess nothing, and let no odd value break a document", () => {
    for (const mapping of [eventMappings(lacking), otelMappings(lacking), runMappings(lacking)]) {
      expect(mapping["dynamic"]).toBe(false);
      expect(unguarded(mapping)).toEqual([]);
      expect(leaves(mapping).size).toBeLessThan(1000);
    }
  });

  it("use no type that is lacking", () => {
    const types = new Set(
      [eventMappings(lacking), otelMappings(lacking), runMappings(lacking)].flatMap((mapping) =>
        [...leaves(mapping).values()].map((leaf) => leaf["type"]),
      ),
    );
    for (const name of lacking) expect(types.has(name)).toBe(false);
  });
});

describe("controls", () => {
  it("a mapping with a field taken out, and one without a guard, are caught", () => {
    const whole = eventMappings(NONE);
    const properties = valueIn(whole, "properties");
    if (!isJsonObject(properties)) throw new Error("no properties");
    const { message: _, ...rest } = properties;
    expect(unmapped({ properties: rest }, ecsNames)).toEqual(["message"]);
    expect(unguarded({ properties: { when: { type: "date" }, a: { type: "keyword" } } })).toEqual([
      "when",
      "a",
    ]);
  });
});

/** Paths of the requests of a set. */
const paths = (set: TemplateSet): string[] => set.parts.map((part) => part.path);

describe("template sets", () => {
  it("install their components before the index template that is made of them", () => {
    for (const lacking of [NONE, ALL]) {
      for (const set of [
        eventTemplates("ses.cloudtrail", {}, lacking),
        otelTemplates("ses.cloudtrail", {}, lacking),
        runTemplates({}, lacking),
      ]) {
        const index = set.parts.at(-1);
        const composed = valueIn(index?.body, "composed_of");
        const missing = listIn(index?.body, "ignore_missing_component_templates");
        const made = paths(set)
          .slice(0, -1)
          .map((path) => path.replace("/_component_template/", ""));
        expect(composed).toEqual([...made, ...missing]);
        expect(index?.path).toBe(`/_index_template/${set.name}`);
      }
    }
  });

  it("write what was chosen, and remember it", () => {
    const set = eventTemplates("ses.cloudtrail", { retention: "365d", logsdb: true }, NONE);
    const [mappings, settings, lifecycle, index] = set.parts.map((part) => part.body);
    expect(valueIn(mappings, "template", "mappings", "dynamic")).toBe(false);
    expect(valueIn(settings, "template", "settings")).toMatchObject({ "index.mode": "logsdb" });
    expect(valueIn(lifecycle, "template", "lifecycle")).toEqual({ data_retention: "365d" });
    expect(index?.["_meta"]).toMatchObject({
      managed_by: "sestrail",
      retention: "365d",
      logsdb: true,
    });
    expect(index).toMatchObject({ priority: 550, index_patterns: ["logs-ses.cloudtrail-*"] });
  });

  it("leave Elastic's dataset alone", () => {
    const printed = JSON.stringify(
      printedSetup({ dataset: "aws.cloudtrail", namespace: "default" }),
    );
    expect(printed).not.toContain("logs-aws.cloudtrail");
    expect(printed).toContain("logs-sestrail.run-default");
  });
});
