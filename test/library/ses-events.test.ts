/** sesEvents: the events that are wanted, nothing missing in silence, and at home in Node's and Web streams. */
import { createReadStream } from "node:fs";
import { getDefaultHighWaterMark, type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ReadableStream, TransformStream } from "node:stream/web";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import {
  sesEvents,
  sesEventDuplex,
  sesEventStream,
  type Problem,
  type SesEvent,
  type SesEventsOptions,
} from "../../src/index.ts";
import { BROKEN, call, collect, inPieces, sampleFiles, trail } from "./trails.ts";

const places = (events: readonly SesEvent[]): number[] =>
  events.map(({ position }) => position.index);

/** Elements 0 to 5: four good calls, one broken, one whose time is none. */
const troubled = trail([
  JSON.stringify(call(0)),
  BROKEN,
  JSON.stringify(call(2)),
  JSON.stringify(call(3, { eventTime: "yesterday" })),
  JSON.stringify(call(4)),
  JSON.stringify(call(5)),
]);

describe("sesEvents", () => {
  it("gives the SES calls of the samples, and no others", async () => {
    let total = 0;
    for (const { path, bytes } of await sampleFiles()) {
      const { given, thrown } = await collect(sesEvents(bytes, { name: path }));
      expect(thrown).toBeUndefined();
      const { Records } = JSON.parse(gunzipSync(bytes).toString()) as {
        Records: { eventSource: string; eventName: string }[];
      };
      const wanted = [...Records.entries()].filter(
        ([, { eventSource }]) => eventSource === "ses.amazonaws.com",
      );
      expect(places(given)).toEqual(wanted.map(([index]) => index));
      expect(given.map(({ fields }) => fields["event.action"])).toEqual(
        wanted.map(([, { eventName }]) => eventName),
      );
      expect(given.every(({ fields }) => fields["log.file.path"] === path)).toBe(true);
      total += given.length;
    }
    expect(total).toBeGreaterThan(10);
  });

  it.each<[string, SesEventsOptions, number[]]>([
    ["all", {}, [0, 1, 2, 4]],
    ["writesOnly", { writesOnly: true }, [0, 1, 4]],
    ["a region", { region: "us-*" }, [1]],
    ["regions", { region: ["us-*", "eu-*"] }, [0, 1, 2, 4]],
    ["an action", { action: ["get*"] }, [2]],
    ["an account", { account: "444455556666" }, [4]],
    ["since a Date", { since: new Date("2026-11-21") }, [1]],
    ["until a text", { until: "2026-11-21" }, [0, 2, 4]],
    ["other services", { eventSource: ["iam.*", "ses.amazonaws.com"] }, [0, 1, 2, 3, 4]],
  ])("selects by %s", async (_what, options, wanted) => {
    const bytes = trail(
      [
        call(0),
        call(1, { awsRegion: "us-east-1", eventTime: "2026-11-21T00:00:00Z" }),
        call(2, { eventName: "GetSendQuota" }),
        call(3, { eventSource: "iam.amazonaws.com", eventName: "CreateUser" }),
        call(4, { recipientAccountId: "444455556666" }),
      ].map((record) => JSON.stringify(record)),
    );
    const { given, thrown } = await collect(sesEvents(bytes, options));
    expect(thrown).toBeUndefined();
    expect(places(given)).toEqual(wanted);
  });

  it("keeps the original where that is asked for", async () => {
    const text = JSON.stringify(call(0));
    const [kept] = (await collect(sesEvents(trail([text]), { keepOriginal: true }))).given;
    const [plain] = (await collect(sesEvents(trail([text])))).given;
    expect(kept?.fields["event.original"]).toBe(text);
    expect(plain?.fields["event.original"]).toBeUndefined();
  });

  it("says at once what is wrong with its options, all of it, in its own words", () => {
    const wrong = { since: "2026-11-21", until: "2026-11-20", maxRecord: "1B", regoin: "eu-*" };
    expect(() => sesEvents([], wrong)).toThrow(
      /regoin: unknown option; did you mean region\?.*maxRecord: .*until: is not after since/s,
    );
    // @ts-expect-error -- its type has no to, an option of ship; who calls it from JavaScript is told as well
    expect(() => sesEvents([], { to: "stdout" })).toThrow(/to: .*/);
  });
});

describe("what becomes no event", () => {
  /** Every Element stands in the events or in the problems, or an error ended it. */
  async function isAccounted(options: SesEventsOptions, told: number[]): Promise<boolean> {
    const { given, thrown } = await collect(sesEvents(troubled, options));
    const seen = [...places(given), ...told].toSorted((one, other) => one - other);
    return thrown !== undefined || seen.join() === "0,1,2,3,4,5";
  }

  it("is thrown without onProblem, after the events before it", async () => {
    const { given, thrown } = await collect(sesEvents(troubled, { name: "a.json" }));
    expect(places(given)).toEqual([0]);
    expect(thrown).toMatchObject({ code: "E_ELEMENT_INVALID" });
    expect((thrown as Error).message).toContain("record 1 of a.json can't be read");
    expect(await isAccounted({}, [])).toBe(true);
  });

  it("is told to onProblem with its bytes, and reading goes on", async () => {
    const problems: Problem[] = [];
    const told: number[] = [];
    const raw: (string | undefined)[] = [];
    const accounted = await isAccounted(
      {
        onProblem: (problem, element) => {
          problems.push(problem);
          told.push(element?.position.index ?? -1);
          raw.push(element?.raw.text);
        },
      },
      told,
    );
    expect(accounted).toBe(true);
    expect(problems.map(({ code }) => code)).toEqual(["E_ELEMENT_INVALID", "E_UNSHAPEABLE"]);
    expect(raw).toEqual([BROKEN, JSON.stringify(call(3, { eventTime: "yesterday" }))]);
  });

  it("would be missed by the same check, were it dropped (control)", async () => {
    expect(await isAccounted({ onProblem: () => {} }, [])).toBe(false);
  });

  it("a cut or damaged file is thrown whether or not there is onProblem", async () => {
    const cut = gzipSync(troubled).subarray(0, -12);
    const told: Problem[] = [];
    const withIt = await collect(sesEvents(cut, { onProblem: (problem) => told.push(problem) }));
    expect(withIt.thrown).toMatchObject({ code: "E_GZIP_TRUNCATED" });
    const good = trail([JSON.stringify(call(0)), JSON.stringify(call(1))]);
    const tail = await collect(sesEvents(good.subarray(0, -10)));
    expect(places(tail.given)).toEqual([0]);
    expect(tail.thrown).toMatchObject({ code: "E_JSON_TRUNCATED" });
    expect(String(tail.thrown)).toContain("cut at byte");
  });

  it("a file of another kind is a problem; a digest is none", async () => {
    const other = Buffer.from('{"greeting":"hello"}');
    expect((await collect(sesEvents(other))).thrown).toMatchObject({ code: "E_NOT_CLOUDTRAIL" });
    const times = {
      digestStartTime: "2026-11-20T00:00:00Z",
      digestEndTime: "2026-11-20T01:00:00Z",
    };
    const digest = gzipSync(JSON.stringify({ ...times, logFiles: [] }));
    expect(await collect(sesEvents(digest))).toEqual({ given: [], thrown: undefined });
  });
});

describe("in Node's pipeline", () => {
  it("is a stage as it stands, with options by an arrow, and its signal counts", async () => {
    const file = (await sampleFiles()).find(({ bytes }) =>
      gunzipSync(bytes).includes("ses.amazonaws.com"),
    );
    const path = file?.path ?? "";
    const expected = await collect(sesEvents(file?.bytes ?? []));
    const taken: SesEvent[] = [];
    await pipeline(createReadStream(path), sesEvents, async (events: AsyncIterable<SesEvent>) => {
      for await (const event of events) taken.push(event);
    });
    expect(places(taken)).toEqual(places(expected.given));
    const none: SesEvent[] = [];
    await pipeline(
      createReadStream(path),
      (bytes) => sesEvents(bytes, { action: "NoSuchAction" }),
      async (events: AsyncIterable<SesEvent>) => {
        for await (const event of events) none.push(event);
      },
    );
    expect(none).toEqual([]);
  });

  it.each<[string, () => typeof sesEvents | Duplex]>([
    ["sesEvents", () => sesEvents],
    ["sesEventDuplex", () => sesEventDuplex()],
  ])("%s fails it and ends the source when a file is damaged", async (_form, stage) => {
    const damaged = gzipSync(Buffer.alloc(300_000, troubled));
    damaged.fill(0, 40, 60);
    const source = Readable.from(inPieces(damaged, 100));
    const drain = async (events: AsyncIterable<SesEvent>): Promise<void> => {
      for await (const event of events) void event;
    };
    await expect(pipeline(source, stage(), drain)).rejects.toMatchObject({
      code: "E_GZIP_CORRUPT",
    });
    expect(source.destroyed).toBe(true);
  });

  it("a Duplex fails with what its source failed with", async () => {
    const failure = new Error("the line is dead");
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield troubled.subarray(0, 100);
      throw failure;
    }
    const duplex = sesEventDuplex();
    const drain = async (events: AsyncIterable<SesEvent>): Promise<void> => {
      for await (const event of events) void event;
    };
    await expect(pipeline(failing, duplex, drain)).rejects.toBe(failure);
    expect(duplex.destroyed).toBe(true);
  });
});

/** Ten thousand calls in pieces of one call each, and how many pieces were taken. */
function longTrail(): {
  readonly pieces: () => Generator<Uint8Array>;
  readonly taken: () => number;
} {
  let taken = 0;
  return {
    taken: () => taken,
    *pieces() {
      yield Buffer.from('{"Records":[');
      for (let index = 0; index < 10_000; index += 1) {
        taken += 1;
        yield Buffer.from(`${index === 0 ? "" : ","}${JSON.stringify(call(index))}`);
      }
      yield Buffer.from("]}");
    },
  };
}

/** Takes one event, lets everything run that wants to, and says how many pieces were read for it. */
async function piecesForOneEvent(
  open: (bytes: ReadableStream<Uint8Array>) => AsyncIterable<SesEvent>,
): Promise<number> {
  const { pieces, taken } = longTrail();
  const events = open(ReadableStream.from(pieces()));
  for await (const event of events) {
    expect(event.position.index).toBe(0);
    for (let turn = 0; turn < 200; turn += 1) await new Promise(setImmediate);
    break;
  }
  return taken();
}

/** What ten of Node's streams hold, 16 KiB each, since Node 22 64 KiB: some 400 of these pieces, or 1,600. */
const LIMIT = (10 * getDefaultHighWaterMark(false)) / 400;

describe("backpressure", () => {
  it.each<[string, (bytes: ReadableStream<Uint8Array>) => AsyncIterable<SesEvent>]>([
    ["sesEvents", (bytes) => sesEvents(bytes)],
    ["sesEventStream", (bytes) => bytes.pipeThrough(sesEventStream())],
    [
      "sesEventDuplex",
      (bytes) => Readable.from(bytes).pipe(sesEventDuplex()) as AsyncIterable<SesEvent>,
    ],
  ])("%s reads little ahead of what is taken", async (_form, open) => {
    expect(await piecesForOneEvent(open)).toBeLessThan(LIMIT);
  });

  it("a stage that reads on regardless is found out (control)", async () => {
    const eager = (bytes: ReadableStream<Uint8Array>): AsyncIterable<SesEvent> => {
      const { readable, writable } = new TransformStream<SesEvent, SesEvent>(undefined, undefined, {
        highWaterMark: Number.POSITIVE_INFINITY,
      });
      const writer = writable.getWriter();
      void (async () => {
        for await (const event of sesEvents(bytes)) await writer.write(event);
      })().catch(() => {});
      return readable;
    };
    expect(await piecesForOneEvent(eager)).toBeGreaterThan(LIMIT);
  });
});

describe("sesEventStream", () => {
  const good = trail([0, 1, 2].map((index) => JSON.stringify(call(index))));

  it("is a stage of Web streams", async () => {
    const body = new Blob([gzipSync(good)]).stream() as ReadableStream<Uint8Array>;
    const { given, thrown } = await collect(body.pipeThrough(sesEventStream({ name: "body" })));
    expect(thrown).toBeUndefined();
    expect(given.map(({ position }) => position)).toEqual(
      [0, 1, 2].map((index) => ({ file: "body", index })),
    );
  });

  it("passes what is wrong with the bytes to both sides", async () => {
    let cancelled: unknown;
    const source = new ReadableStream<Uint8Array>(
      {
        pull(controller) {
          controller.enqueue(troubled);
        },
        cancel(reason) {
          cancelled = reason ?? "cancelled";
        },
      },
      { highWaterMark: 0 },
    );
    const { given, thrown } = await collect(source.pipeThrough(sesEventStream()));
    expect(places(given)).toEqual([0]);
    expect(thrown).toMatchObject({ code: "E_ELEMENT_INVALID" });
    await expect.poll(() => cancelled).toBeDefined();
  });

  it("passes the source's failure on as it is, and the reader's leaving back", async () => {
    const failure = new Error("the line is dead");
    const failing = ReadableStream.from(
      (async function* () {
        yield good.subarray(0, 100);
        throw failure;
      })(),
    ) as ReadableStream<Uint8Array>;
    expect((await collect(failing.pipeThrough(sesEventStream()))).thrown).toBe(failure);

    let ended = false;
    const endless = ReadableStream.from(
      (async function* () {
        try {
          for (;;) yield good;
        } finally {
          ended = true;
        }
      })(),
    ) as ReadableStream<Uint8Array>;
    for await (const event of endless.pipeThrough(sesEventStream())) {
      expect(event.position.index).toBe(0);
      break;
    }
    await expect.poll(() => ended).toBe(true);
  });

  it("says at once what is wrong with its options", () => {
    expect(() => sesEventStream({ since: "soon" })).toThrow(/since: "soon" is no time/);
  });
});
