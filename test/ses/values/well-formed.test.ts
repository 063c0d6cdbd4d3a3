/** Every line that is written passes a strict parser: no half of a surrogate pair is left in it, escaped or not. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadLetterOf } from "../../../src/pipeline/dead-letter.ts";
import type { JsonObject } from "../../../src/records/element.ts";
import type { SesEvent } from "../../../src/ses/event.ts";
import { normalise } from "../../../src/ses/normalise.ts";
import { ecsLine } from "../../../src/shape/ecs.ts";
import { otelLine } from "../../../src/shape/otel.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import { elementOf, eventOf, LEAST, READ_AT, STREAM } from "../../support/made-records.ts";

/** Texts with halves of pairs at the beginning, in the middle and at the end, beside whole pairs. */
const broken = fc
  .array(fc.constantFrom("a", "é", "😀", "\ud83d", "\ude00", "\udbff", "\udc00", "\\ud83d", " "), {
    minLength: 1,
    maxLength: 8,
  })
  .map((pieces) => pieces.join(""));

const records = fc
  .record({
    eventName: fc.oneof(fc.constantFrom(...ACTIONS.map(({ action }) => action)), broken),
    userAgent: broken,
    errorMessage: broken,
    awsRegion: broken,
    sourceIPAddress: broken,
    userIdentity: fc.record({ type: fc.constant("IAMUser"), userName: broken }),
    requestParameters: fc.oneof(
      fc.dictionary(broken, fc.oneof(broken, fc.array(broken), fc.dictionary(broken, broken))),
      fc.record({ emailIdentity: broken, templateName: broken }),
      fc.dictionary(broken, broken).map((value) => JSON.stringify(value)),
    ),
    madeUp: broken,
  })
  .map((record): JsonObject => ({ ...LEAST, ...record }));

/** A text with no half of a surrogate pair, neither as it is nor as an escape that a parser would make one of. */
function isStrict(text: string): boolean {
  if (!text.isWellFormed()) return false;
  let isWhole = true;
  JSON.parse(text, (key, value: unknown) => {
    isWhole &&= key.isWellFormed() && (typeof value !== "string" || value.isWellFormed());
    return value;
  });
  return isWhole;
}

function eventFor(record: JsonObject, keepOriginal: boolean): SesEvent {
  const made = normalise(elementOf(record), { readAt: READ_AT, keepOriginal });
  if (!("event" in made)) throw new Error(made.unshapeable.reason);
  return made.event;
}

describe("lone surrogates", () => {
  it("stand as U+FFFD in every line of ECS and OTel", () => {
    fc.assert(
      fc.property(records, fc.boolean(), (record, keep) => {
        const event = eventFor(record, keep);
        expect(isStrict(ecsLine(event, STREAM))).toBe(true);
        expect(isStrict(otelLine(event, STREAM))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it("stand as U+FFFD in the JSON texts within a line", () => {
    const { fields } = eventOf({ requestParameters: { templateName: "a \ud83d b" } });
    expect(fields["aws.cloudtrail.request_parameters"]).toBe('{"templateName":"a \ufffd b"}');
    expect(fields["aws.ses.template"] ?? fields["aws.ses.target.name"]).toBeUndefined();
  });

  it("stand as U+FFFD in dead letters", () => {
    fc.assert(
      fc.property(broken, (text) => {
        const letter = deadLetterOf(
          { code: "E_UNSHAPEABLE", reason: text, time: READ_AT },
          { file: "a.json", index: 0 },
          { text },
        );
        expect(isStrict(JSON.stringify(letter))).toBe(true);
      }),
    );
  });

  it("are made by no cutting: the longest names end before a pair or after it", () => {
    for (let length = 190; length <= 300; length += 1) {
      const name = `${"x".repeat(length)}😀😀`;
      const event = eventOf({
        userIdentity: { type: "IAMUser", userName: name },
        sourceIPAddress: name,
        eventName: "CreateEmailTemplate",
        requestParameters: { templateName: name },
      });
      expect(isStrict(ecsLine(event, STREAM))).toBe(true);
    }
  });

  it("are found by this check (broken control)", () => {
    expect(isStrict(JSON.stringify({ a: "x \ud83d" }))).toBe(false);
    expect(isStrict(JSON.stringify({ "\ude00": 1 }))).toBe(false);
    expect(isStrict(JSON.stringify({ a: "😀" }))).toBe(true);
  });

  it("change nothing in whole texts, pairs and all", () => {
    const name = "Größe 😀 \u{10ffff}";
    const { fields } = eventOf({
      eventName: "CreateEmailTemplate",
      requestParameters: { templateName: name },
    });
    expect(fields["aws.ses.template"]).toEqual([name]);
  });
});
