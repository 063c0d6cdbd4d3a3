/** Verifies a trail: first its digests, then every log file by what they say. */
import type { Unproven } from "../tables/verdicts.ts";
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { LogFile } from "../sources/source.ts";
import { compareContent, type Comparison } from "./content.ts";
import type { LaneCounts } from "./coverage.ts";
import { inOrder } from "./in-order.ts";
import { logName, type LogName } from "./names.ts";
import { readVouchers, unseen, vouchedName, type TrailRequest } from "./vouchers.ts";
import type { Vouched } from "./vouched.ts";

/** What became of a trail. */
export interface Verified {
  /** Each account and Region. */
  readonly lanes: readonly LaneCounts[];
  /** What is not proven, by the reason. */
  readonly unproven: ReadonlyMap<Unproven, { readonly digests: number; readonly files: number }>;
}

/** Verifies it, and tells of each finding as it comes. Throws what `readVouchers` throws. */
export async function verifyTrail(request: TrailRequest): Promise<Verified> {
  const { signal, concurrency, report } = request;
  const vouchers = await readVouchers(request);
  const { table, coverage, find } = vouchers;
  const unproven = new Map<Unproven, { digests: number; files: number }>();
  const unprovenOf = (why: Unproven): { digests: number; files: number } => {
    const known = unproven.get(why) ?? { digests: 0, files: 0 };
    unproven.set(why, known);
    return known;
  };
  for (const [why, count] of vouchers.unproven) unprovenOf(why).digests += count;

  const looked = inOrder(filesOf(request), concurrency, async ({ file, log }) => {
    const vouched = table.see(vouchedName(log, file.name));
    return { file, log, vouched, found: vouched && (await compared(file, vouched, signal)) };
  });
  for await (const { file, log, vouched, found } of looked) {
    const lane = coverage.lane(log);
    lane.files += 1;
    if (vouched === undefined) {
      const kind = coverage.judgeUnnamed(log);
      if (kind === "file_added") find({ kind, file: file.name }, lane);
      else unprovenOf(kind).files += 1;
    } else if (found === undefined || found.kind === "unread") {
      if (found !== undefined) report(found.problem);
      unprovenOf("unreadable").files += 1;
    } else if (vouched.unproven === "bad_digest") unprovenOf("bad_digest").files += 1;
    else if (found.kind === "changed")
      find({ kind: "file_changed", file: file.name, why: found.why }, lane);
    else if (found.kind === "appended") find({ kind: "file_appended", file: file.name }, lane);
    else if (vouched.unproven === undefined) lane.filesProven += 1;
    else unprovenOf(vouched.unproven).files += 1;
  }
  signal.throwIfAborted();
  for await (const { lane, object, by } of unseen(request, vouchers))
    find({ kind: "file_missing", file: object, why: `named by ${by}` }, coverage.lane(lane));
  return { lanes: coverage.lanes(), unproven };
}

async function* filesOf({
  open,
  wants,
  signal,
}: TrailRequest): AsyncGenerator<{ readonly file: LogFile; readonly log: LogName }> {
  const sources = await open("log files");
  try {
    for (const source of sources)
      for await (const file of source.files(signal)) {
        const log = logName(file.name);
        if (log !== undefined && wants(log)) yield { file, log };
      }
  } finally {
    for (const source of sources) await source.close();
  }
}

async function compared(
  file: LogFile,
  { hash }: Vouched,
  signal: AbortSignal,
): Promise<Comparison | { readonly kind: "unread"; readonly problem: Problem }> {
  try {
    return await compareContent(file, hash, signal);
  } catch (failure) {
    signal.throwIfAborted();
    if (!(failure instanceof CodedError)) throw failure;
    return { kind: "unread", problem: failure.problem };
  }
}
