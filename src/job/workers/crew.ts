/** The main thread's side of workers: it hands them LogFiles, writes for them, and books what they did. */
import { Worker } from "node:worker_threads";
import type { Books } from "../../pipeline/books.ts";
import { addBooks } from "../../pipeline/shared-books.ts";
import type { Crew, Desk, Task } from "../../pipeline/crew.ts";
import { failedBy, notBegun } from "../../pipeline/not-done.ts";
import type { Item } from "../../sinks/sink.ts";
import { CodedError, messageOf, type Problem } from "../../telemetry/problem.ts";
import type { Handed, Orders, SentItem, ToMain, ToWorker } from "./messages.ts";

/** A worker, as the main thread knows it. */
export interface Mate {
  postMessage(message: ToWorker): void;
  on(event: "message", listener: (message: ToMain) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

/** Who is to work. */
export interface CrewOptions {
  readonly orders: Orders;
  /** Workers beside the main thread. */
  readonly count: number;
  /** Only when this thread alone has been busy for a while, and there is more to do. */
  readonly onDemand: boolean;
  /** Starts one; in a thread of its own where it is not said. */
  readonly spawn?: (orders: Orders) => Mate;
}

/**
 * After so long alone, workers pay: to start one and to compile what it runs costs about as much, and the garbage collector
 * and the compiler of this thread have use for a second core themselves.
 */
const ALONE_MS = 1000;
/** Of LogFiles that a worker is handed at once; the last of them may be larger. */
const HANDED_BYTES = 1024 * 1024;
/** A worker that is told to end at once, and does not, is ended. */
const PATIENCE_MS = 2000;

/** The crew of a run. */
export function openCrew({ orders, count, onDemand, spawn = startThread }: CrewOptions): Crew {
  return {
    async work(desk) {
      if (onDemand && !(await desk.isBusyFor(ALONE_MS))) return;
      // A file has one writer, which writes one thing at a time.
      const lines = desk.destinations.map(() => oneByOne());
      await Promise.all(
        Array.from({ length: count }, () => employ(spawn(orders), orders, { ...desk, lines })),
      );
    },
  };
}

function startThread(orders: Orders): Mate {
  // From here and from the bundled command it is the same way.
  return new Worker(new URL("../../job/workers/thread.js", import.meta.url), {
    workerData: orders,
  });
}

type Line = <Value>(act: () => Promise<Value>) => Promise<Value>;

function oneByOne(): Line {
  let last: Promise<unknown> = Promise.resolve();
  return (act) => {
    const next = last.then(act, act);
    last = next;
    return next;
  };
}

/** Hands LogFiles to one worker until there are none. Resolves when it has gone. */
function employ(
  mate: Mate,
  { handedCount: most }: Orders,
  desk: Desk & { readonly lines: readonly Line[] },
): Promise<void> {
  const { books, report, onFatal, stop, abort } = desk;
  const open = new Map<number, Task>();
  const unsettled = new Unsettled();
  let handedCount = 0;
  let isHungry = false;
  let isDone = false;
  let failure: Error | undefined;

  /** The next LogFiles: those that are there at once, up to a number and a size. */
  async function hand(): Promise<void> {
    const files: Handed[] = [];
    let bytes = 0;
    let isLast = false;
    while (files.length < most && bytes < HANDED_BYTES) {
      const task = await desk.next();
      if (task === undefined) {
        isLast = true;
        break;
      }
      const number = (handedCount += 1);
      const { name, place, elsewhere, maybeSent, sizeBytes } = task;
      const fetched = elsewhere && books.fetched.indexOf(elsewhere.fetched);
      if (isDone) {
        task.settle(stop.aborted ? notBegun(name) : failedBy(gone(failure)));
        return;
      }
      open.set(number, task);
      files.push({ number, name, place, fetched, sizeBytes, maybeSent });
      bytes += sizeBytes;
    }
    mate.postMessage({ kind: "files", files, isLast });
  }

  function settle(number: number, notDone: Parameters<Task["settle"]>[0]): void {
    const task = open.get(number);
    open.delete(number);
    task?.settle(notDone);
  }

  const answer = async (
    to: number,
    acting: Promise<Extract<ToWorker, { kind: "answer" }>["outcomes"]>,
  ): Promise<void> => {
    try {
      mate.postMessage({ kind: "answer", to, outcomes: await acting });
    } catch (thrown) {
      const problem = thrown instanceof CodedError ? thrown.problem : internal(thrown);
      mate.postMessage({ kind: "failure", to, problem: abort.aborted ? undefined : problem });
    }
  };

  function write(
    { ask, destination }: Pick<Extract<ToMain, { kind: "write" }>, "ask" | "destination">,
    items: readonly SentItem[],
  ): void {
    const sink = desk.destinations[destination];
    const line = desk.lines[destination];
    if (sink === undefined || line === undefined) return;
    void answer(
      ask,
      line(() => sink.write(items.map(itemOf), abort)),
    );
  }

  function onMessage(message: ToMain): void {
    switch (message.kind) {
      case "hungry":
        isHungry = true;
        if (!isDone) void hand().catch(onFatal);
        return;
      case "problem":
        report(message.problem);
        return;
      case "progress":
        addBooks(books, message.books);
        unsettled.add(message.books);
        for (const { number, problem } of message.opened)
          open.get(number)?.elsewhere?.onOpened(problem && new CodedError(problem));
        for (const { number, notDone } of message.settled) settle(number, notDone);
        return;
      case "write":
        write(message, message.items);
        return;
      case "lines": {
        const { bytes } = message;
        write(message, [{ id: "", body: bytes, sizeBytes: bytes.length, eventTime: undefined }]);
        return;
      }
      case "letters": {
        const kept = desk.deadLetters?.write(message.letters) ?? Promise.resolve();
        void answer(
          message.ask,
          kept.then(() => []),
        );
        return;
      }
      case "done":
        isDone = true;
        if (message.problem !== undefined) onFatal(new CodedError(message.problem));
        // What crossed its last message on the way. Of a dry run it is all, and no LogFile is told anything.
        for (const [number, { name }] of open) settle(number, notBegun(name));
        void mate.terminate();
    }
  }

  return new Promise((resolve) => {
    const tell = (kind: "drain" | "abort") => (): void => mate.postMessage({ kind });
    const onStop = tell("drain");
    // This thread was done with all before it had begun.
    const onExhausted = (): void => {
      if (isHungry || isDone) return;
      isDone = true;
      void mate.terminate();
    };
    const onAbort = (): void => {
      tell("abort")();
      setTimeout(() => void mate.terminate(), PATIENCE_MS).unref();
    };
    mate.on("message", onMessage);
    mate.on("error", (error) => {
      failure = error;
    });
    mate.on("exit", () => {
      stop.removeEventListener("abort", onStop);
      abort.removeEventListener("abort", onAbort);
      desk.exhausted.removeEventListener("abort", onExhausted);
      if (!isDone) {
        isDone = true;
        const problem = gone(failure);
        if (!abort.aborted) report(problem);
        for (const number of open.keys()) settle(number, failedBy(problem));
        unsettled.book(books);
      }
      resolve();
    });
    stop.addEventListener("abort", onStop, { once: true });
    abort.addEventListener("abort", onAbort, { once: true });
    desk.exhausted.addEventListener("abort", onExhausted, { once: true });
    if (desk.exhausted.aborted) onExhausted();
    if (abort.aborted) onAbort();
    else if (stop.aborted) onStop();
  });
}

/** What is shaped, and not yet told to be settled: lost when a worker dies, and to be booked as such. */
class Unsettled {
  readonly #counts: number[] = [];

  add({ shaped, destinations }: Books): void {
    destinations.forEach(({ delivered, duplicate, rejected, unsettled }, place) => {
      const settled = delivered + duplicate + rejected + unsettled;
      this.#counts[place] = (this.#counts[place] ?? 0) + shaped - settled;
    });
  }

  book({ destinations }: Books): void {
    this.#counts.forEach((count, place) => {
      const to = destinations[place];
      if (to !== undefined) to.unsettled += count;
    });
  }
}

const NOWHERE: Item["event"] = { position: { file: "", index: 0 }, raw: { text: "" } };

function itemOf(sent: SentItem): Item {
  return { ...sent, event: NOWHERE };
}

function gone(failure: Error | undefined): Problem {
  return {
    code: "E_WORKER",
    what: "a worker ended before its files were done",
    ...(failure === undefined ? {} : { why: messageOf(failure) }),
  };
}

function internal(thrown: unknown): Problem {
  return { code: "E_INTERNAL", what: "sestrail itself failed", why: messageOf(thrown) };
}
