/** Made-up records to measure with: as many as asked for, with the share of Amazon SES that is asked for. */
import { type Call, recordOf } from "../src/demo/call.ts";
import { ACCOUNTS } from "../src/demo/callers.ts";
import { clockOf } from "../src/demo/clock.ts";
import { otherServiceCall } from "../src/demo/other-services.ts";
import { randomOf } from "../src/demo/random.ts";
import { ROUTINE_NAMES, ROUTINES } from "../src/demo/routines.ts";

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
