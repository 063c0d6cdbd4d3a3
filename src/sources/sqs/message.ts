/** One message that we hold, and when its LogFiles are all told. */
import type { NotDone } from "../source.ts";
import type { Received } from "./queue.ts";

/** A message between its receipt and its end. */
export interface Message extends Pick<Received, "id" | "count"> {
  /** Of its newest delivery. */
  handle: string;
  /** LogFiles of it that were not told yet what became of them. */
  openCount: number;
  /** Why some are not done. */
  readonly notDone: NotDone[];
  /** It could not be held any longer: others may have it. */
  isLost: boolean;
}

/** Waits, as shares of the time for which the queue itself hides a message: by how often it was delivered. */
const BACK_OFF = [1, 4, 20] as const;
/** Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ChangeMessageVisibility.html */
const LONGEST_S = 43_200;

/**
 * For how long a message that is not done is hidden. Undefined: as long as the queue says, so that its own count of tries
 * goes on. What was only stopped others may have at once; what may pass is tried later and later.
 */
export function hideFor(
  { count, notDone }: Pick<Message, "count" | "notDone">,
  visibilityS: number,
  random: number,
): number | undefined {
  if (notDone.some(({ transient }) => !transient)) return undefined;
  if (notDone.every(({ kind }) => kind !== "failed")) return 0;
  const share = BACK_OFF[Math.min(Math.max(count, 1), BACK_OFF.length) - 1] ?? 1;
  const seconds = visibilityS * share * (1 + random / 4);
  return Math.min(LONGEST_S, Math.ceil(seconds));
}
