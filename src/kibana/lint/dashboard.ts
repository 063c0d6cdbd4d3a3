/** Checks of one dashboard: its panels, their places, controls, and that every reference is there and is used. */
import type { ViewKey } from "../ids.ts";
import type { SavedObject } from "../saved-object.ts";
import type { Fault, FaultKind } from "./fault.ts";
import { checkLens } from "./lens.ts";
import { checkList, checkLooks, type Looks } from "./looks.ts";
import { checkField } from "./query.ts";
import { list, number, parsed, record, text, type Unknown } from "../read-json.ts";

const PANEL_TYPES = ["lens", "links", "search", "visualization"];
const GRID_WIDTH = 48;

/** What the linter knows besides the dashboard itself. */
export interface BundleContext {
  /** Key of a data view, by its id. */
  readonly views: ReadonlyMap<string, ViewKey>;
  /** Attributes of a saved search, by its id. */
  readonly searches: ReadonlyMap<string, Unknown>;
  readonly looks: Looks;
}

interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

/** What is wrong with a dashboard. `seen` holds the panel ids of other boards, and takes those of this one. */
export function checkDashboard(
  object: SavedObject,
  context: BundleContext,
  seen: Set<string>,
): readonly Fault[] {
  const { attributes } = object;
  const title = text(attributes["title"]) || object.id;
  const faults: Fault[] = [];
  const report = (kind: FaultKind, what: string, where = title): void => {
    faults.push({ kind, where, what });
  };
  const json = (value: unknown, name: string): unknown => {
    const inside = parsed(value);
    if (inside === undefined) report("not_json_text", name);
    return inside;
  };
  // Names of references that something on the board asks for, with the type that it must have.
  const wanted = new Map<string, string>();

  const search = record(attributes["kibanaSavedObjectMeta"])["searchSourceJSON"];
  const source = record(json(search, "searchSourceJSON"));
  const query = text(record(source["query"])["query"]);
  if (query !== "") report("board_query", query);
  if (list(source["filter"]).length > 0) report("board_query", "a filter");
  json(attributes["optionsJSON"], "optionsJSON");

  const boxes: Box[] = [];
  for (const item of list(json(attributes["panelsJSON"], "panelsJSON"))) {
    const panel = record(item);
    const id = text(panel["panelIndex"]);
    const where = `${title}, panel ${id}`;
    const grid = record(panel["gridData"]);
    const box = {
      id,
      x: number(grid["x"]),
      y: number(grid["y"]),
      w: number(grid["w"]),
      h: number(grid["h"]),
    };
    boxes.push(box);
    if (seen.has(id)) report("duplicate_panel_id", id, where);
    seen.add(id);
    if (id === "" || grid["i"] !== id) {
      report("panel_id_mismatch", `gridData.i is ${text(grid["i"]) || "missing"}`, where);
    }
    if (typeof panel["title"] !== "string")
      report("null_title", "the panel's title is no text", where);
    if (!(box.x >= 0 && box.y >= 0 && box.w > 0 && box.h > 0 && box.x + box.w <= GRID_WIDTH)) {
      report("off_grid", JSON.stringify(grid), where);
    }
    faults.push(...checkPanel(panel, id, where, box, object, context, wanted));
  }
  for (const [at, box] of boxes.entries()) {
    for (const other of boxes.slice(at + 1)) {
      const isApart =
        box.x + box.w <= other.x ||
        other.x + other.w <= box.x ||
        box.y + box.h <= other.y ||
        other.y + other.h <= box.y;
      if (!isApart) report("overlap", `${box.id} and ${other.id}`);
    }
  }

  const controls = record(attributes["controlGroupInput"]);
  json(controls["ignoreParentSettingsJSON"], "ignoreParentSettingsJSON");
  for (const [id, item] of Object.entries(record(json(controls["panelsJSON"], "controls")))) {
    const where = `${title}, control ${id}`;
    const input = record(record(item)["explicitInput"]);
    wanted.set(`controlGroup_${id}:optionsListDataView`, "index-pattern");
    if (seen.has(id)) report("duplicate_panel_id", id, where);
    seen.add(id);
    if (input["id"] !== id) report("panel_id_mismatch", `its id is ${text(input["id"])}`, where);
    if (text(input["title"]) === "") report("null_title", "the control has no title", where);
    faults.push(...checkField(text(input["fieldName"]), "events", where, true));
  }

  for (const [name, type] of wanted) {
    if (object.references.some((reference) => reference.name === name && reference.type === type))
      continue;
    report(
      name.includes("datasource-layer") ? "missing_layer_reference" : "missing_reference",
      name,
    );
  }
  for (const reference of object.references) {
    if (reference.type !== "tag" && !wanted.has(reference.name)) {
      report("unused_reference", reference.name);
    }
  }
  return faults;
}

function checkPanel(
  panel: Unknown,
  id: string,
  where: string,
  { w, h }: Pick<Box, "w" | "h">,
  object: SavedObject,
  context: BundleContext,
  wanted: Map<string, string>,
): readonly Fault[] {
  const config = record(panel["embeddableConfig"]);
  const attributes = record(config["attributes"]);
  const type = text(panel["type"]);
  const faults: Fault[] = [];
  if (!PANEL_TYPES.includes(type)) return [{ kind: "unknown_panel_type", where, what: type }];
  if (type === "search") {
    const name = text(panel["panelRefName"]);
    wanted.set(`${id}:${name || "panelRefName"}`, "search");
    const target = object.references.find((reference) => reference.name === `${id}:${name}`);
    const search = context.searches.get(target?.id ?? "");
    if (search !== undefined) faults.push(...checkList(search, { where, w, looks: context.looks }));
  }
  if (type === "links") {
    for (const link of list(attributes["links"])) {
      wanted.set(`${id}:${text(record(link)["destinationRefName"])}`, "dashboard");
      faults.push(...checkCarries(record(record(link)["options"]), where));
    }
  }
  if (type !== "lens") return faults;

  const events = list(record(record(config["enhancements"])["dynamicActions"])["events"]);
  for (const event of events) {
    const action = record(record(event)["action"]);
    const name = `${text(action["factoryId"])}:${text(record(event)["eventId"])}`;
    wanted.set(`${id}:drilldown:${name}:dashboardId`, "dashboard");
    faults.push(...checkCarries(record(action["config"]), where));
  }
  const layers = record(
    record(record(record(attributes["state"])["datasourceStates"])["formBased"])["layers"],
  );
  const names = Object.keys(layers).map((name) => `${id}:indexpattern-datasource-layer-${name}`);
  for (const name of names) wanted.set(name, "index-pattern");
  const target = object.references.find((reference) => reference.name === names[0]);
  const view = context.views.get(target?.id ?? "") ?? "events";
  const { looks } = context;
  faults.push(...checkLens(attributes, { where, view, w, vocabulary: looks.vocabulary }));
  faults.push(...checkLooks(attributes, { where, h, looks }));
  return faults;
}

/** A link takes time, query and filters along. */
function checkCarries(options: Unknown, where: string): readonly Fault[] {
  return ["useCurrentFilters", "useCurrentDateRange"]
    .filter((name) => options[name] !== true)
    .map((name) => ({ kind: "lossy_link", where, what: `${name} is not on` }));
}
