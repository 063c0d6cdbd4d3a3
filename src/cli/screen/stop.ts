/** The two stages of stopping: first no new files are taken, then everything is dropped. A closed stdout drops all at once. */
import { NOT_STOPPED, type Stopped } from "../../job/stopped.ts";
import type { Terminal } from "./terminal.ts";

/** Watches for reasons to stop. */
export interface StopSwitch {
  /** No new files. */
  readonly drain: AbortSignal;
  /** Everything ends now. */
  readonly abort: AbortSignal;
  /** Why it was stopped, if it was. */
  reason(): Stopped;
  /** Listens no more. */
  release(): void;
}

/** Begins to watch. `say` tells a person what happens. */
export function stopSwitch(
  { onSignal, stdout }: Pick<Terminal, "onSignal" | "stdout">,
  say: (line: string) => void,
  graceMs: number,
): StopSwitch {
  const drain = new AbortController();
  const abort = new AbortController();
  let reason = NOT_STOPPED;
  let grace: NodeJS.Timeout | undefined;
  const dropAll = (): void => {
    drain.abort();
    abort.abort();
  };
  const offSignal = onSignal((signal) => {
    if (reason.signal !== undefined) {
      dropAll();
      return;
    }
    reason = { ...reason, signal };
    drain.abort();
    grace = setTimeout(dropAll, graceMs);
    const again = signal === "SIGINT" ? "press Ctrl-C again to stop" : "a second signal stops";
    say(
      `stopping: what is begun is finished first, for ${graceMs / 1000} s at most; ${again} at once`,
    );
  });
  const onError = (error: NodeJS.ErrnoException): void => {
    reason =
      error.code === "EPIPE"
        ? { ...reason, outputClosed: true }
        : { ...reason, outputError: error.message };
    dropAll();
  };
  stdout.stream.on("error", onError);
  return {
    drain: drain.signal,
    abort: abort.signal,
    reason: () => reason,
    release() {
      clearTimeout(grace);
      offSignal();
      stdout.stream.off("error", onError);
    },
  };
}
