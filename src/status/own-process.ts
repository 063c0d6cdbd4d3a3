/** What this process takes of the machine: asked, and never changed. */
import { cpuUsage, memoryUsage, version } from "node:process";

/** Numbers of a process. */
export interface ProcessNumbers {
  /** Of Node, such as `v24.1.0`. */
  readonly nodeVersion: string;
  readonly cpuSeconds: number;
  readonly residentBytes: number;
  /** Since 1970. */
  readonly startedAtSeconds: number;
}

/** The numbers of this process, now. */
export function processNumbers(): ProcessNumbers {
  const { user, system } = cpuUsage();
  return {
    nodeVersion: version,
    cpuSeconds: (user + system) / 1_000_000,
    residentBytes: memoryUsage.rss(),
    startedAtSeconds: performance.timeOrigin / 1000,
  };
}
