/** Opens destinations before anything is read, and waits for those that start later than we do. */
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { Sink } from "../sinks/sink.ts";
import { ERRORS, type ErrorCode } from "../tables/errors.ts";

/** How long, and with what clock. */
export interface OpeningOptions {
  /** How long a server that does not answer is waited for, all destinations together; 0: not at all. */
  readonly waitForMs: number;
  /** Told once for each destination that is waited for. */
  readonly report: (problem: Problem) => void;
  /** A clock that never goes back, in ms. */
  readonly nowMs: () => number;
  /** Rejects when the signal aborts. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 2000;

/**
 * Opens one after another. Throws what `open` throws: at once where waiting can't help, such as wrong credentials, else
 * when the time is up. Throws the signal's reason when it aborts, since nothing is under way.
 */
export async function openSinks(
  sinks: readonly Pick<Sink, "name" | "open">[],
  { waitForMs, report, nowMs, sleep }: OpeningOptions,
  signal: AbortSignal,
): Promise<void> {
  const endMs = nowMs() + waitForMs;
  for (const sink of sinks) {
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
      try {
        await sink.open(signal);
        break;
      } catch (failure) {
        signal.throwIfAborted();
        const leftMs = endMs - nowMs();
        if (leftMs <= 0 || !isPassing(failure)) throw failure;
        if (delayMs === FIRST_DELAY_MS) report(waitingFor(sink.name, failure, waitForMs));
        await sleep(Math.min(delayMs, leftMs), signal).catch(() => signal.throwIfAborted());
      }
    }
  }
}

function isPassing(failure: unknown): failure is CodedError {
  if (!(failure instanceof CodedError)) return false;
  const { transient } = ERRORS[failure.code] as { readonly transient?: true };
  return transient === true;
}

function waitingFor(name: string, failure: CodedError, waitForMs: number): Problem {
  const code: ErrorCode = "E_WAITING";
  return {
    code,
    what: `${name} does not answer yet: it is waited for${mostText(waitForMs)}`,
    why: failure.problem.why ?? failure.message,
  };
}

function mostText(waitForMs: number): string {
  return Number.isFinite(waitForMs) ? `, ${Math.ceil(waitForMs / 1000)} s at most` : "";
}
