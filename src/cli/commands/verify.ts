/** `sestrail verify`: proves by CloudTrail's digests that no log file was changed or is missing. */
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import type { LaneCounts } from "../../digests/coverage.ts";
import type { KeyRing } from "../../digests/public-keys.ts";
import { trailRequest } from "../../digests/request.ts";
import { keyRing } from "../../digests/vouching.ts";
import { verifyTrail, type Verified } from "../../digests/verify.ts";
import { verifyExitCode } from "../../job/exit-code.ts";
import { problemLog, problemOf } from "../../job/problem-log.ts";
import type { StopSignal } from "../../job/stopped.ts";
import { wantedOf } from "../../job/wanted.ts";
import { FINDINGS } from "../../tables/verdicts.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { formatDuration } from "../screen/format.ts";
import { problemLines, usageLines } from "../screen/problems.ts";
import { ERASE_LINE, showLine } from "../screen/progress.ts";
import { proseWidth, textColumns, writeLines, type Terminal } from "../screen/terminal.ts";
import { findingJson, findingLines, soFar, verdictJson, verdictLines } from "../screen/verdict.ts";
import { wrapUnder } from "../screen/wrap.ts";

/** Findings that are shown to people; more are counted. */
const MOST_SHOWN = 100;

/** Runs `sestrail verify` and gives the exit code. */
export async function verify(terminal: Terminal): Promise<number> {
  const { stdout, stderr, env, now } = terminal;
  const configured = await configureRun("verify", terminal);
  const { values } = resolveOptions(await optionSources("verify", terminal));
  const problems = "problems" in configured ? configured.problems : notVerified(configured.config);
  if ("problems" in configured || problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const { config } = configured;
  const isJson = values.format === "json";
  const log = problemLog();
  const stop = stopOf(terminal);
  let ring: KeyRing | undefined;
  let verified: Verified | undefined;
  let harmCount = 0;
  let shownCount = 0;
  let lanes: () => readonly LaneCounts[] = () => [];
  const startedMs = now().getTime();
  const stopProgress = showLine(
    stderr,
    () => `${soFar(lanes(), harmCount)}  ${formatDuration(now().getTime() - startedMs)}`,
  );
  try {
    ring = await keyRing(values["public-keys"], env);
    verified = await verifyTrail(
      trailRequest({
        sources: config.sources,
        env,
        requesterPays: config.requesterPays,
        wanted: wantedOf(config.selection),
        concurrency: config.concurrency,
        keys: ring,
        signal: stop.signal,
        report: (problem) => log.add(problem),
        onBegin(live) {
          lanes = live;
        },
        find(finding, lane) {
          if (FINDINGS[finding.kind].isHarm) harmCount += 1;
          shownCount += 1;
          if (stderr.isTerminal && stdout.isTerminal) stderr.stream.write(ERASE_LINE);
          if (isJson) writeLines(stdout, [findingJson(finding, lane)]);
          else if (shownCount <= MOST_SHOWN)
            writeLines(stdout, findingLines(finding, proseWidth(stdout)));
        },
      }),
    );
    if (verified.lanes.every(({ digests }) => digests === 0))
      log.add({
        code: "E_NO_DIGESTS",
        what: `there are no digests in ${config.sources.join(", ")}`,
      });
  } catch (thrown) {
    if (stop.reason() === undefined && !stop.signal.aborted) log.add(problemOf(thrown));
  } finally {
    stopProgress();
    ring?.close();
    stop.release();
  }
  const signal = stop.reason();
  if (signal !== undefined) log.add({ code: "E_INTERRUPTED", what: `stopped by ${signal}` });
  const groups = log.groups();
  const exitCode = verifyExitCode({
    isHarmed: harmCount > 0,
    isIncomplete: verified !== undefined && isIncomplete(verified),
    reported: groups.map(({ code }) => code),
    signal,
  });
  if (verified !== undefined && isJson) writeLines(stdout, [verdictJson(verified, exitCode)]);
  else if (verified !== undefined && verified.lanes.length > 0)
    writeLines(
      stdout,
      verdictLines(verified, {
        columns: textColumns(terminal),
        hiddenCount: Math.max(0, shownCount - MOST_SHOWN),
        harmCount,
      }),
    );
  if (verified === undefined && signal !== undefined)
    writeLines(
      stderr,
      wrapUnder(`checked so far: ${soFar(lanes(), harmCount)}`, proseWidth(stderr)),
    );
  for (const group of groups) writeLines(stderr, problemLines(group, proseWidth(stderr)));
  return exitCode;
}

/** What was named, and can't be verified. */
function notVerified({ sources }: ShipConfig): readonly UsageProblem[] {
  return sources.includes("-")
    ? [usage("-", "stdin has no digests; name a folder or s3://BUCKET/PREFIX")]
    : [];
}

/** Waiting for a later digest is normal; whatever else is not proven stays so. */
function isIncomplete({ lanes, unproven }: Verified): boolean {
  const proven = lanes.reduce((sum, { digestsProven }) => sum + digestsProven, 0);
  return proven === 0 || [...unproven.keys()].some((why) => why !== "newest" && why !== "too_new");
}

/** Ends at the first signal, or when nobody reads any more: nothing is lost by that. */
function stopOf({ onSignal, stdout }: Terminal): {
  readonly signal: AbortSignal;
  readonly reason: () => StopSignal | undefined;
  readonly release: () => void;
} {
  const abort = new AbortController();
  let reason: StopSignal | undefined;
  const offSignal = onSignal((signal) => {
    reason ??= signal;
    abort.abort();
  });
  const onError = (): void => abort.abort();
  stdout.stream.on("error", onError);
  return {
    signal: abort.signal,
    reason: () => reason,
    release() {
      offSignal();
      stdout.stream.off("error", onError);
    },
  };
}
