/** The ECS shape: nested objects with keys in field-table order, and the same as one line of JSON. */
import type { SesEvent } from "../ses/event.ts";
import {
  ECS_VERSION,
  FIELD_NAMES,
  FIELDS,
  type FieldName,
  type FieldRow,
  type FieldType,
} from "../tables/fields.ts";
import type { EcsDocument } from "./ecs-document.ts";
import { javaMapText } from "./java-map.ts";
import { unquoted } from "./json-text.ts";
import { between, END, type Place, placeOf, START } from "./line-places.ts";
import { DEFAULT_STREAM, type StreamOptions } from "./stream.ts";
import { slotOf, valuesOf } from "./values.ts";

/** Elastic's own dataset, whose rules read parameters and clients in its own form. */
const ELASTIC_DATASET = "aws.cloudtrail";

const JAVA_MAP_FIELDS = [
  "aws.cloudtrail.request_parameters",
  "aws.cloudtrail.response_elements",
  "aws.cloudtrail.additional_eventdata",
  "aws.cloudtrail.service_event_details",
] as const satisfies readonly FieldName[];

/**
 * Clients for which Elastic's rules ask by the name that Elasticsearch's `user_agent` processor gives them.
 * Source: Elastic detection rule 74f45152-9aee-11ef-b0a5-f661ea17fbcd, "AWS Discovery API Calls via CLI from a Single
 * Resource".
 */
const ELASTIC_CLIENTS: ReadonlyMap<string, string> = new Map([["AWS CLI", "aws-cli"]]);

interface Branch {
  readonly key: string;
  readonly nodes: Node[];
}
interface Leaf extends Place {
  readonly key: string;
  /** Where its value stands among the values of an event. */
  readonly slot: number;
  /** Writes a value as JSON, without what the place opens and closes it with. */
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
const ECS_VERSION_SLOT = slotOf("ecs.version");
const EVENT_DATASET = slotOf("event.dataset");
const STREAM_TYPE = slotOf("data_stream.type");
const STREAM_DATASET = slotOf("data_stream.dataset");
const STREAM_NAMESPACE = slotOf("data_stream.namespace");

/** The fields of the shape as a tree, in the order in which the table first names each key. */
const TREE: readonly Node[] = plant();

/** The event as a nested object, keys in field-table order. */
export function toEcs(event: SesEvent, options: StreamOptions = DEFAULT_STREAM): EcsDocument {
  // The tree was planted from the very table that the type is made from.
  return documentOf(TREE, documentValues(event, options)) ?? {};
}

/** The leaves of the tree in the order of the line. */
const LEAVES: readonly Leaf[] = TREE.flatMap(leavesOf);

/** The event as one line of JSON, without the newline: the text of `JSON.stringify(toEcs(event, options))`. */
export function ecsLine(event: SesEvent, options: StreamOptions = DEFAULT_STREAM): string {
  const values = documentValues(event, options);
  let line = "";
  let last: Place = START;
  for (const leaf of LEAVES) {
    const value = values[leaf.slot];
    if (value === undefined) continue;
    line += between(last, leaf);
    line += leaf.write(value as never);
    last = leaf;
  }
  return line + between(last, END);
}

/** The values of the document by their slots. */
function documentValues({ fields }: SesEvent, options: StreamOptions): readonly unknown[] {
  const values = valuesOf(fields);
  values[ECS_VERSION_SLOT] = ECS_VERSION;
  values[EVENT_DATASET] = options.dataset;
  values[STREAM_TYPE] = "logs";
  values[STREAM_DATASET] = options.dataset;
  values[STREAM_NAMESPACE] = options.namespace;
  if (options.dataset === ELASTIC_DATASET) {
    for (const name of JAVA_MAP_FIELDS) {
      const json = fields[name];
      if (json !== undefined) values[slotOf(name)] = javaMapText(json);
    }
    const client = ELASTIC_CLIENTS.get(fields["user_agent.name"] ?? "");
    if (client !== undefined) values[slotOf("user_agent.name")] = client;
  }
  return values;
}

function documentOf(
  nodes: readonly Node[],
  values: readonly unknown[],
): Record<string, unknown> | undefined {
  let document: Record<string, unknown> | undefined;
  for (const node of nodes) {
    const value = "nodes" in node ? documentOf(node.nodes, values) : values[node.slot];
    if (value !== undefined) (document ??= {})[node.key] = value;
  }
  return document;
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
      slot: slotOf(name),
      ...placeOf([...keys, last], ...marksOf(row)),
      write: writerOf(row),
    });
  }
  return root;
}

function branchOf(nodes: Node[], key: string): Node[] {
  const found = nodes.find((node) => node.key === key);
  if (found !== undefined && "nodes" in found) return found.nodes;
  const branch: Branch = { key, nodes: [] };
  nodes.push(branch);
  return branch.nodes;
}

function leavesOf(node: Node): readonly Leaf[] {
  return "nodes" in node ? node.nodes.flatMap(leavesOf) : [node];
}

/** What stands around the text that `writerOf` writes. */
function marksOf(row: FieldRow): readonly [open: string, close: string] {
  if (!TEXT_TYPES.has(row.type)) return ["", ""];
  return row.many === true ? ['["', '"]'] : ['"', '"'];
}

function writerOf(row: FieldRow): (value: never) => string {
  if (!TEXT_TYPES.has(row.type)) return JSON.stringify;
  return row.many === true ? unquotedList : unquoted;
}

function unquotedList(values: readonly string[]): string {
  const [first = ""] = values;
  let text = unquoted(first);
  for (let at = 1; at < values.length; at += 1) text += `","${unquoted(values[at] ?? "")}`;
  return text;
}
