/**
 * The rule engine: takes events in any order, one by one, and tells what the rules find in them. What is kept: for each
 * rule and key the hits that may still become a finding or widen one, and what of findings is known for good. How much,
 * at most: `mostKept` hits and episodes. When there are more, what lies furthest back in time is settled, and records
 * that come later and are older than that are counted as late. Without that, the order of events makes no difference.
 */
import type { Values } from "../predicate.ts";
import type { Rule } from "../rule.ts";
import { compareFindings, withTermsTogether, type Finding, type Findings } from "./finding.ts";
import { eachFacet, UNTIMED, type Evidence, type Hit } from "./hit.ts";
import { planOf, type Plan } from "./plan.ts";
import { lookout, type Key, type Mark, type Sighting } from "./sight.ts";
import { condensed, episodesOf, factsOf, type Episode } from "./track.ts";

/** How the engine is set. */
export interface EngineOptions {
  /** Findings that end before this are not told: what is older is there to be learned from. ms; none by default. */
  readonly fromMs?: number;
  /** How long what is new is only learned, from the first record on, ms. None by default. */
  readonly learnMs?: number;
  /** Records that a finding tells of. */
  readonly mostEvidence?: number;
  /** Hits and episodes that are kept. */
  readonly mostKept?: number;
  /** Sees after each hit which can be forgotten, not after as many as there are. Slow: for tests. */
  readonly eager?: boolean;
}

/** An engine at work. */
export interface Engine {
  /** What the rules see in an event. Pure: it may be asked long before `take`. */
  sight(values: Values): Sighting;
  /** Takes it in. */
  take(sighting: Sighting): void;
  /** What has been found so far. More may be taken afterwards. */
  findings(): Findings;
  /** Hits and episodes that are kept now. */
  kept(): number;
}

const MOST_EVIDENCE = 5;
/** Some 140 MB. */
const MOST_KEPT = 250_000;
/** Findings that are settled and wait to be told. */
const MOST_SETTLED = 10_000;
/** Texts that are shared. */
const MOST_TEXTS = 20_000;
const FIRST_LOOK = 32;

interface Track {
  readonly plan: Plan;
  readonly key: Key["values"];
  hits: Hit[];
  episodes: readonly Episode[];
  /** So many hits are looked at again. */
  lookAt: number;
}

/** Begins. Throws on a rule whose condition is no KQL. */
export function ruleEngine(rules: readonly Rule[], options: EngineOptions = {}): Engine {
  const {
    fromMs = Number.NEGATIVE_INFINITY,
    learnMs = 0,
    mostEvidence = MOST_EVIDENCE,
    mostKept = MOST_KEPT,
    eager = false,
  } = options;
  const lanes = rules.map((rule) => ({ plan: planOf(rule), tracks: new Map<string, Track>() }));
  const plans = lanes.map(({ plan }) => plan);
  const shared = sharedTexts();
  const settled: Finding[] = [];
  const untold = { low: 0, medium: 0, high: 0 };
  let kept = 0;
  let takenSinceRoom = 0;
  let firstAt = Number.POSITIVE_INFINITY;
  let settledBefore = Number.NEGATIVE_INFINITY;
  let lateCount = 0;
  let unplacedCount = 0;
  let untimedCount = 0;

  const lookAt = (hits: number): number => (eager ? hits + 1 : hits * 2 + FIRST_LOOK);
  const learnedUntilMs = (): number => Math.max(fromMs, firstAt + learnMs);
  const isTold = ({ rule }: Plan, { first, last }: Episode): boolean =>
    rule.detection.type === "new_terms"
      ? first >= learnedUntilMs()
      : last >= fromMs || last === UNTIMED;
  const told = ({ plan, key }: Track, episode: Episode): Finding =>
    findingOf(plan, key, episode, mostEvidence);

  const replace = (track: Track, episodes: readonly Episode[], loose: readonly Hit[]): void => {
    kept -= track.hits.length + track.episodes.length;
    track.episodes = episodes;
    track.hits = [...loose, ...episodes.flatMap(({ hits }) => hits)];
    track.lookAt = lookAt(track.hits.length);
    kept += track.hits.length + track.episodes.length;
  };

  /** Forgets the hits of one key that can change nothing any more. */
  const condense = (track: Track): void => {
    const { plan, hits } = track;
    const { episodes, loose } = episodesOf(plan, hits, track.episodes);
    replace(
      track,
      episodes.map((episode) => condensed(plan, episode, mostEvidence)),
      loose,
    );
  };

  /** Takes for known what records of this time or later can't change, and forgets it. */
  const settleBefore = (time: number): void => {
    settledBefore = Math.max(settledBefore, time);
    for (const { plan, tracks } of lanes) {
      // A record that comes may begin a span with a hit that is so old, and that span widen an episode that ended so long before.
      const isDone = (at: number): boolean => at < time - plan.spanMs;
      const isOver = ({ last }: Episode): boolean => last < time - 2 * plan.spanMs;
      for (const [key, track] of tracks) {
        const { episodes, loose } = episodesOf(plan, track.hits, track.episodes);
        for (const episode of episodes) {
          if (!isOver(episode) || !isTold(plan, episode)) continue;
          if (settled.length < MOST_SETTLED) settled.push(told(track, episode));
          else untold[plan.rule.severity] += 1;
        }
        replace(
          track,
          episodes.filter((episode) => !isOver(episode)),
          loose.filter(({ at }) => !isDone(at)),
        );
        if (track.hits.length === 0) tracks.delete(key);
      }
    }
  };

  /** Whether there is room for more. Makes some, unless that was tried only just now. */
  const hasRoom = (): boolean => {
    if (kept < mostKept) return true;
    if (takenSinceRoom < mostKept / 10) return false;
    takenSinceRoom = 0;
    const all = lanes.flatMap(({ tracks }) => [...tracks.values()]);
    for (const track of all) condense(track);
    if (kept > mostKept / 2) settleBefore(middle(all.flatMap(({ hits }) => hits)));
    return kept < mostKept;
  };

  const place = ({ rule, keys, values, steps }: Mark, evidence: Evidence): void => {
    const lane = lanes[rule];
    if (lane === undefined) return;
    const hit = { at: evidence.at, evidence, values: values.map(shared), steps };
    for (const { id, values: key } of keys) {
      let track = lane.tracks.get(id);
      if (track === undefined) {
        track = { plan: lane.plan, key, hits: [], episodes: [], lookAt: lookAt(0) };
        lane.tracks.set(id, track);
      }
      track.hits.push(hit);
      kept += 1;
      if (track.hits.length >= track.lookAt) condense(track);
    }
  };

  return {
    sight: lookout(plans),
    take({ at, seen }) {
      takenSinceRoom += 1;
      if (at === undefined) untimedCount += 1;
      else firstAt = Math.min(firstAt, at);
      if (seen === undefined) return;
      // First of all: what makes room may make this record a late one.
      const isPlaced = hasRoom();
      const isLate = at !== undefined && at < settledBefore;
      const marks = seen.marks.filter(({ rule }) => {
        const isAlone = plans[rule]?.rule.detection.type === "query";
        return isAlone ? at === undefined || at >= fromMs : at !== undefined && !isLate;
      });
      if (isLate && marks.length < seen.marks.length) lateCount += 1;
      if (marks.length === 0) return;
      if (!isPlaced) {
        unplacedCount += 1;
        return;
      }
      const evidence = ownEvidence(seen.evidence, shared);
      for (const mark of marks) place(mark, evidence);
    },
    findings: () => ({
      findings: withTermsTogether([
        ...settled,
        ...lanes.flatMap(({ plan, tracks }) =>
          [...tracks.values()].flatMap((track) =>
            episodesOf(plan, track.hits, track.episodes)
              .episodes.filter((episode) => isTold(plan, episode))
              .map((episode) => told(track, episode)),
          ),
        ),
      ]).toSorted(compareFindings),
      learnedUntil: Number.isFinite(learnedUntilMs()) ? timeText(learnedUntilMs()) : "",
      lateCount,
      unplacedCount,
      untimedCount,
      untold: { ...untold },
    }),
    kept: () => kept,
  };
}

function findingOf(
  plan: Plan,
  key: Key["values"],
  episode: Episode,
  mostEvidence: number,
): Finding {
  const { count, values, facets, evidence } = factsOf(episode, mostEvidence);
  return {
    rule: plan.rule,
    by: plan.by.map((field, place) => [field, [key[place] ?? ""]]),
    first: timeText(episode.first),
    last: timeText(episode.last),
    count,
    distinct: plan.counted === undefined ? undefined : { field: plan.counted, count: values.size },
    facets: eachFacet((name) => [...facets[name]].sort()),
    evidence,
  };
}

/** The time that half of the hits are older than. */
function middle(hits: readonly Hit[]): number {
  const times = hits.map(({ at }) => at).sort((one, other) => one - other);
  return times[times.length >> 1] ?? Number.NEGATIVE_INFINITY;
}

function timeText(at: number): string {
  return at === UNTIMED ? "" : new Date(at).toISOString();
}

function ownEvidence(evidence: Evidence, own: (text: string) => string): Evidence {
  const { what, file, facets } = evidence;
  return {
    ...evidence,
    what: own(what),
    file: own(file),
    facets: eachFacet((name) => own(facets[name])),
  };
}

/** One string for all that are equal, sharing memory with no longer one: few callers and sentences make most of them. */
function sharedTexts(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size >= MOST_TEXTS) texts.clear();
    const own = Buffer.from(text).toString();
    texts.set(own, own);
    return own;
  };
}
