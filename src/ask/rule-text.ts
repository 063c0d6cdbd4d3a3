/** One rule, explained to people. Pure. */
import { TECHNIQUES } from "../rules/mitre.ts";
import type { Detection, Rule } from "../rules/rule.ts";
import { printable } from "../shape/printable.ts";
import { painted } from "../shape/text/marks.ts";
import { hung, plain } from "./hung.ts";
import { plural, wordOf } from "./finding-words.ts";

/** How it is laid out. */
export interface RuleTextOptions {
  readonly columns: number;
  readonly color: boolean;
}

/** What it finds, how, and what to do. */
export function ruleText(rule: Rule, { columns, color }: RuleTextOptions): readonly string[] {
  const title = `${printable(rule.name)} (${rule.severity}: ${printable(rule.key)})`;
  const rows: readonly (readonly [string, string])[] = [
    ["Finds", plain(rule.description)],
    ["How", howOf(rule.detection)],
    ...conditionsOf(rule.detection).map(
      (condition, place) => [place === 0 ? "In KQL" : "", condition] as const,
    ),
    ["To do", plain(rule.look)],
    ...rule.falsePositives.map(
      (text, place) => [place === 0 ? "Harmless" : "", plain(text)] as const,
    ),
    ...rule.techniques.map((id, place) => {
      const { name, sub }: { readonly name: string; readonly sub?: string } = TECHNIQUES[id];
      return [
        place === 0 ? "ATT&CK" : "",
        `${id} ${name}${sub === undefined ? "" : `: ${sub}`}`,
      ] as const;
    }),
    ...rule.references.map((link, place) => [place === 0 ? "Read" : "", link] as const),
  ];
  return [
    color ? painted("bold", title) : title,
    ...rows.flatMap(([label, text]) => hung(`  ${label.padEnd(8)}  `, printable(text), columns)),
  ];
}

function conditionsOf(detection: Detection): readonly string[] {
  return detection.type === "sequence" ? detection.steps : [detection.query];
}

function howOf(detection: Detection): string {
  const words = (fields: readonly string[]): string => fields.map(wordOf).join(" and ");
  switch (detection.type) {
    case "query":
      return "each call by itself; calls of one caller are one finding while no hour without any lies between them";
    case "threshold": {
      const { atLeast, distinct, by, withinMinutes } = detection;
      const different =
        distinct === undefined
          ? ""
          : `${atLeast > 1 ? " with " : ""}${distinct.atLeast} different ${plural(wordOf(distinct.field))}`;
      const calls = atLeast > 1 || distinct === undefined ? `${atLeast} calls or more` : "";
      return `${calls}${different} within ${spanOf(withinMinutes)}, of the same ${words(by)}`;
    }
    case "new_terms":
      return `a ${words(detection.fields)} not seen together for ${spanOf(detection.historyDays * 24 * 60)}`;
    case "sequence":
      return `${detection.steps.length} kinds of call within ${spanOf(detection.withinMinutes)}, ${detection.inAnyOrder === true ? "in any order" : "one after the other"}, of the same ${words(detection.by)}`;
    default:
      return detection satisfies never;
  }
}

function spanOf(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? "a day" : `${minutes / 1440} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "an hour" : `${minutes / 60} hours`;
  return `${minutes} minutes`;
}
