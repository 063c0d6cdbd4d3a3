/** What a worker asks the main thread for: to write what only one may write, files, stdout and dead letters. */
import type { DeadLetters } from "../../pipeline/dead-letter.ts";
import { joinedLines } from "../../sinks/lines.ts";
import type { Item, Outcome, Sink } from "../../sinks/sink.ts";
import { CodedError } from "../../telemetry/problem.ts";
import type { SentItem, ToMain, ToWorker } from "./messages.ts";

/** One end of a channel. */
export interface Port {
  postMessage(message: ToMain, transfer?: readonly ArrayBuffer[]): void;
  on(event: "message", listener: (message: ToWorker) => void): unknown;
  off(event: "message", listener: (message: ToWorker) => void): unknown;
  unref(): void;
}

/** Questions to the main thread, and its answers. */
export interface Asks {
  ask(
    message: (ask: number) => ToMain,
    transfer?: readonly ArrayBuffer[],
  ): Promise<readonly Outcome[]>;
  onAnswer(answer: Extract<ToWorker, { readonly to: number }>): void;
}

/** Asks over a channel. Give it what comes back. */
export function askMain(port: Port): Asks {
  let count = 0;
  const open = new Map<number, PromiseWithResolvers<readonly Outcome[]>>();
  return {
    ask(message, transfer) {
      const ask = (count += 1);
      const answered = promised<readonly Outcome[]>();
      open.set(ask, answered);
      port.postMessage(message(ask), transfer);
      return answered.promise;
    },
    onAnswer(answer) {
      const asked = open.get(answer.to);
      open.delete(answer.to);
      if (answer.kind === "answer") asked?.resolve(answer.outcomes);
      else
        asked?.reject(
          answer.problem === undefined ? new Error("stopped") : new CodedError(answer.problem),
        );
    },
  };
}

interface PromiseWithResolvers<Value> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: Error) => void;
}

function promised<Value>(): PromiseWithResolvers<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: Error) => void = () => {};
  const promise = new Promise<Value>((resolved, rejected) => {
    resolve = resolved;
    reject = rejected;
  });
  return { promise, resolve, reject };
}

/** Batches of one destination that the main thread may have at once: it answers between two things of its own. */
const IN_FLIGHT = 16;

/** A Sink that shapes here, and is written by the main thread. */
export function writtenByMain(sink: Sink, destination: number, asks: Asks): Sink {
  return {
    name: sink.name,
    limits: { ...sink.limits, maxInFlight: IN_FLIGHT },
    shape: (event) => sink.shape(event),
    open: async () => {},
    async write(items, signal) {
      signal.throwIfAborted();
      if (items.length === 0) return [];
      const bytes = joinedLines(items);
      if (bytes === undefined)
        return asks.ask((ask) => ({ kind: "write", ask, destination, items: items.map(sentOf) }));
      const [outcome] = await asks.ask(
        (ask) => ({ kind: "lines", ask, destination, bytes }),
        [bytes.buffer],
      );
      return outcome === undefined ? [] : items.map(() => outcome);
    },
    check: (signal) => sink.check(signal),
    close: async () => {},
  };
}

function sentOf({ id, body, sizeBytes, eventTime, maybeSent }: Item): SentItem {
  return {
    id,
    body,
    sizeBytes,
    eventTime,
    ...(maybeSent === undefined ? {} : { maybeSent }),
  };
}

/** Letters that may wait for the main thread. */
const MAX_WAITING = 256;

/** Dead letters that the main thread writes. They are kept when it has answered. */
export function lettersToMain(asks: Asks): DeadLetters {
  let waiting = 0;
  return {
    path: "",
    count: 0,
    get isFull() {
      return waiting > MAX_WAITING;
    },
    async write(letters) {
      waiting += letters.length;
      try {
        await asks.ask((number) => ({ kind: "letters", ask: number, letters }));
      } finally {
        waiting -= letters.length;
      }
    },
    close() {},
  };
}
