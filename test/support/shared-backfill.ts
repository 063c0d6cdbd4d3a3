/**
 * A bucket that four workers read over a queue, at the AWS endpoint: one of them is killed with -9 in the middle, and one
 * hangs for longer than its messages stay hidden. What they delivered, and where to, is the caller's affair.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { freshBucket } from "./aws-bucket.ts";
import { freshQueue } from "./aws-queue.ts";
import { trailOf } from "./running.ts";

/** A program that was started. */
export interface Worker {
  readonly kill: (signal: "SIGKILL" | "SIGSTOP" | "SIGCONT") => void;
  /** Its exit code; null: it was killed. */
  readonly ended: Promise<{ readonly code: number | null; readonly err: string }>;
}

/** What is to be done. */
export interface SharedBackfill {
  readonly endpoint: string;
  /** Options of `ship` that say where to. */
  readonly to: readonly string[];
  /** Objects of each account, Region and day. */
  readonly objectsADay: number;
  readonly eventsAnObject: number;
  readonly start: (args: readonly string[], env: Readonly<Record<string, string>>) => Worker;
}

/** How it went. */
export interface SharedBackfillEnd {
  readonly objects: number;
  readonly events: number;
  /** Messages that are left. */
  readonly queue: number;
  readonly dead: number;
  /** Exit codes of the workers: of the one that was killed, the one that hung, and the others. */
  readonly codes: readonly (number | null)[];
  readonly err: string;
}

const ACCOUNTS = ["111122223333", "444455556666", "777788889999"];
const REGIONS = ["eu-west-1", "eu-central-1", "us-east-1", "ap-southeast-5"];
const DAYS = Array.from({ length: 10 }, (_, day) => String(11 + day));
/** Long enough that a machine with much to do keeps its messages. */
const VISIBILITY_S = 6;
/** Between two looks at the queue, for each object: a look takes the endpoint the longer, the more there are. */
const LOOK_MS = 0.25;
const SIDE_BY_SIDE = 16;

/** Does it. */
export async function sharedBackfill(asked: SharedBackfill): Promise<SharedBackfillEnd> {
  const { endpoint, to, objectsADay, eventsAnObject, start } = asked;
  const bucket = await freshBucket(endpoint);
  const queue = await freshQueue(endpoint, { visibilityS: VISIBILITY_S, maxReceiveCount: 5 });
  const keys = ACCOUNTS.flatMap((account) =>
    REGIONS.flatMap((region) =>
      DAYS.flatMap((day) =>
        Array.from(
          { length: objectsADay },
          (_, object) =>
            `AWSLogs/${account}/CloudTrail/${region}/2026/11/${day}/${account}_CloudTrail_${region}_202611${day}T0905Z_${object}.json.gz`,
        ),
      ),
    ),
  );
  const waiting = [...keys];
  const put = async (): Promise<void> => {
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop())
      await bucket.put(key, gzipSync(trailOf(key, eventsAnObject)));
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, put));

  const filled = await start(
    ["backfill", `s3://${bucket.name}/AWSLogs`, "--enqueue", queue.source],
    bucket.env,
  ).ended;
  if (filled.code !== 0) throw new Error(filled.err);

  const args = ["ship", queue.source, "--until-empty", "--concurrency", "4", ...to];
  const workers = Array.from({ length: 4 }, () => start(args, bucket.env));
  const [killed, hung] = workers;
  const over = new AbortController();
  const ends = Promise.all(workers.map((worker) => worker.ended)).finally(() => over.abort());
  // Whoever waits for it is told; until then it is no failure of nobody's.
  ends.catch(() => {});
  const belowShare = async (share: number): Promise<void> => {
    while (!over.signal.aborted && (await queue.lengths()).queue > keys.length * share)
      await sleep(keys.length * LOOK_MS);
  };
  await belowShare(0.8);
  killed?.kill("SIGKILL");
  await belowShare(0.6);
  hung?.kill("SIGSTOP");
  await sleep((VISIBILITY_S + 2) * 1000);
  hung?.kill("SIGCONT");
  const ended = await ends;
  const { queue: left, dead } = await queue.lengths();
  await queue.drop();
  return {
    objects: keys.length,
    events: keys.length * eventsAnObject,
    queue: left,
    dead,
    codes: ended.map(({ code }) => code),
    err: ended.map(({ err }) => err).join("\n"),
  };
}
