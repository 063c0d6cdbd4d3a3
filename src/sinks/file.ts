/** Lines to a file: under a temporary name until all of them are there, or appended. */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsync,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { CodedError, errorOf, type Problem } from "../telemetry/problem.ts";
import { cutTornLine } from "../telemetry/torn-line.ts";
import { openToAppend, writeAll } from "../telemetry/write-all.ts";
import type { LineTarget } from "./lines.ts";

/** How a file is written. */
export interface FileOptions {
  /** Add to what is there, rather than replace it. */
  readonly append: boolean;
  /** What a crash left of a last line is cut off before more is appended; else it is ended. */
  readonly cutTorn?: boolean;
  /** Told where a part of a file was left. */
  readonly report: (problem: Problem) => void;
}

/**
 * A file as a target of lines. Nothing stands under `path` before `complete`, unless `append` is set; without it
 * what was written stays beside, as `path.part`, and what was there before stays too.
 */
export function fileTarget(
  path: string,
  { append, cutTorn = false, report }: FileOptions,
): LineTarget {
  const name = `file:${path}`;
  // A device or a pipe is written as it stands: nothing may take its place.
  const inPlace = append || statSync(path, { throwIfNoEntry: false })?.isFile() === false;
  const target = inPlace ? path : `${path}.part`;
  let handle: number | undefined;
  let isComplete = false;
  let isEmpty = true;
  const attempt = <Result>(act: () => Result): Result => {
    try {
      return act();
    } catch (failure) {
      const cause = errorOf(failure);
      throw new CodedError(
        { code: "E_OUTPUT", what: `${path} could not be written`, why: cause.message },
        { cause },
      );
    }
  };
  const attemptLater = async (acting: Promise<void>): Promise<void> => {
    try {
      await acting;
    } catch (failure) {
      attempt(() => {
        throw failure;
      });
    }
  };
  return {
    name,
    async open() {
      if (cutTorn) attempt(() => cutTornLine(path));
      handle = attempt(() =>
        inPlace ? openToAppend(target, 0o644) : openSync(target, "w", 0o644),
      );
    },
    async write(lines) {
      const open = handle;
      if (open === undefined)
        throw new CodedError({
          code: "E_INTERNAL",
          what: `${name} was written before it was open`,
        });
      isEmpty = false;
      attempt(() => writeAll(open, lines));
    },
    async check() {
      attempt(() => accessSync(dirname(path), constants.W_OK));
      return { ok: true, lines: [[name, "can be written"]] };
    },
    async makeSafe() {
      const open = handle;
      if (open !== undefined && fstatSync(open).isFile()) await attemptLater(sync(open));
    },
    async complete() {
      isComplete = true;
    },
    async close() {
      const open = handle;
      if (open === undefined) return;
      handle = undefined;
      attempt(() => {
        if (fstatSync(open).isFile()) fsyncSync(open);
        closeSync(open);
        if (inPlace) return;
        if (isComplete) renameSync(target, path);
        else if (isEmpty) unlinkSync(target);
        else
          report({ code: "E_OUTPUT_PART", what: `${path} is not complete`, why: leftAs(target) });
      });
    },
  };
}

const sync = promisify(fsync);

function leftAs(target: string): string {
  return `what was written is in ${target}; under its own name nothing was changed`;
}
