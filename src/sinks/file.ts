/** Lines to a file: under a temporary name until the run is over, or appended. */
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
} from "node:fs";
import { dirname } from "node:path";
import { CodedError, errorOf } from "../telemetry/problem.ts";
import { openToAppend, writeAll } from "../telemetry/write-all.ts";
import type { LineTarget } from "./lines.ts";

/** A file as a target of lines. Nothing stands under `path` before `close`, unless `append` is set. */
export function fileTarget(path: string, append: boolean): LineTarget {
  const name = `file:${path}`;
  // A device or a pipe is written as it stands: nothing may take its place.
  const inPlace = append || statSync(path, { throwIfNoEntry: false })?.isFile() === false;
  const target = inPlace ? path : `${path}.part`;
  let handle: number | undefined;
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
  return {
    name,
    async open() {
      handle = attempt(() =>
        inPlace ? openToAppend(target, 0o644) : openSync(target, "w", 0o644),
      );
    },
    async write(text) {
      const open = handle;
      if (open === undefined)
        throw new CodedError({
          code: "E_INTERNAL",
          what: `${name} was written before it was open`,
        });
      attempt(() => writeAll(open, text));
    },
    async check() {
      attempt(() => accessSync(dirname(path), constants.W_OK));
      return { ok: true, lines: [[name, "can be written"]] };
    },
    async close() {
      const open = handle;
      if (open === undefined) return;
      handle = undefined;
      attempt(() => {
        if (fstatSync(open).isFile()) fsyncSync(open);
        closeSync(open);
        if (!inPlace) renameSync(target, path);
      });
    },
  };
}
