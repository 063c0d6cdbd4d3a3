/** Which parts of a bucket are listed for what is wanted. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wantedOf } from "../../../src/job/wanted.ts";
import { mayHold, skipOf } from "../../../src/sources/s3/layout.ts";
import { stepsBelow, stepsInto, type Step } from "../../../src/sources/s3/plan.ts";
import type { Wanted } from "../../../src/sources/source.ts";

interface Wish {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly accounts?: readonly string[];
  readonly regions?: readonly string[];
}

function wanting(asked: Wish): Wanted {
  return wantedOf({
    eventSources: [],
    since: asked.since,
    until: asked.until,
    accounts: asked.accounts ?? [],
    regions: asked.regions ?? [],
    actions: [],
    writesOnly: false,
  });
}

const text = (step: Step): string =>
  step.kind === "look"
    ? `look ${step.folder}`
    : `walk ${step.prefix}${step.after === undefined ? "" : ` after ${step.after}`}${step.before === undefined ? "" : ` before ${step.before}`}`;

const DAY = { since: "2026-11-20T00:00:00Z", until: "2026-11-21T00:00:00Z" };
const A = "111122223333";
const EU = `AWSLogs/${A}/CloudTrail/eu-west-1/`;

describe("steps", () => {
  it.each<[string, string, Wanted, readonly string[]]>([
    ["all of a bucket", "", wanting({}), ["walk "]],
    ["a folder of no trail", "x/", wanting({}), ["walk x/"]],
    ["a bucket, by day", "", wanting(DAY), ["look "]],
    ["a trail: its accounts", "AWSLogs/", wanting({}), ["look AWSLogs/"]],
    [
      "an account, with what lies beside",
      `AWSLogs/${A}/`,
      wanting({}),
      [`walk AWSLogs/${A}/CloudTrail`],
    ],
    ["an account that is not wanted", `AWSLogs/${A}/`, wanting({ accounts: ["444455556666"] }), []],
    [
      "an account by day: its Regions",
      `AWSLogs/${A}/`,
      wanting(DAY),
      [`look AWSLogs/${A}/CloudTrail/`],
    ],
    [
      "a glob of Regions",
      `AWSLogs/${A}/`,
      wanting({ regions: ["eu-*"] }),
      [`look AWSLogs/${A}/CloudTrail/`],
    ],
    [
      "one day, two Regions: nothing has to be looked up",
      `AWSLogs/${A}/`,
      wanting({ ...DAY, regions: ["eu-west-1", "US-EAST-1"] }),
      [
        `walk ${EU}2026/11/2 after ${EU}2026/11/20 before ${EU}2026/11/22`,
        `walk AWSLogs/${A}/CloudTrail/us-east-1/2026/11/2 after AWSLogs/${A}/CloudTrail/us-east-1/2026/11/20 before AWSLogs/${A}/CloudTrail/us-east-1/2026/11/22`,
      ],
    ],
    [
      "an account of an organisation",
      "p/AWSLogs/o-abc123/",
      wanting({ accounts: [A], regions: ["eu-west-1"] }),
      [`walk p/AWSLogs/o-abc123/${A}/CloudTrail/eu-west-1/`],
    ],
    ["from a day on", EU, wanting({ since: DAY.since }), [`walk ${EU} after ${EU}2026/11/20`]],
    [
      "up to a moment",
      EU,
      wanting({ until: "2026-11-20T00:00:00.001Z" }),
      [`walk ${EU} before ${EU}2026/11/22`],
    ],
    [
      "over the end of a year",
      EU,
      wanting({ since: "2026-12-31T23:00:00Z", until: "2027-01-01T01:00:00Z" }),
      [`walk ${EU}202 after ${EU}2026/12/31 before ${EU}2027/01/03`],
    ],
    [
      "the day itself",
      `${EU}2026/11/20/`,
      wanting(DAY),
      [`walk ${EU}2026/11/20/ before ${EU}2026/11/22`],
    ],
    ["a month before", `${EU}2026/10/`, wanting(DAY), []],
    ["a day behind", `${EU}2026/11/22/`, wanting(DAY), []],
    ["a Region that is not wanted", EU, wanting({ regions: ["us-*"] }), []],
    [
      "digests that are named",
      `AWSLogs/${A}/CloudTrail-Digest/`,
      wanting({}),
      [`walk AWSLogs/${A}/CloudTrail-Digest/`],
    ],
    ["a folder beside the accounts", "AWSLogs/other/", wanting(DAY), ["walk AWSLogs/other/"]],
  ])("%s", (_name, folder, wanted, steps) => {
    expect(stepsInto(folder, wanted).map(text)).toEqual(steps);
  });

  it("looks for a trail below an organisation's folder, and searches others through", () => {
    expect(stepsBelow("o-abc123/", wanting(DAY)).map(text)).toEqual(["look o-abc123/"]);
    expect(stepsBelow("other/", wanting(DAY)).map(text)).toEqual(["walk other/"]);
    expect(stepsBelow("AWSLogs/", wanting(DAY)).map(text)).toEqual(["look AWSLogs/"]);
  });
});

describe("keys", () => {
  it.each([
    [`${EU}2026/11/20/a.json.gz`, 9, undefined],
    [`AWSLogs/o-a1/${A}/CloudTrail-Digest/eu-west-1/2026/11/20/a.json.gz`, 9, "digest"],
    [`x/AWSLogs/${A}/CloudTrail-Insight/eu-west-1/2026/11/20/a.json.gz`, 9, "insight"],
    [`AWSLogs/${A}/CloudTrail-NetworkActivity/eu-west-1/2026/11/20/a`, 9, "network activity"],
    [`AWSLogs/${A}/CloudTrail-Aggregated/eu-west-1/2026/11/20/a`, 9, "aggregated"],
    [`AWSLogs/${A}/Config/eu-west-1/2026/11/20/a`, 9, "other service"],
    [EU, 0, "folder marker"],
    ["copies/digest.json", 9, undefined],
  ])("%s", (key, size, skip) => {
    expect(skipOf(key, size, wanting({}))).toBe(skip);
  });
});

describe("property: a plan finds what is wanted, and no more requests than it must", () => {
  const DAYS = [
    "2025/12/31",
    "2026/01/01",
    "2026/01/02",
    "2026/02/28",
    "2026/03/01",
    "2026/10/09",
    "2026/10/10",
  ];
  const key = fc
    .tuple(
      fc.constantFrom("", "p/", "o-zz99/"),
      fc.constantFrom("", "o-a1/"),
      fc.constantFrom(A, "444455556666"),
      fc.constantFrom("eu-west-1", "us-east-1", "us-gov-west-1"),
      fc.constantFrom(...DAYS),
      fc.integer({ min: 0, max: 2 }),
    )
    .map(
      ([top, organisation, account, region, day, file]) =>
        `${top}AWSLogs/${organisation}${account}/CloudTrail/${region}/${day}/${file}.json.gz`,
    );
  const time = fc.option(
    fc
      .date({ min: new Date("2025-12-30"), max: new Date("2026-10-12"), noInvalidDate: true })
      .map((date) => date.toISOString()),
    { nil: undefined },
  );
  const wish = fc.record({
    since: time,
    until: time,
    accounts: fc.subarray([A, "444455556666"]),
    regions: fc.subarray(["eu-west-1", "us-*", "US-EAST-1"]),
  });

  /** All keys that a plan leads to, and the number of lists, over a bucket without pages. */
  function follow(
    keys: readonly string[],
    steps: readonly Step[],
    wanted: Wanted,
  ): { found: string[]; lists: number } {
    const all = { found: [] as string[], lists: 0 };
    for (const step of steps) {
      all.lists += 1;
      if (step.kind === "walk") {
        const { prefix, after = "", before = "\u{10ffff}" } = step;
        all.found.push(
          ...keys.filter((one) => one.startsWith(prefix) && one > after && one < before),
        );
        continue;
      }
      const below = new Set(
        keys
          .filter((one) => one.startsWith(step.folder))
          .map((one) => one.slice(0, one.indexOf("/", step.folder.length) + 1)),
      );
      const deeper = follow(
        keys,
        [...below].toSorted().flatMap((folder) => stepsBelow(folder, wanted)),
        wanted,
      );
      all.found.push(...deeper.found);
      all.lists += deeper.lists;
    }
    return all;
  }

  /** What is wanted, told in another way: by the day before and the day of each key. */
  function isWanted(one: string, { since, until, accounts = [], regions = [] }: Wish): boolean {
    const [, account = "", region = "", year, month, day] =
      /(\d{12})\/CloudTrail\/([^/]+)\/(\d+)\/(\d+)\/(\d+)/.exec(one) ?? [];
    const dayMs = Date.parse(`${year}-${month}-${day}T00:00:00Z`);
    // Its events are of this day or of the one before.
    return (
      (accounts.length === 0 || accounts.includes(account)) &&
      (regions.length === 0 ||
        regions.some((glob) =>
          glob === "us-*" ? region.startsWith("us-") : glob.toLowerCase() === region,
        )) &&
      (since === undefined || dayMs + 86_400_000 > Date.parse(since)) &&
      (until === undefined || dayMs - 86_400_000 < Date.parse(until))
    );
  }

  it("for any keys, folder and wish", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(key, { maxLength: 25 }),
        wish,
        fc.integer({ min: 0, max: 9 }),
        (keys, asked, depth) => {
          const isOrdered =
            asked.since === undefined || asked.until === undefined || asked.since < asked.until;
          const judged = isOrdered ? asked : { ...asked, until: undefined };
          const wanted = wanting(judged);
          const parts = (keys[0] ?? "x").split("/").slice(0, -1);
          const folder = parts
            .slice(0, depth)
            .map((part) => `${part}/`)
            .join("");
          const { found, lists } = follow(keys, stepsInto(folder, wanted), wanted);
          const read = found.filter((one) => mayHold(one, wanted));
          expect(new Set(read).size).toBe(read.length);
          expect(read.toSorted()).toEqual(
            keys.filter((one) => one.startsWith(folder) && isWanted(one, judged)).toSorted(),
          );
          // Never one for each day: the tops, organisations and accounts, and the Regions of each.
          expect(lists).toBeLessThanOrEqual(4 + 3 * 3 + 3 * 2 * 2 * (1 + 3));
        },
      ),
      { numRuns: 500 },
    );
  });
});
