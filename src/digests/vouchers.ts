/** Reads all digests of a trail: what they vouch for, and what is wrong with them. */
import { hash } from "node:crypto";
import type { LogFile, Source } from "../sources/source.ts";
import { FINDINGS, type Unproven } from "../tables/verdicts.ts";
import { CodedError, errorOf, messageOf, type Problem } from "../telemetry/problem.ts";
import { Chain, type ReadDigest } from "./chain.ts";
import { digestBytes, isDamage } from "./content.ts";
import { Coverage, type LaneCounts } from "./coverage.ts";
import { readDigest, type Digest } from "./digest.ts";
import type { Finding } from "./finding.ts";
import { inOrder } from "./in-order.ts";
import {
  digestName,
  laneKey,
  logName,
  placeIn,
  plainName,
  type DigestName,
  type Lane,
} from "./names.ts";
import type { KeyRing } from "./public-keys.ts";
import { VouchedTable } from "./vouched.ts";

/** How a trail is read. */
export interface TrailRequest {
  /** Sources that give its digests, or its log files; others among them are passed over. Called once for each pass. */
  readonly open: (what: "digests" | "log files") => Promise<readonly Source[]>;
  readonly keys: KeyRing;
  /** Whether a time is wanted: of log files, by their names. */
  readonly wants: (log: Lane & { readonly atMs: number }) => boolean;
  /** Whether a digest may name log files that are wanted. */
  readonly wantsDigest: (digest: DigestName) => boolean;
  /** Files read side by side. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  readonly find: (finding: Finding, lane: Lane) => void;
  /** Told of what could not be read. */
  readonly report: (problem: Problem) => void;
  /** Given the way to ask how far it has come, before anything is read. */
  readonly onBegin?: (lanes: () => readonly LaneCounts[]) => void;
}

/** What digests vouch for. */
export interface Vouchers {
  readonly table: VouchedTable;
  readonly coverage: Coverage;
  /** Digests that are not proven, by the reason. */
  readonly unproven: Map<Unproven, number>;
  /** Tells of a finding, and counts it. */
  readonly find: (finding: Finding, lane: LaneCounts) => void;
}

/** What a log file is called in the table: where it lies does not matter, as long as it is the same copy of a trail. */
export function vouchedName(lane: Lane, path: string): string {
  return `${lane.root}|${plainName(path)}`;
}

/** Reads the digests of a trail. Throws a CodedError where no keys can be had, and the signal's reason. */
export async function readVouchers(request: TrailRequest): Promise<Vouchers> {
  const { keys, wants } = request;
  const vouchers: Vouchers = {
    table: new VouchedTable(),
    coverage: new Coverage(),
    unproven: new Map(),
    find(finding, lane) {
      if (FINDINGS[finding.kind].isHarm) lane.harm += 1;
      request.find(finding, lane);
    },
  };
  const { table, coverage, unproven, find } = vouchers;
  request.onBegin?.(() => coverage.lanes());
  const chains = new Map<string, Chain>();
  const judge = (lane: LaneCounts, { digest }: ReadDigest, why: Unproven | undefined): void => {
    if (why === undefined) lane.digestsProven += 1;
    else unproven.set(why, (unproven.get(why) ?? 0) + 1);
    for (const { object, hash: content } of digest.logFiles) {
      const log = logName(object);
      if (log === undefined || !wants({ ...log, root: lane.root })) continue;
      table.set(vouchedName(lane, object), { hash: content, unproven: why });
    }
  };
  const chainOf = (name: DigestName): Chain => {
    const key = `${laneKey(name)}|${name.trail}|${name.isBackfill}`;
    const known = chains.get(key);
    if (known !== undefined) return known;
    const lane = coverage.lane(name);
    lane.trails.add(name.trail);
    const chain = new Chain({
      find: (finding) => find(finding, lane),
      judge: (read, why) => judge(lane, read, why),
      gap: (fromMs, untilMs) => coverage.gap(lane, fromMs, untilMs),
    });
    chains.set(key, chain);
    return chain;
  };
  for await (const { file, name, read } of digestsOf(request)) {
    const chain = chainOf(name);
    const lane = coverage.lane(name);
    lane.digests += 1;
    if ("digest" in read) {
      const { digest } = read;
      const { startTime, endTime, fingerprint } = digest;
      if (isMoved(file, digest)) {
        find({ kind: "digest_moved", file: file.name, why: `to: ${digest.object}` }, lane);
        chain.takeUnreadable(name.endMs);
      } else {
        if (!name.isBackfill) coverage.cover(lane, Date.parse(startTime), Date.parse(endTime));
        const found = await keys.find({ fingerprint, region: name.region, startTime, endTime });
        if (found.length === 0 && keys.isWhole)
          find({ kind: "digest_key", file: file.name, why: `fingerprint ${fingerprint}` }, lane);
        chain.take({
          name: file.name,
          digest,
          hash: read.hash,
          signature: file.metadata?.["signature"],
          keys: found,
        });
      }
      continue;
    }
    coverage.cover(lane, name.endMs, name.endMs);
    if ("wrong" in read)
      find({ kind: "digest_unreadable", file: file.name, why: read.wrong }, lane);
    else {
      request.report(read.problem);
      unproven.set("unreadable", (unproven.get("unreadable") ?? 0) + 1);
    }
    chain.takeUnreadable(name.endMs);
  }
  for (const chain of chains.values()) chain.end();
  return vouchers;
}

/** Log files that proven or unproven digests name, and that were not seen. Reads the digests once more. */
export async function* unseen(
  request: TrailRequest,
  { table }: Vouchers,
): AsyncGenerator<{ readonly lane: Lane; readonly object: string; readonly by: string }> {
  if (table.unseenCount === 0) return;
  for await (const { file, name, read } of digestsOf(request)) {
    if (!("digest" in read)) continue;
    for (const { object } of read.digest.logFiles) {
      const log = logName(object);
      if (log === undefined || !request.wants({ ...log, root: name.root })) continue;
      const key = vouchedName(name, object);
      if (table.hasSeen(key)) continue;
      const known = table.see(key);
      // Of what a changed digest names, nothing is known.
      if (known !== undefined && known.unproven !== "bad_digest")
        yield { lane: name, object, by: file.name };
    }
  }
}

type Read =
  | { readonly digest: Digest; readonly hash: string }
  | { readonly wrong: string }
  | { readonly problem: Problem };

interface FoundDigest {
  readonly file: LogFile;
  readonly name: DigestName;
  readonly read: Read;
}

async function* digestsOf(request: TrailRequest): AsyncGenerator<FoundDigest> {
  const { open, concurrency, signal } = request;
  const sources = await open("digests");
  try {
    yield* inOrder(wantedDigests(sources, request), concurrency, async ({ file, name }) => ({
      file,
      name,
      read: await readOne(file, signal),
    }));
  } finally {
    for (const source of sources) await source.close();
  }
  signal.throwIfAborted();
}

async function* wantedDigests(
  sources: readonly Source[],
  { wantsDigest, signal }: TrailRequest,
): AsyncGenerator<{ readonly file: LogFile; readonly name: DigestName }> {
  for (const source of sources)
    for await (const file of source.files(signal)) {
      const name = digestName(file.name);
      if (name !== undefined && wantsDigest(name)) yield { file, name };
    }
}

async function readOne(file: LogFile, signal: AbortSignal): Promise<Read> {
  try {
    const bytes = await digestBytes(file, signal);
    const digest = readDigest(bytes);
    return "wrong" in digest ? digest : { digest, hash: hash("sha256", bytes, "hex") };
  } catch (failure) {
    signal.throwIfAborted();
    if (!(failure instanceof CodedError)) throw errorOf(failure);
    return isDamage(failure)
      ? { wrong: failure.problem.why ?? messageOf(failure) }
      : { problem: failure.problem };
  }
}

/** Whether a digest lies elsewhere than it says: where there are folders by these, else by its name. */
function isMoved({ name }: LogFile, { object }: Digest): boolean {
  const [here, there] = [placeIn(name), placeIn(object)];
  return here === undefined || there === undefined
    ? plainName(name) !== plainName(object)
    : here.replace(/\.gz$/, "") !== there.replace(/\.gz$/, "");
}
