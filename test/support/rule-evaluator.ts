/**
 * An evaluator for detection rules: which alerts each would raise over a list of events. Kibana's detection engine is
 * not at hand, so that its runs are told again here: every ten minutes, over the window of the rule, with the events
 * that had been read by then. What matches a rule's query is asked of the real Elasticsearch; grouping, counting, what is
 * new, and sequences are done here.
 */
import { toQuery } from "../../src/kibana/elasticsearch-query.ts";
import { parseKql } from "../../src/rules/kql.ts";
import type { RuleJson } from "../../src/kibana/rule.ts";
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

/** The alerts of a rule over everything in an index. */
export async function evaluateRule(rule: RuleJson, index: SearchIndex): Promise<readonly Alert[]> {
  if (rule.type === "eql") return sequences(rule, await stepsOf(rule, index));
  const events = await matching(rule, kqlOf(rule.query), index);
  if (rule.type === "query")
    return events.map((event) => ({ runAt: event.readAt, events: [event] }));
  return rule.type === "threshold" ? thresholds(rule, events) : newTerms(rule, events);
}

function kqlOf(query: string): object {
  const parsed = parseKql(query);
  if (!parsed.ok) throw new Error(parsed.why);
  return toQuery(parsed.query);
}

/** Events that match, oldest first, with the fields that the rule groups by. */
async function matching(
  rule: RuleJson,
  query: object,
  index: SearchIndex,
): Promise<readonly RuleEvent[]> {
  const fields = [
    ...new Set([
      ...(rule.threshold?.field ?? []),
      ...(rule.threshold?.cardinality ?? []).map(({ field }) => field),
      ...(rule.new_terms_fields ?? []),
      ...byOf(rule),
    ]),
  ];
  const answer = (await index.search({
    size: 10_000,
    query,
    sort: ["@timestamp", "aws.ses.record_id"],
    _source: false,
    fields: ["@timestamp", "event.created", ...fields],
  })) as { hits: { hits: { _id: string; fields: Record<string, unknown[]> }[] } };
  const dateOf = (value: unknown): number => Date.parse(String(value));
  return answer.hits.hits.map(({ _id, fields: found }) => ({
    id: _id,
    at: dateOf(found["@timestamp"]?.[0]),
    readAt: dateOf(found["event.created"]?.[0]),
    fields: Object.fromEntries(fields.map((name) => [name, (found[name] ?? []).map(String)])),
  }));
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

const STEP = /^ {2}\[any where ([\w@.]+) == "([^"]+)"\]$/gmu;

function byOf(rule: RuleJson): readonly string[] {
  return rule.type === "eql"
    ? (/by (.+) with maxspan/u.exec(rule.query)?.[1] ?? "").split(", ")
    : [];
}

/** The events of each step of a sequence. */
async function stepsOf(
  rule: RuleJson,
  index: SearchIndex,
): Promise<readonly (readonly RuleEvent[])[]> {
  const steps = [...rule.query.matchAll(STEP)];
  return Promise.all(
    steps.map(([, field = "", value = ""]) => matching(rule, { term: { [field]: value } }, index)),
  );
}

/** Pairs of steps, one after the other within the span, by the same values. */
function sequences(rule: RuleJson, steps: readonly (readonly RuleEvent[])[]): readonly Alert[] {
  const [, amount = "", unit = ""] = /maxspan=(\d+)([mh])/u.exec(rule.query) ?? [];
  const spanMs = Number(amount) * (unit === "h" ? 60 : 1) * MINUTE_MS;
  const [first = [], second = []] = steps;
  if (steps.length !== 2) throw new Error("only sequences of two steps are told here");
  const all = [...first, ...second];
  return runsOf(rule, all).flatMap((runAt) => {
    const isSeen = ({ at, readAt }: RuleEvent): boolean =>
      readAt <= runAt && at > runAt - windowOf(rule) && at <= runAt;
    return second.filter(isSeen).flatMap((end) =>
      first
        .filter(
          (start) =>
            isSeen(start) &&
            start.at < end.at &&
            end.at - start.at <= spanMs &&
            combinations(start, byOf(rule)).some((key) =>
              combinations(end, byOf(rule)).includes(key),
            ),
        )
        .slice(-1)
        .map((start) => ({ runAt, events: [start, end] })),
    );
  });
}
