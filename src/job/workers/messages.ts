/** What a worker and the main thread tell each other: plain data that can be cloned. */
import type { Books } from "../../pipeline/books.ts";
import type { DeadLetter } from "../../pipeline/dead-letter.ts";
import type { ReadLimits } from "../../pipeline/request.ts";
import type { Selection } from "../../ses/select.ts";
import type { Destination } from "../../sinks/destination.ts";
import type { Item, Outcome } from "../../sinks/sink.ts";
import type { FilePlace, NotDone } from "../../sources/source.ts";
import type { Problem } from "../../telemetry/problem.ts";

/** What a worker is told once, when it begins. */
export interface Orders {
  readonly destinations: readonly Destination[];
  readonly selection: Selection;
  readonly limits: ReadLimits;
  readonly keepOriginal: boolean;
  readonly concurrency: number;
  /** Its share. */
  readonly maxMemoryBytes: number;
  readonly waitForMs: number;
  readonly retryForMs: number;
  readonly recheck: boolean;
  readonly hasDeadLetters: boolean;
  /** LogFiles that it is handed at once; with fewer than half of that left, it asks for more. */
  readonly handedCount: number;
  /** See `Source.places`. */
  readonly places: "disk" | "network";
  /** Sources over a network: what is fetched is counted for each. */
  readonly fetchedCount: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A LogFile that is handed over. */
export interface Handed {
  readonly number: number;
  readonly name: string;
  readonly place: FilePlace;
  /** By its place in the books: where to count what is fetched for it. */
  readonly fetched: number | undefined;
  /** As stored; 0 where nobody knows. */
  readonly sizeBytes: number;
  readonly maybeSent: boolean;
}

/** A LogFile of which it is known what became. */
export interface Settled {
  readonly number: number;
  /** Absent: all is well. */
  readonly notDone: NotDone | undefined;
}

/** A LogFile of a Source over a network that was opened, or could not be. */
export interface Opened {
  readonly number: number;
  readonly problem: Problem | undefined;
}

/** What an Item needs to be written by another thread: its body. Where it comes from stays with the worker. */
export type SentItem = Pick<Item, "id" | "body" | "sizeBytes" | "eventTime" | "maybeSent">;

/** To a worker. */
export type ToWorker =
  | { readonly kind: "files"; readonly files: readonly Handed[]; readonly isLast: boolean }
  /** The answer to a `write`, to `lines` or to `letters`. */
  | { readonly kind: "answer"; readonly to: number; readonly outcomes: readonly Outcome[] }
  | { readonly kind: "failure"; readonly to: number; readonly problem: Problem | undefined }
  | { readonly kind: "drain" }
  | { readonly kind: "abort" };

/** To the main thread. */
export type ToMain =
  /** There is room for more LogFiles. Answered with `files`. */
  | { readonly kind: "hungry" }
  | { readonly kind: "problem"; readonly problem: Problem }
  /** What came to the books since the last such message, and the LogFiles that were opened and settled: the one goes with the other. */
  | {
      readonly kind: "progress";
      readonly books: Books;
      readonly opened: readonly Opened[];
      readonly settled: readonly Settled[];
    }
  | {
      readonly kind: "write";
      readonly ask: number;
      readonly destination: number;
      readonly items: readonly SentItem[];
    }
  /** The same where they are lines: bytes change hands, where texts would be copied twice. Answered with one Outcome. */
  | {
      readonly kind: "lines";
      readonly ask: number;
      readonly destination: number;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "letters"; readonly ask: number; readonly letters: readonly DeadLetter[] }
  /** The last one; with what ended the worker's run early. */
  | { readonly kind: "done"; readonly problem: Problem | undefined };
