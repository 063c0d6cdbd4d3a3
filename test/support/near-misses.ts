/** Calls that look like what a rule is for, and are not: what the demo week has none of. */
import { COUNT_MISSES } from "./near-misses/counts.ts";
import type { NearMiss } from "./near-misses/near-miss.ts";
import { NEW_MISSES } from "./near-misses/new.ts";
import { ONE_RECORD_MISSES } from "./near-misses/one-record.ts";
import { SEQUENCE_MISSES } from "./near-misses/sequences.ts";

/** All of them. */
export const NEAR_MISSES: readonly NearMiss[] = [
  ...ONE_RECORD_MISSES,
  ...COUNT_MISSES,
  ...NEW_MISSES,
  ...SEQUENCE_MISSES,
];
