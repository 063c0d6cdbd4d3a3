import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemLog, problemOf } from "../../../src/job/problem-log.ts";
import { problemLines, usageLines } from "../../../src/cli/screen/problems.ts";
import { usage } from "../../../src/config/asked.ts";
import { widthOf } from "../../../src/shape/width.ts";
import { CodedError } from "../../../src/telemetry/problem.ts";

const PIPE = Number.POSITIVE_INFINITY;

function groupOf(count: number) {
  const log = problemLog();
  for (let index = 0; index < count; index += 1)
    log.add({
      code: "E_GZIP_TRUNCATED",
      what: `${index}.json.gz ends early`,
      why: `cut at byte ${index}`,
    });
  const [group] = log.groups();
  if (group === undefined) throw new Error("no group");
  return group;
}

describe("problems", () => {
  it("tell what failed, why, what to do, and the code", () => {
    expect(problemLines(groupOf(1), PIPE)).toEqual([
      "sestrail: 0.json.gz ends early",
      "  cut at byte 0.",
      "  It may still be being written, or its download was cut: fetch it again and run again.  [E_GZIP_TRUNCATED]",
    ]);
  });

  it("tell the same error on many objects once, with a count", () => {
    expect(problemLines(groupOf(1041), PIPE)).toEqual([
      "sestrail: 0.json.gz ends early",
      "     also: 1.json.gz ends early",
      "     also: 2.json.gz ends early",
      "     also: 3.json.gz ends early",
      "      and: 1,037 more",
      "  cut at byte 0.",
      "  It may still be being written, or its download was cut: fetch it again and run again.  [E_GZIP_TRUNCATED]",
    ]);
  });

  it("keep a few of each code only, in the order in which they came", () => {
    const log = problemLog();
    for (let index = 0; index < 100; index += 1) {
      log.add({ code: "E_ELEMENT_INVALID", what: `a ${index}` });
      log.add({ code: "E_FILE_OPEN", what: `b ${index}` });
    }
    expect(log.groups().map(({ code, count, first }) => [code, count, first.length])).toEqual([
      ["E_ELEMENT_INVALID", 100, 4],
      ["E_FILE_OPEN", 100, 4],
    ]);
  });

  it("call a warning a warning, and prefer the problem's own advice", () => {
    const log = problemLog();
    log.add({ code: "E_NO_LOGS", what: "no logs in x", todo: "Look in y." });
    expect(log.groups().flatMap((group) => problemLines(group, 60))).toEqual([
      "sestrail: warning: no logs in x",
      `  Look in y.${" ".repeat(37)}[E_NO_LOGS]`,
    ]);
  });

  it("fit the terminal, with the code at the right", () => {
    for (const line of problemLines(groupOf(5), 80)) expect(widthOf(line)).toBeLessThanOrEqual(80);
    expect(problemLines(groupOf(5), 80).at(-1)).toMatch(/\[E_GZIP_TRUNCATED\]$/);
    expect(widthOf(problemLines(groupOf(5), 80).at(-1) ?? "")).toBe(80);
  });

  it("make of anything thrown a problem, without a stack trace", () => {
    expect(problemOf(new CodedError({ code: "E_OUTPUT", what: "x" }))).toEqual({
      code: "E_OUTPUT",
      what: "x",
    });
    const lines = [new TypeError("odd"), "odd"].map((thrown) => {
      const problem = problemOf(thrown);
      return problemLines({ code: problem.code, count: 1, first: [problem] }, PIPE);
    });
    expect(lines[0]).toEqual([
      "sestrail: sestrail itself failed",
      "  odd.",
      "  Please report it, with the command and this message.  [E_INTERNAL]",
    ]);
    expect(lines[1]).toEqual(lines[0]);
  });

  /** Finds a text of a stranger that reaches the terminal as it came. */
  const unsafe = (lines: (text: string) => readonly string[]): boolean => {
    const nasty = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\u001b[2J", "a\nb", "\u202e"),
    );
    return fc.check(
      fc.property(nasty, (text) => !lines(text).some((line) => /[\p{Cc}\p{Cf}\p{Cs}]/u.test(line))),
    ).failed;
  };

  it("make every text harmless", () => {
    expect(
      unsafe((text) => [
        ...problemLines(
          {
            code: "E_REJECTED",
            count: 1,
            first: [{ code: "E_REJECTED", what: text, why: text, todo: text }],
          },
          80,
        ),
        ...usageLines([usage(text, text), usage("--to", text)], 80),
      ]),
    ).toBe(false);
  });

  it("broken control: a screen that prints the name as it came is found out", () => {
    expect(unsafe((text) => [`sestrail: ${text}`])).toBe(true);
  });

  it("cut what a stranger makes too long", () => {
    const what = "x".repeat(100_000);
    const lines = problemLines(
      { code: "E_REJECTED", count: 1, first: [{ code: "E_REJECTED", what }] },
      PIPE,
    );
    expect(lines.join("").length).toBeLessThan(1000);
  });
});

describe("usage", () => {
  it("lists everything at once, aligned", () => {
    expect(
      usageLines(
        [
          usage("--formt", "unknown option; did you mean --format?"),
          usage("--max-memory", '"lots" is no size; write for example 64MiB'),
          usage(
            "--to pigeon:x",
            "unknown destination; known: stdout, file:PATH, elasticsearch:URL, otlp:URL",
          ),
        ],
        100,
      ),
    ).toEqual([
      "sestrail: 3 problems with this command",
      "  --formt        unknown option; did you mean --format?",
      '  --max-memory   "lots" is no size; write for example 64MiB',
      "  --to pigeon:x  unknown destination; known: stdout, file:PATH, elasticsearch:URL, otlp:URL",
      `  See: sestrail --help${" ".repeat(69)}[E_USAGE]`,
    ]);
  });

  it("stays on one screen", () => {
    const many = Array.from({ length: 100 }, (_, index) => usage(`--x${index}`, "unknown option"));
    const lines = usageLines(many, 80);
    expect(lines.length).toBeLessThan(24);
    expect(lines.at(-2)).toBe("  and 84 more");
  });

  it("points to the config file where only that is wrong", () => {
    const lines = usageLines([{ subject: "a in b", text: "c", code: "E_CONFIG_FILE" }], PIPE);
    expect(lines.at(-1)).toMatch(/\[E_CONFIG_FILE\]$/);
  });
});
