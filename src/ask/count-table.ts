/** A count as lines: for people in any width, or as csv and tsv. Pure. */
import { separatedLine, type Separated } from "../shape/csv.ts";
import { NARROWEST } from "../shape/text/columns.ts";
import { dayAndTime } from "../shape/text/day.ts";
import type { ViewOptions } from "../shape/text/view.ts";
import { shownBy } from "../shape/text/zone.ts";
import { parts } from "../shape/wrap.ts";
import type { Counted, Group } from "./counter.ts";

/** How a count is shown. */
export interface CountOptions {
  /** What was counted by, as it was asked. */
  readonly by: readonly string[];
  /** Groups that are shown at most. */
  readonly top: number;
  readonly columns: number;
  /** Shares as bars, where there is room. */
  readonly bars: boolean;
  /** Whose clock times are shown by; UTC's where absent. */
  readonly zone?: ViewOptions["zone"];
}

/** Every group on one line, whole. */
export function countLines(
  form: Separated,
  { groups }: Counted,
  { by, top }: CountOptions,
): readonly string[] {
  return [
    separatedLine(form, ["count", "first", "last", ...by]),
    ...groups
      .slice(0, top)
      .map(({ count, first, last, values }) =>
        separatedLine(form, [String(count), first, last, ...values]),
      ),
  ];
}

/** The largest groups for people, and what is not shown. */
export function countTable(counted: Counted, options: CountOptions): readonly string[] {
  const { by, top, bars, zone } = options;
  const minute = (time: string): string =>
    dayAndTime(zone === undefined ? time : shownBy(zone.clock, time)).slice(0, MINUTE);
  const width = Math.max(options.columns, NARROWEST);
  const shown = counted.groups.slice(0, top);
  const most = shown[0]?.count ?? 0;
  const countWidth = Math.max("COUNT".length, String(most).length);
  const hasTimes = width >= 72;
  const hasBars = bars && width >= 100;
  const before = (count: string, bar: string, first: string, last: string): string =>
    [
      count.padStart(countWidth),
      ...(hasBars ? [bar.padEnd(BAR)] : []),
      ...(hasTimes ? [first.padEnd(MINUTE), last.padEnd(MINUTE)] : []),
      "",
    ].join("  ");
  const line = (head: string, text: string): readonly string[] =>
    parts(text, width - head.length).map(
      (part, place) => (place === 0 ? head : " ".repeat(head.length)) + part.trimEnd(),
    );
  const head =
    zone === undefined
      ? before("COUNT", "", "FIRST UTC", "LAST UTC")
      : before("COUNT", "", "FIRST", "LAST");
  return [
    ...(zone === undefined ? [] : parts(`times in ${zone.name}`, width)),
    ...line(head, by.map((name) => name.toUpperCase()).join(BETWEEN)),
    ...shown.flatMap((group) =>
      line(
        before(String(group.count), barOf(group, most), minute(group.first), minute(group.last)),
        group.values.join(BETWEEN),
      ),
    ),
    ...notes(counted, options).flatMap((text) => parts(text, width).map((part) => part.trimEnd())),
  ];
}

function notes(
  { groups, without, unplaced }: Counted,
  { by, top }: CountOptions,
): readonly string[] {
  const more = groups.length - top;
  const texts = [
    ...(more > 0 ? [`${more} more: --top ${groups.length}`] : []),
    ...(without > 0 ? [`without ${by.join(" or ")}: ${events(without)}`] : []),
    ...(unplaced > 0
      ? [`there are more than ${groups.length} different values: ${unplaced} were not counted`]
      : []),
  ];
  return texts.length === 0 ? [] : ["", ...texts];
}

function events(count: number): string {
  return `${count} event${count === 1 ? "" : "s"}`;
}

const BETWEEN = " · ";
const BAR = 10;
const MINUTE = "2026-11-20 09:02".length;

/** At least a sliver: what occurs is seen. */
function barOf({ count }: Group, most: number): string {
  const eighths = Math.max(1, Math.round((count / most) * BAR * 8));
  return "█".repeat(Math.floor(eighths / 8)) + (SLIVERS[eighths % 8] ?? "");
}

const SLIVERS = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
