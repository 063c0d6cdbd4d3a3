/**
 * The rule engine: takes events in any order, one by one, and tells what the rules find in them. What is kept: for each
 * rule and key the hits that may still become a finding or widen one, and what of findings is known for good. How much,
 * at most: `mostKeptBytes`. When there is more, what lies furthest back in time is settled, and records that come later
 * and are older than that are counted as late. Without that, the order of events makes no difference.
 */
import type { Values } from "../predicate.ts";
import type { Rule } from "../rule.ts";
import { compareFindings, withTermsTogether, type Finding, type Findings } from "./finding.ts";
import { eachFacet, UNTIMED, type Evidence, type Hit } from "./hit.ts";
import { planOf, type Plan } from "./plan.ts";
import { lookout, type Key, type Mark, type Sighting } from "./sight.ts";
import { toldFindings, type Told, type ToldLimits } from "./told.ts";
import { condensed, episodesOf, factsOf, type Episode } from "./track.ts";
import { HIT_BYTES, hitBytes, trackBytes } from "./weight.ts";

/** How the engine is set. */
export interface EngineOptions {
  /** Findings that end before this are not told: what is older is there to be learned from. ms; none by default. */
  readonly fromMs?: number;
  /** How long what is new is only learned, from the first record on, ms. None by default. */
  readonly learnMs?: number;
  /** Records that a finding tells of. */
  readonly mostEvidence?: number;
  /** Memory for hits and what became of them, about. */
  readonly mostKeptBytes?: number;
  /** What is told at most. */
  readonly mostTold?: ToldLimits;
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
  /** Memory that is taken now, about, without findings that are settled. */
  keptBytes(): number;
}

const MOST_EVIDENCE = 5;
const MOST_KEPT_BYTES = 128 << 20;
const MOST_TOLD: ToldLimits = { mostFindings: 10_000, mostBytes: 32 << 20 };
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
  bytes: number;
}

/** Begins. Throws on a rule whose condition is no KQL. */
export function ruleEngine(rules: readonly Rule[], options: EngineOptions = {}): Engine {
  const {
    fromMs = Number.NEGATIVE_INFINITY,
    learnMs = 0,
    mostEvidence = MOST_EVIDENCE,
    mostKeptBytes = MOST_KEPT_BYTES,
    mostTold = MOST_TOLD,
    eager = false,
  } = options;
  const lanes = rules.map((rule) => ({ plan: planOf(rule), tracks: new Map<string, Track>() }));
  const plans = lanes.map(({ plan }) => plan);
  const shared = sharedTexts();
  const settled = toldFindings(mostTold);
  let keptBytes = 0;
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
  const tell = ({ plan, key }: Track, episode: Episode, to: Told): void => {
    if (isTold(plan, episode))
      to.add(plan.rule.severity, episode.last, () => findingOf(plan, key, episode, mostEvidence));
  };

  const replace = (track: Track, episodes: readonly Episode[], loose: readonly Hit[]): void => {
    track.episodes = episodes;
    track.hits = [...loose, ...episodes.flatMap(({ hits }) => hits)];
    track.lookAt = lookAt(track.hits.length);
    const bytes = trackBytes(track.key, track.hits, episodes);
    keptBytes += bytes - track.bytes;
    track.bytes = bytes;
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
        for (const episode of episodes) if (isOver(episode)) tell(track, episode, settled);
        replace(
          track,
          episodes.filter((episode) => !isOver(episode)),
          loose.filter(({ at }) => !isDone(at)),
        );
        if (track.hits.length > 0) continue;
        tracks.delete(key);
        keptBytes -= track.bytes;
      }
    }
  };

  /** Whether there is room for more. Makes some, unless that was tried only just now. */
  const hasRoom = (): boolean => {
    if (keptBytes < mostKeptBytes) return true;
    if (takenSinceRoom < mostKeptBytes / HIT_BYTES / 10) return false;
    takenSinceRoom = 0;
    const all = lanes.flatMap(({ tracks }) => [...tracks.values()]);
    for (const track of all) condense(track);
    if (keptBytes > mostKeptBytes / 2) settleBefore(middle(all.flatMap(({ hits }) => hits)));
    return keptBytes < mostKeptBytes;
  };

  const place = ({ rule, keys, values, steps }: Mark, evidence: Evidence): void => {
    const lane = lanes[rule];
    if (lane === undefined) return;
    const counted = values.map(shared);
    const bytes = hitBytes(evidence, counted);
    const hit = { at: evidence.at, evidence, values: counted, steps, bytes };
    for (const { id, values: key } of keys) {
      let track = lane.tracks.get(id);
      if (track === undefined) {
        const own = key.map(shared);
        const empty = trackBytes(own, [], []);
        track = {
          plan: lane.plan,
          key: own,
          hits: [],
          episodes: [],
          lookAt: lookAt(0),
          bytes: empty,
        };
        lane.tracks.set(id, track);
        keptBytes += empty;
      }
      track.hits.push(hit);
      track.bytes += bytes;
      keptBytes += bytes;
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
    findings() {
      const told = settled.copy();
      for (const { plan, tracks } of lanes)
        for (const track of tracks.values())
          for (const episode of episodesOf(plan, track.hits, track.episodes).episodes)
            tell(track, episode, told);
      return {
        findings: withTermsTogether(told.findings()).toSorted(compareFindings),
        learnedUntil: Number.isFinite(learnedUntilMs()) ? timeText(learnedUntilMs()) : "",
        lateCount,
        unplacedCount,
        untimedCount,
        untold: told.untold(),
      };
    },
    keptBytes: () => keptBytes,
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
