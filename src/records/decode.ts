/** From a text that was framed to a JSON value: stream-json's per-line parser. */
import { jsonlParser } from "stream-json/jsonl/parser.js";
import type { JsonValue } from "./element.ts";

/** Why a text could not be decoded. */
export class DecodeFailure {
  /** The parser's words. They may quote the text. */
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

const parseLine = jsonlParser<JsonValue | DecodeFailure>({
  errorIndicator: (error: unknown) =>
    new DecodeFailure(error instanceof Error ? error.message : "not valid JSON"),
});

/** Decodes one whole JSON text. Never throws. */
export function decode(text: string): JsonValue | DecodeFailure {
  const item = parseLine(text);
  return typeof item === "symbol" ? new DecodeFailure("nothing there") : item.value;
}
