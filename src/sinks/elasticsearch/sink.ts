/** The Elasticsearch sink: one bulk request a batch, one outcome an event, and the ids make a repeat harmless. */
import type { SesEvent } from "../../ses/event.ts";
import { ecsLine } from "../../shape/ecs.ts";
import { CodedError, type Problem, messageOf } from "../../telemetry/problem.ts";
import type { Item, Outcome, Sink } from "../sink.ts";
import { openSlab } from "../slab.ts";
import { destinationName } from "./address.ts";
import { type BulkTarget, bulk, bulkLines } from "./bulk.ts";
import { checkElasticsearch } from "./check.ts";
import { type Client, type ElasticsearchConfig, elasticsearchClient } from "./client.ts";
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
  /**
   * Reads the connection anew: asked when credentials are refused, since those in files may have been replaced meanwhile.
   * Throws where they cannot be read. Absent: they stay as they are.
   */
  readonly renew?: () => ElasticsearchConfig;
  /** Told of what is worth knowing, and of nothing twice. */
  readonly report: (problem: Problem) => void;
}

const NONE: ReadonlySet<string> = new Set();
const DUPLICATE: Outcome = { kind: "duplicate" };

function nextOf(outcomes: Iterator<Outcome>): Outcome {
  const next = outcomes.next();
  if (next.done === true) throw new Error("fewer outcomes than documents");
  return next.value;
}

/** The sink, and the way of a run's summary to the same server. */
export interface ElasticsearchSink extends Sink<Uint8Array> {
  /** Writes a summary of the run to `logs-sestrail.run-<namespace>`. Says whether it is there; where not, that is reported. Never throws. */
  writeRunSummary(document: RunDocument, signal: AbortSignal): Promise<boolean>;
}

/** A sink for one data stream. Opens no connection before it is used. */
export function elasticsearchSink(options: ElasticsearchSinkOptions): ElasticsearchSink {
  const { dataset, namespace, report, renew } = options;
  let { connection } = options;
  const retired: Client[] = [];
  let client = elasticsearchClient(connection);
  const target: BulkTarget = {
    stream: `logs-${dataset}-${namespace}`,
    // Elastic's pipeline expects raw records; ours are done.
    ...(dataset === ELASTIC_DATASET ? { pipeline: "_none" } : {}),
  };
  const stream = { dataset, namespace };
  const slab = openSlab();
  const recheck = recheckOf(() => client, target.stream);
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
    const code = fault.kind === "silent" ? fault.code : fault.kind;
    return code === "connection_reset"
      ? { kind: "retryable", code, reason, wasCut: true }
      : { kind: "retryable", code, reason };
  };

  const send = async (
    items: readonly Item<Uint8Array>[],
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> => {
    const documents = items.map(({ body }) => body);
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
      return outcome;
    });
  };

  /** The server's limit is not known beforehand: halves, until what is left is taken or stands alone. */
  const tooLarge = async (
    items: readonly Item<Uint8Array>[],
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
    items: readonly Item<Uint8Array>[],
    signal: AbortSignal,
  ): Promise<ReadonlySet<string> | Fault> => {
    if (!canRecheck) return NONE;
    const ids = items.filter((item) => item.maybeSent === true).map((item) => item.id);
    if (ids.length === 0) return NONE;
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

  /** Whether what was refused with this client may be sent again, with credentials that were not tried with it. */
  const isRenewed = (used: Client, thrown: unknown): boolean => {
    if (!(thrown instanceof CodedError)) return false;
    if (thrown.code !== "E_ES_AUTH" && thrown.code !== "E_ES_RIGHTS") return false;
    if (used !== client) return true;
    const fresh = readAnew(renew);
    if (fresh === undefined || hasSameCredentials(fresh, connection)) return false;
    // Requests of other batches are still under way with the old one.
    retired.push(client);
    connection = fresh;
    client = elasticsearchClient(fresh);
    return true;
  };

  const writeAll = async (
    items: readonly Item<Uint8Array>[],
    signal: AbortSignal,
  ): Promise<readonly Outcome[]> => {
    const known = await sentBefore(items, signal);
    if ("kind" in known) {
      const outcome = outcomeOfFault(known);
      return items.map(() => outcome);
    }
    if (known.size === 0) return send(items, signal);
    const fresh = items.filter((item) => !known.has(item.id));
    const outcomes = (fresh.length === 0 ? [] : await send(fresh, signal)).values();
    return items.map((item) => (known.has(item.id) ? DUPLICATE : nextOf(outcomes)));
  };

  return {
    name: destinationName(connection.url),
    limits: { maxBytes: 4 * 1024 * 1024, maxItems: 2000, maxAgeMs: 1000, maxInFlight: 4 },
    shape(event: SesEvent) {
      const id = event.fields["aws.ses.record_id"] ?? "";
      const body = slab.text(bulkLines(id, ecsLine(event, stream)));
      return { body, sizeBytes: body.length };
    },
    async open(signal) {
      await prepareElasticsearch(client, options, signal);
      answered = true;
    },
    async write(items, signal) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      const used = client;
      try {
        return await writeAll(items, signal);
      } catch (thrown) {
        if (!isRenewed(used, thrown)) throw thrown;
        const reason = `credentials were refused, and read anew from ${connection.from}`;
        return items.map(() => ({ kind: "retryable", code: "E_ES_AUTH", reason }));
      }
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
    async close() {
      for (const each of [...retired.splice(0), client]) await each.close();
    },
  };
}

/** What `renew` gives; undefined where it cannot: then the refusal itself is what is told. */
function readAnew(renew: ElasticsearchSinkOptions["renew"]): ElasticsearchConfig | undefined {
  try {
    return renew?.();
  } catch (thrown) {
    if (thrown instanceof CodedError) return undefined;
    throw thrown;
  }
}

function hasSameCredentials(one: ElasticsearchConfig, other: ElasticsearchConfig): boolean {
  return (
    one.apiKey === other.apiKey &&
    one.username === other.username &&
    one.password === other.password
  );
}
