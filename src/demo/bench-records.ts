/** Records for measuring: any number, with any share of Amazon SES among them. */
import { type Call, recordOf } from "./call.ts";
import { ACCOUNTS } from "./callers.ts";
import { clockOf } from "./clock.ts";
import { otherServiceCall } from "./other-services.ts";
import { randomOf } from "./random.ts";
import { ROUTINE_NAMES, ROUTINES } from "./routines.ts";

/** What is measured with. */
export interface BenchOptions {
  readonly count: number;
  /** Share of SES records, from 0 to 1; they are spread evenly. */
  readonly sesShare: number;
  readonly seed: number;
}

const END = new Date("2026-11-24T00:00:00Z");
const PLACES = [
  { account: ACCOUNTS.production, region: "us-east-1" },
  { account: ACCOUNTS.production, region: "eu-west-1" },
  { account: ACCOUNTS.marketing, region: "us-east-1" },
  { account: ACCOUNTS.sandbox, region: "eu-central-1" },
] as const;

/**
 * Records as compact JSON texts, one by one. Ids differ in all of them; SES calls repeat those of an ordinary week.
 * The same options give the same texts.
 */
export function* benchRecords({ count, sesShare, seed }: BenchOptions): Generator<string> {
  const random = randomOf(seed, "bench");
  const clock = clockOf(END, 7);
  const sesCalls: Call[] = ROUTINE_NAMES.flatMap((name) => [
    ...ROUTINES[name](clock, randomOf(seed, `bench/${name}`)),
  ]);
  for (let index = 0; index < count; index += 1) {
    const at = clock.start + index * 1000;
    const isSes = Math.floor((index + 1) * sesShare) > Math.floor(index * sesShare);
    const call = isSes
      ? { ...random.pick(sesCalls), at }
      : otherServiceCall({ at, ...random.pick(PLACES) }, random);
    yield JSON.stringify(recordOf(call, random));
  }
}
