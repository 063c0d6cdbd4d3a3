/** The text shape: one line for each event, for people. Aligned and cut on a terminal; whole, and separated by tabs, in a pipe. */
import type { SesEvent } from "../ses/event.ts";
import { printable } from "./printable.ts";
import { cut, fit } from "./width.ts";

/** How lines are laid out. */
export interface TextOptions {
  /** Width to fit into; at least 80 is taken. */
  readonly columns: number;
  readonly color: boolean;
  /** Aligned columns, cut to the width; else tabs, and nothing is cut. */
  readonly padded: boolean;
}

/** Writes lines. Neither holds a newline at its end. */
export interface TextLayout {
  readonly header: string;
  line(event: SesEvent): string;
}

type ColumnName = "time" | "account" | "region" | "caller" | "what" | "from" | "client" | "signals";

const TITLES: Readonly<Record<ColumnName, string>> = {
  time: "TIME (UTC)",
  account: "ACCOUNT",
  region: "REGION",
  caller: "CALLER",
  what: "WHAT HAPPENED",
  from: "FROM",
  client: "CLIENT",
  signals: "SIGNALS",
};
const ORDER = Object.keys(TITLES) as readonly ColumnName[];

const RED = "\u001b[31m";
const AMBER = "\u001b[33m";
const DIM = "\u001b[2m";
const RESET = "\u001b[0m";
const GAP = "  ";

/** Chooses the columns that fit, and how wide they are. */
export function textLayout(options: TextOptions): TextLayout {
  const widths = options.padded ? columnWidths(Math.max(80, options.columns)) : undefined;
  const paint = (style: string, text: string): string =>
    options.color && style !== "" && text !== "" ? style + text + RESET : text;
  const compose = (cells: Cells, styles: Styles): string => {
    if (widths === undefined)
      return ORDER.map((name) => paint(styles[name] ?? "", cells[name])).join("\t");
    const shown = ORDER.filter((name) => widths[name] > 0);
    // Nothing follows the last filled cell, so that no line ends in blanks.
    const last = shown.findLastIndex((name) => cells[name] !== "");
    return shown
      .slice(0, last + 1)
      .map((name, index) => {
        const text =
          index === last ? cut(cells[name], widths[name]) : fit(cells[name], widths[name]);
        return paint(styles[name] ?? "", text);
      })
      .join(GAP);
  };
  return {
    header: compose(TITLES, Object.fromEntries(ORDER.map((name) => [name, DIM]))),
    line(event) {
      const { fields } = event;
      const failed = fields["event.outcome"] === "failure";
      const signals = fields["aws.ses.signals"] ?? [];
      const flag = signals.length === 0 ? "" : "▲ ";
      // Where there is no room for the names of the signals, their mark stands before what happened.
      const marks = (failed ? "✗ " : "") + (widths?.signals === 0 ? flag : "");
      const cells: Cells = {
        time: timeOf(fields["@timestamp"], widths?.time),
        account: printable(fields["cloud.account.id"] ?? ""),
        region: printable(fields["cloud.region"] ?? ""),
        caller: printable(callerOf(event)),
        what: marks + printable(whatOf(event)),
        from: printable(fields["source.address"] ?? ""),
        client: printable(fields["user_agent.name"] ?? ""),
        signals: signals.length === 0 ? "" : flag + printable(signals.join(", ")),
      };
      const plainWhat = flag !== "" && widths?.signals === 0 ? AMBER : "";
      return compose(cells, {
        account: DIM,
        region: DIM,
        what: failed ? RED : plainWhat,
        from: DIM,
        client: DIM,
        signals: AMBER,
      });
    },
  };
}

type Cells = Readonly<Record<ColumnName, string>>;
type Styles = Readonly<Partial<Record<ColumnName, string>>>;

/** Widths of `Nov 20 09:02:11` and `2026-11-20 09:02:11`. */
const SHORT_TIME = 15;
const LONG_TIME = 19;

/** What is there at any width. */
const LEAST = { time: SHORT_TIME, caller: 17, what: 44 } as const;

/** What room is spent on, the most telling first: a column begins, or becomes wider. */
const WISHES: readonly (readonly [column: ColumnName, width: number])[] = [
  ["region", 14],
  ["caller", 20],
  ["from", 15],
  ["what", 57],
  ["signals", 29],
  ["what", 68],
  ["caller", 26],
  ["account", 12],
  ["client", 12],
  ["what", 90],
  ["signals", 60],
  ["time", LONG_TIME],
];
/** These are of use only as a whole. */
const WHOLE: ReadonlySet<ColumnName> = new Set(["time", "region", "from", "account", "client"]);

function columnWidths(columns: number): Readonly<Record<ColumnName, number>> {
  const room: Record<ColumnName, number> = {
    account: 0,
    region: 0,
    from: 0,
    client: 0,
    signals: 0,
    ...LEAST,
  };
  let left = columns - LEAST.time - LEAST.caller - LEAST.what - 2 * GAP.length;
  for (const [name, width] of WISHES) {
    const begins = room[name] === 0;
    const cost = width - room[name] + (begins ? GAP.length : 0);
    if (cost > left && (begins || WHOLE.has(name))) break;
    const spent = Math.min(cost, left);
    room[name] += spent - (begins ? GAP.length : 0);
    left -= spent;
  }
  room.what += left;
  return room;
}

const MONTHS = [
  "Jan",
  "Feb",
  "Mar",
  "Apr",
  "May",
  "Jun",
  "Jul",
  "Aug",
  "Sep",
  "Oct",
  "Nov",
  "Dec",
] as const;

/** The time in UTC: whole in a pipe, without the year where room is short. */
function timeOf(timestamp: string | undefined, width: number | undefined): string {
  const parts = /^\d{4}-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)/.exec(timestamp ?? "");
  if (timestamp === undefined || parts === null || width === undefined)
    return printable(timestamp ?? "");
  const [, month = "", day = "", time = ""] = parts;
  return width < LONG_TIME
    ? `${MONTHS[Number(month) - 1] ?? month} ${day} ${time}`
    : `${timestamp.slice(0, 10)} ${time}`;
}

function callerOf({ fields }: SesEvent): string {
  const name = fields["aws.ses.caller.name"] ?? fields["user.name"] ?? "";
  const kind = fields["aws.ses.caller.kind"];
  if (kind === undefined || kind === name) return name;
  return name === "" ? `(${kind})` : `${name} (${kind})`;
}

/** The effect; of other services' calls the action and the service. A failure tells its code where the effect does not. */
function whatOf({ fields, ses }: SesEvent): string {
  const action = fields["event.action"] ?? "";
  const service = fields["cloud.service.name"] ?? fields["event.provider"];
  const other = !ses && service !== undefined ? `${action} (${service})` : action;
  const effect = fields["aws.ses.effect"];
  if (effect !== undefined) return effect;
  const code = fields["error.code"];
  return code === undefined ? other : `${other}: ${code}`;
}
