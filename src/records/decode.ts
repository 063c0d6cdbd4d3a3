/** From bytes that were framed to a JSON value: stream-json's per-line parser, and its token parser for what is deeper. */
import { exec } from "stream-chain/exec.js";
import { none } from "stream-chain/defs.js";
import { pick } from "stream-json/filters/pick.js";
import { jsonlParser } from "stream-json/jsonl/parser.js";
import { parser } from "stream-json/parser.js";
import { streamValues } from "stream-json/streamers/stream-values.js";
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

/** Where records stand in documents that are no CloudTrail file: EventBridge, SNS, SQS, query results, search hits. */
const DEEPER =
  /(?:^|\.)(?:detail|CloudTrailEvent|eventJson|event_json|_source|Message|body|(?:Records|Events)\.\d+)$/;

/**
 * Finds what may be records in a deeper envelope, in the order of the text, with stream-json's token parser. Strings
 * are handed on as they are: they may hold a record as text. Called for documents that are no record themselves.
 */
export function decodeDeeper(text: string): readonly JsonValue[] {
  const values: JsonValue[] = [];
  const push = (item: { value: JsonValue }): void => {
    values.push(item.value);
  };
  const stages = exec(parser(), pick({ filter: DEEPER }), streamValues());
  try {
    void stages(text, push);
    void stages(none, push);
  } catch {
    // The text was decoded once already, so this is no broken JSON, but a form that the token parser does not take.
    // What was found before stays.
  }
  return values;
}
