/** The summary of a run as a document of `logs-sestrail.run-<namespace>`, and how it gets there. */
import { ECS_VERSION, type FieldType } from "../../tables/fields.ts";
import type { RUN_FIELDS, RunFieldName } from "../../tables/run-fields.ts";
import { bulk, bulkLines } from "./bulk.ts";
import type { Client } from "./client.ts";
import { RUN_DATASET } from "./templates.ts";

/** Counts of one destination, as the books have them. */
export interface RunDestination {
  readonly name: string;
  readonly delivered: number;
  readonly duplicate: number;
  readonly rejected: number;
  readonly unsettled: number;
  readonly retries: number;
  readonly slowestAnswerMs: number | undefined;
}

/** The part of the books that is summed up. */
export interface RunBooks {
  readonly files: {
    readonly read: number;
    readonly acked: number;
    readonly nacked: number;
    readonly unreadable: number;
    readonly digests: number;
    readonly insights: number;
    readonly notifications: number;
    readonly done: number;
  };
  readonly bytesStored: number;
  readonly bytesRead: number;
  readonly elements: number;
  readonly unreadable: number;
  readonly unrecognised: number;
  readonly records: number;
  readonly otherServices: number;
  readonly leftOut: number;
  readonly selected: number;
  readonly shaped: number;
  readonly unshapeable: number;
  readonly destinations: readonly RunDestination[];
  /** ISO 8601. */
  readonly newestEventTime: string | undefined;
}

/** What else there is to say of a run. */
export interface RunFacts {
  /** The run's own: all its summaries have it. */
  readonly runId: string;
  /** Which summary of the run, from 0. */
  readonly sequence: number;
  readonly version: string;
  readonly host: string;
  readonly namespace: string;
  readonly sources: readonly string[];
  /** Name of the destination that the summary goes to, as the books have it. */
  readonly destination: string;
  readonly startedAt: Date;
  readonly now: Date;
  /** undefined while the run goes on. */
  readonly exitCode: number | undefined;
}

type RunValue<Type extends FieldType> = Type extends "long"
  ? number
  : Type extends "boolean"
    ? boolean
    : string;

/** The document: dotted names, every one a field of the table. */
export type RunDocument = {
  readonly [Name in RunFieldName]?:
    | RunValue<(typeof RUN_FIELDS)[Name]["type"]>
    | ((typeof RUN_FIELDS)[Name] extends { many: true } ? readonly string[] : never);
};

const NOTHING: RunDestination = {
  name: "",
  delivered: 0,
  duplicate: 0,
  rejected: 0,
  unsettled: 0,
  retries: 0,
  slowestAnswerMs: undefined,
};

const grouped = new Intl.NumberFormat("en-US");

/**
 * One summary: what came since `before`, the books at the run's last summary (undefined for its first). Pure. The books
 * are open and go on: keep a `structuredClone` of them for the next.
 */
export function runSummaryDocument(
  books: RunBooks,
  before: RunBooks | undefined,
  facts: RunFacts,
): RunDocument {
  const { exitCode, now, startedAt } = facts;
  const final = exitCode !== undefined;
  const since = (count: (from: RunBooks) => number): number =>
    count(books) - (before === undefined ? 0 : count(before));
  const to = ({ destinations }: RunBooks): RunDestination =>
    destinations.find(({ name }) => name === facts.destination) ?? NOTHING;
  const { slowestAnswerMs } = to(books);
  const files = since(({ files: { read } }) => read);
  const records = since((from) => from.records);
  const selected = since((from) => from.selected);
  const delivered = since((from) => to(from).delivered);
  const newest = books.newestEventTime;
  return {
    "@timestamp": now.toISOString(),
    message:
      `${grouped.format(files)} files read, ${grouped.format(records)} records, ` +
      `${grouped.format(selected)} SES events, ${grouped.format(delivered)} delivered` +
      (final ? `; the run ended with ${exitCode}` : ""),
    "ecs.version": ECS_VERSION,
    "event.kind": "event",
    "event.category": ["process"],
    "event.type": [final ? "end" : "info"],
    "event.action": "run",
    "event.outcome": final ? (exitCode === 0 ? "success" : "failure") : "unknown",
    "event.module": "sestrail",
    "event.dataset": RUN_DATASET,
    "event.start": startedAt.toISOString(),
    "event.duration": (now.getTime() - startedAt.getTime()) * 1_000_000,
    "host.name": facts.host,
    "data_stream.type": "logs",
    "data_stream.dataset": RUN_DATASET,
    "data_stream.namespace": facts.namespace,
    "sestrail.run.id": facts.runId,
    "sestrail.run.version": facts.version,
    "sestrail.run.sequence": facts.sequence,
    "sestrail.run.final": final,
    ...(final ? { "sestrail.run.exit_code": exitCode } : {}),
    "sestrail.run.sources": facts.sources,
    "sestrail.run.destinations": books.destinations.map(({ name }) => name),
    ...(newest === undefined
      ? {}
      : {
          "sestrail.run.newest_event": newest,
          "sestrail.run.lag_ms": Math.max(0, now.getTime() - Date.parse(newest)),
        }),
    "sestrail.run.files": files,
    "sestrail.run.files_acked": since((from) => from.files.acked),
    "sestrail.run.files_nacked": since((from) => from.files.nacked),
    "sestrail.run.files_unreadable": since((from) => from.files.unreadable),
    "sestrail.run.files_digests": since((from) => from.files.digests),
    "sestrail.run.files_insights": since((from) => from.files.insights),
    "sestrail.run.files_notifications": since((from) => from.files.notifications),
    "sestrail.run.files_done": since((from) => from.files.done),
    "sestrail.run.bytes_stored": since((from) => from.bytesStored),
    "sestrail.run.bytes": since((from) => from.bytesRead),
    "sestrail.run.elements": since((from) => from.elements),
    "sestrail.run.unreadable": since((from) => from.unreadable),
    "sestrail.run.unrecognised": since((from) => from.unrecognised),
    "sestrail.run.records": records,
    "sestrail.run.other_services": since((from) => from.otherServices),
    "sestrail.run.left_out": since((from) => from.leftOut),
    "sestrail.run.selected": selected,
    "sestrail.run.shaped": since((from) => from.shaped),
    "sestrail.run.unshapeable": since((from) => from.unshapeable),
    "sestrail.run.destination": facts.destination,
    "sestrail.run.delivered": delivered,
    "sestrail.run.duplicate": since((from) => to(from).duplicate),
    "sestrail.run.rejected": since((from) => to(from).rejected),
    "sestrail.run.unsettled": since((from) => to(from).unsettled),
    "sestrail.run.retries": since((from) => to(from).retries),
    ...(slowestAnswerMs === undefined ? {} : { "sestrail.run.slowest_answer_ms": slowestAnswerMs }),
  };
}

/** The document as a request has it. Elasticsearch takes dotted names for objects; other readers get them as they are. */
function linesOf(document: RunDocument): Buffer {
  const id = `${document["sestrail.run.id"]}-${document["sestrail.run.sequence"]}`;
  return Buffer.from(bulkLines(id, JSON.stringify(document)));
}

/**
 * Writes a summary. Its id is the run's and the sequence, so that a repeat is harmless. Gives why it could not be
 * written; undefined where it was: the run's own outcome does not hang on it.
 */
export async function writeRunSummary(
  client: Client,
  document: RunDocument,
  namespace: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const stream = `logs-${RUN_DATASET}-${namespace}`;
  const answer = await bulk(client, { stream }, [linesOf(document)], signal);
  if ("kind" in answer) return answer.why;
  const [outcome] = answer;
  if (outcome === undefined || outcome.kind === "delivered" || outcome.kind === "duplicate") {
    return undefined;
  }
  return outcome.kind === "fatal" ? (outcome.problem.why ?? outcome.problem.what) : outcome.reason;
}
