/** Sinks that write lines: what streams and files have in common. */
import type { SesEvent } from "../ses/event.ts";
import type { BatchLimits, CheckResult, Item, Sink } from "./sink.ts";

/** Where lines go. */
export interface LineTarget {
  readonly name: string;
  /** Throws a coded error where nothing can be written. */
  open(): Promise<void>;
  /** Writes whole lines; resolves when the system has them. */
  write(lines: string | Uint8Array, signal: AbortSignal): Promise<void>;
  check(): Promise<CheckResult>;
  /** These as a Sink's. */
  makeSafe?(): Promise<void>;
  complete?(): Promise<void>;
  close(): Promise<void>;
}

/** One batch in flight: lines keep their order. */
export const LINE_LIMITS: BatchLimits = {
  maxBytes: 256 * 1024,
  maxItems: 5_000,
  maxAgeMs: 100,
  maxInFlight: 1,
};

/** What a Sink of lines hands on to its target as it is. */
export function endsOf(target: LineTarget): Pick<Sink, "makeSafe" | "complete"> {
  return {
    makeSafe: async () => target.makeSafe?.(),
    complete: async () => target.complete?.(),
  };
}

/**
 * A line without its break; or whole lines as bytes, which another thread has made of Items of its own: such an Item stands
 * for all of them, and is alone in its batch.
 */
export type LineBody = string | Uint8Array;

/** Whole lines of such Items, as bytes of their own. Undefined where they have no lines. */
export function joinedLines(items: readonly Item[]): Uint8Array<ArrayBuffer> | undefined {
  if (items.some(({ body }) => typeof body !== "string")) return undefined;
  return new TextEncoder().encode(textOf(items));
}

/** Lines come in pieces: they are put together once, all of them. */
function textOf(items: readonly Item[]): string {
  let text = "";
  for (const { body } of items) text += `${String(body)}\n`;
  return text;
}

/** A Sink that writes one line for each event, without waiting for others. `lineOf` gives it without the line break. */
export function lineSink(target: LineTarget, lineOf: (event: SesEvent) => string): Sink<LineBody> {
  return {
    name: target.name,
    limits: LINE_LIMITS,
    shape(event) {
      const body = lineOf(event);
      return { body, sizeBytes: body.length + 1 };
    },
    open: () => target.open(),
    async write(items, signal) {
      signal.throwIfAborted();
      const [first] = items;
      if (first === undefined) return [];
      await target.write(first.body instanceof Uint8Array ? first.body : textOf(items), signal);
      return items.map(() => ({ kind: "delivered" }));
    },
    check: () => target.check(),
    ...endsOf(target),
    close: () => target.close(),
  };
}
