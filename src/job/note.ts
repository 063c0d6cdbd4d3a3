/** What is worth a line in the log of a long run, and is no problem of its data. */

/** Something of note. */
export interface Note {
  readonly level: "info" | "warn";
  /** A word for machines. */
  readonly code: "STARTED" | "CHECKPOINT" | "STATUS" | "FAILING" | "WELL" | "STOPPING";
  /** What happened, on which object: one sentence without a full stop. May hold untrusted text. */
  readonly what: string;
  /** Why, in the words of whoever refused. */
  readonly why?: string;
  /** What it is about, where that may be told again and again: of these, only the newest counts. */
  readonly about?: string;
}
