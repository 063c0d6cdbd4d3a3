/** The question of `detect`: what rules find, in the form that is wanted. */
import { ruleEngine, type EngineOptions } from "../rules/engine/engine.ts";
import { WEIGHTS, type Findings } from "../rules/engine/finding.ts";
import type { Sighting } from "../rules/engine/sight.ts";
import type { Rule } from "../rules/rule.ts";
import type { Problem } from "../telemetry/problem.ts";
import type { Question } from "./asking-sink.ts";
import { grouped } from "./finding-words.ts";
import { findingsCsv, findingsJson } from "./findings-data.ts";
import { findingsSarif } from "./findings-sarif.ts";
import { findingsLines, findingsText, type FindingsOptions } from "./findings-text.ts";

/** Forms of the answer that can be asked for. */
export const FINDINGS_FORMS = ["text", "csv", "json", "sarif"] as const;

/** Those, and `lines`: a finding on each. */
export type FindingsForm = (typeof FINDINGS_FORMS)[number] | "lines";

/** What is asked, and how the answer is to look. */
export interface Detection extends EngineOptions {
  readonly rules: readonly Rule[];
  readonly form: FindingsForm;
  readonly view: Omit<FindingsOptions, "eventCount" | "ruleCount">;
  /** Told of what could not be judged. */
  readonly report: (problem: Problem) => void;
  /** Told what was found, once, with what sums it up. */
  readonly onFound: (found: Findings, options: FindingsOptions) => void;
}

/** Asks the rules of all events. */
export function detection({
  rules,
  form,
  view,
  report,
  onFound,
  ...engineOptions
}: Detection): Question<Sighting> {
  const engine = ruleEngine(rules, engineOptions);
  let eventCount = 0;
  return {
    part: (event) => engine.sight(event.fields),
    take(sighting) {
      eventCount += 1;
      engine.take(sighting);
    },
    answer() {
      const found = engine.findings();
      const options = { ...view, eventCount, ruleCount: rules.length };
      for (const problem of notJudged(found)) report(problem);
      onFound(found, options);
      switch (form) {
        case "json":
          return [findingsJson(found, { eventCount, rules: rules.map(({ key }) => key) })];
        case "sarif":
          return [findingsSarif(found, rules)];
        case "csv":
          return findingsCsv(found);
        case "text":
          return findingsText(found, options);
        case "lines":
          return findingsLines(found, options);
        default:
          return form satisfies never;
      }
    },
  };
}

/** Whether something was found that weighs so much. */
export function weighs({ findings, untold }: Findings, least: Rule["severity"]): boolean {
  const isEnough = (severity: Rule["severity"]): boolean => WEIGHTS[severity] >= WEIGHTS[least];
  return (
    findings.some(({ rule }) => isEnough(rule.severity)) ||
    (["low", "medium", "high"] as const).some((name) => untold[name] > 0 && isEnough(name))
  );
}

/** What could not be judged, or told. */
function notJudged(found: Findings): readonly Problem[] {
  const { lateCount, unplacedCount, untimedCount, untold } = found;
  const told = (count: number, what: string): readonly Problem[] =>
    count === 0 ? [] : [{ code: "E_RULES_ROOM", what: `${grouped(count)} ${what}` }];
  return [
    ...told(lateCount, "records came too late to be counted with others"),
    ...told(unplacedCount, "records found no place in memory, and were not judged"),
    ...told(untimedCount, "records without a time were judged by rules on one record only"),
    ...told(untold.high + untold.medium + untold.low, "findings were counted, and are not shown"),
  ];
}
