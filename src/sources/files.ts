/** LogFiles on disk: a file, a folder with everything below it, or a glob. */
import {
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  openSync,
  readSync,
  statSync,
  type Dirent,
  type Stats,
} from "node:fs";
import { readdir } from "node:fs/promises";
import { Socket } from "node:net";
import { join, resolve } from "node:path";
import { CodedError, errorOf, messageOf, type Problem } from "../telemetry/problem.ts";
import type { DiskPlace, LogBytes, LogFile, Source } from "./source.ts";

/** Up to this size a file is read at once: opening a stream costs more than reading it. */
const WHOLE_STORED_BYTES = 1024 * 1024;
/** How much of a larger file is read at once. */
const CHUNK_BYTES = 1024 * 1024;
/** What a file is called that says itself that it is JSON. Any other may be JSON, or whatever lies beside logs. */
const JSON_NAME = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;

/** What became of the paths that were named. */
export interface FilesOptions {
  /** Told of what is no reason to stop: folders that can't be listed, places without logs. */
  readonly report: (problem: Problem) => void;
}

/**
 * A Source over one path or glob. In folders all files are taken, in the order of their names; hidden ones are not. What
 * they are their first bytes tell, when they are read: Firehose, for one, gives its objects no ending.
 */
export function filesSource(pathOrGlob: string, options: FilesOptions): Source {
  let given = 0;
  return {
    name: pathOrGlob,
    places: "disk",
    async *files(signal) {
      given = 0;
      const named = statOf(pathOrGlob);
      const isPipe = named?.isFIFO() === true;
      for await (const { paths, inFolder } of found(pathOrGlob, options.report)) {
        for (const path of paths) {
          if (signal.aborted) return;
          given += 1;
          yield new DiskFile(path, isPipe, inFolder && !JSON_NAME.test(path));
        }
      }
      if (given === 0 && !signal.aborted)
        options.report({ code: "E_NO_LOGS", what: `no logs in ${pathOrGlob}` });
    },
    async *rest(signal) {
      let passed = 0;
      for await (const paths of pathsOf(pathOrGlob, () => {})) {
        for (const path of paths) {
          if (signal.aborted) return;
          passed += 1;
          if (passed > given) yield new DiskFile(path, false, false);
        }
      }
    },
    async close() {},
  };
}

/** Whether a named path exists, or is a glob; asked before anything is opened. */
export function isThere(pathOrGlob: string): boolean {
  return statOf(pathOrGlob) !== undefined || isGlob(pathOrGlob);
}

/** Whether a path is that of a folder. */
export function isFolder(path: string): boolean {
  return statOf(path)?.isDirectory() === true;
}

/** A file that was found in a folder, for Sources that find them in their own way. */
export function foundFile(path: string): LogFile {
  return new DiskFile(path, false, !JSON_NAME.test(path));
}

/** The file that another thread has found. */
export function fileAt({ path, isGuess }: DiskPlace): LogFile {
  return new DiskFile(path, false, isGuess);
}

/** What changes when a file's content does. */
export function versionOf({ size, mtimeMs }: Stats): string {
  return `${size}|${mtimeMs}`;
}

/** How many files and bytes a Source will give: for progress, at the price of looking at each. */
export async function measure(
  pathOrGlob: string,
): Promise<{ readonly files: number; readonly bytes: number }> {
  let files = 0;
  let bytes = 0;
  for await (const paths of pathsOf(pathOrGlob, () => {})) {
    files += paths.length;
    for (const path of paths) bytes += statOf(path)?.size ?? 0;
  }
  return { files, bytes };
}

function isGlob(text: string): boolean {
  return /[*?[\]{}]/.test(text);
}

/** What the system tells of a path; undefined where nothing can be told. At once: over thousands of small files the way to another thread costs more. */
export function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Paths of the files that a path or glob names, in their order, some at a time. */
export async function* pathsOf(
  pathOrGlob: string,
  report: (problem: Problem) => void,
): AsyncGenerator<readonly string[]> {
  for await (const { paths } of found(pathOrGlob, report)) yield paths;
}

/** Files that were found: named themselves, or in a folder. */
interface Found {
  readonly paths: readonly string[];
  readonly inFolder: boolean;
}

async function* found(
  pathOrGlob: string,
  report: (problem: Problem) => void,
): AsyncGenerator<Found> {
  const stats = statOf(pathOrGlob);
  if (stats?.isDirectory() === true) yield* below(pathOrGlob, report);
  else if (stats !== undefined) yield { paths: [pathOrGlob], inFolder: false };
  else if (isGlob(pathOrGlob)) yield* globbed(pathOrGlob, report);
}

async function* below(folder: string, report: (problem: Problem) => void): AsyncGenerator<Found> {
  for await (const paths of walk(folder, report)) yield { paths, inFolder: true };
}

/** What a glob names, as a shell would name it: files, and folders with everything below them, each file once. */
async function* globbed(
  pattern: string,
  report: (problem: Problem) => void,
): AsyncGenerator<Found> {
  const { glob } = await import("tinyglobby");
  const named = await glob(pattern, {
    absolute: pattern.startsWith("/"),
    dot: false,
    expandDirectories: false,
    onlyFiles: false,
  });
  // A folder ends with a slash. In this order it stands before what lies in it.
  let folder: string | undefined;
  let paths: string[] = [];
  for (const path of named.toSorted()) {
    if (folder !== undefined && path.startsWith(folder)) continue;
    if (!path.endsWith("/")) paths.push(path);
    else {
      if (paths.length > 0) yield { paths, inFolder: false };
      paths = [];
      folder = path;
      yield* below(path, report);
    }
  }
  if (paths.length > 0) yield { paths, inFolder: false };
}

/** Everything below a folder, in the order of names. Not by recursion: each level of generators costs every file. */
async function* walk(
  top: string,
  report: (problem: Problem) => void,
): AsyncGenerator<readonly string[]> {
  const open = [await listed(top, report)];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const files: string[] = [];
    let deeper: string | undefined;
    while (deeper === undefined && level.entries.length > 0) {
      const entry = level.entries.pop() as Dirent;
      const path = join(level.folder, entry.name);
      if (entry.isDirectory()) deeper = path;
      else if (entry.isFile() || (entry.isSymbolicLink() && statOf(path)?.isFile() !== false))
        files.push(path);
    }
    if (files.length > 0) yield files;
    if (deeper === undefined) open.pop();
    else open.push(await listed(deeper, report));
  }
}

/** A folder's subfolders and files that are not hidden, the last by name first. */
async function listed(
  folder: string,
  report: (problem: Problem) => void,
): Promise<{ readonly folder: string; readonly entries: Dirent[] }> {
  try {
    const entries = (await readdir(folder, { withFileTypes: true })).filter(
      (entry) => !entry.name.startsWith("."),
    );
    return { folder, entries: entries.sort((one, other) => (one.name < other.name ? 1 : -1)) };
  } catch (failure) {
    report({ code: "E_FILE_OPEN", what: `${folder} could not be listed`, why: messageOf(failure) });
    return { folder, entries: [] };
  }
}

/**
 * A file on disk. Looked at no earlier than it must be, and a class, since it has state: over thousands of small files
 * every call of the system and every closure counts.
 */
class DiskFile implements LogFile {
  readonly name: string;
  readonly isGuess: boolean;
  readonly #isPipe: boolean;
  #stats: Stats | undefined;

  constructor(path: string, isPipe: boolean, isGuess: boolean) {
    this.name = path;
    this.isGuess = isGuess;
    this.#isPipe = isPipe;
  }

  get id(): string {
    // The whole path: it is the same file from whichever folder it is named.
    return resolve(this.name);
  }

  get place(): DiskPlace | undefined {
    return this.#isPipe ? undefined : { kind: "disk", path: this.name, isGuess: this.isGuess };
  }

  get version(): string | undefined {
    const stats = this.#look();
    return stats === undefined ? undefined : versionOf(stats);
  }

  get sizeBytes(): number | undefined {
    return this.#look()?.size;
  }

  get reopenable(): boolean {
    return this.#look()?.isFile() === true;
  }

  open(signal: AbortSignal): LogBytes {
    if (this.#isPipe) return streamed(this.name, () => pipe(this.name, signal), signal);
    const { stats, bytes } = openFile(this.name, signal);
    this.#stats = stats;
    return bytes;
  }

  ack(): void {}

  nack(): void {}

  #look(): Stats | undefined {
    return (this.#stats ??= statOf(this.name));
  }
}

function openFile(path: string, signal: AbortSignal): { stats: Stats; bytes: LogBytes } {
  let handle: number | undefined;
  try {
    handle = openSync(path, "r");
    const stats = fstatSync(handle);
    if (!stats.isFile() || stats.size > WHOLE_STORED_BYTES)
      return { stats, bytes: streamed(path, () => readStream(path, signal), signal) };
    return { stats, bytes: readWhole(handle, stats.size) };
  } catch (failure) {
    throw cannotOpen(path, failure);
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Reads a small file; what is written to it meanwhile is left for the next run. */
function readWhole(handle: number, sizeBytes: number): Uint8Array {
  const bytes = Buffer.allocUnsafe(sizeBytes);
  let filled = 0;
  for (let read = 1; read > 0 && filled < sizeBytes; filled += read)
    read = readSync(handle, bytes, filled, sizeBytes - filled, filled);
  return bytes.subarray(0, filled);
}

const readStream = (path: string, signal: AbortSignal): AsyncIterable<Uint8Array> =>
  createReadStream(path, { highWaterMark: CHUNK_BYTES, signal });

/**
 * A named pipe, opened once only: opened and closed to be looked at, it would lose its writer. Not waiting for one, which
 * may never come: a thread that waits keeps the process from ending.
 */
function pipe(path: string, signal: AbortSignal): AsyncIterable<Uint8Array> {
  const fd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false, signal });
}

async function* streamed(
  path: string,
  open: () => AsyncIterable<Uint8Array>,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  try {
    yield* open();
  } catch (failure) {
    signal.throwIfAborted();
    throw cannotOpen(path, failure);
  }
}

function cannotOpen(path: string, failure: unknown): CodedError {
  const code = (failure as NodeJS.ErrnoException).code;
  const why =
    code === "EACCES" || code === "EPERM"
      ? "no right to read it"
      : code === "ENOENT"
        ? "it is no longer there"
        : messageOf(failure);
  return new CodedError(
    { code: "E_FILE_OPEN", what: `${path} could not be read`, why },
    { cause: errorOf(failure) },
  );
}
