/** What is remembered of one rule and one key: hits that may still count, and of findings so far what can't change any more. */
import {
  compareHits,
  eachFacet,
  FACET_NAMES,
  type Evidence,
  type Facets,
  type Hit,
} from "./hit.ts";
import type { Plan } from "./plan.ts";

/** Hits that belong together: all within overlapping spans in which the rule holds, or in gaps of less than a span. */
export interface Episode {
  /** Times of its first and last hit, ms. */
  readonly first: number;
  readonly last: number;
  /** Hits of it that are still there, in order of time. */
  readonly hits: readonly Hit[];
  /** Those that are not, counted. */
  readonly forgotten: Forgotten | undefined;
}

/** What is known of hits that were forgotten. */
interface Forgotten {
  readonly count: number;
  readonly values: ReadonlySet<string>;
  readonly facets: Facets<ReadonlySet<string>>;
}

/** An episode as it is told. */
export interface EpisodeFacts {
  readonly count: number;
  /** Different values of the counted field, as far as they are known. */
  readonly values: ReadonlySet<string>;
  readonly facets: Facets<ReadonlySet<string>>;
  /** The first hits. */
  readonly evidence: readonly Evidence[];
}

/** What one key has come to. */
export interface Episodes {
  readonly episodes: readonly Episode[];
  /** Hits that belong to none. */
  readonly loose: readonly Hit[];
}

/** Different values, and different callers or addresses, that an episode remembers at most. */
const MOST_VALUES = 1_000;
const MOST_FACETS = 20;

/** All hits of one key, in whatever order they came, as episodes. `known` are those of before; their hits are in `hits`. */
export function episodesOf(plan: Plan, hits: readonly Hit[], known: readonly Episode[]): Episodes {
  const sorted = inOrder(hits);
  const at = (place: number): number => sorted[place]?.at ?? Number.NaN;
  const spans = plan.judge
    .spans(sorted)
    .map(([first, last]) => ({ first: at(first), last: at(last), forgotten: undefined }));
  const merged: (Omit<Episode, "hits"> & { hits: Hit[] })[] = [];
  for (const span of [...spans, ...known].sort((one, other) => one.first - other.first)) {
    const before = merged.at(-1);
    if (before === undefined || span.first - before.last > plan.spanMs) {
      merged.push({ ...span, hits: [] });
      continue;
    }
    merged[merged.length - 1] = {
      ...before,
      last: Math.max(before.last, span.last),
      forgotten: bothForgotten(before.forgotten, span.forgotten),
    };
  }
  const loose: Hit[] = [];
  let place = 0;
  for (const hit of sorted) {
    while ((merged[place]?.last ?? Number.POSITIVE_INFINITY) < hit.at) place += 1;
    const episode = merged[place];
    if (episode === undefined || hit.at < episode.first) loose.push(hit);
    else episode.hits.push(hit);
  }
  return { episodes: merged, loose };
}

/** The episode without the hits that can change nothing any more. The first `mostEvidence` stay. */
export function condensed(plan: Plan, episode: Episode, mostEvidence: number): Episode {
  const edges = plan.judge.edges(episode.hits);
  const isKept = (_: Hit, place: number): boolean => place < mostEvidence || edges.has(place);
  const gone = episode.hits.filter((hit, place) => !isKept(hit, place));
  if (gone.length === 0) return episode;
  const { count, values, facets } = factsOf({ ...episode, hits: gone }, 0);
  return { ...episode, hits: episode.hits.filter(isKept), forgotten: { count, values, facets } };
}

/** What is told of an episode. */
export function factsOf({ hits, forgotten }: Episode, mostEvidence: number): EpisodeFacts {
  const values = new Set(forgotten?.values);
  const facets = eachFacet((name) => new Set(forgotten?.facets[name]));
  for (const hit of hits) {
    for (const value of hit.values) addUpTo(MOST_VALUES, values, value);
    for (const name of FACET_NAMES) addUpTo(MOST_FACETS, facets[name], hit.evidence.facets[name]);
  }
  return {
    count: (forgotten?.count ?? 0) + hits.length,
    values,
    facets,
    evidence: hits.slice(0, mostEvidence).map(({ evidence }) => evidence),
  };
}

function bothForgotten(
  one: Forgotten | undefined,
  other: Forgotten | undefined,
): Forgotten | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const union = (most: number, left: ReadonlySet<string>, right: ReadonlySet<string>) => {
    const all = new Set(left);
    for (const text of right) addUpTo(most, all, text);
    return all;
  };
  return {
    count: one.count + other.count,
    values: union(MOST_VALUES, one.values, other.values),
    facets: eachFacet((name) => union(MOST_FACETS, one.facets[name], other.facets[name])),
  };
}

function addUpTo(most: number, texts: Set<string>, text: string): void {
  if (text !== "" && texts.size < most) texts.add(text);
}

/** In order of time, copies of a record once. */
function inOrder(hits: readonly Hit[]): readonly Hit[] {
  const sorted = isInOrder(hits) ? hits : [...hits].sort(compareHits);
  return sorted.filter(
    ({ at, evidence }, place) =>
      evidence.id === "" ||
      evidence.id !== sorted[place - 1]?.evidence.id ||
      at !== sorted[place - 1]?.at,
  );
}

function isInOrder(hits: readonly Hit[]): boolean {
  return hits.every((hit, place) => {
    const before = hits[place - 1];
    return before === undefined || compareHits(before, hit) <= 0;
  });
}
