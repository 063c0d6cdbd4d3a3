/** What a worker has the main thread write: the Sink that it has for that holds the contract. */
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel } from "node:worker_threads";
import { openCrew, type Mate } from "../../src/job/workers/crew.ts";
import type { ToWorker } from "../../src/job/workers/messages.ts";
import { askMain, writtenByMain } from "../../src/job/workers/to-main.ts";
import { openBooks } from "../../src/pipeline/books.ts";
import { fileTarget } from "../../src/sinks/file.ts";
import { lineSink } from "../../src/sinks/lines.ts";
import { sinkContract } from "../contract/sink.ts";
import { ordersFor } from "../support/running.ts";

const lineOf = (event: { readonly fields: Readonly<Record<string, unknown>> }): string =>
  String(event.fields["aws.ses.record_id"]);
const never = new AbortController().signal;

sinkContract("a file that another thread writes", {
  make: async () => {
    const path = join(mkdtempSync(join(tmpdir(), "sestrail-to-main-")), "out.ndjson");
    const open = () => lineSink(fileTarget(path, { append: false, report() {} }), lineOf);
    const { port1: mains, port2: workers } = new MessageChannel();
    const asks = askMain(workers);
    workers.on("message", (message: ToWorker) => {
      if ("to" in message) asks.onAnswer(message);
    });
    const mate: Mate = {
      postMessage: (message) => mains.postMessage(message),
      on: (event: string, listener: (value: never) => void) =>
        mains.on(event === "exit" ? "close" : event, listener as (value: unknown) => void),
      terminate: async () => mains.close(),
    };
    const file = open();
    await file.open(never);
    const crew = openCrew({ orders: ordersFor([]), count: 1, onDemand: false, spawn: () => mate });
    const working = crew.work({
      next: async () => undefined,
      isBusyFor: async () => true,
      exhausted: never,
      destinations: [file],
      deadLetters: undefined,
      books: openBooks([]),
      report() {},
      onFatal() {},
      stop: never,
      abort: never,
    });
    return {
      sink: writtenByMain(open(), 0, asks),
      delivered: async () =>
        readFileSync(existsSync(path) ? path : `${path}.part`, "utf8")
          .split("\n")
          .slice(0, -1),
      dispose: async () => {
        workers.close();
        await working;
        await file.close();
      },
    };
  },
  knowsIds: false,
});
