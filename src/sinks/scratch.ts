/**
 * A file for what does not fit into memory. It has no name from the moment it is open, so that nothing of it is left
 * however the program ends, and nobody else can open it.
 */
import { randomUUID } from "node:crypto";
import { open, unlink, type FileHandle } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CodedError, errorOf } from "../telemetry/problem.ts";

/** A file that is written to its end and read anywhere. Throws E_SCRATCH where the disk does not let it. */
export interface Scratch {
  /** Adds a text, and gives the place of its first byte and the one behind its last. */
  append(text: string): Promise<readonly [start: number, end: number]>;
  read(start: number, end: number): Promise<Buffer>;
  /** Safe twice. */
  close(): Promise<void>;
}

/** Opens one in the folder for such files: that of TMPDIR. */
export async function openScratch(): Promise<Scratch> {
  const folder = tmpdir();
  const file = await refused(folder, async (): Promise<FileHandle> => {
    const path = join(folder, `sestrail-${randomUUID()}`);
    const opened = await open(path, "wx+", 0o600);
    await unlink(path);
    return opened;
  });
  let size = 0;
  return {
    append: (text) =>
      refused(folder, async () => {
        const bytes = Buffer.from(text);
        const start = size;
        for (let done = 0; done < bytes.length;)
          done += (await file.write(bytes, done, bytes.length - done, start + done)).bytesWritten;
        size += bytes.length;
        return [start, size] as const;
      }),
    read: (start, end) =>
      refused(folder, async () => {
        const bytes = Buffer.alloc(end - start);
        for (let done = 0; done < bytes.length;) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, start + done);
          if (bytesRead === 0) throw new Error("it is shorter than what was written");
          done += bytesRead;
        }
        return bytes;
      }),
    close: () => file.close(),
  };
}

async function refused<Value>(folder: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    const cause = errorOf(thrown);
    throw new CodedError(
      { code: "E_SCRATCH", what: `no temporary file in ${folder}`, why: cause.message },
      { cause },
    );
  }
}
