/** Gives out LogFiles to workers, and reads what they can't open. */
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
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Opens the desk. */
export function openDesk({ files, accounts, reader, sleep, ...rest }: DeskOptions): Desk {
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
      await sleep(ms, ended).catch(() => {});
      return !ended.aborted;
    },
  };
}
