/**
 * A record is found wherever it stands: in every form that people really have, and in any nesting of objects, lists, JSON
 * text and packed text. What mentions a wanted source and is not read is counted apart.
 */
import { isDeepStrictEqual } from "node:util";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/records/element.ts";
import { cutAt, readAll, type Read } from "../support/reading.ts";

const SES = "ses.amazonaws.com";
const NEEDLES = { needles: [SES] };

const record = (eventName: string, more: JsonObject = {}): JsonObject => ({
  eventVersion: "1.11",
  eventTime: "2026-10-05T08:00:01Z",
  eventSource: SES,
  eventName,
  ...more,
});
const text = (value: JsonValue): string => JSON.stringify(value);
const packed = (value: JsonValue, times = 1): string => {
  let bytes: Uint8Array = Buffer.from(text(value));
  for (let time = 0; time < times; time++) bytes = gzipSync(bytes);
  return Buffer.from(bytes).toString("base64");
};
const namesOf = ({ records }: Read): unknown[] => records.map(({ value }) => value["eventName"]);

/** Whether those of other services are decoded depends on where a chunk ends. */
const isNotOther = (name: unknown): boolean => name !== "Other";

const one = record("One");
const two = record("Two", { requestParameters: { note: text(record("Inner")) } });
const other = record("Other", { eventSource: "ec2.amazonaws.com" });

const eventBridge = (detail: JsonValue): JsonObject => ({
  version: "0",
  "detail-type": "AWS API Call via CloudTrail",
  source: "aws.ses",
  time: "2026-10-05T08:00:01Z",
  resources: [],
  detail,
});
const sns = (message: JsonValue): JsonObject => ({ Type: "Notification", Message: text(message) });
const subscription = (...records: JsonObject[]): JsonObject => ({
  messageType: "DATA_MESSAGE",
  logEvents: records.map((each) => ({ id: "1", timestamp: 1, message: text(each) })),
});
const row = (each: JsonObject): JsonValue =>
  Object.entries(each).map(([column, value]) => ({
    [column]: typeof value === "string" ? value : text(value),
  }));

/** What holds the records One and Two, and perhaps one of another service, in this order, by name. */
const FORMS: Readonly<Record<string, JsonValue>> = {
  "aws logs filter-log-events": {
    events: [one, other, two].map((each) => ({ logStreamName: "x", message: text(each) })),
    searchedLogStreams: [],
  },
  "the same in a list": [{ events: [one, two].map((each) => ({ message: text(each) })) }],
  "Logs Insights, query results": {
    results: [one, two].map((each) => [
      { field: "@message", value: text(each) },
      { field: "@ptr", value: "CmEK" },
    ]),
    status: "Complete",
  },
  "aws sqs receive-message": {
    Messages: [
      { MessageId: "1", Body: text(eventBridge(one)) },
      { MessageId: "2", Body: text(sns(eventBridge(two))) },
    ],
  },
  "lookup-events --query 'Events[].CloudTrailEvent'": [one, two].map(text),
  "lookup-events in an object": {
    pages: [
      { Events: [{ CloudTrailEvent: text(one) }] },
      { Events: [{ CloudTrailEvent: text(two) }] },
    ],
  },
  "a whole file as text in a message": {
    message: text({ Records: [one, other, two] }),
    tags: ["x"],
  },
  "lines as text in a message": { message: `${text(one)}\n${text(other)}\n${text(two)}\n` },
  "event.original of search hits": {
    hits: {
      hits: [one, two].map((each) => ({ _id: "1", _source: { event: { original: text(each) } } })),
    },
  },
  "text within text": { message: text(text(one)), more: [text({ message: text(two) })] },
  "rows of CloudTrail Lake": {
    QueryStatus: "FINISHED",
    QueryResultRows: [one, other, two].map(row),
  },
  "rows of CloudTrail Lake, eventJson": {
    QueryResultRows: [one, two].map((each) => [{ eventJson: text(each) }, { eventID: "1" }]),
  },
  "rows alone": [row(one), row(two)],
  "CloudWatch Logs to Lambda": { awslogs: { data: packed(subscription(one, other, two)) } },
  "CloudWatch Logs to Kinesis to Lambda": {
    Records: [one, two].map((each) => ({
      eventSource: "aws:kinesis",
      eventName: "aws:kinesis:record",
      kinesis: { data: packed(subscription(each)) },
    })),
  },
  "Firehose to Lambda, packed twice": {
    invocationId: "1",
    records: [one, two].map((each) => ({ recordId: "1", data: packed(subscription(each), 2) })),
  },
  "an envelope with a name and a time of its own": {
    eventName: "forwarded",
    eventTime: "2026-10-05T09:00:00Z",
    items: [one, two],
  },
};

describe("forms that people have", () => {
  it.each(Object.entries(FORMS))("%s", async (_, form) => {
    const bytes = Buffer.from(text(form));
    const read = await readAll(bytes, NEEDLES);
    const told = ({ elements, unreadable, unrecognised, end, ...others }: Read): unknown => ({
      names: namesOf({ ...others, elements, unreadable, unrecognised, end }).filter(isNotOther),
      elements,
      unreadable,
      unrecognised,
      end,
    });
    expect(told(read)).toEqual({
      names: ["One", "Two"],
      elements: read.elements,
      unreadable: [],
      unrecognised: 0,
      end: { sort: "records", fault: undefined, warnings: [] },
    });
    expect(told(await readAll(JSON.stringify(form, undefined, 4), NEEDLES))).toEqual(told(read));
    for (let cut = 1; cut < bytes.length; cut += 1) {
      const pieces = told(await readAll(cutAt(bytes, [cut]), NEEDLES));
      if (!isDeepStrictEqual(pieces, told(read))) expect([cut, pieces]).toEqual([cut, told(read)]);
    }
  });

  it.each(Object.entries(FORMS))("%s: after a plain record, line by line", async (_, form) => {
    const read = await readAll(`${text(record("Plain"))}\n${text(form)}\n${text(form)}\n`, NEEDLES);
    const names = namesOf(read).filter(isNotOther);
    // In lists of their own, packed records are looked for only as long as none is seen that is not packed.
    const seen = text(form).includes('{"Records":[{"eventSource":"aws:kinesis"')
      ? []
      : ["One", "Two", "One", "Two"];
    expect(names).toEqual(["Plain", ...seen]);
    expect([read.unreadable, read.unrecognised]).toEqual([[], 0]);
  });

  it("a record is not searched: what stands in its parameters is none", async () => {
    const read = await readAll(text({ message: text(two) }), NEEDLES);
    expect(namesOf(read)).toEqual(["Two"]);
  });

  it("eventTime may be a number", async () => {
    const read = await readAll(
      text({ Records: [record("One", { eventTime: 1_791_187_201 })] }),
      NEEDLES,
    );
    expect([namesOf(read), read.end.sort]).toEqual([["One"], "records"]);
  });
});

describe("what is not wanted is not judged, whatever its place", () => {
  const cut = (source: string): { message: string } => ({
    message: text(record("Cut", { eventSource: source })).slice(0, -4),
  });
  const good = [one, two].map((each) => ({ message: text(each) }));
  it.each(["logEvents", "events", "lines"])("%s", async (list) => {
    for (const place of [0, 1, 2]) {
      const messages = good.toSpliced(place, 0, cut("ec2.amazonaws.com"));
      const read = await readAll(text({ [list]: messages }), NEEDLES);
      expect([namesOf(read), read.elements, read.unreadable]).toEqual([["One", "Two"], 3, []]);
      const wanted = good.toSpliced(place, 0, cut(SES));
      const judged = await readAll(text({ [list]: wanted }), NEEDLES);
      expect(namesOf(judged)).toEqual(["One", "Two"]);
      expect(judged.unreadable).toMatchObject([
        { code: "E_ELEMENT_INVALID", position: { index: place } },
      ]);
    }
  });
});

describe("what mentions a wanted source and is not read", () => {
  const told = async (
    ...documents: JsonValue[]
  ): Promise<[number, string | undefined, string | undefined]> => {
    const read = await readAll(documents.map(text).join("\n"), NEEDLES);
    expect(read.elements).toBe(
      read.records.length + read.unreadable.length + read.unrecognised + read.passedOver,
    );
    const [warning] = read.end.warnings;
    return [read.unrecognised, warning?.what, warning?.todo];
  };

  it("is counted apart, with the place of the first", async () => {
    const read = await readAll(
      `${text(one)}\n${text({ a: SES })}\n${text({ b: { c: [SES] } })}`,
      NEEDLES,
    );
    expect([read.unrecognised, read.passedOver, namesOf(read)]).toEqual([2, 0, ["One"]]);
    expect(read.end.warnings).toEqual([
      {
        code: "E_UNRECOGNISED",
        what: `2 elements of test.json mention ${SES} in a form that is not read`,
        why: `the first is element 1, at plain byte ${text(one).length + 1}`,
      },
    ]);
  });

  it.each<[string, JsonValue, number]>([
    [
      "a record of another service that mentions it",
      record("Put", { eventSource: "iam.amazonaws.com", x: SES }),
      0,
    ],
    ["an insight", { insightDetails: { eventSource: SES, eventName: "SendEmail" } }, 0],
    ["a digest", { digestStartTime: "a", digestEndTime: "b", x: SES }, 0],
    ["received mail", { eventSource: "aws:ses", ses: { mail: SES } }, 0],
    ["an insight in an event", eventBridge({ insightDetails: { eventSource: SES } }), 0],
    ["a document that does not", { hello: "world" }, 0],
    ["a name without a time", { detail: { eventName: "SendEmail", eventSource: SES } }, 1],
    ["one of a list beside records", { x: [one, { odd: SES }, two, { even: 1 }] }, 1],
  ])("%s", async (_, document, count) => {
    expect((await told(document))[0]).toBe(count);
  });

  it("tells Athena's names, and what to do instead", async () => {
    const lower = {
      eventversion: "1.11",
      eventsource: SES,
      eventname: "SendEmail",
      eventtime: "x",
    };
    const rows = {
      ResultSet: { Rows: [{ Data: [{ VarCharValue: "eventname" }, { VarCharValue: SES }] }] },
    };
    for (const document of [lower, rows])
      expect((await told(document))[2]).toContain('SELECT DISTINCT "$path"');
  });
});

describe("limits", () => {
  const inText = (times: number): JsonValue => {
    let value: JsonValue = one;
    for (let time = 0; time < times; time++)
      value = { m: time % 2 === 0 ? text(value) : packed(value) };
    return value;
  };
  it("text within text, eight times and no more", async () => {
    expect(namesOf(await readAll(text(inText(8)), NEEDLES))).toEqual(["One"]);
    const read = await readAll(text(inText(9)), NEEDLES);
    expect(read.unreadable).toMatchObject([{ code: "E_ELEMENT_TOO_DEEP" }]);
  });

  it("what unpacks to too much, or not at all, is unreadable", async () => {
    const bomb = gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20)).toString("base64");
    for (const data of [bomb, packed(one).slice(0, 60)]) {
      const read = await readAll(text({ awslogs: { data } }), NEEDLES);
      expect(read.unreadable).toMatchObject([
        { code: "E_ELEMENT_INVALID", position: { index: 0 } },
      ]);
    }
  });
});

type Wrap = (inner: JsonValue) => JsonValue;
const noise = fc.constantFrom<JsonValue>({}, { a: 1 }, { eventName: "x" }, { H4sX: [null] });
const layer: fc.Arbitrary<Wrap> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom("detail", "Records", "Events", "message", "a b", "__proto__", "€"),
      noise,
    )
    .map(
      ([key, beside]): Wrap =>
        (inner) =>
          JSON.parse(`{"before":${text(beside)},${text(key)}:${text(inner)}}`) as JsonValue,
    ),
  fc.tuple(noise, noise).map(([before, after]): Wrap => (inner) => [before, inner, after]),
  fc.constant<Wrap>((inner) => ({ text: text(inner) })),
  fc.constant<Wrap>((inner) => ({ data: packed(inner) })),
);
const made = fc.record({
  records: fc.array(
    fc.record({
      source: fc.constantFrom(SES, SES, "ec2.amazonaws.com"),
      parameters: fc.constantFrom<JsonValue>(
        null,
        { x: text(record("Inner")) },
        [record("Inner")],
        { '"\\\n': SES },
      ),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  layers: fc.array(layer, { minLength: 1, maxLength: 6 }),
  cuts: fc.array(fc.nat(), { maxLength: 4 }),
});
type Made = typeof made extends fc.Arbitrary<infer One> ? One : never;
type Find = (bytes: Buffer, cuts: readonly number[]) => Promise<JsonValue[]>;

async function findsAll({ records, layers, cuts }: Made, find: Find): Promise<void> {
  const put = records.map(({ source, parameters }, place) =>
    record(`R${place}`, { eventSource: source, requestParameters: parameters }),
  );
  let document: JsonValue = put.length === 1 ? (put[0] ?? null) : { all: put };
  for (const wrap of layers) document = wrap(document);
  const bytes = Buffer.from(text(document));
  const found = await find(
    bytes,
    cuts.map((cut) => cut % (bytes.length + 1)),
  );
  const isWanted = (each: JsonValue): boolean => (each as JsonObject)["eventSource"] === SES;
  expect(found.filter(isWanted)).toEqual(put.filter(isWanted));
}

const product: Find = async (bytes, cuts) => {
  const read = await readAll(cutAt(bytes, cuts), NEEDLES);
  expect([read.unreadable, read.end.fault]).toEqual([[], undefined]);
  return read.records.map(({ value }) => value);
};

describe("any nesting of objects, lists, text and packed text", () => {
  it("hides no record", async () => {
    await fc.assert(
      fc.asyncProperty(made, (one_) => findsAll(one_, product)),
      { numRuns: 1_500 },
    );
  });

  it.each<[string, Find]>([
    [
      "a reader that believes the bytes",
      async (bytes, cuts) => (bytes.includes(SES) ? product(bytes, cuts) : []),
    ],
    [
      "a reader that looks into records, too",
      async (bytes, cuts) => {
        const found = await product(bytes, cuts);
        const inner = found.flatMap((each) => {
          const parameters = (each as JsonObject)["requestParameters"];
          return Array.isArray(parameters) ? parameters : [];
        });
        return [...found, ...inner];
      },
    ],
    [
      "a reader that knows objects only",
      async (bytes, cuts) => (bytes.includes('\\"eventName') ? [] : product(bytes, cuts)),
    ],
  ])("control: %s fails", async (_, find) => {
    const outcome = await fc.check(
      fc.asyncProperty(made, (one_) => findsAll(one_, find)),
      { numRuns: 500 },
    );
    expect(outcome.failed).toBe(true);
  });
});
