/** The walk, with and without vector instructions, against the same written plainly, byte by byte. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_NEEDLE_BYTES, MAX_NEEDLES, needleSetOf } from "../../src/records/needle-set.ts";
import {
  STOPPED_AT_BREAK,
  STOPPED_AT_CLOSE,
  STOPPED_AT_END,
  STOPPED_AT_LIST,
  Walker,
  WINDOW_BYTES,
} from "../../src/records/walker.ts";
import { runs } from "../support/runs.ts";

const WALKERS = [
  ["with vectors", new Walker(true)],
  ["without vectors", new Walker(false)],
] as const;

/** Depth, deepest, in a string, may hide, why it stopped. */
type State = readonly [number, number, number, number, number];

interface Walk {
  readonly state: State;
  readonly place: number;
}

interface Case {
  readonly text: string;
  readonly from: number;
  readonly end: number;
  readonly depth: number;
  readonly inString: boolean;
  readonly inDocument: boolean;
}

/** What the walk is to do. */
function plainly({ text, from, end, depth: begun, inString: begunIn, inDocument }: Case): Walk {
  let [place, depth, deepest, inString, mayHide] = [from, begun, begun, begunIn, false];
  const stopped = (stop: number): Walk => ({
    state: [depth, deepest, Number(inString), Number(mayHide), stop],
    place,
  });
  while (place < end) {
    const sign = text[place] as string;
    place += 1;
    if (sign === '"') inString = !inString;
    else if (inString) {
      if (sign === "\\") {
        const rest = text.slice(place, Math.min(end, place + 2));
        if (rest === "" || rest === "\\" || /^\\?u/.test(rest)) mayHide = true;
        place += 1;
      } else if (sign === "\n" && inDocument) return stopped(STOPPED_AT_BREAK);
    } else if (sign === "{" || sign === "[") {
      if (inDocument && depth === 1 && sign === "[") return stopped(STOPPED_AT_LIST);
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (sign === "}" || sign === "]") {
      depth -= 1;
      if (depth === 0) return stopped(STOPPED_AT_CLOSE);
    }
  }
  return stopped(STOPPED_AT_END);
}

function walked(walker: Walker, one: Case): Walk {
  walker.load(Buffer.from(one.text, "latin1"));
  walker.state.set([one.depth, one.depth, Number(one.inString), 0, -1]);
  const place = walker.walk(one.from, one.end, one.inDocument);
  return { state: [...walker.state] as unknown as State, place };
}

/** Stretches without anything to look at, so that whole blocks are passed, and all that there is to look at. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(...'{}[]""""""\\\nu,:'.split("")),
      fc.constantFrom("\\u0073", "\\\\", '\\"', '":"', "}{", "]}"),
      fc.nat(150).map((length) => "x".repeat(length)),
      fc.string({ unit: "binary", maxLength: 4 }).map((some) => some.replaceAll(/[^\0-ÿ]/gu, "é")),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(""));

const oneCase = fc
  .record({
    text,
    first: fc.nat(),
    second: fc.nat(),
    depth: fc.constantFrom(1, 1, 2, 3, 40),
    inString: fc.boolean(),
    inDocument: fc.boolean(),
  })
  .map(({ first, second, ...rest }): Case => {
    const places = [first % (rest.text.length + 1), second % (rest.text.length + 1)];
    return { ...rest, from: Math.min(...places), end: Math.max(...places) };
  });

describe.each(WALKERS)("%s", (_, walker) => {
  it("walks as it is written plainly", () => {
    fc.assert(
      fc.property(oneCase, (one) => {
        expect(walked(walker, one)).toEqual(plainly(one));
      }),
      { numRuns: runs(5_000) },
    );
  });

  it("control: a walk that takes an escaped quote for the end of a string fails", () => {
    const outcome = fc.check(
      fc.property(oneCase, (one) => {
        const blind = plainly({ ...one, text: one.text.replaceAll("\\", "/") });
        expect(walked(walker, one).place).toBe(blind.place);
      }),
      { numRuns: 5_000 },
    );
    expect(outcome.failed).toBe(true);
  });

  it("finds whichever needle Buffer finds first", () => {
    const needle = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", "b"), minLength: 1, maxLength: 5 }),
      fc.constantFrom("ses.amazonaws.com", "ses-", "x".repeat(MAX_NEEDLE_BYTES), "\xff\x80"),
    );
    const part = fc.constantFrom(
      "a",
      "b",
      "ab",
      "ses",
      ".-",
      "amazonaws.com",
      "x".repeat(200),
      "\xff",
      "\x80",
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 40 }),
        fc.array(needle, { maxLength: 20 }),
        fc.nat(300),
        fc.nat(300),
        (parts, wanted, from, cut) => {
          const bytes = Buffer.from(parts.join(""), "latin1");
          const end = Math.max(0, bytes.length - cut);
          walker.load(bytes);
          const needles = wanted.map((one) => Buffer.from(one, "latin1"));
          const places = needles
            .map((one) => bytes.subarray(0, end).indexOf(one, from))
            .filter((place) => place !== -1);
          expect(walker.find(needleSetOf(needles), Math.min(from, end), end)).toBe(
            Math.min(end, ...places),
          );
        },
      ),
      { numRuns: runs(3_000) },
    );
  });

  it("finds as many needles as there may be, of any first bytes", () => {
    const needles = Array.from({ length: MAX_NEEDLES }, (_none, index) =>
      Buffer.alloc(MAX_NEEDLE_BYTES, index),
    );
    const set = needleSetOf(needles);
    needles.forEach((needle, index) => {
      walker.load(Buffer.concat([Buffer.alloc(index, 0xfe), needle, Buffer.alloc(20, 0xfe)]));
      expect(walker.find(set, 0, index + MAX_NEEDLE_BYTES)).toBe(index);
      expect(walker.find(set, 0, index + MAX_NEEDLE_BYTES - 1)).toBe(index + MAX_NEEDLE_BYTES - 1);
    });
    walker.load(Buffer.alloc(WINDOW_BYTES, 0xfe));
    expect(walker.find(set, 0, WINDOW_BYTES)).toBe(WINDOW_BYTES);
  });

  it("walks a window to its last byte, whatever lay there before", () => {
    walker.load(Buffer.alloc(WINDOW_BYTES, "}"));
    const bytes = Buffer.alloc(WINDOW_BYTES, "x");
    bytes.write('{"a"', 0);
    bytes.write("}", WINDOW_BYTES - 1);
    walker.load(bytes);
    walker.state.set([0, 0, 0, 0, -1]);
    expect(walker.walk(0, WINDOW_BYTES, false)).toBe(WINDOW_BYTES);
    expect([...walker.state]).toEqual([0, 1, 0, 0, STOPPED_AT_CLOSE]);
    expect(walker.find(needleSetOf([Buffer.from("x}")]), 0, WINDOW_BYTES)).toBe(WINDOW_BYTES - 2);
  });
});
