/** Gives out LogFiles to workers, and reads what they can't open. */
import { performance } from "node:perf_hooks";
import type { FilePlace, LogFile } from "../sources/source.ts";
import { errorOf } from "../telemetry/problem.ts";
import type { KnownAccounts } from "./account-of.ts";
import type { Desk, Task } from "./crew.ts";
import type { Account } from "./ledger.ts";
import { thrownAt } from "./not-done.ts";

/** What gives out LogFiles. */
export interface DeskOptions extends Omit<Desk, "next" | "isBusyFor"> {
  readonly files: AsyncIterator<LogFile>;
  readonly accounts: KnownAccounts;
  /** Reads what can't be opened elsewhere. */
  readonly reader: (file: LogFile) => Promise<void>;
  /** There is always more, if only it comes. */
  readonly isEndless: boolean;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Where there is always more, this thread is busy when it does nothing else for such a share of the time. */
const BUSY_SHARE = 0.8;

/** Opens the desk. */
export function openDesk(options: DeskOptions): Desk {
  const { files, accounts, reader, isEndless, sleep, ...rest } = options;
  const { onFatal, abort } = rest;

  async function nextFile(): Promise<LogFile | undefined> {
    try {
      const next = await files.next();
      if (next.done !== true) return next.value;
    } catch (thrown) {
      onFatal(errorOf(thrown));
    }
    return undefined;
  }

  function taskOf(account: Account, place: FilePlace): Task | undefined {
    const { file, maybeSent } = account;
    try {
      // Before it is known whether anything comes of it: a worker must not wait for the disk.
      account.begin();
    } catch (thrown) {
      account.close(thrownAt(file.name, thrown, abort.aborted));
      onFatal(errorOf(thrown));
      return undefined;
    }
    const { name, elsewhere, sizeBytes = 0 } = file;
    const settle: Task["settle"] = (notDone) => account.close(notDone);
    return { name, place, elsewhere, sizeBytes, maybeSent, settle };
  }

  return {
    ...rest,
    async next() {
      for (;;) {
        const file = await nextFile();
        if (file === undefined) return undefined;
        const { place } = file;
        if (place === undefined) {
          await reader(file).catch(onFatal);
          continue;
        }
        const account = accounts.open(file);
        const task = account === undefined ? undefined : taskOf(account, place);
        if (task !== undefined) return task;
      }
    },
    async isBusyFor(ms) {
      const ended = AbortSignal.any([rest.exhausted, rest.stop]);
      for (;;) {
        const before = performance.eventLoopUtilization();
        await sleep(ms, ended).catch(() => {});
        if (ended.aborted) return false;
        const { utilization } = performance.eventLoopUtilization(before);
        if (!isEndless || utilization >= BUSY_SHARE) return true;
      }
    },
  };
}
