/**
 * An evaluator for detection rules: which alerts each would raise over a list of events. Kibana's detection engine is
 * not at hand, so that its runs are told again here: every ten minutes, over the window of the rule, with the events
 * that had been read by then. What meets a condition is asked of a finder, in memory or a real Elasticsearch; grouping,
 * counting, what is new, and sequences are done here.
 */
import { toQuery } from "../../src/kibana/elasticsearch-query.ts";
import { ruleJsons, type RuleJson } from "../../src/kibana/rule.ts";
import { parseKql, type Kql } from "../../src/rules/kql.ts";
import { matches, valuesOf, type Values } from "../../src/rules/matches.ts";
import type { Rule } from "../../src/rules/rule.ts";
import type { SearchIndex } from "./search-index.ts";

/** An event as far as rules see it. */
export interface RuleEvent {
  readonly id: string;
  /** Time of the call, in ms. */
  readonly at: number;
  /** Time of reading, in ms. */
  readonly readAt: number;
  readonly fields: Readonly<Record<string, readonly string[]>>;
}

/** One alert: the moment of the run that raised it, and the events behind it. */
export interface Alert {
  readonly runAt: number;
  readonly events: readonly RuleEvent[];
}

const MINUTE_MS = 60_000;

/** Finds the events that meet a condition, oldest first. */
export type Finder = (kql: string) => Promise<readonly RuleEvent[]>;

function parsed(kql: string): Kql {
  const result = parseKql(kql);
  if (!result.ok) throw new Error(`${kql}: ${result.why}`);
  return result.query;
}

/** Looks through events in memory, with the product's own reading of a condition. */
export function findInMemory(
  events: readonly { readonly id: string; readonly values: Values }[],
): Finder {
  const dateOf = (values: Values, field: string): number => Date.parse(String(values[field]));
  const all = events
    .map(({ id, values }) => ({
      id,
      at: dateOf(values, "@timestamp"),
      readAt: dateOf(values, "event.created"),
      values,
      fields: Object.fromEntries(
        Object.keys(values).map((name) => [name, valuesOf(values, name).map(String)]),
      ),
    }))
    .sort((left, right) => left.at - right.at || (left.id < right.id ? -1 : 1));
  return async (kql) => {
    const query = parsed(kql);
    return all.filter(({ values }) => matches(query, values));
  };
}

/** The ids of the documents in a real Elasticsearch that meet a condition, sorted. */
export async function idsInIndex(kql: string, index: SearchIndex): Promise<readonly string[]> {
  const answer = (await index.search({
    size: 10_000,
    query: toQuery(parsed(kql)),
    _source: false,
  })) as { hits: { hits: { _id: string }[] } };
  return answer.hits.hits.map(({ _id }) => _id).sort();
}

/** Every condition of a rule: its query, or those of its steps. */
export function conditionsOf({ detection }: Rule): readonly string[] {
  return detection.type === "sequence" ? detection.steps : [detection.query];
}

/** The alerts of a rule over everything that a finder has. */
export async function evaluateRule(rule: Rule, find: Finder): Promise<readonly Alert[]> {
  const { detection } = rule;
  const [json] = ruleJsons(rule);
  if (json === undefined) throw new Error(`${rule.key} makes no rule of Kibana`);
  switch (detection.type) {
    case "query":
      return (await find(detection.query)).map((event) => ({
        runAt: event.readAt,
        events: [event],
      }));
    case "threshold":
      return thresholds(json, await find(detection.query));
    case "new_terms":
      return newTerms(json, await find(detection.query));
    case "sequence": {
      const steps = await Promise.all(detection.steps.map(find));
      const backwards =
        detection.inAnyOrder === true ? sequences(rule, json, steps.toReversed()) : [];
      return [...sequences(rule, json, steps), ...backwards];
    }
    default:
      return detection satisfies never;
  }
}

/** The first run of a rule that can see an event. */
function firstRun(rule: RuleJson, { readAt }: RuleEvent): number {
  const interval = Number(/^(\d+)m$/u.exec(rule.interval)?.[1]) * MINUTE_MS;
  return Math.ceil(readAt / interval) * interval;
}

/** Moments at which a rule could see something that it had not seen before. */
function runsOf(rule: RuleJson, events: readonly RuleEvent[]): readonly number[] {
  const runs = new Set(events.map((event) => firstRun(rule, event)));
  return [...runs].sort((left, right) => left - right);
}

function windowOf(rule: RuleJson): number {
  return Number(/^now-(\d+)m$/u.exec(rule.from)?.[1]) * MINUTE_MS;
}

/** Every combination of an event's values of some fields; none if one is missing. */
function combinations({ fields }: RuleEvent, names: readonly string[]): readonly string[] {
  return names.reduce<readonly string[]>(
    (heads, name) =>
      heads.flatMap((head) => (fields[name] ?? []).map((value) => `${head}${value}\u0000`)),
    [""],
  );
}

/** Events by each combination of their values. */
function grouped(
  events: readonly RuleEvent[],
  names: readonly string[],
): ReadonlyMap<string, readonly RuleEvent[]> {
  const groups = new Map<string, RuleEvent[]>();
  for (const event of events) {
    for (const key of combinations(event, names)) {
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [event]);
      else group.push(event);
    }
  }
  return groups;
}

function thresholds(rule: RuleJson, events: readonly RuleEvent[]): readonly Alert[] {
  const { threshold } = rule;
  if (threshold === undefined) throw new Error(`${rule.rule_id} has no threshold`);
  const windowMs = windowOf(rule);
  const isEnough = (seen: readonly RuleEvent[]): boolean =>
    seen.length >= threshold.value &&
    (threshold.cardinality ?? []).every(
      ({ field, value }) =>
        new Set(seen.flatMap(({ fields }) => fields[field] ?? [])).size >= value,
    );
  return [...grouped(events, threshold.field).values()].filter(isEnough).flatMap((group) =>
    runsOf(rule, group)
      .map((runAt) => ({
        runAt,
        events: group.filter(
          ({ at, readAt }) => readAt <= runAt && at > runAt - windowMs && at <= runAt,
        ),
      }))
      .filter((alert) => isEnough(alert.events)),
  );
}

/** An event is judged by the first run that sees it: is one of its combinations not in the history before its window? */
function newTerms(rule: RuleJson, events: readonly RuleEvent[]): readonly Alert[] {
  const names = rule.new_terms_fields ?? [];
  const days = Number(/^now-(\d+)d$/u.exec(rule.history_window_start ?? "")?.[1]);
  const timeOf = (event: RuleEvent): number =>
    rule.timestamp_override === undefined ? event.at : event.readAt;
  const times = new Map(
    [...grouped(events, names)].map(([key, group]) => [key, group.map(timeOf)] as const),
  );
  const windowMs = windowOf(rule);
  return events.flatMap((event) => {
    const runAt = firstRun(rule, event);
    const from = runAt - windowMs;
    if (timeOf(event) <= from || timeOf(event) > runAt) return [];
    const isNew = (key: string): boolean =>
      !(times.get(key) ?? []).some((at) => at <= from && at > runAt - days * 1440 * MINUTE_MS);
    return combinations(event, names).some(isNew) ? [{ runAt, events: [event] }] : [];
  });
}

/** Pairs of steps, one after the other within the span, by the same values. */
function sequences(
  { detection }: Rule,
  json: RuleJson,
  steps: readonly (readonly RuleEvent[])[],
): readonly Alert[] {
  if (detection.type !== "sequence") throw new Error("no sequence");
  const [first = [], second = []] = steps;
  if (steps.length !== 2) throw new Error("only sequences of two steps are told here");
  const spanMs = detection.withinMinutes * MINUTE_MS;
  const { by } = detection;
  return runsOf(json, [...first, ...second]).flatMap((runAt) => {
    const isSeen = ({ at, readAt }: RuleEvent): boolean =>
      readAt <= runAt && at > runAt - windowOf(json) && at <= runAt;
    return second.filter(isSeen).flatMap((end) =>
      first
        .filter(
          (start) =>
            isSeen(start) &&
            start.at < end.at &&
            end.at - start.at <= spanMs &&
            combinations(start, by).some((key) => combinations(end, by).includes(key)),
        )
        .slice(-1)
        .map((start) => ({ runAt, events: [start, end] })),
    );
  });
}
