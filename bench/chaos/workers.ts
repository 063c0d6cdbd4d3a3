/** A bucket that four workers read over a queue: one of them is killed with -9 in the middle, and one hangs. */
import { sharedBackfill } from "../../test/support/shared-backfill.ts";
import type { Figures } from "./account.ts";
import { Broken } from "./broken.ts";
import { startChild } from "./child.ts";
import type { Destination } from "./destinations.ts";
import type { Setting } from "./trial.ts";

/** 3 accounts, 4 Regions, 10 days. */
const PLACES = 120;
const OBJECTS = 2040;
/** The endpoint is one process, which goes through its whole queue for each message that it takes or gives. */
const HANGS_AFTER_MS = 1_800_000;

/** One trial. Copies that a destination can't know are no fault of it: with one that can, each event is there once. */
export async function workersTrial(
  { files = OBJECTS, events = 3, control }: Setting,
  destination: Destination,
  endpoint: string,
): Promise<Figures> {
  const end = await sharedBackfill({
    endpoint,
    to: destination.args,
    objectsADay: Math.max(1, Math.round(files / PLACES)),
    eventsAnObject: events,
    start: (args, env) =>
      startChild(args, { env: { ...destination.env, ...env }, hangsAfterMs: HANGS_AFTER_MS }),
  });
  const { objects, queue, dead, codes, err } = end;
  const counted = await destination.counted();
  if (control === "overlook") counted.delete([...counted.keys()][0] ?? "");
  if (codes.join() !== ",0,0,0")
    throw new Broken(`the workers ended with ${codes.join()}: ${err.slice(-600)}`);
  if (queue + dead > 0)
    throw new Broken(`${queue} messages are left, and ${dead} in the dead-letter queue`);
  if (counted.size !== end.events)
    throw new Broken(`${counted.size} of ${end.events} events are there`);
  const copies = [...counted.values()].reduce((sum, count) => sum + count - 1, 0);
  if (copies > 0 && !destination.mayDouble) throw new Broken(`${copies} events are there twice`);
  return { objects, events: end.events, copies };
}
