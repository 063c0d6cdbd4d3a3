/** Reads what an OTLP endpoint answered, in whichever encoding it did: the exporter looks neither at rejections nor at HTML. */
import { ProtobufLogsSerializer } from "@opentelemetry/otlp-transformer";

/** What a whole answer with a 2xx status says. */
export type Answer =
  | { readonly kind: "accepted"; readonly warning?: string }
  | { readonly kind: "partial"; readonly rejected: number; readonly reason: string }
  /** Not OTLP: a login page, say. */
  | { readonly kind: "foreign"; readonly beginning: string };

/** Longest words of a server that are shown, in UTF-16 units. */
const MAX_WORDS = 500;

/**
 * Reads the body of a 2xx answer. Nothing at all is a success, since protobuf writes an empty message so.
 * The encodings cannot be mixed up: a protobuf answer holds a control character, text does not.
 * Source: opentelemetry-proto, ExportLogsServiceResponse; OTLP 1.x, "Partial Success".
 */
export function readAnswer(body: Uint8Array): Answer {
  if (body.length === 0) return { kind: "accepted" };
  const partial = isText(body) ? readJson(body) : readProtobuf(body);
  if (partial === undefined) {
    return { kind: "foreign", beginning: tidy(Buffer.from(body).toString()).slice(0, 80) };
  }
  // Over JSON the count comes as a string or a number, in protobuf as a varint: 64 bits of two's complement.
  const rejected = Number(partial.rejected ?? 0);
  const message = typeof partial.message === "string" ? tidy(partial.message) : "";
  if (rejected !== 0) return { kind: "partial", rejected, reason: message };
  return message === "" ? { kind: "accepted" } : { kind: "accepted", warning: message };
}

interface Partial {
  readonly rejected: unknown;
  readonly message: unknown;
}

function isText(body: Uint8Array): boolean {
  return body.every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function readJson(body: Uint8Array): Partial | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(body).toString());
  } catch {
    return undefined;
  }
  if (!isObject(answer)) return undefined;
  const partial = answer["partialSuccess"] ?? {};
  if (!isObject(partial)) return undefined;
  return { rejected: partial["rejectedLogRecords"], message: partial["errorMessage"] };
}

function readProtobuf(body: Uint8Array): Partial | undefined {
  try {
    const { partialSuccess } = ProtobufLogsSerializer.deserializeResponse(body);
    return { rejected: partialSuccess?.rejectedLogRecords, message: partialSuccess?.errorMessage };
  } catch {
    return undefined;
  }
}

/**
 * The server's own words from the body of a refusal: a google.rpc.Status in JSON or protobuf, or plain text.
 * Empty for HTML. `body` is the text that the exporter makes of the bytes.
 */
export function readRefusal(body: string): string {
  // Status as protobuf: code (field 1, under 128), then message (field 2) with its length, which as text takes one
  // character below 128 and else U+FFFD and one more.
  // oxlint-disable-next-line no-control-regex -- field tags of protobuf are control characters
  const status = /^\x08.\x12(?:\uFFFD*[^\uFFFD])(.*)$/s.exec(body)?.[1];
  if (status !== undefined) return tidy(status);
  if (/^\s*</.test(body)) return "";
  try {
    const answer: unknown = JSON.parse(body);
    if (isObject(answer))
      return typeof answer["message"] === "string" ? tidy(answer["message"]) : "";
  } catch {
    // Plain text, as the Collector answers to a wrong path or method.
  }
  return tidy(body);
}

function tidy(text: string): string {
  return text
    .replace(/[\p{Cc}\uFFFD\s]+/gu, " ")
    .trim()
    .slice(0, MAX_WORDS);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
