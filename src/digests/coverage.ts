/** What digests say of each account and Region, as far as it takes to judge a file that none of them names. */
import type { FindingKind, Unproven } from "../tables/verdicts.ts";
import { laneKey, type Lane, type LogName } from "./names.ts";

/** One account in one Region. Counts go up while it is worked on. */
export interface LaneCounts extends Lane {
  readonly trails: Set<string>;
  /** Times of its digests, in ms; from the beginning of the oldest to the end of the newest. */
  firstMs: number;
  lastMs: number;
  digests: number;
  digestsProven: number;
  /** Log files that were looked at. */
  files: number;
  filesProven: number;
  /** Findings of harm. */
  harm: number;
}

const HOUR_MS = 3_600_000;
/** Gaps that are remembered for each lane; beyond that, the time from the first of them to the last is one gap. */
const MOST_GAPS = 1000;

/** The lanes of a trail. Has state, hence a class. */
export class Coverage {
  readonly #lanes = new Map<string, LaneCounts>();
  readonly #gaps = new Map<string, { fromMs: number; untilMs: number }[]>();

  /** All lanes, in the order of their names. */
  lanes(): readonly LaneCounts[] {
    return [...this.#lanes.values()].toSorted((one, other) =>
      laneKey(one) < laneKey(other) ? -1 : 1,
    );
  }

  lane(lane: Lane): LaneCounts {
    const key = laneKey(lane);
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const { root, account, region } = lane;
    const made: LaneCounts = {
      root,
      account,
      region,
      trails: new Set(),
      firstMs: Number.POSITIVE_INFINITY,
      lastMs: Number.NEGATIVE_INFINITY,
      digests: 0,
      digestsProven: 0,
      files: 0,
      filesProven: 0,
      harm: 0,
    };
    this.#lanes.set(key, made);
    return made;
  }

  /** Digests of this time are there. */
  cover(lane: Lane, fromMs: number, untilMs: number): void {
    const counts = this.lane(lane);
    counts.firstMs = Math.min(counts.firstMs, fromMs);
    counts.lastMs = Math.max(counts.lastMs, untilMs);
  }

  /** No digest vouches for this time. */
  gap(lane: Lane, fromMs: number, untilMs: number): void {
    const gaps = this.#gaps.get(laneKey(lane)) ?? [];
    const last = gaps.at(-1);
    if (gaps.length >= MOST_GAPS && last !== undefined)
      last.untilMs = Math.max(last.untilMs, untilMs);
    else gaps.push({ fromMs, untilMs });
    this.#gaps.set(laneKey(lane), gaps);
  }

  /** What to say of a log file that no digest names. */
  judgeUnnamed(log: LogName): Unproven | Extract<FindingKind, "file_added"> {
    const { firstMs, lastMs, digests } = this.lane(log);
    if (digests === 0) return "no_chain";
    if (log.atMs < firstMs) return "too_old";
    // A file is named by the digest of the hour in which it was delivered, some time after the time in its name.
    if (log.atMs > lastMs - HOUR_MS) return "too_new";
    const gaps = this.#gaps.get(laneKey(log)) ?? [];
    return gaps.some(({ fromMs, untilMs }) => log.atMs > fromMs - HOUR_MS && log.atMs < untilMs)
      ? "gap"
      : "file_added";
  }
}
