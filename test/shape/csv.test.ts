/** csv: what a strict reader gets back is what was written, and nothing of it is a formula. */
import * as fc from "fast-check";
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import {
  chosenCells,
  COLUMN_NAMES,
  fieldCalled,
  isColumn,
  SHORT_NAMES,
} from "../../src/shape/chosen.ts";
import { separatedLine, separatedTable } from "../../src/shape/csv.ts";
import { textRow } from "../../src/shape/text/row.ts";
import { TSV_COLUMNS } from "../../src/shape/tsv.ts";
import { eventOf } from "../support/event.ts";

/** Reads one line by RFC 4180 to the letter; throws where it is none. */
function strictly(line: string): string[] {
  const values: string[] = [];
  let rest = line;
  for (;;) {
    const found = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n$)/.exec(rest);
    if (found === null) throw new Error(`no csv: ${JSON.stringify(rest)}`);
    values.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? "");
    rest = rest.slice(found[0].length);
    if (found[3] !== ",") return values;
  }
}

const FORMULA = /^["\s]*[=+\-@＝＋－＠]/u;
const value = fc.oneof(
  fc.string(),
  fc
    .tuple(fc.constantFrom("=", "+", "-", "@", '"=', "'", ",", '"', " ", "\r\n"), fc.string())
    .map((all) => all.join("")),
);
/** Whether some values do not come back as they were, but for the apostrophe, or hold a formula. */
const flaw = (write: (values: readonly string[]) => string): boolean =>
  fc.check(
    fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
      const read = strictly(write(values));
      expect(read.map((one, place) => (one === values[place] ? one : one.slice(1)))).toEqual(
        values,
      );
      for (const one of read) expect(FORMULA.test(one.trimStart())).toBe(false);
    }),
  ).failed;

const PYTHON =
  "import csv, json, sys, io; text = io.TextIOWrapper(sys.stdin.buffer, 'utf-8', newline=''); print(json.dumps(list(csv.reader(text, strict=True))))";
const hasPython = spawnSync("python3", ["-c", "import csv"]).status === 0;

describe("csv", () => {
  it.skipIf(!hasPython)("is read by Python's csv as by the strict reader", () => {
    const row = fc.array(fc.oneof(value, fc.string({ unit: "grapheme" })), {
      minLength: 3,
      maxLength: 3,
    });
    const lines = fc.sample(row, 300).map(
      (values) =>
        separatedLine(
          "csv",
          values.map((one) => one.toWellFormed()),
        ) + "\n",
    );
    const { stdout, stderr } = spawnSync("python3", ["-c", PYTHON], {
      input: lines.join(""),
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual(lines.map(strictly));
  });

  it("is read back by a strict reader", () => {
    const trimmed = (values: readonly string[]): string =>
      `${separatedLine(
        "csv",
        values.map((one) => one),
      )}\n`;
    expect(
      fc.check(
        fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
          const read = strictly(trimmed(values));
          expect(read.map((one, place) => (one === values[place] ? one : one.slice(1)))).toEqual(
            values,
          );
        }),
      ).failed,
    ).toBe(false);
  });

  it("broken control: values that are only joined are not", () => {
    expect(flaw((values) => `${values.join(",")}\r\n`)).toBe(true);
  });

  it("holds no formula", () => {
    for (const one of ["=1+1", "+1", "-1", "@a", '"=1', "＝1"])
      expect(strictly(`${separatedLine("csv", [one])}\n`)).toEqual([`'${one}`]);
  });

  it("has the columns of tsv, or those that are chosen", () => {
    const event = eventOf({
      "@timestamp": "2026-11-20T09:02:11Z",
      "aws.ses.caller.name": "ana, of\u202eops",
      "aws.cloudtrail.user_identity.access_key_id": "AKIAVX4MSXMEAEXAMPLE",
      "aws.ses.identity.name": ["a@example.com", "example.org"],
      "event.outcome": "failure",
      "aws.ses.data_event": true,
    });
    const row = textRow(event);
    const usual = separatedTable("csv");
    expect(strictly(`${usual.head()[0]}\n`)).toEqual(TSV_COLUMNS);
    expect(strictly(`${usual.next(row)[0]}\n`)).toHaveLength(TSV_COLUMNS.length);
    const columns = [
      "time",
      "caller",
      "aws.ses.caller.name",
      "key",
      "identity",
      "aws.ses.data_event",
      "template",
    ];
    const table = separatedTable("csv", columns);
    const chosen = chosenCells(columns, event, row);
    expect(strictly(`${table.next({ ...row, chosen })[0]}\n`)).toEqual([
      "2026-11-20T09:02:11Z",
      "ana, of⟨U+202E⟩ops",
      "ana, of⟨U+202E⟩ops",
      "AKIAVX4MSXMEAEXAMPLE",
      "a@example.com, example.org",
      "true",
      "",
    ]);
  });
});

describe("names of columns", () => {
  it("are each of one thing", () => {
    expect(new Set(SHORT_NAMES).size).toBe(SHORT_NAMES.length);
    for (const name of COLUMN_NAMES.filter(isColumn)) expect(name).toMatch(/^[@a-z0-9_.]+$/);
    expect(fieldCalled("ip")).toBe("source.ip");
    // The shaper's own, which no event has yet.
    expect(fieldCalled("event.dataset")).toBeUndefined();
    expect(isColumn("nothing")).toBe(false);
  });
});
