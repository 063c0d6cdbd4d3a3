/**
 * No SES record is lost in any envelope: records are wrapped in everything that the reader knows, and in envelopes
 * within envelopes, under any chunking; what comes out must be what was put in. Whoever looks for services by bytes
 * alone fails here, since each layer of text escapes the quotes of the one below.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/records/element.ts";
import { needlesOf, selector, type Selection } from "../../src/ses/select.ts";
import { cutAt, readAll } from "../support/reading.ts";
import { runs } from "../support/runs.ts";

const SES = "ses.amazonaws.com";

/** Sources, and words in records, that could be mistaken for others. */
const record = fc
  .record({
    eventSource: fc.constantFrom(SES, SES, "ec2.amazonaws.com", "email.ses.amazonaws.com"),
    eventName: fc.constantFrom("SendEmail", "RunInstances", SES),
    requestParameters: fc.constantFrom<JsonValue>(
      null,
      { detail: { body: `{"eventSource":"${SES}"}` } },
      { Message: `say \\"${SES}\\"\n{"Records":[` },
      { name: "a\u{1f600}\\", list: [SES, { _source: [] }] },
    ),
  })
  .map((made): JsonObject => ({ eventTime: "2026-11-20T09:00:00Z", ...made }));

const BATCH = { minLength: 1, maxLength: 4 };

type Wrap = (texts: readonly string[]) => string;

const join =
  (wrapOne: (text: string) => string, before = "", after = "", between = ","): Wrap =>
  (texts) =>
    before + texts.map(wrapOne).join(between) + after;

const asText = JSON.stringify;
const eventBridge = (text: string): string => `{"version":"0","source":"aws.ses","detail":${text}}`;
const sns = (text: string): string => `{"Type":"Notification","Message":${asText(text)}}`;

/** What holds several records, by name. */
const ENVELOPES: Readonly<Record<string, Wrap>> = {
  Records: join((text) => text, '{"Records":[', "]}"),
  array: join((text) => text, "[", "]"),
  lines: join((text) => text, "", "\n", "\n"),
  documents: join((text) => text, "", "", ""),
  LookupEvents: join((text) => `{"CloudTrailEvent":${asText(text)}}`, '{"Events":[', "]}"),
  "CloudWatch Logs": join((text) => `{"id":"1","message":${asText(text)}}`, '{"logEvents":[', "]}"),
  EventBridge: join(eventBridge, "", "", "\n"),
  "EventBridge in an array": join(eventBridge, "[", "]"),
  SNS: join(sns, "", "", "\n"),
  "SNS to Lambda": join((text) => `{"Sns":{"Message":${asText(text)}}}`, '{"Records":[', "]}"),
  "SQS to Lambda": join((text) => `{"body":${asText(text)}}`, '{"Records":[', "]}"),
  "SQS with SNS with EventBridge": join(
    (text) => `{"body":${asText(sns(eventBridge(text)))}}`,
    '{"Records":[',
    "]}",
  ),
  "search hits": join((text) => `{"_source":${text}}`, '{"hits":{"hits":[', "]}}"),
  "files in an array": join((text) => `{"Records":[${text}]}`, "[", "]"),
  "a file as text": (texts) => sns(`{"Records":[${texts.join(",")}]}`),
};

const file = fc.record({
  records: fc.array(record, BATCH),
  envelope: fc.constantFrom(...Object.keys(ENVELOPES)),
  escape: fc.boolean(),
  sources: fc.constantFrom([SES], ["ses*"], ["*.amazonaws.com"], ["any"], [SES, "ec2.*"]),
  cuts: fc.array(fc.nat(), { maxLength: 6 }),
});
type File = typeof file extends fc.Arbitrary<infer Made> ? Made : never;

type Find = (
  bytes: Buffer,
  cuts: readonly number[],
  selection: Selection,
) => Promise<{ records: JsonObject[]; elements: number; indices: number[]; isWhole: boolean }>;

const product: Find = async (bytes, cuts, selection) => {
  const read = await readAll(cutAt(bytes, cuts), { needles: needlesOf(selection) });
  return {
    records: read.records.map(({ value }) => value),
    indices: read.records.map(({ position }) => position.index),
    elements: read.elements,
    isWhole: read.end.fault === undefined && read.unreadable.length === 0,
  };
};

async function findsEveryOne(made: File, find: Find): Promise<void> {
  const selection: Selection = {
    eventSources: made.sources,
    since: undefined,
    until: undefined,
    accounts: [],
    regions: [],
    actions: [],
    writesOnly: false,
    related: false,
  };
  const texts = made.records.map((one) => {
    const text = JSON.stringify(one);
    return made.escape ? text.replaceAll("ses.", String.raw`s\u0065s.`) : text;
  });
  const bytes = Buffer.from((ENVELOPES[made.envelope] as Wrap)(texts));
  const cuts = made.cuts.map((cut) => cut % (bytes.length + 1));
  const found = await find(bytes, cuts, selection);
  const isSelected = (one: JsonObject): boolean => selector(selection)(one) === "selected";
  const wanted = [...made.records.entries()].filter(([, one]) => isSelected(one));
  expect(found.records.filter(isSelected)).toEqual(wanted.map(([, one]) => one));
  expect(found.indices.filter((_, place) => isSelected(found.records[place] ?? {}))).toEqual(
    wanted.map(([index]) => index),
  );
  expect(found.isWhole).toBe(true);
  // Where nothing of a document is wanted, it is one Element, whatever it holds.
  if (wanted.length > 0 || made.envelope !== "search hits")
    expect(found.elements).toBeLessThanOrEqual(made.records.length);
}

describe("records in any envelope", () => {
  it("are found, all of them, in their order and with their positions", async () => {
    await fc.assert(
      fc.asyncProperty(file, (made) => findsEveryOne(made, product)),
      { numRuns: runs(2_000) },
    );
  });

  it("control: looking for the whole string only fails", async () => {
    const outcome = await fc.check(
      fc.asyncProperty(file, (made) =>
        findsEveryOne(made, async (bytes, cuts, selection) => {
          const found = await product(bytes, cuts, selection);
          return bytes.includes(`"${SES}"`) ? found : { ...found, records: [], indices: [] };
        }),
      ),
      { numRuns: 400 },
    );
    expect(outcome.failed).toBe(true);
  });
});
