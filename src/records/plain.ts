/** The stored bytes of a LogFile as a stream of plain ones, which whoever reads may leave at any time. */
import type { LogBytes } from "../sources/source.ts";
import { gunzipStream, isGzip } from "./gunzip.ts";

/** Bytes as a stream, however they come. Fails as they do. */
export async function* pieces(stored: Promise<LogBytes> | LogBytes): AsyncGenerator<Uint8Array> {
  const bytes = await stored;
  if (bytes instanceof Uint8Array) yield bytes;
  else yield* bytes;
}

/**
 * Plain bytes: unzipped where the first two bytes say so, whatever the name is. `reopen` gives the stored bytes again.
 * Throws what the source fails with, and E_GZIP_TRUNCATED or E_GZIP_CORRUPT after everything that can be had.
 */
export async function* plainChunks(
  generator: AsyncGenerator<Uint8Array>,
  name: string,
  reopen: (() => AsyncIterable<Uint8Array>) | undefined,
): AsyncGenerator<Uint8Array> {
  const stored = leavable(generator);
  try {
    let head: Uint8Array = new Uint8Array(0);
    while (head.length < 2) {
      const next = await stored.next();
      if (next.done === true) break;
      head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
    }
    const all = startingWith(head, stored);
    yield* isGzip(head) ? gunzipStream(all, name, reopen, () => stored.return()) : all;
  } finally {
    // Whoever stops at the first piece has not come to the rest, which would stay open.
    await stored.return();
  }
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
