import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventFields, SesEvent } from "../../src/ses/event.ts";
import { PAGE_COLUMNS } from "../../src/shape/text/columns.ts";
import { inOrder } from "../../src/shape/text/order.ts";
import { textRow, type TextRow } from "../../src/shape/text/row.ts";
import { textTable, type TextOptions, type TextTable } from "../../src/shape/text/table.ts";
import { TSV_COLUMNS, tsvTable } from "../../src/shape/tsv.ts";
import { widthOf } from "../../src/shape/width.ts";
import { eventOf } from "../support/event.ts";

const golden = (name: string): string =>
  fileURLToPath(new URL(`../golden/text/${name}.txt`, import.meta.url));

const SSO: Partial<EventFields> = {
  "cloud.account.id": "111122223333",
  "cloud.region": "us-east-1",
  "aws.ses.caller.name": "ana.silva",
  "aws.ses.caller.kind": "sso",
  "event.outcome": "success",
  "source.address": "203.0.113.44",
  "user_agent.name": "AWS console",
};
const USER: Partial<EventFields> = {
  ...SSO,
  "cloud.region": "ap-southeast-1",
  "aws.ses.caller.name": "ci-mailer",
  "aws.ses.caller.kind": "user",
  "source.address": "198.51.100.230",
  "user_agent.name": "AWS CLI",
};

const EVENTS: readonly SesEvent[] = [
  eventOf({
    ...SSO,
    "@timestamp": "2026-11-20T09:02:11.000Z",
    "aws.ses.effect": "Sender identity news.example.org added",
    "aws.ses.signals": ["identity_added"],
  }),
  eventOf({
    ...SSO,
    "@timestamp": "2026-11-20T09:02:40.000Z",
    "aws.ses.effect": "DKIM signing turned on for news.example.org",
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-20T13:11:09.000Z",
    "event.outcome": "failure",
    "error.code": "AccessDenied",
    "aws.ses.effect": "tried to list identities: access denied",
    "aws.ses.signals": ["access_denied"],
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-20T13:11:52.000Z",
    "event.outcome": "failure",
    "error.code": "ConflictException",
    "aws.ses.effect":
      "tried to ask for production access, marketing mail: an earlier request is still under review",
    "aws.ses.signals": ["production_access_requested"],
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-20T13:12:05.000Z",
    "cloud.account.id": "444455556666",
    "aws.ses.caller.name": "root",
    "aws.ses.caller.kind": "root",
    "source.address": "2001:db8:85a3::8a2e:370:7334",
    "aws.ses.effect":
      "Rule forward-all now delivers mail to function arn:aws:lambda:us-east-1:999988887777:function:collect (account 999988887777)",
    "aws.ses.signals": ["mail_diverted", "mail_to_foreign_account", "root_write"],
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-21T00:00:00.000Z",
    "aws.ses.caller.name": "東京\u202e運用\u001b[2J",
    "aws.ses.effect":
      "Template 歓迎メールテンプレート、新しいお客様のための長い名前を持つもの created",
  }),
  eventOf(
    {
      ...USER,
      "@timestamp": "2026-11-21T13:12:07.000Z",
      "aws.ses.caller.name": "AWSServiceRoleForTrustedAdvisor",
      "aws.ses.caller.kind": "service",
      "event.outcome": "failure",
      "error.code": "NoSuchBucket",
      "event.action": "GetBucketAcl",
      "event.provider": "s3.amazonaws.com",
      "cloud.service.name": "s3",
    },
    false,
  ),
  eventOf({ "@timestamp": "2026-11-21T13:12:08.000Z", "event.action": "HibernateMailboxFleet" }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-22T05:12:00.000Z",
    "aws.ses.effect": "DKIM signing turned off for example.org",
    "aws.ses.signals": ["dkim_weakened"],
  }),
];
const ROWS = EVENTS.map((event) => textRow(event));

function linesOf(table: TextTable, rows: readonly TextRow[]): readonly string[] {
  return [...table.head(), ...rows.flatMap((row) => table.next(row)), ...table.foot()];
}

/** The table of rows that are all known. */
function page(options: TextOptions, rows: readonly TextRow[] = ROWS): readonly string[] {
  return linesOf(textTable(options, rows), rows);
}

const WIDTHS = [40, 60, 80, 100, 140, 200];
const TABLES = WIDTHS.flatMap((columns) => [
  { name: `${columns}`, columns, color: false },
  { name: `${columns}-color`, columns, color: true },
]);

// oxlint-disable-next-line no-control-regex -- the escape that begins a style is a control character
const STYLES = /\u001b\[[\d;]+m/g;

describe("text", () => {
  it.each(TABLES)("golden $name", async (options) => {
    await expect(`${page(options).join("\n")}\n`).toMatchFileSnapshot(golden(options.name));
  });

  it("golden for what may come", async () => {
    const lines = linesOf(textTable({ columns: 140, color: false }), ROWS);
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(golden("140-arrival"));
  });

  it.each(TABLES)("colours change nothing but the colours at $name", ({ columns }) => {
    expect(page({ columns, color: true }).map((line) => line.replaceAll(STYLES, ""))).toEqual(
      page({ columns, color: false }),
    );
  });

  it("says once what is the same in all rows, and leaves the column out", () => {
    const rows = ROWS.slice(0, 2);
    const lines = page({ columns: 140, color: false }, rows);
    expect(lines.slice(0, 2)).toEqual([
      "account 111122223333 · region us-east-1 · caller ana.silva (sso) · from 203.0.113.44 · client AWS console",
      "  TIME UTC  WHAT HAPPENED                                SIGNALS",
    ]);
    expect(lines.slice(2).join("\n")).not.toContain("us-east-1");
  });

  it("a column that some rows leave empty is not said once for all", () => {
    const rows = [ROWS[0], ROWS[7]].flatMap((row) => row ?? []);
    expect(page({ columns: 140, color: false }, rows).join("\n")).not.toContain("region us-east-1");
  });

  it("one row alone keeps its caller beside it", () => {
    const text = page({ columns: 80, color: false }, ROWS.slice(0, 1)).join("\n");
    expect(text).toMatch(/^▲ 09:02:11 {2}ana\.silva \(sso\) {2}Sender identity/m);
  });

  it("gives each day a heading, once", () => {
    const lines = page({ columns: 100, color: false });
    const headings = lines.filter((line) => /^[A-Z][a-z]+day, /.test(line));
    expect(headings).toEqual([
      "Friday, 20 November 2026",
      "Saturday, 21 November 2026",
      "Sunday, 22 November 2026",
    ]);
  });

  it("tells what the marks mean, where they occur, and how often", () => {
    expect(page({ columns: 140, color: false }).join("\n")).toContain(
      "✗ failed 3 · signals: ▲▲▲ high 2 · ▲▲ medium 1 · ▲ low 1 · what signals mean: sestrail help signals",
    );
    expect(page({ columns: 140, color: false }, ROWS.slice(1, 2)).join("\n")).not.toMatch(/[✗▲]/);
  });

  it("a signal that the table does not know still shows", () => {
    const row = textRow(eventOf({ "aws.ses.signals": ["brand_new"] }));
    expect(row.weight).toBe(1);
  });

  it("a time that is none, or absent, is shown as it is", () => {
    const times = ["yesterday", undefined].map((time) => textRow(eventOf({ "@timestamp": time })));
    const lines = page({ columns: 80, color: false }, times);
    expect(lines).toEqual(expect.arrayContaining(["yesterday", "without a time"]));
  });
});

const nasty = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme", maxLength: 120 }),
  fc.constantFrom("\n", "\u001b[2J", "\u202e", "\u2028", "\t", "\ud800", "a\rb", "\u009b31m"),
  fc.constantFrom(
    "क्षत्रिय ".repeat(9),
    "👩‍👩‍👧👍🏽🇩🇪".repeat(20),
    "각".repeat(40),
    "e\u0301\u0302".repeat(70),
  ),
  fc.constantFrom("x".repeat(300), `${" ".repeat(90)}y`, "arn:aws:sns:eu-west-1:1:".repeat(9)),
);
const WRITTEN_BY_STRANGERS = [
  "@timestamp",
  "cloud.account.id",
  "cloud.region",
  "cloud.service.name",
  "aws.ses.caller.name",
  "aws.ses.caller.kind",
  "aws.ses.effect",
  "event.action",
  "event.provider",
  "error.code",
  "source.address",
  "user_agent.name",
] as const;
const nastyEvent = fc
  .tuple(
    fc.record(Object.fromEntries(WRITTEN_BY_STRANGERS.map((name) => [name, nasty])), {
      requiredKeys: [],
    }),
    fc.array(fc.oneof(nasty, fc.constantFrom("root_write", "access_denied")), { maxLength: 3 }),
    fc.constantFrom("failure", "success"),
  )
  .map(([texts, signals, outcome]) =>
    eventOf({
      ...texts,
      "aws.ses.signals": signals,
      "event.outcome": outcome,
    }),
  );
const nastyRows = fc.array(nastyEvent, { maxLength: 4 }).map((events) => events.map(textRow));
const anyWidth = fc.integer({ min: 1, max: 260 });

/** What is wrong with a table of any rows in any width; undefined where nothing is found. */
function flawOf(
  make: (options: TextOptions, rows: readonly TextRow[]) => readonly string[],
  isRight: (lines: readonly string[], columns: number, rows: readonly TextRow[]) => boolean,
): string | undefined {
  const run = fc.check(
    fc.property(nastyRows, anyWidth, (rows, columns) =>
      isRight(make({ columns, color: false }, rows), columns, rows),
    ),
    { numRuns: 150 },
  );
  return run.failed ? JSON.stringify(run.counterexample ?? run.errorInstance) : undefined;
}

const fits = (lines: readonly string[], columns: number): boolean =>
  lines.every((line) => widthOf(line) <= Math.max(32, columns) && !line.endsWith(" "));
const isHarmless = (lines: readonly string[]): boolean =>
  lines.every((line) => !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(line));
/** Blanks aside, which may stand at the end of a line. */
const bare = (text: string): string => text.replaceAll(" ", "");
/** What happened is all there: in the column, its parts under each other. */
const isWhole = (lines: readonly string[], columns: number, rows: readonly TextRow[]): boolean => {
  const table = textTable({ columns, color: false }, rows);
  return (
    rows.every((row) => {
      const all = bare(table.next({ ...row, cells: { ...row.cells, time: "" } }).join(""));
      // No line ends in blanks.
      const shown = bare(row.cells.what).replaceAll(/\s/gu, "");
      return Array.from(shown).every((character) => all.includes(character));
    }) && lines.length >= rows.length
  );
};

describe("whatever strangers write, in whatever window", () => {
  it("no line is wider than the window, or ends in blanks", () => {
    expect(flawOf(page, fits)).toBeUndefined();
    expect(flawOf((options, rows) => linesOf(textTable(options), rows), fits)).toBeUndefined();
  });

  it("no line holds a control", () => {
    expect(flawOf(page, isHarmless)).toBeUndefined();
  });

  it("nothing is lost", () => {
    expect(flawOf(page, isWhole)).toBeUndefined();
  });

  it("broken controls: a careless table is found out each time", () => {
    const longer = (options: TextOptions, rows: readonly TextRow[]): readonly string[] =>
      page(options, rows).map((line) => `${line} and more, as far as it goes`);
    const raw = (options: TextOptions, rows: readonly TextRow[]): readonly string[] => [
      ...page(options, rows),
      ...rows.map(({ cells }) => `${cells.caller}\u001b[2J`),
    ];
    const shorter = (_: TextOptions, rows: readonly TextRow[]): readonly string[] =>
      rows.slice(1).map(({ cells }) => cells.what);
    expect(flawOf(longer, fits)).toBeDefined();
    expect(flawOf(raw, isHarmless)).toBeDefined();
    expect(flawOf(shorter, isWhole)).toBeDefined();
  });
});

describe("order", () => {
  const few = fc.constantFrom("", "a", "b", "c");
  const rows = fc.array(
    fc.tuple(few, fc.integer({ min: 0, max: 2 }), few).map(([id, second, what]): TextRow => ({
      ...textRow(eventOf({ "@timestamp": `2026-11-20T09:00:0${second}.000Z` })),
      id,
      cells: {
        ...textRow(eventOf({})).cells,
        time: `2026-11-20T09:00:0${second}.000Z`,
        what,
      },
    })),
    { maxLength: 30 },
  );

  it("is the same however rows came, and by time", () => {
    fc.assert(
      fc.property(
        rows.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
        ),
        ([all, shuffled]) => {
          const sorted = inOrder(shuffled);
          expect(sorted).toEqual(inOrder(all));
          const times = sorted.map(({ cells }) => cells.time);
          expect(times).toEqual([...times].sort());
        },
      ),
    );
  });

  it("broken control: by time alone it depends on chance", () => {
    const byTime = (all: readonly TextRow[]): TextRow[] =>
      [...all].sort((one, other) =>
        one.cells.time < other.cells.time ? -1 : Number(one.cells.time > other.cells.time),
      );
    const run = fc.check(
      fc.property(rows, (all) => {
        expect(byTime(all.toReversed())).toEqual(byTime(all));
      }),
    );
    expect(run.failed).toBe(true);
  });
});

describe("tsv", () => {
  const lines = linesOf(tsvTable(), ROWS);

  it("golden", async () => {
    await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(golden("tsv"));
  });

  it("has one line for each row, as many values in each as there are names, and whole ones", () => {
    expect(lines).toHaveLength(ROWS.length + 1);
    expect(lines.map((line) => line.split("\t").length)).toEqual(
      lines.map(() => TSV_COLUMNS.length),
    );
    expect(lines[5]).toContain("arn:aws:lambda:us-east-1:999988887777:function:collect");
  });

  /** A value that a spreadsheet would calculate. */
  const isFormula = (cell: string): boolean => /^["\s]*[=+\-@＝＋－＠]/u.test(cell);
  const formula = fc.tuple(
    fc.constantFrom("=", "+", "-", "@", '"=', "＝", "'=", "\t=", "\r@"),
    fc.string(),
  );
  const flaw = (write: (row: TextRow) => readonly string[]): boolean =>
    fc.check(
      fc.property(formula, ([sign, rest]) => {
        const event = eventOf({ "aws.ses.effect": sign + rest, "aws.ses.caller.name": sign });
        for (const cell of write(textRow(event)).flatMap((line) => line.split("\t")))
          expect(isFormula(cell)).toBe(false);
      }),
    ).failed;

  it("holds no formula, and one apostrophe less gives the value", () => {
    expect(flaw((row) => tsvTable().next(row))).toBe(false);
    const [line = ""] = tsvTable().next(textRow(eventOf({ "aws.ses.effect": "'=1+1" })));
    expect(line.split("\t")[4]).toBe("''=1+1");
  });

  it("broken control: values as they are hold some", () => {
    expect(flaw(({ cells }) => [Object.values(cells).join("\t")])).toBe(true);
  });
});

it("a page is as wide as a table that says who did what", () => {
  expect(page({ columns: PAGE_COLUMNS, color: false }).join("\n")).toContain("REGION");
});
