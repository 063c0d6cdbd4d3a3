/** Buckets as LogFiles: what is asked of them, and what becomes of downloads that go wrong. */
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it, onTestFinished } from "vitest";
import { wantedOf } from "../../../src/job/wanted.ts";
import { s3Source, type S3Options } from "../../../src/sources/s3/source.ts";
import type { Source, Wanted } from "../../../src/sources/source.ts";
import type { Problem } from "../../../src/telemetry/problem.ts";
import { memorySink } from "../../support/memory-sink.ts";
import { ran, trailOf, type Ran } from "../../support/running.ts";
import {
  cutAt,
  refuse,
  silence,
  stallAt,
  startS3Stub,
  type Fault,
  type S3Stub,
} from "../../support/s3-stub.ts";

const A = "111122223333";
const B = "444455556666";
const keyOf = (account: string, region: string, day: string, file = "a"): string =>
  `AWSLogs/${account}/CloudTrail/${region}/${day}/${file}.json.gz`;

let stub: S3Stub | undefined;
afterEach(async () => {
  await stub?.close();
  stub = undefined;
});

async function started(pageSize = 1000): Promise<S3Stub> {
  stub = await startS3Stub({ pageSize });
  return stub;
}

function put(
  { objects }: S3Stub,
  key: string,
  body: string | Buffer = gzipSync(trailOf(key, 1)),
): void {
  objects.set(key, { body: Buffer.from(body) });
}

async function opened(
  { env }: S3Stub,
  named: string,
  options: Partial<S3Options> = {},
): Promise<{ readonly source: Source; readonly told: Problem[] }> {
  const told: Problem[] = [];
  const report = (problem: Problem): void => void told.push(problem);
  const source = await s3Source(named, { env, report, stallMs: 2_000, ...options });
  onTestFinished(() => source.close());
  return { source, told };
}

const wanting = (asked: Partial<Wanted> & { since?: string; until?: string }): Wanted =>
  wantedOf({
    eventSources: [],
    since: asked.since,
    until: asked.until,
    accounts: asked.accounts ?? [],
    regions: asked.regions ?? [],
    actions: [],
    writesOnly: false,
  });

async function names(source: Source, signal = new AbortController().signal): Promise<string[]> {
  const all: string[] = [];
  for await (const { name } of source.files(signal)) all.push(name);
  return all;
}

const gets = ({ asked }: S3Stub): readonly string[] => asked.filter((one) => one.startsWith("GET"));
const lists = ({ asked }: S3Stub): readonly string[] =>
  asked.filter((one) => one.startsWith("LIST"));

/** Ships all of a stub. */
async function shipped(
  server: S3Stub,
  options: Partial<S3Options> = {},
): Promise<Ran & { readonly source: Source }> {
  const { source, told } = await opened(server, "s3://trail/", options);
  const report = (problem: Problem): void => void told.push(problem);
  const run = await ran([source], [memorySink()], { concurrency: 4, report });
  return { ...run, problems: told, source };
}

describe("lists", () => {
  it("lists in pages, one get for each object, and counts what it asks and skips", async () => {
    const server = await started(10);
    for (let file = 0; file < 25; file += 1)
      put(server, keyOf(A, "eu-west-1", "2026/11/20", `f${file}`));
    put(server, `AWSLogs/${A}/CloudTrail-Digest/eu-west-1/2026/11/20/d.json.gz`, "{}");
    put(server, `AWSLogs/${A}/CloudTrail-Insight/eu-west-1/2026/11/20/d.json.gz`, "{}");
    put(server, `AWSLogs/${A}/vpcflowlogs/eu-west-1/2026/11/20/d.gz`, "{}");
    put(server, "AWSLogs/", "");
    const { books, source, problems } = await shipped(server);
    expect(problems).toEqual([]);
    expect([books.files.acked, books.selected]).toEqual([25, 25]);
    expect(lists(server)).toHaveLength(3);
    expect(gets(server)).toHaveLength(25);
    expect(new Set(gets(server)).size).toBe(25);
    expect(source.fetched).toEqual({
      lists: 3,
      gets: 25,
      bytes: books.bytesStored,
      resumed: 0,
      restarted: 0,
      slowed: 0,
      skipped: new Map([
        ["folder marker", 1],
        ["digest", 1],
        ["insight", 1],
        ["other service", 1],
      ]),
    });
  });

  it("asks for one day, one account and two Regions with two lists", async () => {
    const server = await started();
    for (const account of [A, B])
      for (const region of ["eu-west-1", "us-east-1", "ap-southeast-1"])
        for (const day of ["2026/11/19", "2026/11/20", "2026/11/21", "2026/11/22"])
          put(server, keyOf(account, region, day));
    const wanted = wanting({
      since: "2026-11-20T00:00:00Z",
      until: "2026-11-21T00:00:00Z",
      regions: ["eu-west-1", "us-east-1"],
    });
    const { source } = await opened(server, `s3://trail/AWSLogs/${A}`, { wanted });
    expect(await names(source)).toEqual(
      ["eu-west-1", "us-east-1"].flatMap((region) =>
        ["2026/11/20", "2026/11/21"].map((day) => `s3://trail/${keyOf(A, region, day)}`),
      ),
    );
    expect(server.asked).toEqual(
      ["eu-west-1", "us-east-1"].map((region) => {
        const folder = `AWSLogs/${A}/CloudTrail/${region}/2026/11/2`;
        return `LIST ${folder} after ${folder}0`;
      }),
    );
  });

  it("asks for a year of one account with one list for each Region, and each further thousand objects", async () => {
    const server = await started();
    for (let day = 0; day < 365; day += 1) {
      const date = new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10);
      for (const file of ["a", "b", "c"])
        for (const region of ["eu-west-1", "us-east-1"])
          put(server, keyOf(A, region, date.replaceAll("-", "/"), file), "x");
    }
    const wanted = wanting({
      since: "2025-01-01T00:00:00Z",
      until: "2026-01-01T00:00:00Z",
      accounts: [A],
    });
    const { source } = await opened(server, "s3://trail/AWSLogs/", { wanted });
    expect(await names(source)).toHaveLength(365 * 3 * 2);
    // Accounts, Regions, and for each of two Regions 1,095 objects.
    expect(server.asked).toHaveLength(1 + 1 + 2 * 2);
  });

  it("takes a folder only as a whole name, and an object by its own", async () => {
    const server = await started();
    for (const key of ["logs/a.json", "logs-old/a.json", "logs.json", "logs.json.gz", "plain"])
      put(server, key, "[]");
    const found = async (path: string): Promise<string[]> =>
      names((await opened(server, `s3://trail/${path}`)).source);
    expect(await found("logs")).toEqual(["s3://trail/logs/a.json"]);
    expect(await found("logs.json")).toEqual(["s3://trail/logs.json"]);
    expect(await found("plain")).toEqual(["s3://trail/plain"]);
    expect(await found("")).toHaveLength(5);
  });

  it("takes keys as they are", async () => {
    const server = await started(2);
    const keys = ["a b+c/ü%20&<x>.json", "a b+c/=?#.json", "a b+c/z.json"].toSorted();
    for (const key of keys) put(server, key, trailOf(key, 1));
    const { books, problems } = await shipped(server);
    expect(problems).toEqual([]);
    expect(books.selected).toBe(3);
  });

  it("tells of archives once, with their count, and reads the rest", async () => {
    const server = await started();
    put(server, "a.json.gz");
    for (const [key, storageClass] of [
      ["b.json", "GLACIER"],
      ["c.json", "DEEP_ARCHIVE"],
    ] as const)
      server.objects.set(key, { body: Buffer.from("[]"), storageClass });
    server.objects.set("d.json.gz", {
      body: gzipSync(trailOf("d", 1)),
      storageClass: "GLACIER_IR",
    });
    const { books, problems } = await shipped(server);
    expect([books.files.acked, books.files.nacked]).toEqual([2, 0]);
    expect(problems).toMatchObject([{ code: "E_S3_ARCHIVED" }]);
    expect(problems[0]?.what).toMatch(/^2 objects/);
    expect(gets(server)).toHaveLength(2);
  });

  it("says so where there are no logs, and what there is instead", async () => {
    const server = await started();
    put(server, `AWSLogs/${A}/CloudTrail-Digest/eu-west-1/2026/11/20/d.json.gz`, "{}");
    const { source, told } = await opened(server, "s3://trail/AWSLogs/");
    expect(await names(source)).toEqual([]);
    expect(told).toMatchObject([{ code: "E_NO_LOGS", why: "passed over: 1 digest" }]);
  });

  it.each<[string, number, Record<string, string>, string]>([
    [
      "a redirect",
      301,
      { "x-amz-bucket-region": "eu-central-1" },
      "<Code>PermanentRedirect</Code>",
    ],
    [
      "a refusal",
      400,
      {},
      "<Code>AuthorizationHeaderMalformed</Code><Region>eu-central-1</Region>",
    ],
  ])("follows a bucket into its Region once, by %s", async (_name, status, headers, error) => {
    const server = await started();
    for (const key of ["a.json.gz", "b.json.gz"]) put(server, key);
    server.faults.set("LIST", [
      (response) => {
        response.writeHead(status, headers);
        response.end(`<Error>${error}<Message>m</Message></Error>`);
        return true;
      },
    ]);
    const { books, problems } = await shipped(server);
    expect([books.selected, problems]).toEqual([2, []]);
    expect([lists(server).length, gets(server).length]).toEqual([2, 2]);
    expect(server.headers().authorization).toContain("/eu-central-1/s3/");
  });

  it("sends that it pays, where it is told to", async () => {
    const server = await started();
    put(server, "a.json.gz");
    await shipped(server, { requesterPays: true });
    expect(server.headers()["x-amz-request-payer"]).toBe("requester");
    await shipped(server);
    expect(server.headers()["x-amz-request-payer"]).toBeUndefined();
  });
});

describe("downloads that go wrong", () => {
  // More than is read whole, and not to be compressed.
  const noise = Array.from({ length: 60_000 }, (_, place) =>
    ((place * 2_654_435_761) % 4_294_967_296).toString(36),
  ).join("");
  const LARGE = Buffer.from(trailOf("large", 6, noise));
  const SMALL = Buffer.from(trailOf("small", 6));

  it.each<[string, Buffer, readonly Fault[], Record<"resumed" | "restarted" | "gets", number>]>([
    ["nothing", SMALL, [], { resumed: 0, restarted: 0, gets: 1 }],
    ["nothing, large", LARGE, [], { resumed: 0, restarted: 0, gets: 1 }],
    ["a cut", SMALL, [cutAt(700)], { resumed: 1, restarted: 0, gets: 2 }],
    [
      "cuts, large",
      LARGE,
      [cutAt(500_000), cutAt(1_500_000)],
      { resumed: 2, restarted: 0, gets: 3 },
    ],
    ["a cut before the first byte", SMALL, [cutAt(0)], { resumed: 0, restarted: 1, gets: 2 }],
    ["a stall", SMALL, [stallAt(700)], { resumed: 1, restarted: 0, gets: 2 }],
    ["a stall, large", LARGE, [stallAt(900_000)], { resumed: 1, restarted: 0, gets: 2 }],
    // The client itself asks again.
    ["silence", SMALL, [silence], { resumed: 0, restarted: 0, gets: 2 }],
    ["503 SlowDown", SMALL, [refuse(503, "SlowDown")], { resumed: 0, restarted: 0, gets: 2 }],
    ["500", SMALL, [refuse(500, "InternalError")], { resumed: 0, restarted: 0, gets: 2 }],
  ])("%s: all is read, once", async (_name, body, faults, counts) => {
    const server = await started();
    put(server, "a.json", body);
    server.faults.set("a.json", [...faults]);
    const { books, problems, source } = await shipped(server, { stallMs: 300 });
    expect(problems).toEqual([]);
    expect([books.selected, books.files.acked]).toEqual([6, 1]);
    expect(source.fetched).toMatchObject({ ...counts, bytes: body.length });
    expect(gets(server)).toHaveLength(counts.gets);
  });

  it("takes up where a body was cut, at every tenth of it", async () => {
    for (let tenth = 1; tenth < 10; tenth += 1) {
      const server = await started();
      put(server, "a.json.gz");
      const size = server.objects.get("a.json.gz")?.body.length ?? 0;
      server.faults.set("a.json.gz", [cutAt(Math.floor((size * tenth) / 10))]);
      const { books } = await shipped(server);
      expect([books.selected, books.files.acked]).toEqual([1, 1]);
      await server.close();
      stub = undefined;
    }
  });

  it("begins a small object anew where it was replaced, and leaves a large one to the next run", async () => {
    const server = await started();
    const replace =
      (key: string, body: Buffer, at: number): Fault =>
      (response, request, old) => {
        put(server, key, body);
        return cutAt(at)(response, request, old);
      };
    put(server, "small.json", SMALL);
    put(server, "large.json", LARGE);
    const other = Buffer.from(trailOf("other", 2));
    server.faults.set("small.json", [replace("small.json", other, 700)]);
    server.faults.set("large.json", [replace("large.json", other, 900_000)]);
    const { books, problems, source } = await shipped(server);
    expect(problems).toMatchObject([{ code: "E_S3_CHANGED" }]);
    expect([books.files.acked, books.files.nacked, books.files.lasting]).toEqual([1, 1, 0]);
    expect(source.fetched).toMatchObject({ restarted: 1 });
  });

  it("gives an object up after some times, and reads the others", async () => {
    const server = await started();
    put(server, "a.json", SMALL);
    put(server, "b.json", SMALL);
    server.faults.set(
      "a.json",
      Array.from({ length: 9 }, () => cutAt(700)),
    );
    const { books, problems } = await shipped(server);
    expect(problems).toMatchObject([
      { code: "E_S3_READ", what: expect.stringContaining("a.json") as string },
    ]);
    expect([books.files.acked, books.files.nacked]).toEqual([1, 1]);
    expect(gets(server).filter((one) => one.startsWith("GET a.json"))).toHaveLength(5);
  });

  it.each([
    [403, "AccessDenied", "no", "E_S3_DENIED", /s3:GetObject on s3:\/\/trail\/b\.json/],
    [
      403,
      "AccessDenied",
      "User: arn:aws:iam::1:user/u is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:1:key/ab-cd because no",
      "E_S3_KMS",
      /b\.json is refused by the key arn:aws:kms:eu-west-1:1:key\/ab-cd/,
    ],
    [400, "KMS.DisabledException", "is disabled", "E_S3_KMS", /kms:Decrypt/],
    [
      403,
      "InvalidObjectState",
      "not valid for the object's storage class",
      "E_S3_ARCHIVED",
      /archive/,
    ],
    [404, "NoSuchKey", "gone", "E_S3_GONE", /no longer there/],
  ])(
    "%i %s (%s) on one object is %s, and the others are read",
    async (status, name, message, code, what) => {
      const server = await started();
      for (const key of ["a.json", "b.json", "c.json"]) put(server, key, trailOf(key, 1));
      server.faults.set("b.json", [refuse(status, name, message)]);
      const { books, problems, thrown } = await shipped(server);
      expect(thrown).toBeUndefined();
      expect(problems).toMatchObject([{ code, what: expect.stringMatching(what) as string }]);
      expect([books.files.acked, books.files.nacked]).toEqual([2, 1]);
      expect(gets(server)).toHaveLength(3);
    },
  );

  it.each([
    ["credentials expire under way", 10, 400, "ExpiredToken", "E_AWS_EXPIRED"],
    ["every object is refused", 0, 403, "AccessDenied", "E_S3_DENIED"],
  ])("ends the run where %s", async (_name, goodCount, status, name, code) => {
    const server = await started();
    for (let file = 0; file < 100; file += 1) put(server, `f${file}.json`, trailOf(`${file}`, 1));
    for (const key of [...server.objects.keys()].toSorted().slice(goodCount))
      server.faults.set(key, [refuse(status, name)]);
    expect((await shipped(server)).thrown).toMatchObject({ code });
    expect(gets(server).length).toBeLessThan(30);
  });
});

describe("an abort", () => {
  it("ends the wait for a list, for an answer, and for the rest of a body", async () => {
    const server = await started();
    for (const key of ["a.json", "b.json"]) put(server, key, trailOf("a", 9));
    const { source } = await opened(server, "s3://trail", { stallMs: 60_000 });
    const asked = async (count: number): Promise<void> => {
      while (server.asked.length < count) await new Promise((resolve) => setImmediate(resolve));
    };
    server.faults.set("LIST", [silence]);
    const listing = new AbortController();
    const none = names(source, listing.signal);
    await asked(1);
    listing.abort();
    expect(await none).toEqual([]);

    const files = [];
    for await (const file of source.files(new AbortController().signal)) files.push(file);
    server.faults.set("a.json", [silence]);
    server.faults.set("b.json", [stallAt(500)]);
    for (const [place, file] of files.entries()) {
      const opening = new AbortController();
      const bytes = (async () => file.open(opening.signal))();
      await asked(3 + place);
      opening.abort(new Error("enough"));
      await expect(bytes).rejects.toThrow("enough");
    }
  });
});

describe("what ends a run before it begins", () => {
  it.each([
    [403, "AccessDenied", "E_S3_LIST"],
    [404, "NoSuchBucket", "E_S3_BUCKET"],
    [400, "ExpiredToken", "E_AWS_EXPIRED"],
    [403, "InvalidAccessKeyId", "E_AWS_CREDENTIALS"],
    [403, "SignatureDoesNotMatch", "E_AWS_CREDENTIALS"],
    [403, "RequestTimeTooSkewed", "E_AWS_CLOCK"],
    [301, "PermanentRedirect", "E_S3_REGION"],
    [400, "InvalidRequest", "E_S3_LIST"],
  ])("%i %s is %s", async (status, name, code) => {
    const server = await started();
    server.faults.set(
      "LIST",
      Array.from({ length: 8 }, () => refuse(status, name, "for a reason")),
    );
    const { thrown } = await shipped(server);
    expect(thrown).toMatchObject({ code });
    expect(String(thrown)).toContain("for a reason");
  });

  it("nobody answers", async () => {
    const { source } = await opened(
      {
        ...(await started()),
        env: {
          AWS_ENDPOINT_URL: "http://127.0.0.1:9",
          AWS_ACCESS_KEY_ID: "a",
          AWS_SECRET_ACCESS_KEY: "b",
        },
      },
      "s3://trail",
    );
    await expect(names(source)).rejects.toMatchObject({ code: "E_S3_UNREACHABLE" });
  });

  it.each(["s3://", "s3:bucket", "s3:///x", "s3://b; rm -rf x"])(
    "%s is no address",
    async (named) => {
      await expect(s3Source(named, { env: {}, report: () => {} })).rejects.toMatchObject({
        code: "E_USAGE",
      });
    },
  );
});
