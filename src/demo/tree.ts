/** Lays calls out as CloudTrail delivers them: log files by account, Region and time, with digests and an insight among them. */
import { recordOf } from "./call.ts";
import { busyness, type Clock } from "./clock.ts";
import { type DemoFile, fileOf, type PlantedRecord } from "./file.ts";
import type { JsonObject } from "./json.ts";
import { keyOf } from "./keys.ts";
import { otherServiceCall } from "./other-services.ts";
import { ALPHANUMERIC, randomOf } from "./random.ts";
import { type RoutineName, routineRecords } from "./routines.ts";
import { type DigestChain, digestedLog, digestFile, insightFile } from "./side-files.ts";
import { STORIES, type StoryName } from "./stories.ts";

/** Where ordinary traffic is: an account in a Region. */
export interface Lane {
  readonly account: string;
  readonly region: string;
  /** A log file covers so many minutes. Real trails deliver about every five; here it is more, to keep the tree small. */
  readonly slotMinutes: number;
  /** Records of other services in a busy hour. */
  readonly recordsPerHour: number;
  /** True where digests are told, too: one a day, of all its files (real trails have one an hour). */
  readonly digests: boolean;
}

/** Everything that a tree is made from. */
export interface Plan {
  readonly seed: number;
  readonly clock: Clock;
  readonly lanes: readonly Lane[];
  readonly stories: readonly StoryName[];
  readonly routines: readonly RoutineName[];
  /** Multiplies the traffic of other services. */
  readonly scale: number;
}

interface Entry {
  readonly at: number;
  readonly record: JsonObject;
  readonly eventID: string;
  readonly planted?: PlantedRecord;
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;
const QUIET_SLOT_MINUTES = 360;

/** The files of a plan, in the order of their delivery. Made one by one, as they are asked for. */
export function* tree(plan: Plan): Generator<DemoFile> {
  const { clock, seed } = plan;
  const told = entriesByLane(plan);
  const lanes = [...plan.lanes, ...quietLanes(plan.lanes, told)];
  const slots = lanes.flatMap((lane) => slotsOf(lane, clock));
  slots.sort((left, right) => left.end - right.end);

  const insightAt = plan.stories.includes("leaked-key") ? clock.day(2, "09:30") : undefined;
  const chains = new Map<Lane, DigestChain>();
  let insightDue = insightAt !== undefined;
  for (const { lane, start, end, index } of slots) {
    if (insightDue && insightAt !== undefined && end >= insightAt) {
      insightDue = false;
      yield insightFile(seed, insightAt);
    }
    const name = `${lane.account}/${lane.region}/${index}`;
    const entries = (told.get(laneKey(lane)) ?? []).filter(
      (entry) => entry.at >= start && entry.at < end,
    );
    for (const entry of ordinaryEntries(plan, lane, start, end, `ordinary/${name}`))
      entries.push(entry);
    const deliveredAt = end - (end % (5 * MINUTE_MS));
    const chain = chains.get(lane) ?? { files: [] };
    chains.set(lane, chain);
    if (entries.length > 0) {
      const file = logFile(seed, lane, name, deliveredAt, entries);
      if (lane.digests) chain.files.push(digestedLog(file));
      yield file;
    }
    if (lane.digests && (end - clock.start) % (DAY_MINUTES * MINUTE_MS) === 0)
      yield digestFile(lane, clock.start, deliveredAt, chain);
  }
}

function logFile(
  seed: number,
  { account, region }: Lane,
  name: string,
  deliveredAt: number,
  entries: Entry[],
): DemoFile {
  entries.sort(byDelivery);
  const unique = randomOf(seed, `key/${name}`).text(ALPHANUMERIC, 16);
  const records = entries.map((entry) => entry.record);
  return fileOf(
    keyOf("log", account, region, deliveredAt, unique),
    "log",
    { Records: records },
    records,
    entries.flatMap((entry) => entry.planted ?? []),
  );
}

/** CloudTrail does not order records; the order here depends on each record alone. */
function byDelivery(left: Entry, right: Entry): number {
  return arrival(left) - arrival(right) || (left.eventID < right.eventID ? -1 : 1);
}

function arrival(entry: Entry): number {
  return entry.at + Number.parseInt(entry.eventID.slice(-4), 16);
}

function laneKey(lane: { account: string; region: string }): string {
  return `${lane.account}/${lane.region}`;
}

/** Records of stories and routines, by lane. They are few: all of them are made at once. */
function entriesByLane(plan: Plan): Map<string, Entry[]> {
  const lanes = new Map<string, Entry[]>();
  const add = (account: string, region: string, entry: Entry): void => {
    const key = laneKey({ account, region });
    const lane = lanes.get(key);
    if (lane) lane.push(entry);
    else lanes.set(key, [entry]);
  };
  for (const story of plan.stories) {
    const random = randomOf(plan.seed, `story/${story}`);
    for (const { call, signals } of STORIES[story].tell(plan.clock, random)) {
      const record = recordOf(call, random);
      const eventID = eventIdOf(record);
      if (call.at < plan.clock.start || call.at >= plan.clock.end) {
        throw new RangeError(`story ${story} has a call outside the time that is told`);
      }
      add(call.recipient ?? call.caller.account, call.region, {
        at: call.at,
        record,
        eventID,
        planted: { story, eventID, signals },
      });
    }
  }
  for (const { call, record } of routineRecords(plan.seed, plan.clock, plan.routines)) {
    add(call.recipient ?? call.caller.account, call.region, {
      at: call.at,
      record,
      eventID: eventIdOf(record),
    });
  }
  return lanes;
}

function eventIdOf(record: JsonObject): string {
  const eventID = record["eventID"];
  if (typeof eventID !== "string") throw new TypeError("a record of the demo has no eventID");
  return eventID;
}

/** Lanes in which something is told, although they have no ordinary traffic. */
function quietLanes(lanes: readonly Lane[], told: ReadonlyMap<string, unknown>): Lane[] {
  const known = new Set(lanes.map(laneKey));
  return [...told.keys()]
    .filter((key) => !known.has(key))
    .sort()
    .map((key) => {
      const [account = "", region = ""] = key.split("/");
      return {
        account,
        region,
        slotMinutes: QUIET_SLOT_MINUTES,
        recordsPerHour: 0,
        digests: lanes.every(({ digests }) => digests),
      };
    });
}

interface Slot {
  readonly lane: Lane;
  readonly start: number;
  readonly end: number;
  readonly index: number;
}

function slotsOf(lane: Lane, clock: Clock): Slot[] {
  const length = lane.slotMinutes * MINUTE_MS;
  return Array.from({ length: Math.ceil((clock.end - clock.start) / length) }, (_, index) => {
    const start = clock.start + index * length;
    return { lane, start, end: Math.min(start + length, clock.end), index };
  });
}

function* ordinaryEntries(
  plan: Plan,
  lane: Lane,
  start: number,
  end: number,
  name: string,
): Generator<Entry> {
  if (lane.recordsPerHour === 0) return;
  const random = randomOf(plan.seed, name);
  const expected =
    lane.recordsPerHour * ((end - start) / 3_600_000) * busyness((start + end) / 2) * plan.scale;
  const count = Math.round(expected * (0.8 + 0.4 * random.next()));
  for (let index = 0; index < count; index += 1) {
    const at = start + random.int(end - start);
    const record = recordOf(
      otherServiceCall({ at, account: lane.account, region: lane.region }, random),
      random,
    );
    yield { at, record, eventID: eventIdOf(record) };
  }
}
