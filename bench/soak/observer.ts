/**
 * Loaded into the program by `node --import`, beside it and not of it: every few seconds it writes to file descriptor 3
 * what cannot be seen from outside. It keeps nothing alive.
 */
import { writeSync } from "node:fs";

const EVERY_MS = 2_000;

/** One look, a line of JSON. */
export interface Look {
  readonly rssBytes: number;
  readonly heapBytes: number;
  readonly handles: number;
  readonly timers: number;
}

setInterval(() => {
  const resources = process.getActiveResourcesInfo();
  const timers = resources.filter((name) => name === "Timeout" || name === "Immediate").length;
  const { rss, heapUsed } = process.memoryUsage();
  const look: Look = {
    rssBytes: rss,
    heapBytes: heapUsed,
    handles: resources.length - timers,
    timers,
  };
  writeSync(3, `${JSON.stringify(look)}\n`);
}, EVERY_MS).unref();
