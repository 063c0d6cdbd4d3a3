/** Where a worker begins: see `work.ts`. Loaded by `crew.ts`, in a thread of its own. */
import { parentPort, workerData } from "node:worker_threads";
import type { Orders } from "./messages.ts";
import { work } from "./work.ts";

if (parentPort !== null) void work(parentPort, workerData as Orders);
