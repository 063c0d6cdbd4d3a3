/** Dead letters: what could not be read, shaped or delivered, one JSON line each, to be looked at and sent again. */
import { closeSync, fstatSync, fsync, mkdirSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Position, RawElement } from "../records/element.ts";
import { CodedError, messageOf } from "../telemetry/problem.ts";
import { openToAppend, syncFolderOf, writeAll } from "../telemetry/write-all.ts";

/** What is written, one a line. */
export interface DeadLetter {
  /** A code of the error table. */
  readonly code: string;
  /** Why, in the words of whoever refused it. */
  readonly reason: string;
  /** Destination that refused it; absent where it never came so far. */
  readonly destination?: string;
  readonly record_id?: string;
  /** When it was written, ISO 8601. */
  readonly time: string;
  readonly position: Position;
  /** The Element's bytes as text. */
  readonly raw?: string;
  /** The Element's bytes, where they are no valid UTF-8. */
  readonly raw_base64?: string;
  /** Only the beginning was kept: the Element is over a limit. */
  readonly cut?: true;
  /** It can't be sent again as it stands: it is cut, or bytes that are no text. Its LogFile is not done. */
  readonly replay?: false;
}

/** Makes a dead letter. Pure. */
export function deadLetterOf(
  letter: Pick<DeadLetter, "code" | "reason" | "destination" | "record_id" | "time">,
  position: Position,
  raw: RawElement,
): DeadLetter {
  return {
    ...letter,
    reason: letter.reason.toWellFormed(),
    position,
    ...(raw.bytes === undefined
      ? { raw: raw.text.toWellFormed() }
      : { raw_base64: Buffer.from(raw.bytes).toString("base64") }),
    ...(raw.cut === undefined ? {} : { cut: raw.cut }),
    ...(isLost(letter.code, raw) ? { replay: false } : {}),
  };
}

/** True where no replay can help. What was once read is read again, be it with a character replaced. */
export function isLost(code: string, raw: RawElement): boolean {
  return raw.cut === true || (raw.bytes !== undefined && code === "E_ELEMENT_INVALID");
}

/** Where dead letters go. */
export interface DeadLetters {
  readonly path: string;
  /**
   * Resolves when they are safe on the disk, which those that come side by side share. Rejects with E_DEAD_LETTER: then
   * none of them counts as kept.
   */
  write(letters: readonly DeadLetter[]): Promise<void>;
  /** Much waits to be written: whoever makes more is to wait. */
  readonly isFull: boolean;
  /** After everything that was written has settled. */
  close(): void;
  readonly count: number;
}

/** Bytes of letters that may wait for the disk. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

/**
 * Opens the dead letters at a path: a file, appended to, or a folder, in which a file of this run's is made. Nothing is
 * created before the first letter.
 */
export function openDeadLetters(path: string, runName: string): DeadLetters {
  const file = letterFile(path, runName);
  let count = 0;
  let waiting: string[] = [];
  let waitingBytes = 0;
  let next: Promise<void> | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function writeGroup(): Promise<void> {
    next = undefined;
    const text = waiting.join("");
    waiting = [];
    waitingBytes = 0;
    try {
      await file.append(text);
    } catch (failure) {
      throw new CodedError({
        code: "E_DEAD_LETTER",
        what: `dead letters could not be written to ${file.path}`,
        why: messageOf(failure),
      });
    }
  }

  return {
    get path() {
      return file.path;
    },
    get count() {
      return count;
    },
    get isFull() {
      return waitingBytes > MAX_WAITING_BYTES;
    },
    write(letters) {
      for (const letter of letters) {
        const line = `${JSON.stringify(letter)}\n`;
        waiting.push(line);
        waitingBytes += line.length;
      }
      count += letters.length;
      // While one group is on its way to the disk, all that come make up the next.
      next ??= last = last.then(writeGroup, writeGroup);
      return next;
    },
    close: () => file.close(),
  };
}

/** A file of letters that is made with the first of them. */
function letterFile(
  path: string,
  runName: string,
): { readonly path: string; append(text: string): Promise<void>; close(): void } {
  let target = path;
  let handle: number | undefined;

  function open(): number {
    const isFolder =
      path.endsWith("/") || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (isFolder) {
      makeFolder(resolve(path));
      target = join(path, `sestrail-dead-${runName}.ndjson`);
    }
    // Readable for its owner only: raw records hold addresses and names.
    const opened = openToAppend(target, 0o600);
    if (fstatSync(opened).isFile()) syncFolderOf(target);
    return opened;
  }

  return {
    get path() {
      return target;
    },
    async append(text) {
      for (;;) {
        const opened = (handle ??= open());
        writeAll(opened, text);
        if (!fstatSync(opened).isFile()) return;
        await sync(opened);
        if (isNamed(opened, target)) return;
        // A replay took the file away and may have read it before these: they begin a new one.
        closeSync(opened);
        handle = undefined;
      }
    },
    close() {
      if (handle !== undefined) closeSync(handle);
      handle = undefined;
    },
  };
}

/** Makes a folder, and those above it, whose names are safe then. */
function makeFolder(path: string): void {
  const top = mkdirSync(path, { recursive: true });
  if (top === undefined) return;
  for (let made = path; made.length >= top.length; made = dirname(made)) syncFolderOf(made);
}

const sync = promisify(fsync);

/** Whether a file is to be found under its name still. */
function isNamed(handle: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false });
  const { ino, dev } = fstatSync(handle);
  return named?.ino === ino && named.dev === dev;
}
