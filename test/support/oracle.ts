/** The oracle of the reader: stream-json's own token parser over the whole text. Slow, and obviously right. */
import { Readable } from "node:stream";
import { chain } from "stream-chain";
import { pick } from "stream-json/filters/pick.js";
import { parser } from "stream-json/parser.js";
import { streamArray } from "stream-json/streamers/stream-array.js";
import { streamValues } from "stream-json/streamers/stream-values.js";
import type { JsonValue } from "../../src/records/element.ts";

/** Values of `{"Records":[…]}`, of a top-level array, or of documents one after another. */
export async function oracleValues(
  text: string,
  envelope: "Records" | "array" | "documents",
): Promise<JsonValue[]> {
  const stages = {
    Records: [parser(), pick({ filter: "Records" }), streamArray()],
    array: [parser(), streamArray()],
    documents: [parser({ jsonStreaming: true }), streamValues()],
  }[envelope];
  const values: JsonValue[] = [];
  const found = Readable.from([text]).compose(chain(stages as never[])) as AsyncIterable<{
    value: JsonValue;
  }>;
  for await (const { value } of found) values.push(value);
  return values;
}
