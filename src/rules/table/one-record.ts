/** Rules that one record is enough for. */
import type { Rule } from "../rule.ts";
import { BESIDE } from "./one-record/beside.ts";
import { CALLERS } from "./one-record/callers.ts";
import { RECEIVING } from "./one-record/receiving.ts";
import { SEEING } from "./one-record/seeing.ts";
import { SENDERS } from "./one-record/senders.ts";
import { SENDING } from "./one-record/sending.ts";

/** In the order of their file. */
export const ONE_RECORD: readonly Rule[] = [
  ...SENDING,
  ...SENDERS,
  ...SEEING,
  ...RECEIVING,
  ...CALLERS,
  ...BESIDE,
];
