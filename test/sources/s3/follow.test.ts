/** A bucket that is followed: what comes is given once, late objects under old days, too; quiet days cost one list. */
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { followBucket, type FollowTimes } from "../../../src/sources/s3/follow.ts";
import { WANTS_ALL, type LogFile, type Wanted } from "../../../src/sources/source.ts";
import type { Problem } from "../../../src/telemetry/problem.ts";
import { refuse, startS3Stub, type S3Stub } from "../../support/s3-stub.ts";

let bucket: S3Stub;
beforeEach(async () => {
  bucket = await startS3Stub();
  onTestFinished(() => bucket.close());
});

const DAY_MS = 86_400_000;
const keyOf = (daysAgo: number, name: string): string => {
  const day = new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10);
  return `AWSLogs/111122223333/CloudTrail/eu-west-1/${day.replaceAll("-", "/")}/${name}.json`;
};
const put = (key: string, text = "[]"): void =>
  void bucket.objects.set(key, { body: Buffer.from(text) });

/** Follows, acks all, and tells what came. */
function following(times: FollowTimes, wanted: Wanted = WANTS_ALL) {
  const stop = new AbortController();
  const names: string[] = [];
  const done = new Set<string>();
  const problems: Problem[] = [];
  let hear = (): void => {};
  const nameOf = ({ name }: LogFile): string => name.slice(name.lastIndexOf("/") + 1, -5);
  const run = async (): Promise<void> => {
    const source = await followBucket("s3://trail/AWSLogs", {
      env: bucket.env,
      report: (problem) => void problems.push(problem),
      wanted,
      times,
    });
    const idOf = ({ id, version }: LogFile): string => `${id} ${version}`;
    for await (const file of source.files(stop.signal, (other) => done.has(idOf(other)))) {
      names.push(nameOf(file));
      await file.ack();
      done.add(idOf(file));
      hear();
    }
    await source.close();
  };
  const ended = run();
  return {
    names,
    problems,
    async until(name: string) {
      while (!names.includes(name)) await new Promise<void>((resolve) => (hear = resolve));
    },
    async stop() {
      stop.abort();
      await ended;
    },
  };
}

describe("a followed bucket", () => {
  it("gives what is there, what comes, and what has changed, each once", async () => {
    put(keyOf(0, "first"));
    put(keyOf(40, "old"));
    const follow = following({ pollMs: 10, fullMs: 3_600_000 });
    await follow.until("old");
    put(keyOf(0, "second"));
    await follow.until("second");
    put(keyOf(1, "third"));
    await follow.until("third");
    put(keyOf(0, "first"), "[1]");
    put(keyOf(0, "last"));
    await follow.until("last");
    await follow.stop();
    // Only the days of now were listed again.
    expect(bucket.asked.some((asked) => asked.includes(" after "))).toBe(true);
    expect(follow.names.toSorted()).toEqual(["first", "first", "last", "old", "second", "third"]);
  });

  it("finds late objects under old days by looking at all now and then", async () => {
    put(keyOf(0, "first"));
    const follow = following({ pollMs: 10, fullMs: 300 });
    await follow.until("first");
    put(keyOf(90, "late"));
    await follow.until("late");
    await follow.stop();
    expect(follow.names).toEqual(["first", "late"]);
  });

  it("goes on where the server does not answer for a while, and says so", async () => {
    put(keyOf(0, "first"));
    const follow = following({ pollMs: 10, fullMs: 60_000 });
    await follow.until("first");
    bucket.faults.set(
      "LIST",
      Array.from({ length: 6 }, () => refuse(500, "InternalError")),
    );
    put(keyOf(0, "second"));
    await follow.until("second");
    await follow.stop();
    expect(follow.problems.map(({ code }) => code)).toEqual(["E_S3_UNREACHABLE"]);
  });
});
