/** What is unusual about a profile against the rest: facts with their numbers, no verdicts. Pure. */
import { SIGNALS } from "../tables/signals.ts";
import type { Group } from "./counter.ts";
import type { Facet, Profile, Side } from "./profile.ts";

/** Facts in sentences, what weighs most first. Times in them are as `timeText` writes them. */
export function unusual(
  { mine, rest }: Profile,
  timeText: (time: string) => string,
): readonly string[] {
  // Without others there is nothing to compare with.
  const compared =
    rest.count === 0
      ? []
      : [
          ...heavySignals(mine, rest),
          ...alone("region", "nobody else calls in", mine, rest),
          ...share("failed", mine, rest),
          ...share("denied", mine, rest),
          ...alone("action", "nobody else calls", mine, rest),
          ...alone("client", "nobody else comes with", mine, rest),
          ...newcomer(mine, rest, timeText),
        ];
  return [...compared, ...keysOnTheMove(mine), ...severalCallers(mine), ...burst(mine, timeText)];
}

/** So many values are named. */
const MOST_NAMED = 6;

function alone(facet: Facet, words: string, mine: Side, rest: Side): readonly string[] {
  const others = new Set(rest.groups[facet].map(valueOf));
  const own = mine.groups[facet].map(valueOf).filter((value) => !others.has(value));
  return own.length === 0 ? [] : [`${words} ${listed(own)}`];
}

const HEAVY = new Set<string>(
  SIGNALS.filter(({ severity }) => severity === "high").map(({ name }) => name),
);

function heavySignals(mine: Side, rest: Side): readonly string[] {
  const of = ({ groups }: Side): readonly Group[] =>
    groups.signal.filter((group) => HEAVY.has(valueOf(group)));
  const [own, others] = [of(mine), of(rest)].map((groups) =>
    groups.reduce((sum, { count }) => sum + count, 0),
  );
  if (own === undefined || own === 0) return [];
  return [
    `${own} signal${own === 1 ? "" : "s"} of high weight: ${listed(of(mine).map(valueOf))}; all others together have ${others ?? 0}`,
  ];
}

/** Fewer are chance. */
const LEAST_FAILED = 5;
const TIMES_THE_REST = 3;

function share(what: "failed" | "denied", mine: Side, rest: Side): readonly string[] {
  const [own, others] = [mine, rest].map((side) => side[what] / side.count);
  if (own === undefined || others === undefined) return [];
  if (mine[what] < LEAST_FAILED || own < TIMES_THE_REST * others) return [];
  const words = what === "failed" ? "failed" : "were denied";
  return [
    `${percent(own)} of its calls ${words} (${mine[what]} of ${mine.count}), of the others ${percent(others)}`,
  ];
}

const DAY_MS = 86_400_000;

function newcomer(mine: Side, rest: Side, timeText: (time: string) => string): readonly string[] {
  const [own, others] = [Date.parse(mine.first), Date.parse(rest.first)];
  if (!(own - others > DAY_MS)) return [];
  return [`first seen at ${timeText(mine.first)}, the others from ${timeText(rest.first)} on`];
}

function keysOnTheMove({ groups }: Side): readonly string[] {
  const addresses = new Map<string, string[]>();
  for (const { values } of groups.keyAddress) {
    const [key = "", from = ""] = values;
    addresses.set(key, [...(addresses.get(key) ?? []), from]);
  }
  return [...addresses]
    .filter(([, from]) => from.length > 1)
    .slice(0, MOST_NAMED)
    .map(([key, from]) => `one key, ${from.length} addresses: ${key} from ${listed(from)}`);
}

/** A key or an address that several use. */
function severalCallers({ groups }: Side): readonly string[] {
  return groups.caller.length > 1
    ? [`${groups.caller.length} callers: ${listed(groups.caller.map(valueOf))}`]
    : [];
}

/** Fewer calls are no burst. */
const LEAST_BURST = 20;

function burst(
  { count, groups: { hour: hours } }: Side,
  timeText: (time: string) => string,
): readonly string[] {
  const [busiest] = hours;
  if (busiest === undefined || hours.length < 2 || busiest.count < LEAST_BURST) return [];
  if (busiest.count * 2 < count) return [];
  return [`${busiest.count} of ${count} calls within one hour, from ${timeText(busiest.first)} on`];
}

function listed(values: readonly string[]): string {
  const more = values.length - MOST_NAMED;
  return `${values.slice(0, MOST_NAMED).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}

function percent(part: number): string {
  const whole = part * 100;
  return `${whole === 0 || whole >= 10 ? Math.round(whole) : whole.toFixed(1)} %`;
}

function valueOf({ values }: Group): string {
  return values[0] ?? "";
}
