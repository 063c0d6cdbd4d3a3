/** What was written on the command line and in the environment, before anyone has judged it. */

/** Stands for the value of an option that was written without one. No argument can hold it. */
export const NO_VALUE = "\0";

/** A command line, taken apart. */
export interface Asked {
  /** Operands: sources, patterns, topics. */
  readonly operands: readonly string[];
  /** Values as written, by option name, in their order; `on` and `off` for switches. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Arguments that begin with a dash and are no option. */
  readonly unknown: readonly string[];
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** One thing that is wrong with a command or its settings. Texts may be untrusted; secrets are masked. */
export interface UsageProblem {
  /** The option, variable, key or argument. */
  readonly subject: string;
  /** What is wrong with it, and what would be right. */
  readonly text: string;
  readonly code: "E_USAGE" | "E_CONFIG_FILE";
}

/** A problem of usage. */
export function usage(subject: string, text: string): UsageProblem {
  return { subject, text, code: "E_USAGE" };
}
