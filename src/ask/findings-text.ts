/** Findings for people: by rule, the weightiest first, with what to do; or each on one line, for grep and mails. Pure. */
import type { Finding, Findings } from "../rules/engine/finding.ts";
import { WEIGHTS } from "../rules/engine/finding.ts";
import type { Evidence } from "../rules/engine/hit.ts";
import { printable } from "../shape/printable.ts";
import { NARROWEST } from "../shape/text/columns.ts";
import { dayAndTime, dayOf, timeOfDay } from "../shape/text/day.ts";
import { FAILED, painted, weightMark, weightStyle } from "../shape/text/marks.ts";
import type { ViewOptions } from "../shape/text/view.ts";
import { shownBy } from "../shape/text/zone.ts";
import { parts } from "../shape/wrap.ts";
import { hung, plain } from "./hung.ts";
import { amountOf, commonOf, grouped, shortId, someOf } from "./finding-words.ts";

/** How findings are shown. */
export interface FindingsOptions extends ViewOptions {
  readonly columns: number;
  readonly color: boolean;
  /** Events that were looked at. */
  readonly eventCount: number;
  /** Rules that were asked. */
  readonly ruleCount: number;
  /** How long what is new was only learned. */
  readonly learned: string;
}

/** Findings of one rule that are shown in full. */
const MOST_OF_A_RULE = 10;
/** Records of a finding that are shown. */
const MOST_EVIDENCE = 3;
/** Callers, addresses and Regions that are named. */
const MOST_NAMES = 4;

/** Blocks for reading. */
export function findingsText(found: Findings, options: FindingsOptions): readonly string[] {
  const width = Math.max(options.columns, NARROWEST);
  const byRule = new Map<string, Finding[]>();
  for (const finding of found.findings) {
    const others = byRule.get(finding.rule.key);
    if (others === undefined) byRule.set(finding.rule.key, [finding]);
    else others.push(finding);
  }
  const blocks = [...byRule.values()].flatMap((ofRule) => [
    ...ruleLines(ofRule, width, options),
    ...ofRule.slice(0, MOST_OF_A_RULE).flatMap((finding) => findingLines(finding, width, options)),
    ...(ofRule.length > MOST_OF_A_RULE
      ? hung(
          "  ",
          `${ofRule.length - MOST_OF_A_RULE} more findings of this rule: --format csv`,
          width,
        )
      : []),
    "",
  ]);
  const closing = [...closingLines(found, options), ...nextLines(found.findings)];
  return [...blocks, ...closing.flatMap((line) => hung("", line, width))];
}

function ruleLines(
  [finding]: readonly Finding[],
  width: number,
  { color }: FindingsOptions,
): readonly string[] {
  if (finding === undefined) return [];
  const { rule } = finding;
  const weight = WEIGHTS[rule.severity];
  const mark = weightMark(weight).padStart(3);
  const shownMark = color
    ? mark.replace(weightMark(weight), (text) => painted(weightStyle(weight), text))
    : mark;
  const [first = "", ...rest] = parts(
    `${printable(rule.name)} (${rule.severity}: ${printable(rule.key)})`,
    width - 4,
  );
  const bold = (text: string): string => (color ? painted("bold", text.trimEnd()) : text.trimEnd());
  return [
    `${shownMark} ${bold(first)}`,
    ...rest.map((line) => `    ${bold(line)}`),
    ...hung("    ", printable(plain(rule.description)), width),
    ...hung("    To do: ", printable(plain(rule.look)), width),
  ];
}

function findingLines(
  finding: Finding,
  width: number,
  { zone, accounts }: FindingsOptions,
): readonly string[] {
  const { facets, evidence, count } = finding;
  const shown = (time: string): string => (zone === undefined ? time : shownBy(zone.clock, time));
  const [first, last] = [shown(finding.first), shown(finding.last)];
  const isOneDay = dayOf(first) === dayOf(last);
  const span = first === last ? "" : ` to ${isOneDay ? timeOfDay(last) : dayAndTime(last)}`;
  const names = facets.account.map((account) => accounts?.get(account) ?? account);
  const common = commonOf(finding);
  const rows: readonly (readonly [string, string])[] = [
    [finding.rule.detection.type === "new_terms" ? "new" : "of", common],
    ["who", listed([facets.caller, facets.key])],
    ["from", listed([facets.address, facets.client])],
    ["in", listed([names, facets.region])],
  ];
  const more = count - Math.min(MOST_EVIDENCE, evidence.length);
  return [
    ...hung(
      "  • ",
      `${first === "" ? "without a time" : `${dayAndTime(first)}${span}`} · ${amountOf(finding)}`,
      width,
    ),
    ...rows.flatMap(([label, text]) =>
      text === "" ? [] : hung(`      ${label.padEnd(6)}`, text, width),
    ),
    ...evidence
      .slice(0, MOST_EVIDENCE)
      .flatMap((one) => evidenceLines(one, isOneDay, shown, width)),
    ...(more > 0 ? [`      and ${grouped(more)} more`] : []),
  ];
}

function evidenceLines(
  { at, what, failed, id }: Evidence,
  isOneDay: boolean,
  shown: (time: string) => string,
  width: number,
): readonly string[] {
  const time = at === 0 ? "" : shown(new Date(at).toISOString());
  const head = `      ${isOneDay ? timeOfDay(time) : dayAndTime(time)}  `;
  const tail = id === "" ? "" : `  ${shortId(id)}`;
  return hung(head, `${failed ? `${FAILED} ` : ""}${printable(what)}${tail}`, width);
}

/** Groups of names: `a, b · c and 2 more`. */
function listed(groups: readonly (readonly string[])[]): string {
  return groups
    .filter((names) => names.length > 0)
    .map((names) => someOf(names, MOST_NAMES))
    .join(" · ");
}

/** What sums it up. */
export function closingLines(
  { findings, learnedUntil, untold }: Findings,
  { eventCount, ruleCount, learned, zone }: FindingsOptions,
): readonly string[] {
  const counts = (["high", "medium", "low"] as const).flatMap((severity) => {
    const count =
      findings.filter(({ rule }) => rule.severity === severity).length + untold[severity];
    return count === 0 ? [] : [`${weightMark(WEIGHTS[severity])} ${severity} ${grouped(count)}`];
  });
  const of = `${grouped(eventCount)} event${eventCount === 1 ? "" : "s"} by ${ruleCount} rule${ruleCount === 1 ? "" : "s"}`;
  const shown = zone === undefined ? learnedUntil : shownBy(zone.clock, learnedUntil);
  return [
    counts.length === 0 ? `nothing found in ${of}` : `${counts.join(" · ")} · in ${of}`,
    ...(learnedUntil === "" || learned === ""
      ? []
      : [
          `what is new is told from ${dayAndTime(shown)} on, after ${learned} to learn from: --history`,
        ]),
  ];
}

/** What to do next. */
function nextLines([first]: readonly Finding[]): readonly string[] {
  if (first === undefined) return [];
  const id = first.evidence[0]?.id ?? "";
  const look = id === "" ? "" : ` · a record: sestrail look ${shortId(id)} SOURCE`;
  return [`a rule: sestrail detect --explain ${printable(first.rule.key)}${look}`];
}

/** One line for each. */
export function findingsLines(
  { findings }: Findings,
  { accounts }: ViewOptions,
): readonly string[] {
  return findings.map((finding) => {
    const { rule, first, last, facets, evidence } = finding;
    const all = (names: readonly string[]): string => names.map(printable).join(",");
    return [
      rule.severity.padEnd(6),
      first === last ? seconds(first) : `${seconds(first)} to ${seconds(last)}`,
      printable(rule.name),
      all(facets.caller),
      all(facets.account.map((account) => accounts?.get(account) ?? account)),
      all(facets.region),
      all(facets.address),
      amountOf(finding),
      commonOf(finding),
      printable(evidence[0]?.what ?? ""),
      `[${printable(rule.key)} ${shortId(evidence[0]?.id ?? "")}]`,
    ]
      .filter((text) => text !== "")
      .join("  ");
  });
}

function seconds(time: string): string {
  return time.replace(".000Z", "Z");
}
