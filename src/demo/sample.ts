/** The small tree in `samples/`: one day, told by the same generator as the week, with a fixed seed and end. */
import { ACCOUNTS } from "./callers.ts";
import { clockOf } from "./clock.ts";
import type { DemoFile } from "./file.ts";
import { type Lane, tree } from "./tree.ts";

const { production, marketing, sandbox } = ACCOUNTS;

const LANES: readonly Lane[] = [
  { account: production, region: "us-east-1", slotMinutes: 360, recordsPerHour: 30, digests: true },
  {
    account: production,
    region: "eu-west-1",
    slotMinutes: 720,
    recordsPerHour: 16,
    digests: false,
  },
  { account: marketing, region: "us-east-1", slotMinutes: 720, recordsPerHour: 12, digests: true },
  { account: sandbox, region: "us-east-1", slotMinutes: 720, recordsPerHour: 6, digests: false },
];

/** What the sample is made from: change it, and `npm run samples` must be run. */
export const SAMPLE = { seed: 20_261_120, end: new Date("2026-11-21T00:00:00Z") } as const;

/** The files of the sample: ten log files of three accounts and two digests. */
export function sampleDay(): Iterable<DemoFile> {
  return tree({
    seed: SAMPLE.seed,
    clock: clockOf(SAMPLE.end, 1),
    lanes: LANES,
    stories: [
      "feedback-silenced",
      "mail-diverted",
      "policy-opened",
      "dkim-weakened",
      "mail-blocked",
      "root-use",
      "denied-probing",
      "new-domain",
    ],
    routines: ["old-programs", "unknown-actions"],
    scale: 1,
  });
}
