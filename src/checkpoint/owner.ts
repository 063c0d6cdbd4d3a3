/** Who holds a lock: told so that another process, also after a reboot or in another container, can find out whether it lives. */
import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { kill, pid } from "node:process";

/** A process that holds a lock. */
export interface Owner {
  /** Its own, made anew each time. */
  readonly token: string;
  readonly host: string;
  readonly pid: number;
  /** Of the kernel's start; absent where there is none to be had. */
  readonly bootId?: string;
  /** Process numbers mean something within it only. */
  readonly pidNamespace?: string;
  /** When the process began, in the kernel's ticks: numbers are used again. */
  readonly startTicks?: string;
}

/** This process. */
export function thisOwner(): Owner {
  const bootId = readOrNothing(() =>
    readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim(),
  );
  const pidNamespace = readOrNothing(() => readlinkSync("/proc/self/ns/pid"));
  const startTicks = startTicksOf(pid);
  return {
    token: randomUUID(),
    host: hostname(),
    pid,
    ...(bootId === undefined ? {} : { bootId }),
    ...(pidNamespace === undefined ? {} : { pidNamespace }),
    ...(startTicks === undefined ? {} : { startTicks }),
  };
}

/**
 * Whether an owner lives, as far as the kernel can tell: only of one that runs under the same kernel, in the same
 * namespace of processes. Of any other, such as one in another container, its sign of life has to tell.
 */
export function lives(owner: Owner, self: Owner): "yes" | "no" | "unknown" {
  const isNear =
    self.bootId === undefined
      ? owner.bootId === undefined && owner.host === self.host
      : owner.bootId === self.bootId && owner.pidNamespace === self.pidNamespace;
  if (!isNear) return "unknown";
  if (owner.startTicks !== undefined)
    return startTicksOf(owner.pid) === owner.startTicks ? "yes" : "no";
  try {
    kill(owner.pid, 0);
    return "yes";
  } catch (failure) {
    // Somebody else's process is one, too.
    return (failure as NodeJS.ErrnoException).code === "EPERM" ? "yes" : "no";
  }
}

/** Source: proc_pid_stat(5), field 22; the second field may hold blanks and parentheses. */
function startTicksOf(process: number): string | undefined {
  const stat = readOrNothing(() => readFileSync(`/proc/${process}/stat`, "utf8"));
  return stat?.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
}

/** Not every system has it, and what is gone can't be read. */
function readOrNothing(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Reads what an owner wrote; undefined where it is none. */
export function parseOwner(text: string): Owner | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" &&
      value !== null &&
      "token" in value &&
      typeof value.token === "string" &&
      "pid" in value &&
      typeof value.pid === "number"
      ? (value as Owner)
      : undefined;
  } catch {
    return undefined;
  }
}
