/** The stored bytes of a LogFile as a stream of plain ones, which whoever reads may leave at any time. */
import { FILE_KINDS, type FileKind } from "../tables/file-kinds.ts";
import { CodedError } from "../telemetry/problem.ts";
import type { LogBytes } from "../sources/source.ts";
import { gunzipStream, type Trailing } from "./gunzip.ts";
import { beginsLikeJson, kindOf, TELLING_BYTES } from "./kind.ts";

/** Gzip within gzip is unpacked so many times. */
export const MAX_GZIP_LAYERS = 4;
/** So much of what can't be had twice is remembered, for when gzip is damaged. */
const REMEMBERED_BYTES = 1024 * 1024;

/** Bytes as a stream, however they come. Fails as they do. */
export async function* pieces(stored: Promise<LogBytes> | LogBytes): AsyncGenerator<Uint8Array> {
  const bytes = await stored;
  if (bytes instanceof Uint8Array) yield bytes;
  else yield* bytes;
}

/** Thrown where bytes are no JSON, however they are stored. */
export class ForeignKind extends CodedError {
  readonly kind: FileKind;

  constructor(name: string, kind: FileKind) {
    const { is, todo } = FILE_KINDS[kind];
    super({ code: "E_FILE_KIND", what: `${name} is ${is}`, todo });
    this.kind = kind;
  }
}

/** What reading plain bytes needs to know of a LogFile. */
export interface PlainOptions {
  readonly name: string;
  /** Plain text may hold JSON further on: whoever named the file says so. */
  readonly takesText: boolean;
  /** Gives the stored bytes again; undefined where they can't be had twice. */
  readonly reopen: (() => AsyncIterable<Uint8Array>) | undefined;
  readonly onTrailing: (trailing: Trailing) => void;
}

/**
 * Plain bytes in UTF-8: unzipped and turned from UTF-16 where the first bytes say so, whatever the name is. Throws what
 * the source fails with, ForeignKind, and E_GZIP_TRUNCATED or E_GZIP_CORRUPT after everything that can be had.
 */
export async function* plainChunks(
  generator: AsyncGenerator<Uint8Array>,
  options: PlainOptions,
  layers = 0,
): AsyncGenerator<Uint8Array> {
  const { name, takesText } = options;
  const memory = options.reopen === undefined ? remembering(generator) : undefined;
  const stored = leavable(memory?.stored ?? generator);
  try {
    let head: Uint8Array = new Uint8Array(0);
    // What begins like JSON is not waited for any longer: it may come line by line.
    while (head.length < TELLING_BYTES && !(head.length > 1 && beginsLikeJson(head))) {
      const next = await stored.next();
      if (next.done === true) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    }
    const all = startingWith(head, stored);
    const kind = kindOf(head);
    switch (kind.form) {
      case "json":
        yield* all;
        break;
      case "gzip": {
        if (layers === MAX_GZIP_LAYERS) throw new ForeignKind(name, "gzip");
        const reopen = options.reopen ?? (() => memory?.again());
        const leave = (): Promise<unknown> => stored.return();
        const { onTrailing } = options;
        const unzipped = gunzipStream(all, { name, reopen, leave, onTrailing });
        yield* plainChunks(unzipped, { ...options, reopen: undefined }, layers + 1);
        break;
      }
      case "utf-16le":
      case "utf-16be":
        yield* recoded(all, kind.form);
        break;
      case "foreign":
        if (kind.kind !== "text" || !takesText) throw new ForeignKind(name, kind.kind);
        yield* all;
    }
  } finally {
    // Whoever stops at the first piece has not come to the rest, which would stay open.
    await stored.return();
  }
}

/** UTF-16 as UTF-8. */
async function* recoded(
  chunks: AsyncIterable<Uint8Array>,
  encoding: "utf-16le" | "utf-16be",
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** The same pieces, of which the first are remembered: they can be had again, as long as they are few. */
function remembering(generator: AsyncGenerator<Uint8Array>): {
  readonly stored: AsyncGenerator<Uint8Array>;
  readonly again: () => AsyncIterable<Uint8Array> | undefined;
} {
  let kept: Uint8Array[] | undefined = [];
  let bytes = 0;
  async function* stored(): AsyncGenerator<Uint8Array> {
    for await (const piece of generator) {
      bytes += piece.length;
      if (bytes > REMEMBERED_BYTES) kept = undefined;
      else kept?.push(Uint8Array.from(piece));
      yield piece;
    }
  }
  async function* again(known: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
    yield* known;
  }
  return { stored: stored(), again: () => (kept === undefined ? undefined : again(kept)) };
}

interface Leavable extends AsyncIterableIterator<Uint8Array> {
  return(): Promise<IteratorResult<Uint8Array>>;
}

/**
 * The same pieces; but whoever leaves does not wait for one that is still to come, which it may never do. The generator
 * ends when it has come.
 */
function leavable(stored: AsyncGenerator<Uint8Array>): Leavable {
  const end = { done: true, value: undefined } as const;
  let leave: (() => void) | undefined;
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    next() {
      const left = new Promise<typeof end>((resolve) => {
        leave = () => resolve(end);
      });
      const next = stored.next().finally(() => {
        leave = undefined;
      });
      return Promise.race([next, left]);
    },
    async return() {
      const closing = stored.return(undefined);
      if (leave === undefined) await closing;
      else {
        // Nobody is there any more to hear how it ended.
        closing.catch(() => {});
        leave();
      }
      return end;
    },
  };
}

async function* startingWith(
  head: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  yield* rest;
}
