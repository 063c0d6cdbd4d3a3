/** Sources that never end hold their contract, and broken ones are found out. */
import { describe, expect, it, onTestFinished } from "vitest";
import { followBucket } from "../../src/sources/s3/follow.ts";
import { WANTS_ALL, type Source } from "../../src/sources/source.ts";
import { sqsSource } from "../../src/sources/sqs/source.ts";
import { s3Event } from "../support/notifications.ts";
import { startS3Stub } from "../support/s3-stub.ts";
import { startSqsStub, type StubMessage } from "../support/sqs-stub.ts";
import { waitingSource, type WaitingSource } from "../support/waiting-source.ts";
import {
  WAITING_CLAUSES,
  waitingSourceContract,
  type WaitingContract,
  type WaitingMade,
} from "./waiting-source.ts";

function madeOf(source: WaitingSource): WaitingMade {
  return {
    source,
    bring: (name, content) => source.bring(name, content),
    held: () => source.held(),
    givenBack: () =>
      [...source.told].flatMap(([name, words]) => (words.includes("back") ? [name] : [])),
  };
}

waitingSourceContract("memory, nothing ahead", { make: async () => madeOf(waitingSource()) });
waitingSourceContract("memory, two ahead", {
  make: async () => madeOf(waitingSource({ maxAhead: 2 })),
});

waitingSourceContract("a followed bucket, by a stub", {
  make: async () => {
    const stub = await startS3Stub();
    const source = await followBucket("s3://trail", {
      env: stub.env,
      report: () => {},
      wanted: WANTS_ALL,
      times: { pollMs: 5, fullMs: 5 },
    });
    onTestFinished(async () => {
      await source.close();
      await stub.close();
    });
    return {
      source,
      bring: (name, content) => void stub.objects.set(name, { body: Buffer.from(content) }),
      held: () => 0,
      givenBack: () => [],
    };
  },
});

waitingSourceContract("a queue, by a stub", {
  make: async () => {
    const stub = await startSqsStub();
    const source = await sqsSource(stub.source, { env: stub.env, report: () => {} });
    onTestFinished(async () => {
      await source.close();
      await stub.close();
    });
    let given = 0;
    const isBack = ({ count, hiddenUntilMs }: StubMessage): boolean =>
      count > 0 && hiddenUntilMs <= Date.now();
    return {
      source: {
        ...source,
        maxAhead: source.maxAhead,
        slowDown: (isFull) => source.slowDown?.(isFull),
        close: () => source.close(),
        async *files(signal) {
          for await (const file of source.files(signal)) {
            given += 1;
            yield file;
          }
        },
      },
      bring: (name) => void stub.send(s3Event("trail", [name])),
      held: () => {
        const { received = 0, returned = 0 } = source.fetched?.queue ?? {};
        return received - returned - given;
      },
      givenBack: () =>
        stub.queue.filter(isBack).map(({ body }) => /"key":"(\w)"/.exec(body)?.[1] ?? ""),
    };
  },
});

describe("control: broken sources fail the contract", () => {
  const broken: Readonly<
    Record<string, (made: WaitingMade, source: WaitingSource) => WaitingMade>
  > = {
    "ends when nothing is there": (made) => ({
      ...made,
      source: { ...made.source, files: () => nothing() },
    }),
    "hears no abort": (made) => ({
      ...made,
      source: { ...made.source, files: () => made.source.files(new AbortController().signal) },
    }),
    "declares less than it holds": (made) => ({
      ...made,
      source: { ...made.source, maxAhead: 0, slowDown: () => {} },
    }),
    "does not slow down": (made) => ({ ...made, source: { ...made.source, slowDown: () => {} } }),
    "keeps what it held": (made) => ({ ...made, givenBack: () => [] }),
    "loses what comes while nobody asks": (made, source) => ({
      ...made,
      bring: (name, content) => {
        if (name !== "c") source.bring(name, content);
      },
    }),
    "claims to end": (made) => ({ ...made, source: without(made.source, "endless") }),
  };

  it.each(Object.keys(broken))("%s", async (fault) => {
    const contract: WaitingContract = {
      make: async () => {
        const source = waitingSource({ maxAhead: 2 });
        return (broken[fault] as (typeof broken)[string])(madeOf(source), source);
      },
    };
    const failed: boolean[] = [];
    for (const clause of WAITING_CLAUSES) failed.push(await fails(clause.holds(contract)));
    expect(failed).toContain(true);
  });
});

// oxlint-disable-next-line require-yield -- it ends at once: that is what is wrong with it
async function* nothing(): AsyncGenerator<never> {}

function without(source: Source, member: "endless"): Source {
  const { [member]: _, ...rest } = source;
  return rest;
}

/** A clause that never comes to an end is broken, too: so many turns of the event loop are time enough in memory. */
const TURNS = 200;

async function fails(clause: Promise<void>): Promise<boolean> {
  const stuck = async (): Promise<boolean> => {
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
    return true;
  };
  return Promise.race([
    clause.then(
      () => false,
      () => true,
    ),
    stuck(),
  ]);
}
