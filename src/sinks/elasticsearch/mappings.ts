/** Mappings made from the field tables: every field typed, nothing dynamic, nothing that an odd value could break. */
import { FIELDS, type FieldRow } from "../../tables/fields.ts";
import { RUN_FIELDS } from "../../tables/run-fields.ts";
import type { FeatureName, TemplateBody } from "./features.ts";

/** Features that must be done without. */
export type Lacking = ReadonlySet<FeatureName>;

interface Properties {
  [name: string]: TemplateBody | { properties: Properties };
}

/** Keywords longer than this are kept, but not indexed. */
const IGNORE_ABOVE = 1024;
/** The same for JSON texts and flattened objects: 8,191 characters of 4 bytes are Lucene's longest term. */
const IGNORE_ABOVE_JSON = 8191;

/** Kept as it came, never searched. */
const ONLY_KEPT = new Set(["event.original", "log.record.original"]);

const keyword: TemplateBody = { type: "keyword", ignore_above: IGNORE_ABOVE };

function proseType(lacking: Lacking): string {
  return lacking.has("match_only_text") ? "text" : "match_only_text";
}

/** The mapping of one field. No odd value makes a document fail, but for a `@timestamp` that is none. */
function mappingOf(name: string, row: FieldRow, lacking: Lacking): TemplateBody {
  switch (row.type) {
    case "text":
      return { type: proseType(lacking) };
    case "json_text":
      return {
        type: "keyword",
        ignore_above: IGNORE_ABOVE_JSON,
        fields: { text: { type: proseType(lacking) } },
      };
    case "date":
      return name === "@timestamp" ? { type: "date" } : { type: "date", ignore_malformed: true };
    case "ip":
    case "long":
      return { type: row.type, ignore_malformed: true };
    case "boolean":
      return { type: "boolean" };
    case "constant_keyword":
      return lacking.has("constant_keyword") ? keyword : { type: "constant_keyword" };
    case "flattened":
      return lacking.has("flattened")
        ? { type: "object", enabled: false }
        : { type: "flattened", ignore_above: IGNORE_ABOVE_JSON };
    case "objects":
      return {
        properties: Object.fromEntries((row.members ?? []).map((member) => [member, keyword])),
      };
    case "keyword":
      return ONLY_KEPT.has(name) ? { type: "keyword", index: false, doc_values: false } : keyword;
    default:
      return row.type satisfies never;
  }
}

/** Puts a mapping at its dotted name. */
function put(properties: Properties, name: string, mapping: TemplateBody): void {
  const [key = name, ...rest] = name.split(".");
  if (rest.length === 0) {
    properties[key] = mapping;
    return;
  }
  const inner = (properties[key] ??= { properties: {} });
  put((inner as { properties: Properties }).properties, rest.join("."), mapping);
}

function propertiesOf(
  rows: readonly (readonly [name: string, row: FieldRow])[],
  lacking: Lacking,
): Properties {
  const properties: Properties = {};
  for (const [name, row] of rows) put(properties, name, mappingOf(name, row, lacking));
  return properties;
}

const EVENT_ROWS = Object.entries<FieldRow>(FIELDS);

/** Mappings of the ECS shape: `logs-ses.cloudtrail-*`. */
export function eventMappings(lacking: Lacking): TemplateBody {
  const rows = EVENT_ROWS.filter(([, row]) => row.shape !== "otel");
  return { dynamic: false, properties: propertiesOf(rows, lacking) };
}

/** Mappings of run summaries: `logs-sestrail.run-*`. */
export function runMappings(lacking: Lacking): TemplateBody {
  return {
    dynamic: false,
    properties: propertiesOf(Object.entries<FieldRow>(RUN_FIELDS), lacking),
  };
}

/** Where an OTel attribute lies in the documents that a Collector writes. */
function holderOf(row: FieldRow): "attributes" | "resource.attributes" {
  return row.resource === true ? "resource.attributes" : "attributes";
}

/**
 * Mappings of the OTel shape as a Collector's Elasticsearch exporter writes it: `logs-ses.cloudtrail.otel-*`. Attributes
 * can be named without their holder, so that a dashboard reads both shapes.
 * Source: https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/exporter/elasticsearchexporter
 */
export function otelMappings(lacking: Lacking): TemplateBody {
  const inOtel = EVENT_ROWS.filter(([, row]) => row.shape !== "ecs");
  const stream = EVENT_ROWS.filter(([, row]) => row.type === "constant_keyword");
  const attributes = inOtel.filter(([, row]) => row.type !== "constant_keyword");
  const held = (holder: ReturnType<typeof holderOf>): Properties =>
    propertiesOf(
      attributes.filter(([, row]) => holderOf(row) === holder),
      lacking,
    );
  const holder = (name: ReturnType<typeof holderOf>, priority: number): TemplateBody => ({
    dynamic: false,
    properties: held(name),
    ...(lacking.has("passthrough") ? {} : { type: "passthrough", priority }),
  });

  const properties = propertiesOf(stream, lacking);
  const prose = { type: proseType(lacking) };
  put(properties, "@timestamp", { type: "date" });
  put(properties, "observed_timestamp", { type: "date", ignore_malformed: true });
  put(properties, "severity_number", { type: "long", ignore_malformed: true });
  for (const name of ["severity_text", "event_name", "trace_id", "span_id"]) {
    put(properties, name, keyword);
  }
  put(properties, "body.text", prose);
  put(properties, "message", { type: "alias", path: "body.text" });
  put(properties, "scope.name", keyword);
  put(properties, "scope.version", keyword);
  put(properties, "resource.schema_url", keyword);
  put(properties, "attributes", holder("attributes", 20));
  put(properties, "resource.attributes", holder("resource.attributes", 10));
  if (lacking.has("passthrough")) {
    for (const [name, row] of attributes) {
      const members = row.type === "objects" ? (row.members ?? []) : [undefined];
      for (const member of members) {
        const path = member === undefined ? name : `${name}.${member}`;
        put(properties, path, { type: "alias", path: `${holderOf(row)}.${path}` });
      }
    }
  }
  return { dynamic: false, properties };
}
