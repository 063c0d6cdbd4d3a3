/** Chains of digests: each thing that can be done to a trail is told apart from the others, by the command's answer. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { memoryTerminal, type TerminalOptions } from "../support/terminal.ts";
import { startS3Stub } from "../support/s3-stub.ts";
import {
  madeTrail,
  otherKey,
  publicPem,
  writeTrail,
  zipped,
  type ChainOptions,
  type MadeTrail,
  type TrailObject,
} from "../support/digest-chain.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-verify-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly code: number;
  /** Findings: kind, and the place of the file among those of its sort. */
  readonly findings: readonly string[];
  readonly notProven: Readonly<
    Record<string, { readonly digests: number; readonly files: number }>
  >;
  readonly trails: readonly Readonly<Record<string, unknown>>[];
  readonly err: string;
}

async function verified(
  trail: MadeTrail,
  named: string,
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<Answer> {
  const terminal = memoryTerminal(["verify", named, "--format", "json", ...args], options);
  const code = await runCommandLine(terminal);
  const lines = terminal
    .out()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const summary = lines.at(-1) ?? {};
  const placeOf = (path: unknown): string => {
    const ends = ({ key }: TrailObject): boolean => String(path).endsWith(key);
    const [digest, log] = [trail.digests.findIndex(ends), trail.logs.findIndex(ends)];
    return digest >= 0 ? `digest ${digest}` : log >= 0 ? `log ${log}` : "another";
  };
  return {
    code,
    findings: lines.slice(0, -1).map(({ kind, file }) => `${String(kind)} ${placeOf(file)}`),
    notProven: (summary["not_proven"] ?? {}) as Answer["notProven"],
    trails: (summary["trails"] ?? []) as Answer["trails"],
    err: terminal.err(),
  };
}

/** On disk, where no metadata is. */
async function onDisk(trail: MadeTrail, args: readonly string[] = []): Promise<Answer> {
  writeTrail(folder, trail);
  return verified(trail, folder, ["--public-keys", join(folder, ".keys.json"), ...args]);
}

/** In a bucket, where each digest has its signature beside it. */
async function inBucket(trail: MadeTrail): Promise<Answer> {
  writeFileSync(join(folder, "keys.json"), trail.publicKeys);
  const stub = await startS3Stub();
  onTestFinished(() => stub.close());
  for (const { key, body, signature } of trail.objects)
    stub.objects.set(key, {
      body,
      ...(signature === undefined ? {} : { metadata: { signature } }),
    });
  const args = ["--public-keys", join(folder, "keys.json")];
  return verified(trail, "s3://example-trail", args, { env: stub.env });
}

type HarmCase = readonly [
  name: string,
  harm: Harm,
  onDisk: readonly string[],
  inBucket?: readonly string[],
];
type Harm = (trail: MadeTrail) => void;

const edit = (object: TrailObject | undefined, from: string, to: string): void => {
  if (object === undefined) throw new Error("no such object");
  const text = gunzipSync(object.body).toString();
  expect(text).toContain(from);
  object.body = zipped(text.replace(from, to));
};
const remove = (trail: MadeTrail, object: TrailObject | undefined): void => {
  trail.objects.splice(
    trail.objects.findIndex((other) => other === object),
    1,
  );
};

/** What is done to a chain of five hours with eight log files, and what is found on disk and in a bucket. */
const HARMS: readonly HarmCase[] = [
  ["nothing", () => {}, []],
  ["a log file changed", ({ logs }) => edit(logs[1], "eventID", "eventId"), ["file_changed log 1"]],
  ["a log file removed", (trail) => remove(trail, trail.logs[1]), ["file_missing log 1"]],
  [
    "a log file added",
    ({ objects, logs }) =>
      void objects.push({
        key: logs[0]?.key.replace(/_[^_]+$/, "_AAAAAAAAAAAAAAAA.json.gz") ?? "",
        body: zipped("{}"),
      }),
    ["file_added another"],
  ],
  ...(
    [
      ["bytes", Buffer.from("more")],
      ["zeros", Buffer.alloc(7)],
      ["another gzip member", gzipSync('{"Records":[]}')],
    ] as const
  ).map(
    ([what, more]) =>
      [
        `${what} appended to a log file`,
        ({ logs }: MadeTrail) => {
          const [log] = logs;
          if (log !== undefined) log.body = Buffer.concat([log.body, more]);
        },
        ["file_appended log 0"],
      ] as const,
  ),
  [
    "a log file cut",
    ({ logs }) => {
      const [log] = logs;
      if (log !== undefined) log.body = log.body.subarray(0, -9);
    },
    ["file_changed log 0"],
  ],
  ["a digest removed", (trail) => remove(trail, trail.digests[2]), ["digest_missing digest 2"]],
  [
    "a digest changed",
    ({ digests }) => edit(digests[1], '"logFiles":[{', '"logFiles":[ {'),
    ["digest_changed digest 1"],
  ],
  [
    "a digest made unreadable",
    ({ digests }) => {
      const [, digest] = digests;
      if (digest !== undefined) digest.body = gzipSync("{}");
    },
    ["digest_unreadable digest 1"],
  ],
  [
    "a digest in the place of another",
    ({ digests: [, second, third] }) => {
      if (second !== undefined && third !== undefined) second.body = third.body;
    },
    ["digest_moved digest 1"],
  ],
  [
    "the signature in a digest changed: that digest is changed, and the one before is not proven on disk",
    ({ digests }) => {
      const signature = digests[1]?.signature ?? "";
      edit(
        digests[2],
        signature,
        signature.replace(/^./, (first) => (first === "a" ? "b" : "a")),
      );
    },
    ["digest_changed digest 2"],
  ],
  [
    "the signature of the newest digest changed, which only a bucket holds",
    ({ digests }) => {
      const last = digests.at(-1);
      if (last !== undefined) last.signature = "00".repeat(256);
    },
    [],
    ["digest_signature digest 4"],
  ],
];

describe("what was done to a trail", () => {
  it.each(HARMS.map((harm) => [harm[0], harm] as const))(
    "%s",
    async (_name, [, harm, disk, bucket = disk]) => {
      const trail = madeTrail();
      harm(trail);
      const here = await onDisk(trail);
      expect([here.findings, here.code]).toEqual([disk, disk.length === 0 ? 0 : 5]);
      const there = await inBucket(trail);
      expect([there.findings, there.code]).toEqual([bucket, bucket.length === 0 ? 0 : 5]);
    },
  );

  it("a wrong key has signed all of it", async () => {
    const trail = madeTrail({ signWith: otherKey() });
    const { code, findings } = await onDisk(trail);
    expect(code).toBe(5);
    expect(findings).toEqual([0, 1, 2, 3].map((place) => `digest_signature digest ${place}`));
    expect((await inBucket(trail)).findings).toHaveLength(5);
  });

  it("a chain begun anew is no harm, and neither is one of which the beginning is not here", async () => {
    const restarted = await onDisk(madeTrail({ restartAt: [3] }));
    expect([restarted.code, restarted.findings]).toEqual([0, ["chain_restarted digest 3"]]);
    expect(restarted.notProven).toMatchObject({ newest: { digests: 2, files: 2 } });
  });

  it("files between two chains, and before the first digest, are not said to be added", async () => {
    const trail = madeTrail({ hours: 8, restartAt: [6] });
    for (const place of [0, 1, 4, 5]) remove(trail, trail.digests[place]);
    const { code, findings, notProven } = await onDisk(trail);
    expect(findings).toEqual(["chain_begins digest 2", "chain_restarted digest 6"]);
    expect(notProven).toMatchObject({ too_old: { files: 4 }, gap: { files: 4 } });
    expect(code).toBe(3);
  });
});

describe("what is proven", () => {
  it("all but the newest digest on disk, and all in a bucket", async () => {
    const trail = madeTrail();
    const here = await onDisk(trail);
    expect(here.trails).toMatchObject([
      { trails: ["my_trail"], digests: 5, digests_valid: 4, files: 8, files_valid: 6, invalid: 0 },
    ]);
    expect(here.notProven).toMatchObject({ newest: { digests: 1, files: 2 } });
    const there = await inBucket(trail);
    expect(there.trails).toMatchObject([
      { digests: 5, digests_valid: 5, files: 8, files_valid: 8, until: "2026-11-20T05:00:00.000Z" },
    ]);
    expect(there.notProven).toEqual({});
  });

  it("each account and Region by itself, and only those that are wanted", async () => {
    const other: ChainOptions = { region: "us-east-1", account: "444455556666" };
    const [one, two] = [madeTrail(), madeTrail(other)];
    edit(two.logs[0], "eventID", "eventId");
    const both = { ...one, objects: [...one.objects, ...two.objects] };
    const all = await onDisk(both);
    expect(all.trails.map(({ account, invalid }) => [account, invalid])).toEqual([
      ["111122223333", 0],
      ["444455556666", 1],
    ]);
    expect((await onDisk(both, ["--account", "111122223333"])).code).toBe(0);
    expect((await onDisk(both, ["--region", "us-*"])).code).toBe(5);
  });

  it("only files of the wanted time", async () => {
    const trail = madeTrail();
    edit(trail.logs[0], "eventID", "eventId");
    const { code, trails } = await onDisk(trail, ["--since", "2026-11-20T01:00:00Z"]);
    expect([code, trails[0]?.["files"]]).toEqual([0, 6]);
  });

  it("newer files wait for their digest; where there are none, nothing is proven", async () => {
    const trail = madeTrail();
    for (const digest of trail.digests.slice(-2)) remove(trail, digest);
    expect((await onDisk(trail)).notProven).toMatchObject({ too_new: { files: 4 } });
    const bare = { ...trail, objects: trail.logs.slice() };
    rmSync(join(folder, "AWSLogs"), { recursive: true });
    const { code, err } = await onDisk(bare);
    expect([code, err.includes("[E_NO_DIGESTS]")]).toEqual([1, true]);
  });
});

describe("keys", () => {
  it("may be PEM, which has no fingerprints", async () => {
    const trail = madeTrail();
    const { code } = await onDisk({ ...trail, publicKeys: publicPem() });
    expect(code).toBe(0);
  });

  it("that are not in the file leave digests unproven", async () => {
    const trail = madeTrail();
    const publicKeys = trail.publicKeys.replace("31e8", "0000");
    const { code, notProven, findings } = await onDisk({ ...trail, publicKeys });
    expect([code, findings]).toEqual([3, []]);
    expect(notProven).toMatchObject({ no_key: { digests: 5 } });
  });

  it.each([["no keys"], ['{"PublicKeyList":[]}'], [""]])("%j is refused", async (publicKeys) => {
    const { code, err } = await onDisk({ ...madeTrail(), publicKeys });
    expect([code, err.includes("[E_PUBLIC_KEYS]")]).toEqual([1, true]);
  });
});

describe("for people", () => {
  it("names what is wrong, then sums up", async () => {
    const trail = madeTrail();
    edit(trail.logs[1], "eventID", "eventId");
    writeTrail(folder, trail);
    const keys = join(folder, ".keys.json");
    const terminal = memoryTerminal(["verify", folder, "--public-keys", keys], {
      isTerminal: true,
    });
    expect(await runCommandLine(terminal)).toBe(5);
    const out = terminal.out();
    expect(out.replaceAll(/\s+/g, " ")).toMatch(/INVALID Log file .*: hash value doesn't match/);
    expect(out).toContain("4/5 digest files valid, 5/8 log files valid");
    expect(out).toContain("1 INVALID");
  });

  it("says what was checked when it is stopped at the first finding", async () => {
    const trail = madeTrail();
    edit(trail.logs[0], "eventID", "eventId");
    writeTrail(folder, trail);
    const terminal = memoryTerminal([
      "verify",
      folder,
      "--public-keys",
      join(folder, ".keys.json"),
    ]);
    const stream = new Writable({
      write(_chunk, _encoding, done) {
        terminal.send("SIGINT");
        done();
      },
    });
    const stdout = { ...terminal.stdout, stream };
    expect(await runCommandLine({ ...terminal, stdout })).toBe(5);
    expect(terminal.err()).toMatch(
      /checked so far: 4\/5 digest files valid, \d\/\d log files? valid, 1 finding\n/,
    );
    expect(terminal.err()).toContain("stopped by SIGINT");
  });

  it.each([
    [["verify"], "none is named"],
    [["verify", "-"], "stdin has no digests"],
    [["verify", ".", "--format", "csv"], "none of text, json"],
  ])("says what is wrong with %j", async (args, words) => {
    const terminal = memoryTerminal(args);
    expect(await runCommandLine(terminal)).toBe(2);
    expect(terminal.err()).toContain(words);
  });
});

describe("ship --verify", () => {
  async function shipped(trail: MadeTrail, args: readonly string[] = ["--verify"]) {
    writeTrail(folder, trail);
    const keys = args.includes("--verify") ? ["--public-keys", join(folder, ".keys.json")] : [];
    const options = ["--format", "ecs", ...args, ...keys];
    const terminal = memoryTerminal(["ship", folder, ...options]);
    const code = await runCommandLine(terminal);
    const ids = terminal.out().split("\n").filter(Boolean).length;
    return { code, ids, err: terminal.err() };
  }

  it("reads what is vouched for, and nothing else", async () => {
    const trail = madeTrail();
    expect((await shipped(trail, [])).ids).toBe(8);
    edit(trail.logs[1], "eventID", "eventId");
    const { code, ids, err } = await shipped(trail);
    // One is changed, and the two of the newest digest are not proven on disk.
    expect([code, ids]).toEqual([3, 5]);
    expect(err).toContain("[E_FILE_CHANGED]");
    expect(err).toContain("[E_NOT_VOUCHED]");
  });

  it("tells of digests that are missing, and reads nothing that only they name", async () => {
    const trail = madeTrail();
    remove(trail, trail.digests[1]);
    const { ids, err } = await shipped(trail);
    // Those of the first, too: its signature stood in the one that is missing.
    expect(ids).toBe(2);
    expect(err).toContain("[E_DIGEST]");
  });

  it("is not for what has no end, and keys are for it", async () => {
    const terminal = memoryTerminal(["ship", "-", "--verify"]);
    expect(await runCommandLine(terminal)).toBe(2);
    const other = memoryTerminal(["ship", ".", "--public-keys", "x"]);
    expect([await runCommandLine(other), other.err().includes("goes with --verify")]).toEqual([
      2,
      true,
    ]);
  });
});
