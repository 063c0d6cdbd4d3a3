/** So many hits, and so many different values, within a span. */
import type { HitLike, Judge, Span } from "./span.ts";

/** What is enough. */
export interface Enough {
  readonly atLeast: number;
  /** Different values. */
  readonly distinct?: number | undefined;
  readonly spanMs: number;
}

/** A judge for a threshold. With `atLeast: 1` every hit is enough. */
export function thresholdJudge(enough: Enough): Judge {
  return {
    spans: (hits) => windows(hits, enough),
    edges: (hits) => edges(hits, enough),
  };
}

/** For each hit the longest window that ends with it, where that is enough. */
function windows(hits: readonly HitLike[], { atLeast, distinct, spanMs }: Enough): readonly Span[] {
  const spans: Span[] = [];
  /** How many hits of the window have a value. */
  const counts = new Map<string, number>();
  let from = 0;
  for (const [to, hit] of hits.entries()) {
    if (distinct !== undefined)
      for (const value of hit.values) counts.set(value, (counts.get(value) ?? 0) + 1);
    for (let first = hits[from]; first !== undefined && hit.at - first.at > spanMs;) {
      for (const value of distinct === undefined ? [] : first.values) {
        const count = (counts.get(value) ?? 0) - 1;
        if (count === 0) counts.delete(value);
        else counts.set(value, count);
      }
      from += 1;
      first = hits[from];
    }
    if (to - from + 1 >= atLeast && (distinct === undefined || counts.size >= distinct))
      spans.push([from, to]);
  }
  return spans;
}

/**
 * A window that reaches out of a span to the left holds the beginning of it. If that is more than `atLeast` hits, the first
 * `atLeast` say so as well, and of values the first hits of the first `distinct`. To the right it is the same.
 */
function edges(hits: readonly HitLike[], enough: Enough): ReadonlySet<number> {
  const places = hits.map((_, place) => place);
  return new Set([...head(hits, places, enough), ...head(hits, places.toReversed(), enough)]);
}

function head(
  hits: readonly HitLike[],
  places: readonly number[],
  { atLeast, distinct = 0 }: Enough,
): readonly number[] {
  const kept: number[] = [];
  const seen = new Set<string>();
  for (const [order, place] of places.entries()) {
    const before = seen.size;
    if (before < distinct) for (const value of hits[place]?.values ?? []) seen.add(value);
    if (order < atLeast || seen.size > before) kept.push(place);
    else if (before >= distinct) break;
  }
  return kept;
}
