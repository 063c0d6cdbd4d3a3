/**
 * A Checkpoint in a file: lines are only ever added. What a crash tore off the end is dropped; anything else that is no
 * line of ours is refused, and never written over.
 */
import { randomBytes } from "node:crypto";
import {
  closeSync,
  constants,
  fsync,
  fsyncSync,
  mkdirSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { CodedError, errorOf, messageOf } from "../telemetry/problem.ts";
import type { Checkpoint, CheckpointContext, FileName, FileState } from "./checkpoint.ts";
import { fileHash, type FileHash } from "./file-hash.ts";
import { FileTable } from "./file-table.ts";
import { HEADER_BYTES, headerOf, LINE_BYTES, readHeader, readLine, writeLine } from "./lines.ts";
import { takeLock } from "./lock.ts";

/** What is done is written down that long after it was told, at the latest. */
const COMMIT_MS = 500;
/** Lines that are read or written at once. */
const CHUNK_LINES = 16 * 1024;
/** A file is written anew without what it says twice, where that saves so many lines, and a third of all. */
const LEAST_SAVED_LINES = 10_000;
const OWNER_ONLY = 0o600;
const NEWLINE = 0x0a;

/** What a file holds. */
interface Loaded {
  readonly salt: string;
  readonly table: FileTable;
  readonly lines: number;
  /** Bytes of whole lines; what is behind them was torn off. */
  readonly wholeBytes: number;
}

/**
 * Opens the checkpoint of a path, which is made if there is none. Throws E_CHECKPOINT, E_CHECKPOINT_DAMAGED and
 * E_CHECKPOINT_IN_USE.
 */
export async function openFileCheckpoint(
  path: string,
  context: CheckpointContext,
  signal: AbortSignal,
): Promise<Checkpoint> {
  attempt(path, () => mkdirSync(dirname(path), { recursive: true, mode: 0o700 }));
  const lock = await takeLock(path, signal);
  try {
    const loaded = load(path) ?? create(path);
    return new FileCheckpoint(path, loaded, lock, context);
  } catch (failure) {
    lock.release();
    throw failure;
  }
}

/** What an earlier run told, for one that writes nothing, such as a dry run. Throws as `openFileCheckpoint`. */
export function readFileCheckpoint(path: string): Pick<Checkpoint, "path" | "stateOf"> {
  const { salt, table } = load(path) ?? { salt: "", table: new FileTable() };
  return { path, stateOf: (name) => table.get(fileHash(salt, name)) };
}

type Lock = Awaited<ReturnType<typeof takeLock>>;

class FileCheckpoint implements Checkpoint {
  readonly path: string;
  readonly #salt: string;
  readonly #table: FileTable;
  readonly #lock: Lock;
  readonly #context: CheckpointContext;
  readonly #line: Buffer = Buffer.alloc(LINE_BYTES);
  #handle: number | undefined;
  /** Acked, and not yet written down. */
  #finished: FileHash[] = [];
  #timer: NodeJS.Timeout | undefined;
  #committing: Promise<void> = Promise.resolve();
  #failure: Error | undefined;

  constructor(path: string, loaded: Loaded, lock: Lock, context: CheckpointContext) {
    this.path = path;
    this.#salt = loaded.salt;
    this.#table = loaded.table;
    this.#lock = lock;
    this.#context = context;
    this.#handle = attempt(path, () => {
      if (isWordy(loaded)) replaceFile(path, loaded.salt, loaded.table);
      const handle = openSync(path, constants.O_WRONLY | constants.O_APPEND);
      if (!isWordy(loaded)) ftruncateSync(handle, loaded.wholeBytes);
      return handle;
    });
  }

  stateOf(name: FileName): FileState {
    return this.#table.get(fileHash(this.#salt, name));
  }

  begin(name: FileName): void {
    this.#throwFailure();
    const file = fileHash(this.#salt, name);
    if (this.#table.get(file) !== "new") return;
    writeLine(this.#line, 0, file, false);
    this.#write(this.#line);
    this.#table.set(file, false);
  }

  finish(name: FileName): void {
    this.#finished.push(fileHash(this.#salt, name));
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#commit().catch((failure: unknown) => this.#context.onFailure(errorOf(failure)));
    }, COMMIT_MS);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#commit();
  }

  async close(): Promise<void> {
    const handle = this.#handle;
    if (handle === undefined) return;
    try {
      await this.flush();
    } finally {
      this.#handle = undefined;
      closeSync(handle);
      this.#lock.release();
    }
  }

  /** One after another: what was told while one is under way belongs to the next. */
  #commit(): Promise<void> {
    const commit = this.#committing.catch(() => {}).then(() => this.#commitNow());
    this.#committing = commit;
    return commit;
  }

  async #commitNow(): Promise<void> {
    this.#throwFailure();
    const finished = this.#finished;
    this.#finished = [];
    const handle = this.#handle;
    if (handle === undefined) return;
    try {
      if (finished.length > 0) await this.#context.makeSafe();
      this.#lock.assertHeld();
      if (finished.length > 0) {
        const lines = Buffer.allocUnsafe(finished.length * LINE_BYTES);
        finished.forEach((file, index) => writeLine(lines, index * LINE_BYTES, file, true));
        this.#write(lines);
        for (const file of finished) this.#table.set(file, true);
      }
      await sync(handle);
    } catch (failure) {
      throw this.#failed(failure);
    }
  }

  #write(lines: Buffer): void {
    const handle = this.#handle;
    if (handle === undefined)
      throw new CodedError({ code: "E_INTERNAL", what: `${this.path} was written after its end` });
    try {
      for (let written = 0; written < lines.length;)
        written += writeSync(handle, lines, written, lines.length - written);
    } catch (failure) {
      throw this.#failed(failure);
    }
  }

  /** After a failure nothing more is written: behind half a line it would be damage. */
  #failed(failure: unknown): Error {
    this.#failure ??= codedOf(this.path, failure);
    return this.#failure;
  }

  #throwFailure(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}

const sync = promisify(fsync);

/** Whether much is said twice. */
function isWordy({ lines, table }: Loaded): boolean {
  const saved = lines - table.count;
  return saved >= LEAST_SAVED_LINES && saved > lines / 3;
}

/** Undefined where there is no such file, or an empty one. */
function load(path: string): Loaded | undefined {
  const handle = attempt(path, () => {
    try {
      return openSync(path, "r");
    } catch (failure) {
      if ((failure as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw failure;
    }
  });
  if (handle === undefined) return undefined;
  try {
    return loadFrom(path, handle);
  } finally {
    closeSync(handle);
  }
}

function loadFrom(path: string, handle: number): Loaded | undefined {
  const first = Buffer.alloc(HEADER_BYTES);
  const firstBytes = attempt(path, () => readSync(handle, first, 0, HEADER_BYTES, 0));
  if (firstBytes === 0) return undefined;
  const header = readHeader(first.toString("latin1", 0, firstBytes));
  if ("wrong" in header) throw damaged(path, header.wrong);
  const table = new FileTable();
  const chunk = Buffer.alloc(CHUNK_LINES * LINE_BYTES);
  let lines = 0;
  for (let at = HEADER_BYTES; ;) {
    const bytes = attempt(path, () => readSync(handle, chunk, 0, chunk.length, at));
    const whole = Math.floor(bytes / LINE_BYTES);
    for (let line = 0; line < whole; line++) {
      const start = line * LINE_BYTES;
      if (readLine(chunk, start, (file, isDone) => table.set(file, isDone))) continue;
      // What a crash tore off has no line break, however long: a power failure may leave zeros.
      if (bytes < chunk.length && !chunk.subarray(start, bytes).includes(NEWLINE))
        return { salt: header.salt, table, lines: lines + line, wholeBytes: at + start };
      throw damaged(path, `what stands at byte ${at + start} is no line of it`);
    }
    lines += whole;
    at += whole * LINE_BYTES;
    if (bytes < chunk.length) return { salt: header.salt, table, lines, wholeBytes: at };
  }
}

function create(path: string): Loaded {
  const salt = randomBytes(16).toString("base64url");
  const table = new FileTable();
  attempt(path, () => replaceFile(path, salt, table));
  return { salt, table, lines: 0, wholeBytes: HEADER_BYTES };
}

/** Writes a file anew beside the old one, and lets it take its place when it is safe. May be killed at any moment. */
function replaceFile(path: string, salt: string, table: FileTable): void {
  const beside = `${path}.new`;
  const handle = openSync(beside, "w", OWNER_ONLY);
  try {
    writeSync(handle, headerOf(salt));
    const chunk = Buffer.alloc(CHUNK_LINES * LINE_BYTES);
    let filled = 0;
    for (const [file, isDone] of table.entries()) {
      writeLine(chunk, filled, file, isDone);
      filled += LINE_BYTES;
      if (filled < chunk.length) continue;
      writeSync(handle, chunk);
      filled = 0;
    }
    writeSync(handle, chunk, 0, filled);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(beside, path);
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

function attempt<Result>(path: string, act: () => Result): Result {
  try {
    return act();
  } catch (failure) {
    throw codedOf(path, failure);
  }
}

function codedOf(path: string, failure: unknown): Error {
  if (failure instanceof CodedError) return failure;
  return new CodedError(
    {
      code: "E_CHECKPOINT",
      what: `the checkpoint ${path} could not be written`,
      why: messageOf(failure),
    },
    { cause: failure },
  );
}

function damaged(path: string, why: string): CodedError {
  return new CodedError({
    code: "E_CHECKPOINT_DAMAGED",
    what: `${path} is no whole checkpoint`,
    why,
  });
}
