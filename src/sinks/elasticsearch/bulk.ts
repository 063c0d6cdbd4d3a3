/** One bulk request: its body, its answer, and what to do when the whole of it is refused. */
import { type Client, Serializer } from "@elastic/elasticsearch";
import { quoted } from "../../shape/json-text.ts";
import { valueIn } from "./answer.ts";
import { type Fault, faultOf } from "./faults.ts";
import { type ItemOutcome, outcomeOf } from "./outcomes.ts";

/** A document and what is to be done with it, the two lines that a request has for it. */
export function bulkLines(id: string, document: string): string {
  return `{"create":{"_id":${quoted(id)}}}\n${document}\n`;
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

const DELIVERED: ItemOutcome = { kind: "delivered" };

/** What such an answer says of a document that was written, and how the whole of it begins and ends. */
const WRITTEN = '{"create":{"status":201}}';
const BEGINNING = '{"items":[';
const END = "]}";

/**
 * Leaves the answer to a bulk request as text: mostly it says the same of every document, which shows without taking
 * it apart.
 */
export class BulkSerializer extends Serializer {
  constructor(options?: ConstructorParameters<typeof Serializer>[0]) {
    super(options);
    const parse = this.deserialize.bind(this);
    this.deserialize = ((json: string): unknown =>
      json.startsWith(BEGINNING) ? json : parse(json)) as typeof parse;
  }
}

/**
 * One outcome for each document in order, or the fault that met them all. `documents` are their `bulkLines` in UTF-8. Throws
 * when the signal aborts.
 */
export async function bulk(
  client: Client,
  { stream, pipeline }: BulkTarget,
  documents: readonly Uint8Array[],
  signal: AbortSignal,
): Promise<readonly ItemOutcome[] | Fault> {
  signal.throwIfAborted();
  try {
    const answer: unknown = await client.transport.request(
      {
        method: "POST",
        path: `/${encodeURIComponent(stream)}/_bulk`,
        querystring: { filter_path: ANSWER, ...(pipeline === undefined ? {} : { pipeline }) },
        bulkBody: Buffer.concat(documents),
      },
      // Else every error would be given a copy of the body, byte by byte as members of an object.
      { signal, redaction: { type: "off" } },
    );
    return outcomesOf(answer, documents.length);
  } catch (error) {
    signal.throwIfAborted();
    return faultOf(error);
  }
}

function outcomesOf(answer: unknown, count: number): readonly ItemOutcome[] | Fault {
  if (answer === BEGINNING + Array<string>(count).fill(WRITTEN).join(",") + END)
    return Array.from({ length: count }, () => DELIVERED);
  const isText = typeof answer === "string" && answer.startsWith(BEGINNING);
  const items = valueIn(isText ? new Serializer().deserialize(answer) : answer, "items");
  if (Array.isArray(items) && items.length === count)
    return items.map((item: unknown) => outcomeOf(valueIn(item, "create")));
  const answers = Array.isArray(items) ? items.length : 0;
  return { kind: "foreign", why: `${answers} answers to ${count} documents` };
}
