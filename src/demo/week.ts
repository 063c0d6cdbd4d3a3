/** The made-up week: three accounts, seven days of ordinary traffic, and the stories. */
import { ACCOUNTS } from "./callers.ts";
import { clockOf } from "./clock.ts";
import { ROUTINE_NAMES } from "./routines.ts";
import { STORY_NAMES, type StoryName } from "./stories.ts";
import type { DemoFile } from "./file.ts";
import { type Lane, tree } from "./tree.ts";

/** What a week is made from. The same options give the same files. */
export interface WeekOptions {
  /** Any whole number. */
  readonly seed: number;
  /** The end of the week, brought down to a whole minute; no record is later. */
  readonly end: Date;
  /** Stories that are left out. Nothing else changes. */
  readonly without?: readonly StoryName[];
  /** Multiplies the traffic of other services, for measuring. 1 by default. */
  readonly scale?: number;
}

const { production, marketing, sandbox } = ACCOUNTS;

const LANES: readonly Lane[] = [
  { account: production, region: "us-east-1", slotMinutes: 30, recordsPerHour: 340, digests: true },
  {
    account: production,
    region: "eu-west-1",
    slotMinutes: 120,
    recordsPerHour: 140,
    digests: true,
  },
  {
    account: production,
    region: "us-west-2",
    slotMinutes: 240,
    recordsPerHour: 40,
    digests: true,
  },
  { account: marketing, region: "us-east-1", slotMinutes: 120, recordsPerHour: 110, digests: true },
  { account: marketing, region: "eu-west-1", slotMinutes: 240, recordsPerHour: 60, digests: true },
  { account: sandbox, region: "us-east-1", slotMinutes: 180, recordsPerHour: 40, digests: true },
  {
    account: sandbox,
    region: "eu-central-1",
    slotMinutes: 360,
    recordsPerHour: 30,
    digests: true,
  },
];

/** The files of the made-up week, in the order of their delivery, made as they are asked for. */
export function demoWeek(options: WeekOptions): Iterable<DemoFile> {
  return tree({
    seed: options.seed,
    clock: clockOf(options.end, 7),
    lanes: LANES,
    stories: STORY_NAMES.filter((name) => !options.without?.includes(name)),
    routines: ROUTINE_NAMES,
    scale: options.scale ?? 1,
  });
}
