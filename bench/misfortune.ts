/** Made-up misfortune: bytes that are damaged, files that fail, sinks that refuse, stall and throw. By seed alone. */
import { gzipSync } from "node:zlib";
import type { Item, Outcome, Sink } from "../src/sinks/sink.ts";
import type { LogFile, Source } from "../src/sources/source.ts";
import { CodedError } from "../src/telemetry/problem.ts";
import type { Chance } from "./chance.ts";

const PIECES = [
  '{"Records":[',
  '{"Events":[',
  '"logEvents":[',
  '"eventVersion"',
  '{"detail":',
  "\\u0073es",
  "\\\\u",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  "\n",
  "\r\n",
  " ",
  "\0",
  "1e999",
  "null",
  "\u{feff}",
  '"ses.amazonaws.com"',
  '{"a":1}',
  '"__proto__":{}',
  "\u{d800}",
  "}]}",
  ',{"eventVersion":"1"}',
].map((text) => Buffer.from(text));

/** Bytes with some of them changed, gone, doubled, or others between. */
export function damaged(bytes: Buffer, chance: Chance): Buffer {
  let result = bytes;
  for (let times = chance.below(5); times >= 0; times--) {
    const place = chance.below(result.length + 1);
    const end = Math.min(result.length, place + chance.below(chance.of([2, 10, 300])));
    const piece = chance.of([
      Buffer.alloc(0),
      chance.of(PIECES),
      Buffer.from([chance.below(256)]),
      result.subarray(place, end),
    ]);
    const keepFrom = chance.is(0.5) ? place : end;
    result = Buffer.concat([result.subarray(0, place), piece, piece, result.subarray(keepFrom)]);
  }
  return result;
}

/** Bytes in pieces. */
export function inPieces(bytes: Buffer, chance: Chance): Buffer[] {
  const longest = chance.of([1, 3, 17, 1_000, 100_000]);
  const pieces: Buffer[] = [];
  for (let place = 0; place < bytes.length;) {
    const end = place + 1 + chance.below(longest);
    pieces.push(bytes.subarray(place, end));
    place = end;
  }
  return pieces;
}

/** One record, a line of JSON. */
export function recordText(id: string, source: string, padding = ""): string {
  return JSON.stringify({
    eventVersion: "1.08",
    eventTime: "2026-11-20T09:00:00Z",
    eventSource: source,
    eventName: "GetSendQuota",
    userAgent: padding,
    eventID: id,
  });
}

/** What a file of such a source holds, and whether it can be read without any fault. */
export interface BrokenFile {
  readonly name: string;
  readonly ids: readonly string[];
  readonly isGood: boolean;
  readonly told: string[];
}

/** A Source of files that may be broken, may fail to open or midway, and may fail to be marked. */
export function brokenSource(
  chance: Chance,
  name: string,
): { readonly source: Source; readonly files: BrokenFile[] } {
  const files: BrokenFile[] = [];
  const count = chance.below(12);
  const throwsAt = chance.is(0.05) ? chance.below(count + 1) : -1;
  const make = (place: number): LogFile => {
    const ids: string[] = [];
    const texts: string[] = [];
    let isGood = true;
    for (let left = chance.of([0, 1, 5, 60]); left > 0; left--) {
      if (chance.is(0.7)) {
        const id = `${name}-${place}-${left}`;
        ids.push(id);
        texts.push(recordText(id, "ses.amazonaws.com", "x".repeat(chance.below(300))));
      } else if (chance.is(0.05)) {
        isGood = false;
        texts.push(chance.of(['{"eventVersion":"ses.amazonaws.com",}', "7", "{]"]));
      } else texts.push(recordText("other", "ec2.amazonaws.com"));
    }
    let bytes = Buffer.from(`{"Records":[${texts.join(",")}]}`);
    if (chance.is(0.5)) bytes = gzipSync(bytes, { level: 1 });
    if (chance.is(0.03)) {
      isGood = false;
      bytes = bytes.subarray(0, -3);
    }
    const fate = chance.next();
    if (fate < 0.06) isGood = false;
    const pieces = chance.is(0.5) ? inPieces(bytes, chance) : undefined;
    const told: string[] = [];
    files.push({ name: `${name}/${place}`, ids, isGood, told });
    const tell = (word: string): Promise<void> | void => {
      told.push(word);
      if (fate > 0.98) throw new Error("can't be marked");
      if (fate > 0.96) return Promise.reject(new Error("can't be marked"));
      return fate > 0.9 ? new Promise(setImmediate) : undefined;
    };
    return {
      id: `${name}/${place}`,
      name: `${name}/${place}`,
      reopenable: chance.is(0.5),
      open() {
        if (fate < 0.03) throw new Error("can't be opened");
        if (pieces === undefined && fate >= 0.06) return bytes;
        return (async function* () {
          for (const piece of pieces ?? [bytes]) {
            if (fate > 0.7) await new Promise(setImmediate);
            yield piece;
            if (fate < 0.06) throw new Error("can't be read");
          }
        })();
      },
      ack: () => tell("ack"),
      nack: ({ kind }) => tell(kind),
    };
  };
  return {
    files,
    source: {
      name,
      async *files(signal) {
        for (let place = 0; place < count; place++) {
          if (place === throwsAt) throw new Error("the source is broken");
          if (chance.is(0.2)) await new Promise(setImmediate);
          if (signal.aborted) return;
          yield make(place);
        }
      },
      close: () => Promise.resolve(),
    },
  };
}

/** A Sink that does what it likes, within its contract and a little beyond. */
export interface BrokenSink {
  readonly sink: Sink<string>;
  /** Final outcomes by id, each as often as it was given. */
  readonly settled: ReadonlyMap<string, readonly Outcome["kind"][]>;
}

const KINDS: readonly Outcome["kind"][] = ["delivered", "duplicate", "rejected", "retryable"];

/** Makes such a Sink. `isWild`: it may throw, or hang until all is aborted. */
export function brokenSink(chance: Chance, name: string, isWild: boolean): BrokenSink {
  const settled = new Map<string, Outcome["kind"][]>();
  const [, ...odd] = KINDS;
  const oddity = chance.of([0, 0, 0.05, 0.5]);
  const wildness = isWild ? 0.02 : 0;
  const outcomeOf = ({ id, event }: Item<string>): Outcome => {
    const kind = chance.is(oddity) ? chance.of(odd) : "delivered";
    if (kind !== "retryable") {
      const key = /"eventID":"([^"]+)"/.exec(event.raw.text)?.[1] ?? id;
      settled.set(key, [...(settled.get(key) ?? []), kind]);
    }
    if (kind === "rejected") return { kind, code: "odd", reason: "odd" };
    if (kind === "retryable")
      return { kind, code: "busy", reason: "busy", retryAfterMs: chance.of([0, 0, 1, 1e9]) };
    return { kind };
  };
  return {
    settled,
    sink: {
      name,
      limits: {
        maxBytes: chance.of([1, 2_000, 1e6]),
        maxItems: chance.of([1, 7, 1_000]),
        maxAgeMs: chance.of([1, 5]),
        maxInFlight: chance.of([1, 2, 5]),
      },
      shape(event) {
        const body = JSON.stringify(event.fields);
        return { body, sizeBytes: body.length };
      },
      async open() {
        if (chance.is(wildness))
          throw new CodedError({ code: "E_OUTPUT", what: "can't be opened" });
      },
      write(items, signal) {
        if (chance.is(wildness)) throw new TypeError("a bug, at once");
        return (async () => {
          for (let turns = chance.of([0, 1, 5]); turns > 0; turns--)
            await new Promise(setImmediate);
          if (chance.is(wildness))
            await new Promise((_resolve, reject) => {
              const stop = (): void => reject(signal.reason as Error);
              if (signal.aborted) stop();
              else signal.addEventListener("abort", stop, { once: true });
              // The chance of a run that nobody aborts: it must end all the same.
              setTimeout(() => reject(new CodedError({ code: "E_OUTPUT", what: "hung" })), 50);
            });
          if (chance.is(wildness)) return [];
          signal.throwIfAborted();
          return items.map(outcomeOf);
        })();
      },
      check: () => Promise.resolve({ ok: true, lines: [] }),
      close: () => Promise.resolve(),
    },
  };
}
