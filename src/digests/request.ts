/** What a trail is verified with, from what was named and wanted. */
import { openSource } from "../sources/registry.ts";
import type { Wanted } from "../sources/source.ts";
import type { TrailRequest } from "./vouchers.ts";
import type { Lane } from "./names.ts";

/** What is to be verified. */
export interface Named extends Pick<
  TrailRequest,
  "keys" | "concurrency" | "signal" | "find" | "report" | "onBegin"
> {
  /** Files, folders, globs, buckets. */
  readonly sources: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly requesterPays: boolean;
  readonly wanted: Wanted;
}

const DAY_MS = 86_400_000;

/** Makes the request. */
export function trailRequest(named: Named): TrailRequest {
  const { sources, wanted, env, requesterPays, report } = named;
  const { sinceMs = Number.NEGATIVE_INFINITY, untilMs = Number.POSITIVE_INFINITY } = wanted;
  const wantsLane = ({ account, region }: Lane): boolean =>
    (wanted.accounts.length === 0 || wanted.accounts.includes(account)) &&
    wanted.matchesRegion(region);
  return {
    ...named,
    async open(what) {
      const opened = [];
      for (const source of sources)
        opened.push(
          await openSource(source, {
            // Whoever verifies names no stdin.
            stdin: noBytes,
            // What is not there as a digest may be there as a log file: that is judged at the end.
            report: (problem) => (problem.code === "E_NO_LOGS" ? undefined : report(problem)),
            env,
            requesterPays,
            wanted: { ...wanted, digests: what === "digests" },
          }),
        );
      return opened;
    },
    wants: (log) => wantsLane(log) && log.atMs >= sinceMs && log.atMs < untilMs,
    // A file is named by a digest of the same or the next hours.
    wantsDigest: (digest) =>
      wantsLane(digest) && digest.endMs >= sinceMs && digest.endMs < untilMs + DAY_MS,
  };
}

async function* noBytes(): AsyncGenerator<Uint8Array> {}
