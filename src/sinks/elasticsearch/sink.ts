/** The Elasticsearch sink: one bulk request a batch, one outcome an event, and the ids make a repeat harmless. */
import type { SesEvent } from "../../ses/event.ts";
import { ecsLine } from "../../shape/ecs.ts";
import { CodedError, type Problem, messageOf } from "../../telemetry/problem.ts";
import type { Item, Outcome, Sink } from "../sink.ts";
import { destinationName } from "./address.ts";
import { type BulkTarget, bulk } from "./bulk.ts";
import { checkElasticsearch } from "./check.ts";
import { type ElasticsearchConfig, elasticsearchClient } from "./client.ts";
import { type Fault, faultError, isPassing } from "./faults.ts";
import { recheckOf } from "./recheck.ts";
import { type RunDocument, writeRunSummary } from "./run-summary.ts";
import { ELASTIC_DATASET } from "./install.ts";
import { prepareElasticsearch } from "./prepare.ts";

/** What the sink is told. */
export interface ElasticsearchSinkOptions {
  readonly connection: ElasticsearchConfig;
  /** `ses.cloudtrail`, or `aws.cloudtrail` for Elastic's own rules. */
  readonly dataset: string;
  readonly namespace: string;
  /** False leaves templates and data stream alone. */
  readonly setup: boolean;
  /** Told of what is worth knowing, and of nothing twice. */
  readonly report: (problem: Problem) => void;
}

const NONE: ReadonlySet<string> = new Set();
const DELIVERED: Outcome = { kind: "delivered" };
const DUPLICATE: Outcome = { kind: "duplicate" };

function nextOf(outcomes: Iterator<Outcome>): Outcome {
  const next = outcomes.next();
  if (next.done === true) throw new Error("fewer outcomes than documents");
  return next.value;
}

/** The sink, and the way of a run's summary to the same server. */
export interface ElasticsearchSink extends Sink<string> {
  /** Writes a summary of the run to `logs-sestrail.run-<namespace>`. Says whether it is there; where not, that is reported. Never throws. */
  writeRunSummary(document: RunDocument, signal: AbortSignal): Promise<boolean>;
}

/** A sink for one data stream. Opens no connection before it is used. */
export function elasticsearchSink(options: ElasticsearchSinkOptions): ElasticsearchSink {
  const { connection, dataset, namespace, report } = options;
  const client = elasticsearchClient(connection);
  const target: BulkTarget = {
    stream: `logs-${dataset}-${namespace}`,
    // Elastic's pipeline expects raw records; ours are done.
    ...(dataset === ELASTIC_DATASET ? { pipeline: "_none" } : {}),
  };
  const recheck = recheckOf(client, target.stream);
  let answered = false;
  let canRecheck = true;

  /** What a fault of a whole request means for each of its items; throws where it ends the run. */
  const outcomeOfFault = (fault: Fault): Outcome => {
    const { why: reason } = fault;
    if (fault.kind === "refused") {
      const error = faultError(fault, connection);
      if (error.code !== "E_ES_UNREACHABLE") throw error;
      const code = fault.type === "" ? `http_${fault.status}` : fault.type;
      const { retryAfterMs } = fault;
      return {
        kind: "retryable",
        code,
        reason,
        ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      };
    }
    if (!answered) throw faultError(fault, connection);
    return { kind: "retryable", code: fault.kind, reason };
  };

  const send = async (
    items: readonly Item<string>[],
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> => {
    const documents = items.map(({ id, body: line }) => ({ id, line }));
    const answer = await bulk(client, target, documents, signal);
    if ("kind" in answer) {
      if (answer.kind === "refused") {
        answered = true;
        if (answer.status === 413) return tooLarge(items, answer, signal);
      }
      const outcome = outcomeOfFault(answer);
      return items.map(() => outcome);
    }
    answered = true;
    return answer.map((outcome) => {
      if (outcome.kind === "fatal") throw new CodedError(outcome.problem);
      return outcome.kind === "delivered" ? DELIVERED : outcome;
    });
  };

  /** The server's limit is not known beforehand: halves, until what is left is taken or stands alone. */
  const tooLarge = async (
    items: readonly Item<string>[],
    { why: reason }: Fault,
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> => {
    if (items.length === 1) return [{ kind: "rejected", code: "http_413", reason }];
    const middle = Math.ceil(items.length / 2);
    const first = await send(items.slice(0, middle), signal);
    return [...first, ...(await send(items.slice(middle), signal))];
  };

  /** Ids that older backing indices hold already; a Fault where that must be asked later. */
  const sentBefore = async (
    items: readonly Item<string>[],
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | Fault> => {
    const ids = items.filter((item) => item.maybeSent === true).map((item) => item.id);
    if (ids.length === 0 || !canRecheck) return NONE;
    const found = await recheck(ids, signal);
    if (!("kind" in found)) return found;
    const passing = found.kind !== "refused" || isPassing(found.status, found.type);
    if (passing || found.status === 401) return found;
    canRecheck = false;
    report({
      code: "E_ES_RECHECK",
      what: `${target.stream} cannot be asked for events that it holds already`,
      why: found.why,
    });
    return NONE;
  };

  return {
    name: destinationName(connection.url),
    limits: { maxBytes: 4 * 1024 * 1024, maxItems: 2000, maxAgeMs: 1000, maxInFlight: 4 },
    shape(event: SesEvent) {
      const body = ecsLine(event, { dataset, namespace });
      return { body, sizeBytes: Buffer.byteLength(body) };
    },
    async open(signal) {
      await prepareElasticsearch(client, options, signal);
      answered = true;
    },
    async write(items, signal) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      const known = await sentBefore(items, signal);
      if ("kind" in known) {
        const outcome = outcomeOfFault(known);
        return items.map(() => outcome);
      }
      const fresh = items.filter((item) => !known.has(item.id));
      const outcomes = (fresh.length === 0 ? [] : await send(fresh, signal)).values();
      return items.map((item) => (known.has(item.id) ? DUPLICATE : nextOf(outcomes)));
    },
    check: (signal) =>
      checkElasticsearch(client, { connection, dataset, stream: target.stream }, signal),
    async writeRunSummary(document, signal) {
      const why = await writeRunSummary(client, document, namespace, signal).catch(messageOf);
      if (why === undefined) return true;
      report({
        code: "E_ES_RUN",
        what: `the summary of the run could not be written to ${destinationName(connection.url)}`,
        why,
      });
      return false;
    },
    close: () => client.close(),
  };
}
