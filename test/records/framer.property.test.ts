/**
 * The reader against two oracles: JSON.parse and stream-json's token parser. Any chunking, any white space, any
 * escapes. Each property is run once more over a reader that is broken on purpose, and must fail.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../src/records/element.ts";
import { oracleValues } from "../support/oracle.ts";
import { cutAt, readAll } from "../support/reading.ts";
import { runs } from "../support/runs.ts";

const NEEDLE = "ses.amazonaws.com";

/** Text with everything that could confuse a walk over bytes. */
const text = fc.oneof(
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.string({
    unit: fc.constantFrom(...'{ } [ ] " , : \\ \0 \n \r \t \u{1f}'.split(" ")),
    maxLength: 12,
  }),
  fc.constantFrom(
    NEEDLE,
    `"${NEEDLE}"`,
    "Records",
    '{"Records":[',
    "\\",
    '\\"',
    "\n",
    "}]}",
    "é😀",
  ),
);

const value = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    text,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(text, tie("value"), { maxKeys: 3 }) as fc.Arbitrary<JsonObject>,
  ),
})).value;

/** A record: an object that is no envelope itself. */
const record = fc
  .record({
    eventVersion: fc.constant("1.08"),
    eventTime: fc.constant("2026-11-20T09:00:00Z"),
    eventName: text,
    eventSource: fc.constantFrom(NEEDLE, "ec2.amazonaws.com"),
    requestParameters: value,
  })
  .map((made): JsonObject => ({ ...made, eventName: `x${made.eventName}` }));

/** How the same JSON may be written: white space between tokens, some characters as escapes. */
const style = fc.record({
  spaces: fc.array(fc.constantFrom("", "", " ", "\n", "\r\n", "\t  "), {
    minLength: 1,
    maxLength: 7,
  }),
  escapeEvery: fc.constantFrom(0, 0, 3, 1),
});

type Style = { readonly spaces: readonly string[]; readonly escapeEvery: number };

/** Writes JSON in a style: what every JSON reader must take for the same value. */
function written(json: JsonValue, { spaces, escapeEvery }: Style): string {
  let turn = 0;
  const gap = (): string => spaces[turn++ % spaces.length] ?? "";
  const quoted = (content: string): string => {
    if (escapeEvery === 0) return JSON.stringify(content);
    return `"${Array.from({ length: content.length }, (_, place) =>
      place % escapeEvery === 0
        ? `\\u${content.charCodeAt(place).toString(16).padStart(4, "0")}`
        : JSON.stringify(content[place]).slice(1, -1),
    ).join("")}"`;
  };
  const write = (part: JsonValue): string => {
    if (typeof part === "string") return gap() + quoted(part) + gap();
    if (Array.isArray(part)) return `${gap()}[${part.map(write).join(",")}${gap()}]${gap()}`;
    if (typeof part === "object" && part !== null) {
      const members = Object.entries(part).map(
        ([key, member]) => `${gap()}${quoted(key)}${gap()}:${write(member)}`,
      );
      return `${gap()}{${members.join(",")}${gap()}}${gap()}`;
    }
    return gap() + JSON.stringify(part) + gap();
  };
  return write(json);
}

const file = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 5 }),
  style,
  envelope: fc.constantFrom("Records", "array", "documents"),
  cuts: fc.array(fc.nat(), { maxLength: 12 }),
  needle: fc.constantFrom("none", "part", "whole", "many"),
});

const NEEDLES: Readonly<Record<string, readonly string[] | undefined>> = {
  none: undefined,
  part: [NEEDLE],
  whole: [`"${NEEDLE}"`],
  many: ["ses-never", "nor-this", NEEDLE, `${NEEDLE}.`],
};

type File = typeof file extends fc.Arbitrary<infer Made> ? Made : never;

function textOf({ records, style: how, envelope }: File): string {
  if (envelope === "Records") {
    const list = written(records, { ...how, escapeEvery: how.escapeEvery });
    return `{"before":{"Records":1},"Records":${list},"after":[1]}`;
  }
  if (envelope === "array") return written(records, how);
  return records.map((one) => written(one, how)).join("");
}

type ReadBytes = (
  bytes: Uint8Array,
  cuts: readonly number[],
  needles: readonly string[] | undefined,
) => Promise<{ values: JsonValue[]; elements: number; unreadable: number }>;

const product: ReadBytes = async (bytes, cuts, needles) => {
  const pieces = cutAt(
    bytes,
    cuts.map((cut) => cut % (bytes.length + 1)),
  );
  const read = await readAll(pieces, { needles });
  return {
    values: read.records.map((one) => one.value),
    elements: read.elements,
    unreadable: read.unreadable.length + (read.end.fault === undefined ? 0 : 1),
  };
};

async function holds(made: File, read: ReadBytes): Promise<void> {
  const content = textOf(made);
  const oracle = await oracleValues(content, made.envelope);
  // The two oracles agree, so the text is what was meant.
  expect(oracle).toEqual(made.records.map((one) => JSON.parse(JSON.stringify(one)) as JsonValue));
  const result = await read(Buffer.from(content), made.cuts, NEEDLES[made.needle]);
  expect(result.unreadable).toBe(0);
  expect(result.elements).toBe(oracle.length);
  if (made.needle === "none") expect(result.values).toEqual(oracle);
  else {
    // Everything wanted is there, in order; a few more may be, which the selection then judges.
    const wanted = oracle.filter((one) => (one as JsonObject)["eventSource"] === NEEDLE);
    const got = result.values.filter((one) => (one as JsonObject)["eventSource"] === NEEDLE);
    expect(got).toEqual(wanted);
  }
}

describe("reading equals JSON.parse and stream-json", () => {
  it("under any chunking, white space and escapes, in every envelope", async () => {
    await fc.assert(
      fc.asyncProperty(file, (made) => holds(made, product)),
      { numRuns: runs(400) },
    );
  });

  it.each<[string, ReadBytes]>([
    [
      "a reader that drops what straddles two chunks",
      async (bytes, cuts, needles) => {
        const pieces = cutAt(
          bytes,
          cuts.map((cut) => cut % (bytes.length + 1)),
        );
        const reads = await Promise.all(pieces.map((piece) => readAll([piece], { needles })));
        return {
          values: reads.flatMap(({ records }) => records.map((one) => one.value)),
          elements: reads.reduce((sum, { elements }) => sum + elements, 0),
          unreadable: 0,
        };
      },
    ],
    [
      "a reader that believes the prefilter about escapes",
      async (bytes, cuts, needles) => {
        const read = await product(bytes, cuts, undefined);
        const values =
          needles === undefined
            ? read.values
            : read.values.filter(() => Buffer.from(bytes).includes(NEEDLE));
        return { ...read, values };
      },
    ],
  ])("control: %s fails", async (_, broken) => {
    const outcome = await fc.check(
      fc.asyncProperty(file, (made) => holds(made, broken)),
      { numRuns: 400 },
    );
    expect(outcome.failed).toBe(true);
  });
});

/** Things that stand where a record is expected and are broken, though their braces may balance. */
const broken = fc.constantFrom(
  "{]",
  '{"eventVersion":"1.08",}',
  '{"eventVersion":"1.08" "x":1}',
  `{"eventVersion":"1.08","eventSource":"${NEEDLE}","x":tru}`,
  `{"eventVersion":"1.08","eventSource":"${NEEDLE}","x":{"y":1}`,
  `{"eventVersion":"1.08","eventSource":"${NEEDLE}","x":"open}`,
  `{"eventVersion":"1.08","eventSource":"${NEEDLE}","x":1}}`,
  `{"eventVersion":"1.08","x":[{"eventSource":"${NEEDLE}"}}`,
);

describe("broken elements cost only themselves", () => {
  const mixed = fc.record({
    parts: fc.array(fc.oneof(record, broken), { minLength: 2, maxLength: 6 }),
    envelope: fc.constantFrom("Records", "array", "lines"),
    cuts: fc.array(fc.nat(), { maxLength: 8 }),
  });
  type Mixed = typeof mixed extends fc.Arbitrary<infer Made> ? Made : never;
  type ReadRecords = (bytes: Uint8Array, cuts: readonly number[]) => Promise<readonly JsonValue[]>;

  async function readsEveryGoodOne(made: Mixed, read: ReadRecords): Promise<void> {
    const texts = made.parts.map((part) =>
      typeof part === "string" ? part : JSON.stringify(part),
    );
    const content = {
      Records: `{"Records":[${texts.join(",")}]}`,
      array: `[${texts.join(",")}]`,
      lines: `${texts.join("\n")}\n`,
    }[made.envelope];
    const bytes = Buffer.from(content);
    const got = await read(
      bytes,
      made.cuts.map((cut) => cut % bytes.length),
    );
    for (const part of made.parts)
      if (typeof part !== "string" && part["eventSource"] === NEEDLE)
        expect(got).toContainEqual(JSON.parse(JSON.stringify(part)));
  }

  it("every good SES record is read, whatever stands beside it", async () => {
    await fc.assert(
      fc.asyncProperty(mixed, (made) =>
        readsEveryGoodOne(made, async (bytes, cuts) => {
          const read = await readAll(cutAt(bytes, cuts), { needles: [`"${NEEDLE}"`] });
          expect(read.elements).toBe(
            read.records.length + read.unreadable.length + read.unrecognised + read.passedOver,
          );
          return read.records.map((one) => one.value);
        }),
      ),
      { numRuns: runs(500) },
    );
  });

  it("control: a reader that stops at the first broken one fails", async () => {
    const outcome = await fc.check(
      fc.asyncProperty(mixed, (made) =>
        readsEveryGoodOne(made, async (bytes) => {
          const read = await readAll(bytes, { needles: [`"${NEEDLE}"`] });
          const firstBroken = read.unreadable[0]?.position.index ?? Infinity;
          return read.records
            .filter(({ position }) => position.index < firstBroken)
            .map((one) => one.value);
        }),
      ),
    );
    expect(outcome.failed).toBe(true);
  });
});
