/** Keeps a LogFile ours while it is at work. */
import type { LogFile } from "../sources/source.ts";
import { CodedError, messageOf, type Problem } from "../telemetry/problem.ts";

const NOTHING = (): void => {};

/** Beats until the function that it returns is called. A beat that takes longer than its interval is not overtaken. */
export function keepAlive(
  { name, heartbeat }: LogFile,
  report: (problem: Problem) => void,
): () => void {
  if (heartbeat === undefined) return NOTHING;
  let isBeating = false;
  const beat = async (): Promise<void> => {
    if (isBeating) return;
    isBeating = true;
    try {
      await heartbeat.beat();
    } catch (thrown) {
      report(
        thrown instanceof CodedError
          ? thrown.problem
          : { code: "E_HEARTBEAT", what: `${name} could not be held`, why: messageOf(thrown) },
      );
    } finally {
      isBeating = false;
    }
  };
  const timer = setInterval(() => void beat(), heartbeat.everyMs);
  return () => clearInterval(timer);
}
