/** Why a job was stopped from outside, as its host tells it. */

/** Signals that stop a job. */
export type StopSignal = "SIGINT" | "SIGTERM";

/** Why a job was stopped; all undefined or false: it was not. */
export interface Stopped {
  readonly signal: StopSignal | undefined;
  /** The reader of stdout went away. */
  readonly outputClosed: boolean;
  /** Why else stdout cannot be written. */
  readonly outputError: string | undefined;
}

/** Nothing stopped it. */
export const NOT_STOPPED: Stopped = {
  signal: undefined,
  outputClosed: false,
  outputError: undefined,
};
