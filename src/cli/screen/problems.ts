/** Tells people what went wrong: one screen at most, the same thing once, every text harmless, never a stack trace. */
import type { UsageProblem } from "../../config/asked.ts";
import type { ProblemGroup } from "../../job/problem-log.ts";
import { printable } from "../../shape/printable.ts";
import { widthOf } from "../../shape/width.ts";
import { ERRORS, type ErrorCode } from "../../tables/errors.ts";
import { todoOf } from "../../telemetry/problem.ts";
import { formatCount } from "./format.ts";
import { wrap, wrapUnder } from "./wrap.ts";

/** The lines of one group. `width` is that of the terminal; Infinity: nothing is wrapped. */
export function problemLines(group: ProblemGroup, width: number): readonly string[] {
  const [problem, ...others] = group.first;
  if (problem === undefined) return [];
  const warning = ERRORS[group.code].exit === 0 ? "warning: " : "";
  const more = group.count - group.first.length;
  return [
    ...wrapUnder(`sestrail: ${warning}${shortened(problem.what)}`, width),
    ...others.map((other) => `     also: ${shortened(other.what)}`),
    ...(more > 0 ? [`      and: ${formatCount(more)} more`] : []),
    ...(problem.why === undefined ? [] : indented(sentence(shortened(problem.why)), width)),
    ...withCode(indented(shortened(todoOf(problem)), width), group.code, width),
  ];
}

/** The lines for everything that is wrong with a command. */
export function usageLines(problems: readonly UsageProblem[], width: number): readonly string[] {
  const subjects = problems.map((problem) => shortened(problem.subject));
  const column = Math.min(24, Math.max(...subjects.map(widthOf)));
  const shown = problems.slice(0, MOST_USAGE_PROBLEMS);
  const lines = shown.flatMap((problem, index) => {
    const subject = subjects[index] ?? "";
    const [first = "", ...rest] = wrap(shortened(problem.text), width - column - 4);
    const blank = " ".repeat(column + 4);
    const head = `  ${subject}${" ".repeat(Math.max(0, column - widthOf(subject)))}`;
    return widthOf(subject) > column && widthOf(head) + 2 + widthOf(first) > width
      ? [head, `${blank}${first}`, ...rest.map((line) => blank + line)]
      : [`${head}  ${first}`, ...rest.map((line) => blank + line)];
  });
  const hidden = problems.length - shown.length;
  const code = problems.every((problem) => problem.code === "E_CONFIG_FILE")
    ? "E_CONFIG_FILE"
    : "E_USAGE";
  return [
    `sestrail: ${problems.length === 1 ? "a problem" : `${formatCount(problems.length)} problems`} with this command`,
    ...lines,
    ...(hidden > 0 ? [`  and ${formatCount(hidden)} more`] : []),
    ...withCode([`  ${ERRORS[code].todo}`], code, width),
  ];
}

/** What fits on one screen. */
const MOST_USAGE_PROBLEMS = 16;
/** Longest text of a stranger that is shown whole. */
const MOST_CHARACTERS = 400;

function shortened(text: string): string {
  const safe = printable(text.trim());
  return safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS)}…` : safe;
}

function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

function indented(text: string, width: number): readonly string[] {
  return wrap(text, width - 2).map((line) => `  ${line}`);
}

/** The code at the right of the last line, or behind it in a pipe; on a line of its own where it does not fit. */
function withCode(lines: readonly string[], code: ErrorCode, width: number): readonly string[] {
  const tag = `[${code}]`;
  const last = lines.at(-1) ?? "";
  if (!Number.isFinite(width)) return [...lines.slice(0, -1), `${last}  ${tag}`];
  const room = width - widthOf(last) - tag.length;
  return room >= 2
    ? [...lines.slice(0, -1), last + " ".repeat(room) + tag]
    : [...lines, tag.padStart(width)];
}
