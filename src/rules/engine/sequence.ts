/** Hits of different steps, one after the other or in any order, within a span. One event stands for one step. */
import type { HitLike, Judge, Span } from "./span.ts";

/** What follows what. */
export interface Steps {
  readonly count: number;
  readonly inAnyOrder: boolean;
  readonly spanMs: number;
}

/** A judge for a sequence. Times of CloudTrail are whole seconds: of the same second, either may have been first. */
export function sequenceJudge(steps: Steps): Judge {
  return {
    spans: (hits) => (steps.inAnyOrder ? togetherSpans(hits, steps) : chainSpans(hits, steps)),
    edges: (hits) => edges(hits, steps.spanMs),
  };
}

/** For each hit of the last step the longest span that a chain fills which ends with it. */
function chainSpans(hits: readonly HitLike[], { count, spanMs }: Steps): readonly Span[] {
  const placesOf = placesByStep(hits, count);
  const spans: Span[] = [];
  for (const last of placesOf[count - 1] ?? []) {
    const endAt = atOf(hits, last);
    /** Goes back from step to step, each time to the latest hit that is free. Undefined where there is no chain. */
    const startOf = (step: number, before: number, used: readonly number[]): number | undefined => {
      if (step < 0) return used.at(-1);
      for (const place of latest(hits, placesOf[step] ?? [], before, count)) {
        if (endAt - atOf(hits, place) > spanMs) return undefined;
        if (used.includes(place)) continue;
        const start = startOf(step - 1, atOf(hits, place), [...used, place]);
        if (start !== undefined) return start;
      }
      return undefined;
    };
    const start = startOf(count - 2, endAt, [last]);
    if (start === undefined) continue;
    // An earlier hit of the first step begins a chain as well.
    const begins = placesOf[0] ?? [];
    const earliest = begins[countUpTo(hits, begins, (at) => at < endAt - spanMs)] ?? start;
    spans.push([Math.min(earliest, start), last]);
  }
  return spans;
}

/** For each hit the longest window that ends with it, where each step has a hit of its own in it. */
function togetherSpans(hits: readonly HitLike[], { count, spanMs }: Steps): readonly Span[] {
  const spans: Span[] = [];
  /** The latest hits of each step so far, the latest first: more are never needed, since others take fewer than `count`. */
  const recent: number[][] = Array.from({ length: count }, () => []);
  let from = 0;
  for (const [to, hit] of hits.entries()) {
    while (hit.at - atOf(hits, from) > spanMs) from += 1;
    for (const [step, places] of recent.entries()) {
      if ((hit.steps & (1 << step)) === 0) continue;
      places.unshift(to);
      places.splice(count);
    }
    if (areAllThere(recent, from)) spans.push([from, to]);
  }
  return spans;
}

function areAllThere(recent: readonly (readonly number[])[], from: number): boolean {
  const choose = (step: number, used: readonly number[]): boolean => {
    const places = recent[step];
    if (places === undefined) return true;
    return places.some(
      (place) => place >= from && !used.includes(place) && choose(step + 1, [...used, place]),
    );
  };
  return choose(0, []);
}

/** A chain that takes a hit reaches no further than the span to either side. */
function edges(hits: readonly HitLike[], spanMs: number): ReadonlySet<number> {
  const first = hits[0]?.at ?? 0;
  const last = hits.at(-1)?.at ?? 0;
  return new Set(
    hits.flatMap(({ at }, place) => (at - first <= spanMs || last - at <= spanMs ? [place] : [])),
  );
}

function placesByStep(hits: readonly HitLike[], count: number): readonly (readonly number[])[] {
  return Array.from({ length: count }, (_, step) =>
    hits.flatMap(({ steps }, place) => ((steps & (1 << step)) === 0 ? [] : [place])),
  );
}

/** The latest places whose time is not after `before`, the latest first. */
function latest(
  hits: readonly HitLike[],
  places: readonly number[],
  before: number,
  most: number,
): readonly number[] {
  const end = countUpTo(hits, places, (at) => at <= before);
  return places.slice(Math.max(0, end - most), end).toReversed();
}

/** How many places at the beginning have a time of which this holds. */
function countUpTo(
  hits: readonly HitLike[],
  places: readonly number[],
  holds: (at: number) => boolean,
): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(atOf(hits, places[middle] ?? 0))) low = middle + 1;
    else high = middle;
  }
  return low;
}

function atOf(hits: readonly HitLike[], place: number): number {
  return hits[place]?.at ?? Number.NaN;
}
