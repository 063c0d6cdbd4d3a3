/** The words of refusals, and that reading an answer never throws. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readAnswer, readRefusal } from "../../../src/sinks/otlp/response.ts";

/** google.rpc.Status in protobuf, as the text that the exporter makes of it. */
function statusText(code: number, message: string): string {
  const bytes = Buffer.from(message);
  const length =
    bytes.length < 128
      ? Buffer.of(bytes.length)
      : Buffer.of((bytes.length % 128) + 128, Math.floor(bytes.length / 128));
  return Buffer.concat([Buffer.of(0x08, code, 0x12), length, bytes]).toString();
}

it.each<[string, string, string]>([
  ["JSON", '{"code":16, "message":"no credentials"}', "no credentials"],
  ["plain text", "404 page not found\n", "404 page not found"],
  ["protobuf", statusText(3, "http: request body too large"), "http: request body too large"],
  ["protobuf, a length that is a letter", statusText(3, "x".repeat(65)), "x".repeat(65)],
  ["protobuf, two bytes of length", statusText(3, "y".repeat(300)), "y".repeat(300)],
  ["HTML", "<html>no</html>", ""],
  ["nothing", "", ""],
  ["control characters of an attacker", "no\u001b[31m red\u0007", "no [31m red"],
])("the words in %s", (_name, body, expected) => {
  expect(readRefusal(body)).toBe(expected);
});

it("words are cut", () => {
  expect(readRefusal("z".repeat(10_000))).toHaveLength(500);
});

it("reading is total", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(["accepted", "partial", "foreign"]).toContain(readAnswer(bytes).kind);
      expect(typeof readRefusal(Buffer.from(bytes).toString())).toBe("string");
    }),
  );
});

it("no text but a JSON object, and no text that is not empty, is ever taken for success", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: "grapheme-ascii" }), (text) => {
      fc.pre(!text.trimStart().startsWith("{"));
      expect(readAnswer(Buffer.from(text)).kind).toBe("foreign");
    }),
  );
});
