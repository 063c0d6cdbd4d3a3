/**
 * Small gzip files unzipped together: as members of one stream, in one call of zlib, which works on a thread of its own
 * meanwhile. Each alone costs this thread twice as much as its inflating.
 */
import { gunzip } from "node:zlib";
import { isGzip, toldPlainBytes, type Inflated } from "./gunzip.ts";

/** What tells that it is larger is left to be unzipped alone. */
const MEMBER_BYTES = 1024 * 1024;

/** Whether it may be unzipped with others: the plain size that it tells of, or undefined. */
export function joinableBytes(stored: Uint8Array): number | undefined {
  const plainBytes = isGzip(stored) ? toldPlainBytes(stored) : undefined;
  return plainBytes === undefined || plainBytes > MEMBER_BYTES ? undefined : plainBytes;
}

/**
 * The plain bytes of each, in order. Undefined where one is damaged, holds several members or is followed by something:
 * then each is to be unzipped alone, which tells what it is.
 */
export async function unzipTogether(
  files: readonly Uint8Array[],
): Promise<readonly Uint8Array[] | undefined> {
  const sizes = files.map((stored) => toldPlainBytes(stored) ?? 0);
  const allBytes = sizes.reduce((sum, size) => sum + size, 0);
  const joined = Buffer.concat(files);
  const plain = await inflated(joined, allBytes);
  // A file's last member tells its size, and no file holds less than its last member: where the sum holds, each does.
  if (plain?.length !== allBytes) return undefined;
  let end = 0;
  return sizes.map((size) => plain.subarray(end, (end += size)));
}

/** Undefined where it is damaged, or does not end where it should. */
function inflated(joined: Uint8Array, plainBytes: number): Promise<Uint8Array | undefined> {
  return new Promise((resolve) => {
    const options = {
      chunkSize: Math.max(1024, plainBytes + 1),
      maxOutputLength: plainBytes + 1,
      info: true,
    };
    gunzip(joined, options, (failure, result) => {
      if (failure !== null) return resolve(undefined);
      const { buffer, engine } = result as unknown as Inflated;
      resolve(engine.bytesWritten === joined.length ? buffer : undefined);
    });
  });
}
