/** Counting: the same as a plain count of all, whatever comes in which order; bounded; printable at every width. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { counter, groupsOf, type Counted } from "../../src/ask/counter.ts";
import { countLines, countTable } from "../../src/ask/count-table.ts";
import { widthOf } from "../../src/shape/width.ts";

const event = fc.record({
  caller: fc.constantFrom("ana", "ben", "ci-mailer", '["ana"]'),
  identities: fc.array(fc.constantFrom("a.example", "b.example"), { maxLength: 2 }),
  time: fc.constantFrom("", "2026-11-20T09:00:00.000Z", "2026-11-21T09:00:00.000Z"),
});

function countedOf(
  events: readonly { caller: string; identities: string[]; time: string }[],
): Counted {
  const counts = counter();
  for (const { caller, identities, time } of events)
    counts.add(groupsOf([[caller], identities]), time);
  return counts.counted();
}

describe("counter", () => {
  it("counts what a plain count counts", () => {
    fc.assert(
      fc.property(fc.array(event), (events) => {
        for (const { values, count, first, last } of countedOf(events).groups) {
          const [caller, identity] = values;
          const mine = events.filter(
            (one) =>
              one.caller === caller &&
              (identity === "-"
                ? one.identities.length === 0
                : one.identities.some((other) => other === identity)),
          );
          const times = mine
            .map(({ time }) => time)
            .filter((time) => time !== "")
            .toSorted();
          expect([count, first, last]).toEqual([mine.length, times[0] ?? "", times.at(-1) ?? ""]);
        }
      }),
    );
  });

  const isOrderless = (count: (events: Parameters<typeof countedOf>[0]) => unknown): boolean =>
    !fc.check(
      fc.property(fc.array(event), (events) => {
        expect(count(events.toReversed())).toEqual(count(events));
      }),
    ).failed;

  it("is the same in every order", () => {
    expect(isOrderless(countedOf)).toBe(true);
  });

  it("broken control: the first that was counted first is not", () => {
    expect(isOrderless((events) => events.map(({ caller }) => caller)[0])).toBe(false);
  });

  it("keeps no more groups than it may, and says what had no place", () => {
    const counts = counter(2);
    for (const name of ["a", "b", "c", "a", "d"]) counts.add([[name]], "");
    counts.add([], "");
    const { groups, events, without, unplaced } = counts.counted();
    expect(groups.map(({ values, count }) => [...values, count])).toEqual([
      ["a", 2],
      ["b", 1],
    ]);
    expect([events, without, unplaced]).toEqual([6, 1, 2]);
  });

  it("keeps of endless values and lists only a part", () => {
    const counts = counter();
    counts.add([["x".repeat(1_000_000)]], "");
    expect(counts.counted().groups[0]?.values[0]).toHaveLength(301);
    const many = Array.from({ length: 500 }, (_, index) => String(index));
    expect(groupsOf([many, many])).toHaveLength(1000);
  });

  it("has no group where no field has a value", () => {
    expect(groupsOf([[], []])).toEqual([]);
    expect(groupsOf([["a", "a"], []])).toEqual([["a", "-"]]);
  });
});

const SOME: Counted = {
  groups: [
    {
      values: ["mailer-service", "SendEmail"],
      count: 1375,
      first: "2026-11-16T00:35:01.000Z",
      last: "2026-11-22T23:41:00.000Z",
    },
    {
      values: ["ci-mailer", "PutAccountDetails"],
      count: 90,
      first: "2026-11-21T09:16:00.000Z",
      last: "2026-11-21T09:26:00.000Z",
    },
    {
      values: [
        "arn:aws:sts::111122223333:assumed-role/deploy-of-everything/session-with-a-long-name",
        "CreateConfigurationSetEventDestination",
      ],
      count: 2,
      first: "2026-11-21T09:16:00.000Z",
      last: "2026-11-21T09:16:00.000Z",
    },
    { values: ["日本語の名前", "ListIdentities"], count: 1, first: "", last: "" },
    { values: ["=1+1", "GetSendQuota"], count: 1, first: "", last: "" },
  ],
  events: 1480,
  without: 11,
  unplaced: 3,
};

describe("a count", () => {
  const by = ["caller", "action"];

  it.each([40, 80, 100, 140])("golden, %s columns", async (columns) => {
    const lines = countTable(SOME, { by, top: 4, columns, bars: true });
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`../golden/count/${columns}.txt`);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(columns);
  });

  it("has no bars in a pipe", () => {
    const lines = countTable(SOME, { by, top: 9, columns: 140, bars: false });
    expect(lines.join("")).not.toContain("█");
  });

  it("golden, csv", async () => {
    const lines = countLines("csv", SOME, { by, top: 9, columns: 0, bars: false });
    // Git would take the carriage returns away: they are shown.
    const text = lines.map((line) => line.replace("\r", "␍")).join("\n");
    await expect(`${text}\n`).toMatchFileSnapshot("../golden/count/csv.txt");
  });
});
