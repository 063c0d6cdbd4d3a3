/** Checks of the file for OpenSearch Dashboards: what it would refuse, or take and show empty. */
import type { ViewKey } from "../ids.ts";
import { idsFor } from "../ids.ts";
import { checkField, checkKql, type Vocabulary } from "../lint/query.ts";
import type { Fault } from "../lint/fault.ts";
import { list, number, parsed, record, text, texts, type Unknown } from "../read-json.ts";
import type { ClassicObject, ClassicType } from "./bundle.ts";

/** What its releases know of each object. */
const ATTRIBUTES: Readonly<Record<ClassicType, readonly string[]>> = {
  "index-pattern": ["title", "timeFieldName", "fieldFormatMap"],
  visualization: [
    "title",
    "visState",
    "uiStateJSON",
    "description",
    "version",
    "kibanaSavedObjectMeta",
  ],
  search: ["title", "description", "hits", "columns", "sort", "version", "kibanaSavedObjectMeta"],
  dashboard: [
    "title",
    "description",
    "hits",
    "version",
    "timeRestore",
    "timeFrom",
    "timeTo",
    "refreshInterval",
    "optionsJSON",
    "panelsJSON",
    "kibanaSavedObjectMeta",
  ],
};

const TYPES = new Set([
  "metric",
  "histogram",
  "horizontal_bar",
  "line",
  "heatmap",
  "table",
  "markdown",
  "input_control_vis",
]);
const METRICS = new Set(["count", "cardinality", "max", "min", "sum", "top_hits"]);
const BUCKETS = new Set(["terms", "date_histogram", "filters"]);

/** Everything that is wrong with the objects. */
export function lintClassic(
  objects: readonly ClassicObject[],
  vocabulary: Vocabulary,
): readonly Fault[] {
  const key = ({ type, id }: { readonly type: string; readonly id: string }): string =>
    `${type} ${id}`;
  const present = objects.map(key);
  const ids = idsFor("default");
  return [
    ...present
      .filter((one, at) => present.indexOf(one) !== at)
      .map((one): Fault => ({ kind: "duplicate_id", where: one, what: one })),
    ...objects.flatMap((object): readonly Fault[] => {
      const where = key(object);
      const view: ViewKey = object.references.some(({ id }) => id === ids.view.runs)
        ? "runs"
        : "events";
      return [
        ...Object.keys(object.attributes)
          .filter((name) => !ATTRIBUTES[object.type].includes(name))
          .map((what): Fault => ({ kind: "unknown_attribute", where, what })),
        ...object.references
          .filter((reference) => !present.includes(key(reference)))
          .map((reference): Fault => ({ kind: "missing_reference", where, what: key(reference) })),
        ...checkObject(object, view, where, vocabulary),
      ];
    }),
  ];
}

function checkObject(
  { type, attributes, references }: ClassicObject,
  view: ViewKey,
  where: string,
  vocabulary: Vocabulary,
): readonly Fault[] {
  if (type === "index-pattern") return [];
  const names = references.map(({ name }) => name);
  const source = parsed(record(attributes["kibanaSavedObjectMeta"])["searchSourceJSON"]);
  const query = text(record(record(source)["query"])["query"]);
  const index = text(record(source)["indexRefName"]);
  const faults: Fault[] = query === "" ? [] : [...checkKql(query, view, where, vocabulary)];
  if (index !== "" && !names.includes(index))
    faults.push({ kind: "missing_reference", where, what: index });
  if (type === "search")
    faults.push(
      ...texts(attributes["columns"]).flatMap((field) => checkField(field, view, where, false)),
    );
  if (type === "visualization")
    faults.push(...checkState(parsed(attributes["visState"]), names, view, where, vocabulary));
  if (type === "dashboard") {
    if (query !== "") faults.push({ kind: "board_query", where, what: query });
    faults.push(...checkPanels(parsed(attributes["panelsJSON"]), names, where));
  }
  return faults;
}

function checkState(
  state: unknown,
  names: readonly string[],
  view: ViewKey,
  where: string,
  vocabulary: Vocabulary,
): readonly Fault[] {
  if (state === undefined) return [{ kind: "not_json_text", where, what: "visState" }];
  const type = text(record(state)["type"]);
  if (!TYPES.has(type)) return [{ kind: "unknown_panel_type", where, what: type }];
  const aggs = list(record(state)["aggs"]).map(record);
  const controls = list(record(record(state)["params"])["controls"]).map(record);
  const isChart = type !== "markdown" && type !== "input_control_vis";
  const numbers = aggs.filter(({ schema }) => schema === "metric");
  return [
    ...(isChart && numbers.length === 0
      ? [{ kind: "missing_column" as const, where, what: "no number" }]
      : []),
    ...controls.flatMap(({ fieldName, indexPatternRefName }) => [
      ...checkField(text(fieldName), view, where, true),
      ...(names.includes(text(indexPatternRefName))
        ? []
        : [{ kind: "missing_reference" as const, where, what: text(indexPatternRefName) }]),
    ]),
    ...aggs.flatMap((agg) => checkAgg(agg, numbers, view, where, vocabulary)),
  ];
}

function checkAgg(
  agg: Unknown,
  numbers: readonly Unknown[],
  view: ViewKey,
  where: string,
  vocabulary: Vocabulary,
): readonly Fault[] {
  const params = record(agg["params"]);
  const type = text(agg["type"]);
  const known = agg["schema"] === "metric" ? METRICS : BUCKETS;
  if (!known.has(type)) return [{ kind: "unknown_operation", where, what: type }];
  if (type === "count") return [];
  if (type === "filters") {
    return list(params["filters"]).flatMap((item) =>
      checkKql(text(record(record(item)["input"])["query"]), view, where, vocabulary),
    );
  }
  const by = text(params["orderBy"]);
  const isRanked = type !== "terms" || by === "_key" || numbers.some(({ id }) => id === by);
  return [
    ...checkField(text(params["field"]), view, where, type !== "top_hits"),
    ...(isRanked ? [] : [{ kind: "missing_column" as const, where, what: `ranked by ${by}` }]),
  ];
}

const GRID_WIDTH = 48;

function checkPanels(panels: unknown, names: readonly string[], where: string): readonly Fault[] {
  const all = list(panels).map((item) => {
    const panel = record(item);
    const place = record(panel["gridData"]);
    const [x, y, w, h] = ["x", "y", "w", "h"].map((side) => number(place[side])) as [
      number,
      number,
      number,
      number,
    ];
    return {
      id: text(panel["panelIndex"]),
      i: text(place["i"]),
      refName: text(panel["panelRefName"]),
      x,
      y,
      w,
      h,
    };
  });
  return all.flatMap((panel, at): readonly Fault[] => [
    ...(names.includes(panel.refName)
      ? []
      : [{ kind: "missing_reference" as const, where, what: panel.refName }]),
    ...(panel.i === panel.id
      ? []
      : [{ kind: "panel_id_mismatch" as const, where, what: panel.id }]),
    ...(panel.x >= 0 && panel.x + panel.w <= GRID_WIDTH && panel.h > 0
      ? []
      : [{ kind: "off_grid" as const, where, what: panel.id }]),
    ...all
      .slice(at + 1)
      .filter(
        (other) =>
          panel.x < other.x + other.w &&
          other.x < panel.x + panel.w &&
          panel.y < other.y + other.h &&
          other.y < panel.y + panel.h,
      )
      .map((other): Fault => ({ kind: "overlap", where, what: `${panel.id} and ${other.id}` })),
  ]);
}
