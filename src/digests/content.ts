/** The content of a file as digests know it: the SHA-256 of its unzipped bytes. */
import { createHash } from "node:crypto";
import { gunzipFirst, gunzipStream, gunzipWhole, isGzip } from "../records/gunzip.ts";
import type { LogBytes, LogFile } from "../sources/source.ts";
import { CodedError } from "../telemetry/problem.ts";

/** Whether the content of a file is what a digest says. */
export type Comparison =
  | { readonly kind: "same" }
  /** It is, but more bytes follow. */
  | { readonly kind: "appended" }
  | { readonly kind: "changed"; readonly why: string };

/** Digests are small: an hour of files. What is larger is none. */
const MOST_DIGEST_BYTES = 64 * 1024 * 1024;

/**
 * Compares the content of a file with a hash (SHA-256, hex), without holding it in memory. Throws what `open` throws, and
 * the signal's reason.
 */
export async function compareContent(
  file: Pick<LogFile, "name" | "open">,
  hash: string,
  signal: AbortSignal,
): Promise<Comparison> {
  const bytes = await file.open(signal);
  const found = await hashOf(bytes, file, signal);
  if (found.hash === hash && !found.hasMore) return { kind: "same" };
  const again = await file.open(signal);
  if (found.isZipped && (await firstHash(again)) === hash) return { kind: "appended" };
  return { kind: "changed", why: found.why ?? `its hash is ${found.hash}, the digest has ${hash}` };
}

/** The unzipped bytes of a digest. Throws a CodedError. */
export async function digestBytes(file: LogFile, signal: AbortSignal): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  const tooLarge = (): CodedError =>
    new CodedError({ code: "E_GZIP_CORRUPT", what: `${file.name} is no digest`, why: "too large" });
  let hasMore = false;
  for await (const piece of plain(await file.open(signal), file, () => (hasMore = true))) {
    sizeBytes += piece.length;
    if (sizeBytes > MOST_DIGEST_BYTES) throw tooLarge();
    pieces.push(piece);
  }
  if (hasMore)
    throw new CodedError({
      code: "E_GZIP_CORRUPT",
      what: `${file.name} is damaged`,
      why: "something was added behind its end",
    });
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

/** Whether a file was read, and its gzip stream is damaged. */
export function isDamage({ code }: CodedError): boolean {
  return code === "E_GZIP_CORRUPT" || code === "E_GZIP_TRUNCATED";
}

interface Found {
  readonly hash: string;
  readonly isZipped: boolean;
  readonly hasMore: boolean;
  /** What is wrong with the gzip stream. */
  readonly why?: string;
}

async function hashOf(
  bytes: LogBytes,
  file: Pick<LogFile, "name">,
  signal: AbortSignal,
): Promise<Found> {
  const digest = createHash("sha256");
  let isZipped = false;
  let hasMore = false;
  try {
    const onZipped = (): void => void (isZipped = true);
    for await (const piece of plain(bytes, file, () => (hasMore = true), onZipped))
      digest.update(piece);
  } catch (failure) {
    signal.throwIfAborted();
    if (!isZipped || !(failure instanceof CodedError) || !isDamage(failure)) throw failure;
    return { hash: "", isZipped, hasMore, why: failure.problem.why ?? failure.message };
  }
  return { hash: digest.digest("hex"), isZipped, hasMore };
}

async function firstHash(bytes: LogBytes): Promise<string | undefined> {
  const digest = createHash("sha256");
  try {
    for await (const piece of gunzipFirst(bytes instanceof Uint8Array ? [bytes] : bytes))
      digest.update(piece);
  } catch {
    // Damaged itself: it is not what was delivered.
    return undefined;
  }
  return digest.digest("hex");
}

/** Unzips what is zipped. */
async function* plain(
  bytes: LogBytes,
  file: Pick<LogFile, "name">,
  onMore: () => void,
  onZipped?: () => void,
): AsyncGenerator<Uint8Array> {
  if (bytes instanceof Uint8Array) {
    if (!isGzip(bytes)) {
      yield bytes;
      return;
    }
    onZipped?.();
    const whole = gunzipWhole(bytes, onMore);
    if (whole === undefined) yield* unzipped([bytes], file, onMore);
    else yield whole;
    return;
  }
  const pieces = bytes[Symbol.asyncIterator]();
  const first = await pieces.next();
  if (first.done === true) return;
  const rest = async function* (): AsyncGenerator<Uint8Array> {
    yield first.value;
    for (let next = await pieces.next(); next.done !== true; next = await pieces.next())
      yield next.value;
  };
  if (!isGzip(first.value)) {
    yield* rest();
    return;
  }
  onZipped?.();
  yield* unzipped(rest(), file, onMore);
}

function unzipped(
  stored: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { name }: Pick<LogFile, "name">,
  onMore: () => void,
): AsyncIterable<Uint8Array> {
  const pieces = async function* (): AsyncGenerator<Uint8Array> {
    yield* stored;
  };
  return gunzipStream(pieces(), {
    name,
    reopen: () => undefined,
    leave: () => Promise.resolve(),
    onTrailing: onMore,
  });
}
