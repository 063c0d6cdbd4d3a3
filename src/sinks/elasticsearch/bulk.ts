/** One bulk request: its body, its answer, and what to do when the whole of it is refused. */
import { quoted } from "../../shape/json-text.ts";
import type { Client } from "./client.ts";
import { isJsonObject, valueIn } from "./answer.ts";
import { type Fault, faultOf } from "./faults.ts";
import { type ItemOutcome, outcomeOf } from "./outcomes.ts";

/** One document on its way. */
export interface BulkDocument {
  readonly id: string;
  /** The document as one line of JSON. */
  readonly line: string;
}

/** Where documents go. */
export interface BulkTarget {
  readonly stream: string;
  /** `_none` keeps the documents away from the stream's own pipeline. */
  readonly pipeline?: string;
}

/** All that is needed of the answer: it stays short, whatever the documents are. */
const ANSWER =
  "items.*.status,items.*.failure_store,items.*.error.type,items.*.error.reason,items.*.error.caused_by";

/** One outcome for each document in order, or the fault that met them all. Throws when the signal aborts. */
export async function bulk(
  client: Client,
  target: BulkTarget,
  documents: readonly BulkDocument[],
  signal: AbortSignal,
): Promise<readonly ItemOutcome[] | Fault> {
  signal.throwIfAborted();
  const operations = documents.flatMap(({ id, line }) => [
    `{"create":{"_id":${quoted(id)}}}`,
    line,
  ]);
  const { stream: index, pipeline } = target;
  let answer: unknown;
  try {
    answer = await client.bulk<string>(
      { index, operations, filter_path: ANSWER, ...(pipeline === undefined ? {} : { pipeline }) },
      { signal },
    );
  } catch (error) {
    signal.throwIfAborted();
    return faultOf(error);
  }
  const items = valueIn(answer, "items");
  if (!Array.isArray(items) || items.length !== documents.length) {
    const count = Array.isArray(items) ? items.length : 0;
    return { kind: "foreign", why: `${count} answers to ${documents.length} documents` };
  }
  return items.map((item: unknown) => outcomeOf(isJsonObject(item) ? item["create"] : undefined));
}
