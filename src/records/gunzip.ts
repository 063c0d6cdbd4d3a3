/**
 * From stored bytes to plain bytes: gzip, with any number of members.
 *
 * Node's zlib holds back what it has when it meets damage. Everything readable is to be delivered, so damaged input is
 * inflated once more, member by member, past the checksums, to get at the rest.
 */
import type { Readable } from "node:stream";
import { crc32, createGunzip, createInflateRaw, gunzipSync } from "node:zlib";
import { CodedError, errorOf, messageOf } from "../telemetry/problem.ts";

/** What is unzipped whole at the most; more is streamed. */
const WHOLE_PLAIN_BYTES = 16 * 1024 * 1024;
/** How much zlib gives at once. */
const CHUNK_BYTES = 256 * 1024;
const SALVAGE_CHUNK_BYTES = 16 * 1024;
/** Chunks that wait at the most, so that zlib's thread need not. */
const QUEUED_CHUNKS = 4;
const TRAILER_BYTES = 8;
/** So much of what follows a gzip stream is kept, to say what it is. */
const TOLD_BYTES = 64;

/** Whether the bytes begin like gzip. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** What follows the end of a gzip stream, and is none itself: its place, and its first bytes. */
export interface Trailing {
  readonly offsetBytes: number;
  readonly first: Uint8Array;
}

/** What is known of zlib's engine: the types of Node lack it. */
export interface Inflated {
  readonly buffer: Uint8Array;
  readonly engine: { readonly bytesWritten: number };
}

/** The plain size that its last four bytes tell of (of its last member), so that one buffer of the right size will mostly do. */
export function toldPlainBytes(stored: Uint8Array): number | undefined {
  if (stored.length < TRAILER_BYTES) return undefined;
  const sizeAt = stored.byteOffset + stored.length - 4;
  return new DataView(stored.buffer, sizeAt, 4).getUint32(0, true);
}

/**
 * Unzips a small file whole: ten times as fast as a stream of its own. Undefined where it is damaged, or unzips to
 * more than 16 MiB: then `gunzipStream` is to be used.
 */
export function gunzipWhole(
  stored: Uint8Array,
  onTrailing: (trailing: Trailing) => void,
): Uint8Array | undefined {
  const toldBytes = toldPlainBytes(stored);
  if (toldBytes === undefined || toldBytes > WHOLE_PLAIN_BYTES) return undefined;
  try {
    const { buffer, engine } = gunzipSync(stored, {
      chunkSize: Math.max(1024, toldBytes + 1),
      maxOutputLength: WHOLE_PLAIN_BYTES,
      info: true,
    }) as unknown as Inflated;
    // Zlib ends at zeros, and says nothing of them.
    const offsetBytes = engine.bytesWritten;
    if (offsetBytes < stored.length)
      onTrailing({ offsetBytes, first: stored.subarray(offsetBytes, offsetBytes + TOLD_BYTES) });
    return buffer;
  } catch {
    // Not swallowed: the stream meets the same damage again, and tells of it.
    return undefined;
  }
}

/** How a stream is unzipped. */
export interface GunzipOptions {
  readonly name: string;
  /**
   * Gives the stored bytes again from the beginning, as far as they can be had. Where they can't (a long stdin), up to
   * 256 KiB right before a damaged place are lost.
   */
  readonly reopen: () => AsyncIterable<Uint8Array> | undefined;
  /** Ends the stored bytes, even while they are waited for. */
  readonly leave: () => Promise<unknown>;
  readonly onTrailing: (trailing: Trailing) => void;
}

/** Unzips as a stream. Yields everything that can be had, then throws E_GZIP_TRUNCATED or E_GZIP_CORRUPT. */
export async function* gunzipStream(
  stored: AsyncIterable<Uint8Array>,
  { name, reopen, leave, onTrailing }: GunzipOptions,
): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  let plainBytes = 0;
  let inputFailure: Error | undefined;
  const fed = { bytes: 0, last: new Uint8Array(0) };
  const feeding = feed(stored, gunzip, fed).catch((failure: unknown) => {
    inputFailure = errorOf(failure);
    gunzip.destroy();
  });
  try {
    for await (const chunk of untilFailure(gunzip)) {
      plainBytes += chunk.length;
      yield chunk;
    }
    // Zlib ends at zeros, and says nothing of them.
    const offsetBytes = gunzip.bytesWritten;
    if (offsetBytes < fed.bytes) {
      const place = Math.max(0, offsetBytes - (fed.bytes - fed.last.length));
      onTrailing({ offsetBytes, first: fed.last.slice(place, place + TOLD_BYTES) });
    }
  } catch (failure) {
    if (inputFailure === undefined) {
      const again = reopen();
      const trailing = again === undefined ? undefined : yield* salvage(again, plainBytes);
      if (trailing === undefined) throw damaged(failure, name, plainBytes);
      onTrailing(trailing);
    }
  } finally {
    gunzip.destroy();
    await leave();
    await feeding;
  }
  if (inputFailure !== undefined) throw inputFailure;
}

/** Unzips the first member alone, whatever follows it. Throws where it is damaged; yields nothing where there is none. */
export async function* gunzipFirst(
  stored: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const input = new Input(stored);
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  let feeding: Promise<void> | undefined;
  try {
    if (!(await skipHeader(input))) return;
    feeding = feed(input.rest(), inflate, { bytes: 0, last: new Uint8Array(0) });
    yield* untilFailure(inflate);
  } finally {
    inflate.destroy();
    await feeding;
    await input.close();
  }
}

function damaged(failure: unknown, name: string, plainBytes: number): CodedError {
  const place = `at or after plain byte ${plainBytes.toLocaleString("en")}`;
  const code = (failure as NodeJS.ErrnoException).code;
  return code === "Z_BUF_ERROR"
    ? new CodedError({
        code: "E_GZIP_TRUNCATED",
        what: `${name} ends early`,
        why: `gzip stream cut ${place}`,
      })
    : new CodedError({
        code: "E_GZIP_CORRUPT",
        what: `${name} is damaged`,
        why: `gzip says "${messageOf(failure)}" ${place}`,
      });
}

type Inflating = ReturnType<typeof createGunzip> | ReturnType<typeof createInflateRaw>;

/** Writes all input, no faster than it is taken, until the stream ends or is destroyed. */
async function feed(
  stored: AsyncIterable<Uint8Array>,
  into: Inflating,
  fed: { bytes: number; last: Uint8Array },
): Promise<void> {
  for await (const chunk of stored) {
    if (into.destroyed || into.readableEnded) return;
    fed.bytes += chunk.length;
    fed.last = chunk;
    if (into.write(chunk)) continue;
    await drainedOrClosed(into);
  }
  into.end();
}

function drainedOrClosed(stream: Inflating): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off("drain", done);
      stream.off("close", done);
      resolve();
    };
    stream.on("drain", done);
    stream.on("close", done);
  });
}

/** A stream's chunks; then its error, if it fails. Iterating the stream itself would drop chunks when it fails. */
async function* untilFailure(stream: Readable): AsyncGenerator<Uint8Array> {
  const queue: Uint8Array[] = [];
  let state: { readonly over: boolean; readonly failure?: Error } = { over: false };
  let wake = (): void => {};
  stream.on("data", (chunk: Uint8Array) => {
    if (queue.push(chunk) >= QUEUED_CHUNKS) stream.pause();
    wake();
  });
  stream.once("error", (failure) => {
    state = { over: true, failure };
    wake();
  });
  stream.once("close", () => {
    if (!state.over) state = { over: true };
    wake();
  });
  for (;;) {
    const chunk = queue.shift();
    if (chunk !== undefined) {
      if (queue.length < QUEUED_CHUNKS / 2) stream.resume();
      yield chunk;
    } else if (state.over) {
      if (state.failure !== undefined) throw state.failure;
      return;
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
}

/**
 * Inflates past wrong checksums, and yields what lies behind the first `skipBytes` plain bytes. Ends at real damage; or
 * at what follows a stream that is whole, and is no gzip: then it answers with that.
 */
async function* salvage(
  stored: AsyncIterable<Uint8Array>,
  skipBytes: number,
): AsyncGenerator<Uint8Array, Trailing | undefined> {
  const input = new Input(stored);
  try {
    return yield* salvageMembers(input, skipBytes);
  } finally {
    // What is damaged is not read to its end, and the file must not stay open.
    await input.close();
  }
}

async function* salvageMembers(
  input: Input,
  skipBytes: number,
): AsyncGenerator<Uint8Array, Trailing | undefined> {
  let plainBytes = 0;
  let isIntact = true;
  for (;;) {
    const offsetBytes = input.takenBytes;
    const first = await input.peek(TOLD_BYTES);
    if (!isGzip(first)) return isIntact && first.length > 0 ? { offsetBytes, first } : undefined;
    if (!(await skipHeader(input))) return undefined;
    const inflate = createInflateRaw({ chunkSize: SALVAGE_CHUNK_BYTES });
    const chunks: Uint8Array[] = [];
    let over = false;
    inflate.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    inflate.once("end", () => (over = true));
    let flows = true;
    let checksum = 0;
    while (flows && !over) {
      const piece = await input.next();
      const before = inflate.bytesWritten;
      if (piece === undefined) {
        flows = false;
        await settled(inflate, (done) => inflate.flush(done));
      } else {
        flows = await settled(inflate, (done) => inflate.write(piece, done));
        const used = inflate.bytesWritten - before;
        // Less used than given: the member ends inside this piece.
        if (flows && used < piece.length) {
          input.giveBack(piece.subarray(used));
          over = true;
        }
      }
      for (const chunk of chunks.splice(0)) {
        const fresh = chunk.subarray(Math.max(0, skipBytes - plainBytes));
        plainBytes += chunk.length;
        checksum = crc32(chunk, checksum);
        if (fresh.length > 0) yield fresh;
      }
    }
    inflate.destroy();
    const trailer = flows ? await input.take(TRAILER_BYTES) : undefined;
    if (trailer === undefined) return undefined;
    isIntact &&= Buffer.from(trailer).readUInt32LE(0) === checksum;
  }
}

/** Runs one write or flush to its end. False: the stream failed. */
function settled(stream: Readable, act: (done: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const fail = (): void => resolve(false);
    stream.once("error", fail);
    act(() => {
      stream.off("error", fail);
      // What was pushed is handed out on later turns of the event loop.
      setImmediate(() => resolve(true));
    });
  });
}

/** Stored bytes that can be taken in any measure. */
class Input {
  readonly #chunks: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #rest: Uint8Array | undefined;
  #takenBytes = 0;

  constructor(stored: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
    this.#chunks =
      Symbol.asyncIterator in stored ? stored[Symbol.asyncIterator]() : stored[Symbol.iterator]();
  }

  /** How much was taken so far, and not given back. */
  get takenBytes(): number {
    return this.#takenBytes;
  }

  /** Whatever comes next; undefined at the end, which a failure to read counts as. */
  async next(): Promise<Uint8Array | undefined> {
    const rest = this.#rest;
    this.#rest = undefined;
    if (rest !== undefined && rest.length > 0) return this.#taken(rest);
    const next = await this.#next().catch(() => ({ done: true as const, value: undefined }));
    return next.done === true ? undefined : this.#taken(next.value);
  }

  /** Everything that comes. */
  async *rest(): AsyncGenerator<Uint8Array> {
    for (let piece = await this.next(); piece !== undefined; piece = await this.next()) yield piece;
  }

  async #next(): Promise<IteratorResult<Uint8Array>> {
    return this.#chunks.next();
  }

  giveBack(rest: Uint8Array): void {
    this.#rest = rest;
    this.#takenBytes -= rest.length;
  }

  /** The next bytes, at most so many, which are not taken by this. */
  async peek(count: number): Promise<Uint8Array> {
    let seen: Uint8Array = new Uint8Array(0);
    while (seen.length < count) {
      const piece = await this.next();
      if (piece === undefined) break;
      seen = Buffer.concat([seen, piece]);
    }
    this.giveBack(seen);
    return seen.subarray(0, count);
  }

  #taken(piece: Uint8Array): Uint8Array {
    this.#takenBytes += piece.length;
    return piece;
  }

  /** Passes everything up to and with the next zero byte. */
  async skipText(): Promise<void> {
    let zero = -1;
    while (zero === -1) {
      const piece = await this.next();
      if (piece === undefined) return;
      zero = piece.indexOf(0);
      if (zero !== -1) this.giveBack(piece.subarray(zero + 1));
    }
  }

  async close(): Promise<void> {
    await this.#chunks.return?.();
  }

  /** Exactly so many bytes, or undefined where there are fewer. */
  async take(count: number): Promise<Uint8Array | undefined> {
    const taken = Buffer.alloc(count);
    for (let filled = 0; filled < count;) {
      const piece = await this.next();
      if (piece === undefined) return undefined;
      const part = piece.subarray(0, count - filled);
      taken.set(part, filled);
      filled += part.length;
      this.giveBack(piece.subarray(part.length));
    }
    return taken;
  }
}

/**
 * Passes a member's header. False where there is none.
 * Source: RFC 1952, section 2.3.
 */
async function skipHeader(input: Input): Promise<boolean> {
  const fixed = await input.take(10);
  if (fixed === undefined || !isGzip(fixed)) return false;
  const flags = fixed[3] ?? 0;
  if ((flags & 4) !== 0) {
    const length = await input.take(2);
    if (length === undefined) return false;
    await input.take((length[0] ?? 0) + 256 * (length[1] ?? 0));
  }
  for (const text of [8, 16]) if ((flags & text) !== 0) await input.skipText();
  if ((flags & 2) !== 0) await input.take(2);
  return true;
}
