/** What an item of a bulk answer means: one table, first row that fits. Pure. */
import type { Problem } from "../../telemetry/problem.ts";
import type { Outcome } from "../sink.ts";
import { textIn, valueIn } from "./answer.ts";
import { isPassing } from "./faults.ts";

/** What became of an item: an Outcome, or a fault of the configuration that would meet every item. */
export type ItemOutcome = Outcome | { readonly kind: "fatal"; readonly problem: Problem };

/** An item of a bulk answer, taken apart. Missing parts are empty. */
interface BulkItem {
  readonly status: number;
  readonly type: string;
  /** The reason, and the reasons behind it. */
  readonly reason: string;
  readonly failureStore: string;
}

interface Row {
  /** What the row is about, for those who read it. */
  readonly when: string;
  readonly fits: (item: BulkItem) => boolean;
  readonly outcome: (item: BulkItem) => ItemOutcome;
}

const because = (item: BulkItem) => ({
  code: item.type === "" ? `http_${item.status}` : item.type,
  reason: item.reason === "" ? `HTTP ${item.status}` : item.reason,
});
const rejected = (item: BulkItem): ItemOutcome => ({ kind: "rejected", ...because(item) });
const retryable = (item: BulkItem): ItemOutcome => ({ kind: "retryable", ...because(item) });
const fatal =
  (code: Problem["code"], what: string) =>
  (item: BulkItem): ItemOutcome => ({
    kind: "fatal",
    problem: { code, what, why: item.reason === "" ? `HTTP ${item.status}` : item.reason },
  });

/** A pipeline that does not exist, and a stream that takes no `create`: told by their words alone, the type is any. */
const CONFIGURATION =
  /^pipeline with id \[.*\] does not exist$|^only write ops with an op_type of create /s;

const ROWS: readonly Row[] = [
  {
    when: "it did not fit, and the failure store took it: not in the stream",
    fits: ({ status, failureStore }) => status >= 200 && status < 300 && failureStore === "used",
    outcome: () => ({
      kind: "rejected",
      code: "failure_store",
      reason: "it does not fit the mapping, and went to the failure store of the data stream",
    }),
  },
  {
    when: "written",
    fits: ({ status }) => status >= 200 && status < 300,
    outcome: () => ({ kind: "delivered" }),
  },
  {
    when: "there already",
    fits: ({ status }) => status === 409,
    outcome: () => ({ kind: "duplicate" }),
  },
  {
    when: "too busy, a write block, a full disk, no shard left, or nothing said at all",
    fits: ({ status, type }) => status === 0 || isPassing(status, type),
    outcome: retryable,
  },
  {
    when: "the credentials ended meanwhile",
    fits: ({ status }) => status === 401,
    outcome: fatal("E_ES_AUTH", "Elasticsearch no longer takes the credentials"),
  },
  {
    when: "no right to write here",
    fits: ({ status, type }) => status === 403 || type === "security_exception",
    outcome: fatal("E_ES_RIGHTS", "Elasticsearch does not let us write to the data stream"),
  },
  {
    when: "no such data stream, and none may be made",
    fits: ({ status }) => status === 404,
    outcome: fatal("E_ES_CONFIG", "the data stream does not exist and is not made by itself"),
  },
  {
    when: "an unknown pipeline, or no data stream",
    fits: ({ status, reason }) => status === 400 && CONFIGURATION.test(reason),
    outcome: fatal("E_ES_CONFIG", "Elasticsearch refuses every event"),
  },
  { when: "anything else: this very document", fits: () => true, outcome: rejected },
];

const WRITTEN: ItemOutcome = { kind: "delivered" };

/** `reason; caused by reason; …`, as far as there are any. */
function reasonOf(error: unknown): string {
  const reasons: string[] = [];
  for (let inner = error, depth = 0; inner !== undefined && depth < 10; depth += 1) {
    const reason = textIn(inner, "reason");
    if (reason !== "") reasons.push(reason);
    inner = valueIn(inner, "caused_by");
  }
  return reasons.join("; caused by ");
}

/** What became of an item, from what the bulk answer says of it: `{status, error?, failure_store?}`. */
export function outcomeOf(answer: unknown): ItemOutcome {
  const status = valueIn(answer, "status");
  const error = valueIn(answer, "error");
  // Nearly all.
  if (status === 201 && error === undefined && textIn(answer, "failure_store") === "")
    return WRITTEN;
  const item: BulkItem = {
    status: typeof status === "number" ? status : 0,
    type: textIn(error, "type"),
    reason: reasonOf(error),
    failureStore: textIn(answer, "failure_store"),
  };
  const row = ROWS.find((candidate) => candidate.fits(item));
  return row === undefined ? rejected(item) : row.outcome(item);
}
