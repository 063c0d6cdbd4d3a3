/** What a verification has found, for people and as JSON. Every text from outside is made harmless. */
import type { LaneCounts } from "../../digests/coverage.ts";
import type { Finding } from "../../digests/finding.ts";
import type { Lane } from "../../digests/names.ts";
import type { Verified } from "../../digests/verify.ts";
import { printable } from "../../shape/printable.ts";
import { widthOf } from "../../shape/width.ts";
import { FINDINGS, UNPROVEN } from "../../tables/verdicts.ts";
import { formatCount, formatCounted } from "./format.ts";
import { wrapUnder } from "./wrap.ts";

/** One finding. The words are those of `aws cloudtrail validate-logs`. */
export function findingLines({ kind, file, why }: Finding, width: number): readonly string[] {
  const { isHarm, says } = FINDINGS[kind];
  const noun = kind.startsWith("file") ? "Log file" : "Digest file";
  const head = isHarm ? `INVALID  ${noun}` : `note     ${noun}`;
  const reason = why === undefined ? "" : ` (${printable(why)})`;
  return wrapUnder(`${head} ${printable(file)}: ${says}${reason}`, width);
}

/** One finding as a line of JSON. */
export function findingJson({ kind, file, why }: Finding, { account, region }: Lane): string {
  const { isHarm, says } = FINDINGS[kind];
  return JSON.stringify({ kind, invalid: isHarm, account, region, file, says, why });
}

/** The last line of JSON: how it ended. */
export function verdictJson({ lanes, unproven }: Verified, exitCode: number): string {
  return JSON.stringify({
    kind: "summary",
    exit_code: exitCode,
    trails: lanes.map((lane) => ({
      account: lane.account,
      region: lane.region,
      trails: [...lane.trails],
      from: isoOf(lane.firstMs),
      until: isoOf(lane.lastMs),
      digests: lane.digests,
      digests_valid: lane.digestsProven,
      files: lane.files,
      files_valid: lane.filesProven,
      invalid: lane.harm,
    })),
    not_proven: Object.fromEntries(
      [...unproven].map(([why, counts]) => [why, { ...counts, says: UNPROVEN[why] }]),
    ),
  });
}

/** How the verdict is laid out. */
export interface VerdictOptions {
  readonly columns: number;
  /** Findings that were counted and not shown. */
  readonly hiddenCount: number;
  readonly harmCount: number;
}

const HEAD = ["ACCOUNT", "REGION", "TRAIL", "FROM", "UNTIL", "DIGESTS", "FILES", "FOUND"];

/** A table of accounts and Regions, what is not proven and why, and the sum. */
export function verdictLines(
  { lanes, unproven }: Verified,
  { columns, hiddenCount, harmCount }: VerdictOptions,
): readonly string[] {
  const rows = lanes.map(cellsOf);
  const widths = HEAD.map((head, place) =>
    Math.max(head.length, ...rows.map((cells) => widthOf(cells[place] ?? ""))),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, place) => cell + " ".repeat((widths[place] ?? 0) - widthOf(cell)))
      .join("  ")
      .trimEnd();
  const closing = [
    `verified    ${validOf(lanes)}`,
    `invalid     ${harmCount === 0 ? "nothing" : formatCounted(harmCount, "finding")}`,
    ...[...unproven].map(
      ([why, { digests, files }]) =>
        `not proven  ${[
          ...(digests > 0 ? [formatCounted(digests, "digest file")] : []),
          ...(files > 0 ? [formatCounted(files, "log file")] : []),
        ].join(" and ")}: ${UNPROVEN[why]}`,
    ),
  ];
  return [
    ...(hiddenCount > 0
      ? [`and ${formatCounted(hiddenCount, "more finding")}: --format json has all`]
      : []),
    ...(lanes.length === 0 ? [] : [line(HEAD), ...rows.map(line), ""]),
    ...closing.flatMap((text) => wrapUnder(text, columns)),
  ];
}

/** How far a verification has come that is under way, or was stopped. */
export function soFar(lanes: readonly LaneCounts[], harmCount: number): string {
  const harm = harmCount === 0 ? "" : `, ${formatCounted(harmCount, "finding")}`;
  return `${validOf(lanes)}${harm}`;
}

function validOf(lanes: readonly LaneCounts[]): string {
  const sum = (of: (lane: LaneCounts) => number): number =>
    lanes.reduce((total, lane) => total + of(lane), 0);
  const valid = (proven: number, all: number, noun: string): string =>
    `${formatCount(proven)}/${formatCounted(all, noun)} valid`;
  const digests = valid(
    sum((lane) => lane.digestsProven),
    sum((lane) => lane.digests),
    "digest file",
  );
  const files = valid(
    sum((lane) => lane.filesProven),
    sum((lane) => lane.files),
    "log file",
  );
  return `${digests}, ${files}`;
}

function cellsOf(lane: LaneCounts): readonly string[] {
  const { digests, digestsProven, files, filesProven, harm } = lane;
  return [
    lane.account,
    lane.region,
    printable([...lane.trails].join(", ")) || "-",
    minuteOf(lane.firstMs),
    minuteOf(lane.lastMs),
    `${formatCount(digestsProven)}/${formatCount(digests)}`,
    `${formatCount(filesProven)}/${formatCount(files)}`,
    foundIn(harm, digestsProven),
  ];
}

function foundIn(harm: number, proven: number): string {
  if (harm > 0) return `${formatCount(harm)} INVALID`;
  return proven === 0 ? "not proven" : "intact";
}

function isoOf(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null;
}

function minuteOf(ms: number): string {
  return isoOf(ms)?.slice(0, 16).replace("T", " ") ?? "-";
}
