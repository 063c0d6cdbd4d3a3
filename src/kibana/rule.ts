/** A detection rule as the line of the import file that Kibana takes. */
import type { Detection, Rule } from "../rules/rule.ts";
import { EVENT_INDICES } from "./data-views.ts";
import { eqlSequence } from "./eql.ts";
import { threats, type Threat } from "./threats.ts";

/** One line of the rules' import file. */
export interface RuleJson {
  readonly rule_id: string;
  readonly type: "query" | "threshold" | "new_terms" | "eql";
  readonly name: string;
  readonly description: string;
  readonly risk_score: number;
  readonly severity: Rule["severity"];
  readonly enabled: false;
  readonly index: readonly string[];
  readonly language: "kuery" | "eql";
  readonly query: string;
  readonly from: string;
  readonly to: "now";
  readonly interval: string;
  readonly timestamp_override?: "event.created";
  readonly threshold?: {
    readonly field: readonly string[];
    readonly value: number;
    readonly cardinality?: readonly { readonly field: string; readonly value: number }[];
  };
  readonly new_terms_fields?: readonly string[];
  readonly history_window_start?: string;
  readonly tags: readonly string[];
  readonly false_positives: readonly string[];
  readonly references: readonly string[];
  readonly threat: readonly Threat[];
  readonly note: string;
  readonly author: readonly string[];
  readonly license: string;
  readonly max_signals: number;
  readonly version: number;
}

const RISK: Readonly<Record<Rule["severity"], number>> = { low: 21, medium: 47, high: 73 };

const INTERVAL_MINUTES = 10;
/**
 * How much longer than its span a rule looks back. CloudTrail delivers a record within about 15 minutes of the call,
 * reading it takes some more, and then it waits for the rule's next run.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
const LATE_MINUTES = 20 + INTERVAL_MINUTES;

/** What rules need that is not there by default, in words. */
export const NEEDS: Readonly<Record<NonNullable<Rule["needs"]>, string>> = {
  related: "calls of other services that tell of mail: run sestrail with `--related`",
  "data events": "CloudTrail data events for Amazon SES (see docs/getting-logs.md of sestrail)",
};

const NEXT_STEPS = [
  "Open **[SES] Security** and filter by the caller: which other signals, Regions, addresses and clients does it show?",
  "`aws.ses.effect` says what the call did, `event.outcome` whether it succeeded.",
  "Ask the person or team behind the caller. If nobody knows of it: disable the access key or end the session, then undo what **[SES] Who changed what** lists for the caller.",
];

/**
 * The lines of a rule: one, but for a sequence in any order. EQL knows no such thing, so that its steps backwards are a
 * rule of their own.
 */
export function ruleJsons(rule: Rule): readonly RuleJson[] {
  const { detection } = rule;
  if (detection.type !== "sequence" || detection.inAnyOrder !== true) return [ruleJson(rule)];
  const steps = detection.steps.toReversed();
  return [
    ruleJson(rule),
    ruleJson({
      ...rule,
      key: `${rule.key}-backwards`,
      name: `${rule.name} (other way round)`,
      detection: { ...detection, steps },
    }),
  ];
}

/**
 * The line of a rule. Always off, always with index and `from`: Kibana's own defaults are on, its own patterns, and a
 * window too short for CloudTrail.
 */
function ruleJson(rule: Rule): RuleJson {
  return {
    rule_id: `sestrail-${rule.key}`,
    type: rule.detection.type === "sequence" ? "eql" : rule.detection.type,
    name: rule.name,
    description: rule.description,
    risk_score: RISK[rule.severity],
    severity: rule.severity,
    enabled: false,
    index: EVENT_INDICES,
    ...when(rule.detection),
    ...what(rule.detection),
    tags: ["Amazon SES", "AWS", "CloudTrail", ...tagsOf(rule)],
    false_positives: rule.falsePositives,
    references: rule.references,
    threat: threats(rule.techniques),
    note: noteOf(rule),
    author: ["sestrail"],
    license: "Apache-2.0",
    max_signals: 100,
    version: 1,
  };
}

function noteOf({ look, needs }: Rule): string {
  const steps = NEXT_STEPS.map((step) => `- ${step}`);
  const needed = needs === undefined ? [] : ["", `The rule needs ${NEEDS[needs]}.`];
  return ["## Triage", "", look, "", ...steps, ...needed].join("\n");
}

/** Some products name the same technique by its number in ATT&CK version 19: both can be searched. */
function tagsOf(rule: Rule): readonly string[] {
  return rule.techniques.includes("T1562.008") ? ["T1562.008", "T1685.002"] : [];
}

/**
 * When a rule runs and over what. A match of one record goes by the time of reading, so that late records are not
 * missed. Counts and sequences go by the time of the call: a backfill is read within minutes, and would else look
 * like a burst.
 */
function when(
  detection: Detection,
): Pick<RuleJson, "from" | "to" | "interval" | "timestamp_override"> {
  const window = { to: "now", interval: `${INTERVAL_MINUTES}m` } as const;
  switch (detection.type) {
    case "query":
    case "new_terms":
      return { ...window, from: "now-60m", timestamp_override: "event.created" };
    case "threshold":
    case "sequence":
      return { ...window, from: `now-${detection.withinMinutes + LATE_MINUTES}m` };
    default:
      return detection satisfies never;
  }
}

function what(
  detection: Detection,
): Pick<
  RuleJson,
  "language" | "query" | "threshold" | "new_terms_fields" | "history_window_start"
> {
  switch (detection.type) {
    case "query":
      return { language: "kuery", query: detection.query };
    case "threshold":
      return {
        language: "kuery",
        query: detection.query,
        threshold: {
          field: detection.by,
          value: detection.atLeast,
          ...(detection.distinct === undefined
            ? {}
            : {
                cardinality: [
                  { field: detection.distinct.field, value: detection.distinct.atLeast },
                ],
              }),
        },
      };
    case "new_terms":
      return {
        language: "kuery",
        query: detection.query,
        new_terms_fields: detection.fields,
        history_window_start: `now-${detection.historyDays}d`,
      };
    case "sequence":
      return { language: "eql", query: eqlSequence(detection) };
    default:
      return detection satisfies never;
  }
}
