/** Dead letters: what could not be read, shaped or delivered, one JSON line each, to be looked at and sent again. */
import { closeSync, fsyncSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Position, RawElement } from "../records/element.ts";
import { CodedError, messageOf } from "../telemetry/problem.ts";
import { openToAppend, writeAll } from "../telemetry/write-all.ts";

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
  /** Only the beginning was kept: the Element is over a limit. It can't be sent again. */
  readonly cut?: true;
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
  };
}

/** Where dead letters go. */
export interface DeadLetters {
  readonly path: string;
  /** Written and handed to the system when it returns. Throws E_DEAD_LETTER. */
  write(letters: readonly DeadLetter[]): void;
  /** Makes what was written safe on the disk. */
  close(): void;
  readonly count: number;
}

/**
 * Opens the dead letters at a path: a file, appended to, or a folder, in which a file of this run's is made. Nothing is
 * created before the first letter.
 */
export function openDeadLetters(path: string, runName: string): DeadLetters {
  let handle: number | undefined;
  let target = path;
  let count = 0;
  const fail = (failure: unknown): never => {
    throw new CodedError({
      code: "E_DEAD_LETTER",
      what: `dead letters could not be written to ${target}`,
      why: messageOf(failure),
    });
  };
  return {
    get path() {
      return target;
    },
    get count() {
      return count;
    },
    write(letters) {
      try {
        if (handle === undefined) {
          const isFolder =
            path.endsWith("/") || statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
          if (isFolder) {
            mkdirSync(path, { recursive: true });
            target = join(path, `sestrail-dead-${runName}.ndjson`);
          }
          // Readable for its owner only: raw records hold addresses and names.
          handle = openToAppend(target, 0o600);
        }
        writeAll(handle, letters.map((letter) => `${JSON.stringify(letter)}\n`).join(""));
        count += letters.length;
      } catch (failure) {
        fail(failure);
      }
    },
    close() {
      if (handle === undefined) return;
      try {
        fsyncSync(handle);
        closeSync(handle);
      } catch (failure) {
        fail(failure);
      } finally {
        handle = undefined;
      }
    },
  };
}
