/** The CPU time that another process has used. */
import { readFileSync } from "node:fs";

/** In ms, so far; NaN where no process is named. Source: proc(5), fields 14 and 15 of stat, in ticks of 10 ms. */
export function cpuMsOf(pid: string | undefined): number {
  if (pid === undefined) return Number.NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return 10 * (Number(fields[11]) + Number(fields[12]));
}
