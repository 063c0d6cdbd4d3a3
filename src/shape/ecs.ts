/** The ECS shape: nested objects with keys in field-table order, and the same as one line of JSON. */
import type { EventFieldName, SesEvent } from "../ses/event.ts";
import {
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  type FieldRow,
  type FieldType,
} from "../tables/fields.ts";
import { javaMapText } from "./java-map.ts";
import { quoted } from "./json-text.ts";
import { DEFAULT_STREAM, type StreamOptions } from "./stream.ts";

/** A document: nested objects, without nulls and empties. */
export interface EcsDocument {
  readonly [key: string]: unknown;
}

/** Elastic's own dataset, whose rules read the parameters in its own form. */
const ELASTIC_DATASET = "aws.cloudtrail";

const JAVA_MAP_FIELDS: ReadonlySet<FieldName> = new Set<FieldName>([
  "aws.cloudtrail.request_parameters",
  "aws.cloudtrail.response_elements",
  "aws.cloudtrail.additional_eventdata",
  "aws.cloudtrail.service_event_details",
]);

/** How the value of a field is found. */
type Read = (event: SesEvent, options: StreamOptions) => unknown;

interface Branch {
  readonly key: string;
  /** `"key":`, ready to be written. */
  readonly prefix: string;
  readonly nodes: Node[];
}
interface Leaf {
  readonly key: string;
  readonly prefix: string;
  readonly field: EventFieldName;
  /** How the value is found, where it is not the field itself. */
  readonly read: Read | undefined;
  /** Writes a value as JSON. */
  readonly write: (value: never) => string;
}
type Node = Branch | Leaf;

/** Types whose values are strings, which are written faster than JSON.stringify does. */
const TEXT_TYPES: ReadonlySet<FieldType> = new Set<FieldType>([
  "keyword",
  "text",
  "json_text",
  "date",
  "ip",
  "constant_keyword",
]);

/** What the shaper knows itself; `normalise` fills all other fields. */
const OWN_READERS: ReadonlyMap<FieldName, Read> = new Map<FieldName, Read>([
  ["event.dataset", (_event, { dataset }) => dataset],
  ["data_stream.type", () => "logs"],
  ["data_stream.dataset", (_event, { dataset }) => dataset],
  ["data_stream.namespace", (_event, { namespace }) => namespace],
]);

/** The fields of the shape as a tree, in the order in which the table first names each key. */
const TREE: readonly Node[] = plant();

/** The event as a nested object, keys in field-table order. */
export function toEcs(event: SesEvent, options: StreamOptions = DEFAULT_STREAM): EcsDocument {
  return documentOf(TREE, event, options) ?? {};
}

/** The event as one line of JSON, without the newline: the text of `JSON.stringify(toEcs(event, options))`. */
export function ecsLine(event: SesEvent, options: StreamOptions = DEFAULT_STREAM): string {
  return textOf(TREE, event, options);
}

function documentOf(
  nodes: readonly Node[],
  event: SesEvent,
  options: StreamOptions,
): EcsDocument | undefined {
  let document: Record<string, unknown> | undefined;
  for (const node of nodes) {
    const value =
      "nodes" in node ? documentOf(node.nodes, event, options) : valueOf(node, event, options);
    if (value !== undefined) (document ??= {})[node.key] = value;
  }
  return document;
}

function textOf(nodes: readonly Node[], event: SesEvent, options: StreamOptions): string {
  let text = "";
  for (const node of nodes) {
    let value: string;
    if ("nodes" in node) {
      value = textOf(node.nodes, event, options);
      if (value === "{}") continue;
    } else {
      const read = valueOf(node, event, options);
      if (read === undefined) continue;
      value = node.write(read as never);
    }
    text += text === "" ? node.prefix + value : `,${node.prefix}${value}`;
  }
  return `{${text}}`;
}

function valueOf(leaf: Leaf, event: SesEvent, options: StreamOptions): unknown {
  return leaf.read === undefined ? event.fields[leaf.field] : leaf.read(event, options);
}

function plant(): readonly Node[] {
  const root: Node[] = [];
  for (const name of FIELD_NAMES) {
    const row: FieldRow = FIELDS[name];
    if (row.shape === "otel") continue;
    const keys = name.split(".");
    const last = keys.pop() ?? name;
    let nodes = root;
    for (const key of keys) nodes = branchOf(nodes, key);
    nodes.push({
      key: last,
      prefix: prefixOf(last),
      field: name as EventFieldName,
      read: readerOf(name),
      write: writerOf(row),
    });
  }
  return root;
}

function branchOf(nodes: Node[], key: string): Node[] {
  const found = nodes.find((node) => node.key === key);
  if (found !== undefined && "nodes" in found) return found.nodes;
  const branch: Branch = { key, prefix: prefixOf(key), nodes: [] };
  nodes.push(branch);
  return branch.nodes;
}

function prefixOf(key: string): string {
  return `${JSON.stringify(key)}:`;
}

function readerOf(name: FieldName): Read | undefined {
  const own = OWN_READERS.get(name);
  if (own !== undefined) return own;
  const field = name as EventFieldName;
  if (!JAVA_MAP_FIELDS.has(name)) return undefined;
  return (event, { dataset }) => {
    const json = event.fields[field];
    return dataset === ELASTIC_DATASET && typeof json === "string" ? javaMapText(json) : json;
  };
}

function writerOf(row: FieldRow): (value: never) => string {
  if (!TEXT_TYPES.has(row.type)) return JSON.stringify;
  return row.many === true ? quotedList : quoted;
}

function quotedList(values: readonly string[]): string {
  let text = "";
  for (const value of values) text += text === "" ? quoted(value) : `,${quoted(value)}`;
  return `[${text}]`;
}
