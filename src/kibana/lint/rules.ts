/** Checks of the detection rules: Kibana takes a rule whose query it cannot parse, and such a rule never fires. */
import { EVENT_INDICES } from "../data-views.ts";
import type { RuleJson } from "../rule.ts";
import type { Fault, FaultKind } from "./fault.ts";
import { checkField, checkKql, type Vocabulary } from "./query.ts";

const KEYS: readonly string[] = [
  "rule_id",
  "type",
  "name",
  "description",
  "risk_score",
  "severity",
  "enabled",
  "index",
  "language",
  "query",
  "from",
  "to",
  "interval",
  "timestamp_override",
  "threshold",
  "new_terms_fields",
  "history_window_start",
  "tags",
  "false_positives",
  "references",
  "threat",
  "note",
  "author",
  "license",
  "max_signals",
  "version",
];

/** CloudTrail's delay of up to 15 minutes, some to read it, and the time between two runs of a rule. */
const SHORTEST_WINDOW_MINUTES = 30;

/** Every fault of the rules; none for good ones. */
export function lintRules(rules: readonly RuleJson[], vocabulary: Vocabulary): readonly Fault[] {
  const seen = new Set<string>();
  return rules.flatMap((rule) => {
    const faults: Fault[] = [];
    const where = `rule ${rule.rule_id}`;
    const report = (kind: FaultKind, what: string): void => {
      faults.push({ kind, where, what });
    };
    if (seen.has(rule.rule_id)) report("duplicate_id", rule.rule_id);
    seen.add(rule.rule_id);
    for (const key of Object.keys(rule)) if (!KEYS.includes(key)) report("rule_shape", key);
    for (const name of ["name", "description", "query", "note"] as const) {
      if (!rule[name]) report("rule_shape", `no ${name}`);
    }
    if (rule.false_positives.length === 0) report("rule_shape", "no false positives");
    if (rule.references.length === 0) report("rule_shape", "no references");
    if ((rule.enabled as unknown) !== false) report("rule_default", "not switched off");
    if (EVENT_INDICES.join() !== (rule.index as readonly string[] | undefined)?.join()) {
      report("rule_default", "not over the events of sestrail");
    }
    const minutes = Number(/^now-(\d+)m$/u.exec(rule.from ?? "")?.[1]);
    if (!(minutes >= SHORTEST_WINDOW_MINUTES)) report("rule_default", `from ${rule.from}`);
    for (const field of rule.threshold?.field ?? []) {
      faults.push(...checkField(field, "events", where, true));
    }
    for (const { field } of rule.threshold?.cardinality ?? []) {
      faults.push(...checkField(field, "events", where, true));
    }
    for (const field of rule.new_terms_fields ?? []) {
      faults.push(...checkField(field, "events", where, true));
    }
    if (rule.type === "threshold") {
      if (!rule.threshold || rule.threshold.field.length > 3) {
        report("rule_shape", "threshold takes up to three fields");
      }
      if (rule.timestamp_override !== undefined) {
        report("rule_default", "counts by time of reading: a backfill looks like a burst");
      }
    }
    if (rule.type === "new_terms") {
      const count = rule.new_terms_fields?.length ?? 0;
      if (count < 1 || count > 3 || !/^now-\d+d$/u.test(rule.history_window_start ?? "")) {
        report("rule_shape", "new terms take one to three fields, and a history");
      }
    }
    faults.push(
      ...(rule.language === "eql"
        ? checkEql(rule.query, where, vocabulary)
        : checkKql(rule.query, "events", where, vocabulary)),
    );
    return faults;
  });
}

/**
 * EQL of the form that today's rules have: fields after `by`, and `field == "value"`, joined by `and`, or by `or` in parentheses. The engine itself
 * parses the rest.
 */
function checkEql(query: string, where: string, vocabulary: Vocabulary): readonly Fault[] {
  const by = /^sequence by ([\w@., ]+) with maxspan=\d+[mh]$/mu.exec(query)?.[1];
  const steps = [...query.matchAll(/^ {2}\[any where (.+)\]$/gmu)].map(([, step = ""]) =>
    step
      .split(" and ")
      .flatMap((part) => part.replace(/^\((.+)\)$/u, "$1").split(" or "))
      .map((part) => /^([\w@.]+) == "([^"]+)"$/u.exec(part)),
  );
  const conditions = steps.flat();
  if (
    by === undefined ||
    steps.length < 2 ||
    query.split("\n").length !== steps.length + 1 ||
    conditions.includes(null)
  ) {
    return [{ kind: "rule_shape", where, what: "not a sequence of two steps or more" }];
  }
  return [
    ...by.split(", ").flatMap((field) => checkField(field, "events", where, true)),
    ...conditions.flatMap((condition) => {
      const [, field = "", value = ""] = condition ?? [];
      return checkKql(`${field}: "${value}"`, "events", where, vocabulary);
    }),
  ];
}
