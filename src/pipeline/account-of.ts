/** Opens accounts of LogFiles, by what the checkpoint knows of them. */
import type { Checkpoint } from "../checkpoint/checkpoint.ts";
import type { LogFile } from "../sources/source.ts";
import type { Books } from "./books.ts";
import type { Account, Ledger } from "./ledger.ts";

/** Accounts of LogFiles that are to be read. */
export interface KnownAccounts {
  /** Undefined for a LogFile that an earlier run has done: it is booked, and acked. */
  open(file: LogFile): Account | undefined;
}

/** Opens accounts in the ledger. */
export function knownAccounts(
  { books, recheck }: { readonly books: Books; readonly recheck: boolean },
  ledger: Ledger,
  checkpoint: Pick<Checkpoint, "stateOf"> | undefined,
): KnownAccounts {
  return {
    open(file) {
      const state =
        checkpoint === undefined || !file.reopenable ? "begun" : checkpoint.stateOf(file);
      if (state === "done") {
        books.files.done += 1;
        ledger.pass(file);
        return undefined;
      }
      books.files.read += 1;
      return ledger.openAccount(file, recheck || state === "begun");
    },
  };
}
