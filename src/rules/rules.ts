/** All detection rules, in the order of their file. */
import type { Rule } from "./rule.ts";
import { COUNTS } from "./table/counts.ts";
import { NEW } from "./table/new.ts";
import { NEW_CALLERS } from "./table/new-callers.ts";
import { ONE_RECORD } from "./table/one-record.ts";
import { SEQUENCES } from "./table/sequences.ts";

/** Single records, counts, what is new, sequences. */
export const RULES: readonly Rule[] = [
  ...ONE_RECORD,
  ...COUNTS,
  ...NEW,
  ...NEW_CALLERS,
  ...SEQUENCES,
];
