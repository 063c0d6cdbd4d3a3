/**
 * Checks of how charts and lists look: widths against the longest values of the demo, colours, legends, names that are codes.
 * Sizes in pixels were measured on pictures of Kibana 8.12.2 in a window 1600 wide.
 */
import { NEUTRAL_COLOURS, SEVERITY_COLOURS } from "../palette.ts";
import { list, number, record, text, texts, type Unknown } from "../read-json.ts";
import type { Fault, FaultKind } from "./fault.ts";
import type { Vocabulary } from "./query.ts";

/** What people will read. */
export interface Looks {
  /** Characters of the longest demo value, by field. */
  readonly longest: ReadonlyMap<string, number>;
  /** Labels of codes, by field and code, as the data view holds them. */
  readonly words: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly vocabulary: Vocabulary;
}

/** Fields of prose, which may take several lines, and of words that a line break would spoil. */
const PROSE_LINES = 5;
const NAME_LINES = 2;
const UNBROKEN = ["event.action", "cloud.account.id", "cloud.region", "error.code"];

/** Pixels of one column of the board's grid, in a window 1600 wide. */
export const GRID_COLUMN_PX = 33;
/** Room for a column that has no width of its own. */
export const LAST_COLUMN_PX = 150;

const LENS = { characterPx: 7.5, paddingPx: 16 };
const DISCOVER = { characterPx: 7.3, paddingPx: 20 };

const ROW_PX = 36;
const LINE_PX = 20;
/** Title, head of the table, and the line to turn pages. */
const AROUND_ROWS_PX = 104;
/** Fields whose values often take a second line. */
const LONG: readonly string[] = ["aws.ses.effect", "sestrail.view.file"];

/** The time of a record, and what stands before it. */
const BEFORE_LIST_PX = 150 + 64;

const severe: ReadonlySet<string> = new Set(Object.values(SEVERITY_COLOURS));

/** What is wrong with the looks of a chart. `h` is its height on the grid. */
export function checkLooks(
  attributes: Unknown,
  context: { readonly where: string; readonly h: number; readonly looks: Looks },
): readonly Fault[] {
  const state = record(attributes["state"]);
  const visualization = record(state["visualization"]);
  const layers = record(record(record(state["datasourceStates"])["formBased"])["layers"]);
  const columns = record(record(layers["l1"])["columns"]);
  switch (text(attributes["visualizationType"])) {
    case "lnsXY":
      return [
        ...checkSeries(visualization, columns, context.where),
        ...checkNames(Object.values(columns).map(record), context),
      ];
    case "lnsDatatable":
      return [
        ...checkColumns(visualization, columns, context),
        ...checkRows(visualization, columns, context),
        ...checkNames(Object.values(columns).map(record), context),
      ];
    case "lnsMetric":
      return checkSteps(record(visualization["palette"]), context.where);
    case "lnsHeatmap":
      return [
        ...checkSteps(record(visualization["palette"]), context.where),
        ...checkNames(Object.values(columns).map(record), context),
      ];
    default:
      return [];
  }
}

/** A warm colour is that of the severity which its series counts; a stack says what its colours are. */
function checkSeries(state: Unknown, columns: Unknown, where: string): readonly Fault[] {
  const legend = record(state["legend"]);
  return list(state["layers"]).flatMap((item): readonly Fault[] => {
    const layer = record(item);
    const colours = list(layer["yConfig"]).map(record);
    const isStack = list(layer["accessors"]).length > 1 || layer["splitAccessor"] !== undefined;
    const hidden = isStack && (legend["isVisible"] !== true || legend["shouldTruncate"] !== false);
    const splitIsBlue = text(record(layer["palette"])["name"]) === "cool";
    return [
      ...(hidden
        ? [{ kind: "no_legend" as const, where, what: "a stack without a whole legend" }]
        : []),
      ...(layer["splitAccessor"] !== undefined && !splitIsBlue
        ? [{ kind: "meaningless_colour" as const, where, what: "a split in Kibana's own colours" }]
        : []),
      ...colours.flatMap(({ color, forAccessor }): readonly Fault[] => {
        const filter = record(record(columns[text(forAccessor)])["filter"]);
        const asked = /^aws\.ses\.severity: (\w+)$/u.exec(text(filter["query"]))?.[1];
        const own = Object.entries(SEVERITY_COLOURS).find(([name]) => name === asked)?.[1];
        const fits = own === undefined ? NEUTRAL_COLOURS.has(text(color)) : own === color;
        return fits ? [] : [{ kind: "meaningless_colour", where, what: text(color) }];
      }),
    ];
  });
}

/** Steps of colour are those of severity, or blue for more. */
function checkSteps(palette: Unknown, where: string): readonly Fault[] {
  return list(record(palette["params"])["colorStops"])
    .map((step) => text(record(step)["color"]))
    .filter((color) => !severe.has(color) && !NEUTRAL_COLOURS.has(color))
    .map((color) => ({ kind: "meaningless_colour", where, what: color }));
}

function checkColumns(
  state: Unknown,
  columns: Unknown,
  { where, looks }: { readonly where: string; readonly looks: Looks },
): readonly Fault[] {
  return list(state["columns"])
    .map(record)
    .flatMap((drawn): readonly Fault[] => {
      const column = record(columns[text(drawn["columnId"])]);
      const isText = ["terms", "last_value"].includes(text(column["operationType"]));
      const width = number(drawn["width"]);
      return [
        ...checkSteps(record(drawn["palette"]), where),
        ...(isText && width > 0
          ? tooNarrow(text(column["sourceField"]), width, LENS, { where, looks })
          : []),
      ];
    });
}

/** No row of a page is cut in half. */
function checkRows(
  state: Unknown,
  columns: Unknown,
  { where, h }: { readonly where: string; readonly h: number },
): readonly Fault[] {
  const rows = number(record(state["paging"])["size"]);
  const isLong = Object.values(columns).some((column) =>
    LONG.includes(text(record(column)["sourceField"])),
  );
  const needed = rows * (ROW_PX + (isLong ? LINE_PX : 0)) + AROUND_ROWS_PX;
  const room = h * 28 - 8;
  const faults: Fault[] = [];
  if (needed > room) {
    faults.push({ kind: "cut_row", where, what: `${rows} rows need ${needed} px of ${room} px` });
  }
  if (state["rowHeight"] !== "auto") {
    faults.push({ kind: "cut_text", where, what: "rows do not grow with their text" });
  }
  return faults;
}

/** A code that has an underscore is no word: it is shown by a label. */
function checkNames(
  columns: readonly Unknown[],
  { where, looks }: { readonly where: string; readonly looks: Looks },
): readonly Fault[] {
  return columns
    .filter((column) => ["terms", "last_value"].includes(text(column["operationType"])))
    .flatMap((column) => rawNames(text(column["sourceField"]), where, looks));
}

/** What is wrong with the looks of a saved search in a panel `w` wide. */
export function checkList(
  attributes: Unknown,
  context: { readonly where: string; readonly w: number; readonly looks: Looks },
): readonly Fault[] {
  const { where, w } = context;
  const grid = record(record(attributes["grid"])["columns"]);
  const columns = texts(attributes["columns"]).map(
    (field) => [field, number(record(grid[field])["width"]) || 0] as const,
  );
  const fixed = columns.reduce((sum, [, width]) => sum + width, BEFORE_LIST_PX);
  const left = w * GRID_COLUMN_PX - fixed;
  const faults: Fault[] = [];
  if (attributes["rowHeight"] !== -1)
    faults.push({ kind: "cut_text", where, what: "rows of one height" });
  if (left < LAST_COLUMN_PX) {
    faults.push({ kind: "table_too_wide", where, what: `${left} px are left for the last column` });
  }
  return [
    ...faults,
    ...columns.flatMap(([field, width]) => [
      ...rawNames(field, context.where, context.looks),
      ...tooNarrow(field, width > 0 ? width : Math.max(left, LAST_COLUMN_PX), DISCOVER, context),
    ]),
  ];
}

function rawNames(field: string, where: string, { vocabulary, words }: Looks): readonly Fault[] {
  if (field === "event.action") return [];
  const raw = [...(vocabulary.get(field) ?? [])].filter(
    (value) => value.includes("_") && words.get(field)?.has(value) !== true,
  );
  return raw.length === 0 ? [] : [{ kind: "raw_name", where, what: `${field}: ${raw.join(", ")}` }];
}

function tooNarrow(
  field: string,
  width: number,
  font: typeof LENS,
  { where, looks }: { readonly where: string; readonly looks: Looks },
): readonly Fault[] {
  const words = [...(looks.words.get(field)?.values() ?? [])].map(({ length }) => length);
  const characters = words.length > 0 ? Math.max(...words) : (looks.longest.get(field) ?? 0);
  const lines =
    field === "aws.ses.effect" ? PROSE_LINES : UNBROKEN.includes(field) ? 1 : NAME_LINES;
  const kind: FaultKind = "narrow_column";
  const room = Math.floor(((width - font.paddingPx) / font.characterPx) * lines);
  return characters <= room
    ? []
    : [{ kind, where, what: `${field}: ${characters} characters in room for ${room}` }];
}
