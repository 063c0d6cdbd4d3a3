/** A profile as lines: for people in any width, or as csv and tsv. Pure. */
import { separatedLine, type Separated } from "../shape/csv.ts";
import { NARROWEST } from "../shape/text/columns.ts";
import { dayAndTime } from "../shape/text/day.ts";
import type { ViewOptions } from "../shape/text/view.ts";
import { shownBy } from "../shape/text/zone.ts";
import { parts } from "../shape/wrap.ts";
import { FACETS, type Facet, type Profile } from "./profile.ts";
import { unusual } from "./unusual.ts";

/** How it is shown. */
export interface ProfileOptions extends ViewOptions {
  /** Whom it is of, printable. */
  readonly subject: string;
  readonly columns: number;
  /** Values that are shown of each facet. */
  readonly top: number;
}

const LABELS: Readonly<Record<Facet, string>> = {
  caller: "caller",
  key: "key",
  account: "account",
  region: "Region",
  from: "from",
  client: "with",
  did: "did",
  action: "action",
  about: "about",
  failed: "failed",
  signal: "signal",
};
const LABEL = 9;
const MINUTE = "2026-11-20 09:02".length;
/** From this width on there is room for the times of each value. */
const WIDE = 72;

/** Every value of every facet on one line. */
export function profileLines(form: Separated, { mine }: Profile): readonly string[] {
  return [
    separatedLine(form, ["what", "count", "first", "last", "value"]),
    ...FACETS.flatMap((facet) =>
      mine.groups[facet].map(({ count, first, last, values }) =>
        separatedLine(form, [facet, String(count), first, last, ...values]),
      ),
    ),
  ];
}

/** The profile for people. */
export function profilePage(profile: Profile, options: ProfileOptions): readonly string[] {
  const { mine, rest } = profile;
  const { subject, top, zone, accounts } = options;
  const width = Math.max(options.columns, NARROWEST);
  const timeText = (time: string): string =>
    dayAndTime(zone === undefined ? time : shownBy(zone.clock, time)).slice(0, MINUTE);
  const countWidth = Math.max("CALLS".length, String(mine.count).length);
  const row = (label: string, count: string, first: string, last: string, text: string) => {
    const times = width < WIDE ? "" : `${first.padEnd(MINUTE)}  ${last.padEnd(MINUTE)}  `;
    return under(`${label.padEnd(LABEL)}${count.padStart(countWidth)}  ${times}`, text, width);
  };
  const facetRows = (facet: Facet): readonly string[] => {
    const groups = mine.groups[facet];
    const shown = (value: string): string =>
      (facet === "account" ? accounts?.get(value) : undefined) ?? value;
    const lines = groups
      .slice(0, top)
      .flatMap(({ count, first, last, values }, place) =>
        row(
          place === 0 ? LABELS[facet] : "",
          count.toLocaleString("en-US"),
          timeText(first),
          timeText(last),
          values.map(shown).join(", "),
        ),
      );
    return groups.length > top
      ? [...lines, ...row("", "", "", "", `${groups.length - top} more: --top ${groups.length}`)]
      : lines;
  };
  const notes = unusual(profile, timeText);
  return [
    ...under("", headline(profile, subject, timeText, zone?.name ?? "UTC"), width),
    ...row("", "CALLS", "FIRST", "LAST", ""),
    ...FACETS.flatMap(facetRows),
    "",
    ...(notes.length === 0
      ? under("", rest.count === 0 ? NOTHING_ELSE : NOTHING_UNUSUAL, width)
      : notes.flatMap((note, place) =>
          under((place === 0 ? "unusual" : "").padEnd(LABEL), note, width),
        )),
  ];
}

const NOTHING_UNUSUAL = "nothing unusual against the rest";
const NOTHING_ELSE = "there are no other calls to compare with";

function headline(
  { mine, rest }: Profile,
  subject: string,
  timeText: (time: string) => string,
  zone: string,
): string {
  const all = mine.count + rest.count;
  const failed =
    mine.failed === 0
      ? "none failed"
      : `${formatted(mine.failed)} failed (${formatted(mine.denied)} denied)`;
  const span =
    mine.first === "" ? "" : `, ${timeText(mine.first)} to ${timeText(mine.last)} ${zone}`;
  return `${subject}: ${formatted(mine.count)} of ${formatted(all)} call${all === 1 ? "" : "s"}, ${failed}${span}`;
}

function formatted(count: number): string {
  return count.toLocaleString("en-US");
}

/** A text behind a label, going on below itself. */
function under(label: string, text: string, width: number): readonly string[] {
  return parts(text, width - label.length).map((part, place) =>
    ((place === 0 ? label : " ".repeat(label.length)) + part).trimEnd(),
  );
}
