/**
 * A Source that never ends: the objects of a bucket, those that are there and those that come. It lists again and again,
 * which costs requests: a queue costs fewer, and tells sooner. The days of now often, and all seldom, since CloudTrail
 * may deliver late, under the day of delivery, but an object may also be copied or restored under an old one.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { ERRORS } from "../../tables/errors.ts";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { LogFile, NotDone, Source, Wanted } from "../source.ts";
import { openS3Reader, type S3Options, type S3Reader } from "./source.ts";

/** How often is looked. */
export interface FollowTimes {
  /** At the days of now. */
  readonly pollMs: number;
  /** At everything. */
  readonly fullMs: number;
}

const TIMES: FollowTimes = { pollMs: 60_000, fullMs: 6 * 3_600_000 };
/** Keys carry the day of delivery: those of today and of the days before are the days of now. */
const LOOK_BACK_MS = 2 * 86_400_000;
/** An object that was not done for a reason that may pass is given again after so long. */
const AGAIN_MS = 30_000;
/** An object that was acked is known to the checkpoint after so long. */
const WRITTEN_DOWN_MS = 2_000;

/** Follows a bucket. What is done the checkpoint knows, by `isDone`. Throws E_USAGE for what is no address. */
export async function followBucket(
  named: string,
  options: S3Options & { readonly wanted: Wanted; readonly times?: FollowTimes | undefined },
): Promise<Source> {
  const reader = await openS3Reader(named, options);
  return {
    name: named,
    endless: true,
    fetched: reader.fetched,
    files: (signal, isDone = () => false) => look(reader, options, isDone, signal),
    close: () => reader.close(),
  };
}

/** An object that was given: when it may be given again. */
interface Given {
  readonly version: string | undefined;
  readonly againMs: number;
}

async function* look(
  reader: S3Reader,
  { wanted, report, times = TIMES }: Parameters<typeof followBucket>[1],
  isDone: (file: LogFile) => boolean,
  signal: AbortSignal,
): AsyncGenerator<LogFile> {
  const given = new Map<string, Given>();
  let fullMs = Number.NEGATIVE_INFINITY;
  while (!signal.aborted) {
    const nowMs = Date.now();
    const isFull = nowMs - fullMs >= times.fullMs;
    // That nothing came since is no news.
    const tell = (problem: Problem): void => {
      if (isFull && (fullMs === Number.NEGATIVE_INFINITY || problem.code !== "E_NO_LOGS"))
        report(problem);
    };
    try {
      const asked = isFull ? wanted : recent(wanted, nowMs);
      for await (const file of reader.filesOf(asked, tell, signal)) {
        if (isDone(file)) {
          given.delete(file.id);
          continue;
        }
        const known = given.get(file.id);
        if (known?.version === file.version && (known?.againMs ?? 0) > Date.now()) continue;
        given.set(file.id, { version: file.version, againMs: Number.POSITIVE_INFINITY });
        yield followed(file, given);
      }
      if (isFull) fullMs = nowMs;
    } catch (thrown) {
      if (!(thrown instanceof CodedError) || !mayPass(thrown)) throw thrown;
      report(thrown.problem);
    }
    // An abort only ends the wait.
    await sleep(times.pollMs, undefined, { signal }).catch(() => {});
  }
}

function mayPass({ code }: CodedError): boolean {
  const { transient } = ERRORS[code] as { readonly transient?: true };
  return transient === true;
}

function recent(wanted: Wanted, nowMs: number): Wanted {
  return { ...wanted, sinceMs: Math.max(wanted.sinceMs ?? 0, nowMs - LOOK_BACK_MS) };
}

/** The object, which says when it may be given again. */
function followed(file: LogFile, given: Map<string, Given>): LogFile {
  const set = (againMs: number): void => {
    if (given.get(file.id)?.version === file.version)
      given.set(file.id, { version: file.version, againMs });
  };
  return {
    ...file,
    open: (signal) => file.open(signal),
    ack: () => set(Date.now() + WRITTEN_DOWN_MS),
    nack: ({ transient }: NotDone) => {
      if (transient) set(Date.now() + AGAIN_MS);
    },
  };
}
