/** Ordinary Amazon SES traffic: what is there every week, and must stay below every threshold. */
import { type Call, recordOf } from "./call.ts";
import type { Clock } from "./clock.ts";
import type { JsonObject } from "./json.ts";
import { type Random, randomOf } from "./random.ts";
import { changes } from "./routines/changes.ts";
import { missingRights, rareCallers, unknownActions } from "./routines/rare.ts";
import { awsServices, consoleReading, quotaPoller, terraformRefresh } from "./routines/reading.ts";
import {
  campaigns,
  contacts,
  oldPrograms,
  sharedSends,
  transactionalSends,
} from "./routines/sending.ts";

/** One kind of ordinary traffic: all its calls of the time that is told, from a stream of its own. */
type Routine = (clock: Clock, random: Random) => Iterable<Call>;

/** The routines, by name. */
export const ROUTINES = {
  "quota-poller": quotaPoller,
  "aws-services": awsServices,
  "terraform-refresh": terraformRefresh,
  "console-reading": consoleReading,
  "transactional-sends": transactionalSends,
  "old-programs": oldPrograms,
  campaigns,
  "shared-sends": sharedSends,
  contacts,
  "missing-rights": missingRights,
  "rare-callers": rareCallers,
  "unknown-actions": unknownActions,
  changes,
} as const satisfies Readonly<Record<string, Routine>>;

/** Name of a routine. */
export type RoutineName = keyof typeof ROUTINES;

/** All names of routines. */
export const ROUTINE_NAMES = Object.keys(ROUTINES) as readonly RoutineName[];

/** The records of routines within the clock's time, each with the call that left it. */
export function* routineRecords(
  seed: number,
  clock: Clock,
  names: readonly RoutineName[],
): Generator<{ call: Call; record: JsonObject }> {
  for (const name of names) {
    const random = randomOf(seed, `routine/${name}`);
    for (const call of ROUTINES[name](clock, random)) {
      const record = recordOf(call, random);
      if (call.at >= clock.start && call.at < clock.end) yield { call, record };
    }
  }
}
