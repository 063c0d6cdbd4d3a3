/** Each fault that the linter knows, planted in the real bundle or the real rules: found, and nothing else with it. */
import { describe, expect, test } from "vitest";
import { savedObjects } from "../../src/kibana/bundle.ts";
import { lintBundle } from "../../src/kibana/lint/bundle.ts";
import { FAULTS, type FaultKind } from "../../src/kibana/lint/fault.ts";
import { lintRules } from "../../src/kibana/lint/rules.ts";
import { ruleJsons, type RuleJson } from "../../src/kibana/rule.ts";
import { CHANGES } from "../../src/rules/queries.ts";
import { SEVERITY_COLOURS } from "../../src/kibana/palette.ts";
import { RULES } from "../../src/rules/rules.ts";
import type { SavedObject } from "../../src/kibana/saved-object.ts";
import { demoDocuments, longestValues } from "../support/demo-documents.ts";
import { VOCABULARY } from "../../src/kibana/lint/vocabulary.ts";

/** Characters of the longest value that the demo week has, by field. */
const LONGEST = longestValues(demoDocuments());

/** Something that is about to be broken: JSON of any shape. */
type Tree = Record<string, unknown>;

/** What stands at a path of names and indices, such as `state.layers.0`. A path that leads nowhere is a fault of the test. */
function at(tree: unknown, path: string): unknown {
  let here = tree;
  for (const name of path.split(".")) {
    if (typeof here !== "object" || here === null || !(name in here)) {
      throw new Error(`nothing at ${name} of ${path}`);
    }
    here = (here as Tree)[name];
  }
  return here;
}

/** Sets what stands at a path, or takes it away. */
function put(tree: unknown, path: string, value: unknown): void {
  const cut = path.lastIndexOf(".");
  const parent = (cut < 0 ? tree : at(tree, path.slice(0, cut))) as Tree;
  const name = path.slice(cut + 1);
  if (value === undefined) delete parent[name];
  else parent[name] = value;
}

/** Changes what stands at a path; the caller says what that is. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it spares each caller a cast
function change<T>(tree: unknown, path: string, edit: (value: T) => unknown): void {
  put(tree, path, edit(at(tree, path) as T));
}

/** Takes the first item that matches out of the list at a path. */
function drop(tree: unknown, path: string, matches: (item: Tree) => boolean): void {
  change<Tree[]>(tree, path, (items) => {
    const found = items.findIndex(matches);
    if (found < 0) throw new Error(`nothing to drop from ${path}`);
    return items.filter((_item, index) => index !== found);
  });
}

const nameHas = (part: string) => (item: Tree) => String(item["name"]).includes(part);

interface OpenBundle {
  readonly objects: Tree[];
  /** An object, by its id without `sestrail-`. Panels and controls of dashboards are unfolded. */
  readonly object: (id: string) => Tree;
  /** A panel of any board, by its id. */
  readonly panel: (id: string) => Tree;
  /** The state of a chart. */
  readonly state: (id: string) => unknown;
  /** The main layer of a chart. */
  readonly layer: (id: string) => unknown;
}

const PANELS = "attributes.panelsJSON";
const CONTROLS = "attributes.controlGroupInput.panelsJSON";

/** The bundle, unfolded, edited, and folded again. */
function broken(edit: (bundle: OpenBundle) => void): SavedObject[] {
  const objects = JSON.parse(JSON.stringify(savedObjects("default"))) as Tree[];
  const boards = objects.filter(({ type }) => type === "dashboard");
  for (const board of boards) {
    for (const path of [PANELS, CONTROLS]) change<string>(board, path, (text) => JSON.parse(text));
  }
  const find = (items: Tree[], name: string, id: string): Tree => {
    const found = items.find((item) => item[name] === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  };
  const panel = (id: string): Tree =>
    find(
      boards.flatMap((board) => at(board, PANELS) as Tree[]),
      "panelIndex",
      id,
    );
  const state = (id: string): unknown => at(panel(id), "embeddableConfig.attributes.state");
  edit({
    objects,
    object: (id) => find(objects, "id", `sestrail-${id}`),
    panel,
    state,
    layer: (id) => at(state(id), "datasourceStates.formBased.layers.l1"),
  });
  for (const board of boards) {
    for (const path of [PANELS, CONTROLS]) {
      change<unknown>(board, path, (inside) =>
        typeof inside === "string" ? inside : JSON.stringify(inside),
      );
    }
  }
  return objects as unknown as SavedObject[];
}

type Plant = readonly [name: string, kind: FaultKind, edit: (bundle: OpenBundle) => void];

const CONTROL_FIELD = `${CONTROLS}.overview-control-1.explicitInput.fieldName`;
const searchSource = (source: object): string => JSON.stringify(source);

const PLANTED: readonly Plant[] = [
  ["an id twice", "duplicate_id", ({ objects }) => objects.push(...objects.slice(0, 1))],
  [
    "no tag",
    "missing_reference",
    ({ objects }) =>
      objects.splice(
        objects.findIndex(({ type }) => type === "tag"),
        1,
      ),
  ],
  [
    "no saved search",
    "missing_reference",
    ({ objects }) =>
      objects.splice(
        objects.findIndex(({ id }) => id === "sestrail-search-runs"),
        1,
      ),
  ],
  [
    "a link to a board that is not there",
    "missing_reference",
    ({ object }) =>
      change<Tree[]>(object("overview"), "references", (references) =>
        references.map((item) =>
          nameHas("links-pipeline")(item) ? { ...item, id: "gone" } : item,
        ),
      ),
  ],
  [
    "a drilldown without its reference",
    "missing_reference",
    ({ object }) => drop(object("overview"), "references", nameHas("DRILLDOWN")),
  ],
  [
    "a control without its data view",
    "missing_reference",
    ({ object }) => drop(object("security"), "references", nameHas("controlGroup")),
  ],
  [
    "a search panel without its search",
    "missing_reference",
    ({ object }) => drop(object("security"), "references", ({ type }) => type === "search"),
  ],
  [
    "a leftover reference",
    "unused_reference",
    ({ object }) =>
      change<Tree[]>(object("changes"), "references", (references) => [
        ...references,
        {
          type: "index-pattern",
          id: "sestrail-ses",
          name: "gone:indexpattern-datasource-layer-l1",
        },
      ]),
  ],
  [
    "a stamp that 8.12 does not know",
    "stamp_too_new",
    ({ object }) => put(object("overview"), "typeMigrationVersion", "8.10.0"),
  ],
  [
    "a core stamp of a later version",
    "stamp_too_new",
    ({ object }) => put(object("tag-ses"), "coreMigrationVersion", "8.8.1"),
  ],
  [
    "an unknown attribute",
    "unknown_attribute",
    ({ object }) => put(object("overview"), "attributes.sections", []),
  ],
  [
    "no name",
    "missing_attribute",
    ({ object }) => put(object("tag-ses"), "attributes.name", undefined),
  ],
  [
    "options that are no text",
    "not_json_text",
    ({ object }) => put(object("pipeline"), "attributes.optionsJSON", { useMargins: true }),
  ],
  [
    "panels that are no JSON",
    "not_json_text",
    ({ object }) => {
      put(object("pipeline"), PANELS, "[{");
      change<Tree[]>(object("pipeline"), "references", (references) =>
        references.filter((item) => nameHas("controlGroup")(item) || item["type"] === "tag"),
      );
    },
  ],
  [
    "a saved search without its source",
    "not_json_text",
    ({ object }) =>
      put(object("search-runs"), "attributes.kibanaSavedObjectMeta.searchSourceJSON", "{"),
  ],
  ["a null title", "null_title", ({ panel }) => put(panel("overview-errors"), "title", null)],
  [
    "a column without a label",
    "null_title",
    ({ layer }) => put(layer("overview-errors"), "columns.n.label", ""),
  ],
  [
    "an unknown panel type",
    "unknown_panel_type",
    ({ panel, object }) => {
      put(panel("events-records"), "type", "map");
      drop(object("events"), "references", ({ type }) => type === "search");
    },
  ],
  [
    "the same panel id on two boards",
    "duplicate_panel_id",
    ({ panel, object }) => {
      const twin = panel("security-regions");
      put(twin, "panelIndex", "overview-callers");
      put(twin, "gridData.i", "overview-callers");
      change<Tree[]>(object("security"), "references", (references) =>
        references.map((item) => ({
          ...item,
          name: String(item["name"]).replace("security-regions:", "overview-callers:"),
        })),
      );
    },
  ],
  [
    "a place under another id",
    "panel_id_mismatch",
    ({ panel }) => put(panel("overview-errors"), "gridData.i", "other"),
  ],
  [
    "a panel off the grid",
    "off_grid",
    ({ panel }) => put(panel("overview-sources"), "gridData.w", 10),
  ],
  ["panels that overlap", "overlap", ({ panel }) => put(panel("overview-errors"), "gridData.y", 9)],
  [
    "an unknown chart",
    "unknown_visualization",
    ({ panel }) =>
      put(panel("overview-callers"), "embeddableConfig.attributes.visualizationType", "lnsCloud"),
  ],
  [
    "a layer without its reference on the board",
    "missing_layer_reference",
    ({ object }) =>
      drop(
        object("overview"),
        "references",
        nameHas("overview-calls:indexpattern-datasource-layer-l1t"),
      ),
  ],
  [
    "a layer without its reference in the chart",
    "missing_layer_reference",
    ({ panel }) =>
      drop(panel("overview-calls"), "embeddableConfig.attributes.references", nameHas("l1t")),
  ],
  [
    "a column missing from the order",
    "column_order",
    ({ layer }) => change<string[]>(layer("overview-who"), "columnOrder", (ids) => ids.slice(1)),
  ],
  [
    "an unknown operation",
    "unknown_operation",
    ({ layer }) => put(layer("overview-who"), "columns.sources.operationType", "distinct"),
  ],
  [
    "a formula without its parts",
    "unexpanded_formula",
    ({ layer }) => {
      const main = layer("overview-failed");
      put(main, "columns.n.references", []);
      change<Tree>(main, "columns", ({ n }) => ({ n }));
      put(main, "columnOrder", ["n"]);
    },
  ],
  [
    "a formula that says it is broken",
    "unexpanded_formula",
    ({ layer }) => put(layer("overview-failed"), "columns.n.params.isFormulaBroken", true),
  ],
  [
    "a series that is not there",
    "missing_column",
    ({ state }) => put(state("overview-over-time"), "visualization.layers.0.accessors.0", "gone"),
  ],
  [
    "a sorting by a column that is not there",
    "missing_column",
    ({ state }) => put(state("overview-who"), "visualization.sorting.columnId", "gone"),
  ],
  [
    "a trend line without time",
    "missing_column",
    ({ state }) => put(state("overview-calls"), "visualization.trendlineTimeAccessor", undefined),
  ],
  [
    "a split inside time",
    "split_inside_time",
    ({ layer }) =>
      change<string[]>(layer("security-sends"), "columnOrder", ([split = "", ...rest]) => [
        ...rest,
        split,
      ]),
  ],
  [
    "a ranking by a formula",
    "bad_rank",
    ({ layer }) => put(layer("overview-who"), "columns.caller.params.orderBy.columnId", "failed"),
  ],
  [
    "a ranking by all records without the count",
    "bad_rank",
    ({ layer }) => put(layer("overview-targets"), "columns.kind.params.orderAgg", undefined),
  ],
  [
    "a table wider than its panel",
    "table_too_wide",
    ({ state }) => put(state("overview-who"), "visualization.columns.0.width", 400),
  ],
  [
    "a column narrower than the longest name",
    "narrow_column",
    ({ state }) => put(state("overview-who"), "visualization.columns.0.width", 150),
  ],
  [
    "a list that leaves too little for sentences",
    "narrow_column",
    ({ object }) =>
      change<Tree>(object("search-changes"), "attributes.grid.columns", (columns) => ({
        ...columns,
        "aws.ses.caller.name": { width: 350 },
      })),
  ],
  [
    "a list in a panel too narrow for its sentences",
    "narrow_column",
    ({ panel }) => put(panel("overview-worst"), "gridData.w", 36),
  ],
  [
    "a list wider than its panel",
    "table_too_wide",
    ({ object }) =>
      change<Tree>(object("search-runs"), "attributes.grid.columns", (columns) => ({
        ...columns,
        "sestrail.run.lag_ms": { width: 400 },
      })),
  ],
  [
    "a page that is higher than its panel",
    "cut_row",
    ({ state }) => put(state("changes-identities"), "visualization.paging.size", 10),
  ],
  [
    "rows of one line",
    "cut_text",
    ({ state }) => put(state("changes-state"), "visualization.rowHeight", "single"),
  ],
  [
    "records of one line",
    "cut_text",
    ({ object }) => put(object("search-changes"), "attributes.rowHeight", 1),
  ],
  [
    "signals without their titles",
    "raw_name",
    ({ object }) =>
      change<string>(object("ses"), "attributes.fieldFormatMap", (formats) => {
        const { ["aws.ses.signals"]: _titles, ...others } = JSON.parse(formats) as Tree;
        return JSON.stringify(others);
      }),
  ],
  [
    "the colour of an alarm where none is",
    "meaningless_colour",
    ({ state }) =>
      put(
        state("overview-over-time"),
        "visualization.layers.0.yConfig.3.color",
        SEVERITY_COLOURS.high,
      ),
  ],
  [
    "a severity in the colour of another",
    "meaningless_colour",
    ({ state }) =>
      put(
        state("security-over-time"),
        "visualization.layers.0.yConfig.0.color",
        SEVERITY_COLOURS.low,
      ),
  ],
  [
    "a step in a colour of its own",
    "meaningless_colour",
    ({ state }) =>
      put(state("overview-high"), "visualization.palette.params.colorStops.0.color", "#54B399"),
  ],
  [
    "a split in Kibana's colours",
    "meaningless_colour",
    ({ state }) => put(state("security-sends"), "visualization.layers.0.palette", undefined),
  ],
  [
    "a stack without a legend",
    "no_legend",
    ({ state }) => put(state("overview-targets"), "visualization.legend.isVisible", false),
  ],
  [
    "a legend that is cut",
    "no_legend",
    ({ state }) => put(state("pipeline-by-account"), "visualization.legend.shouldTruncate", true),
  ],
  [
    "a field misspelt in a column",
    "unknown_field",
    ({ layer }) => put(layer("overview-callers"), "columns.n.sourceField", "aws.ses.caller"),
  ],
  [
    "a field misspelt in a control",
    "unknown_field",
    ({ object }) => put(object("overview"), CONTROL_FIELD, "cloud.account"),
  ],
  [
    "a field misspelt in a query",
    "unknown_field",
    ({ state }) => put(state("overview-errors"), "query.query", "event.outcom: failure"),
  ],
  [
    "a field misspelt in the filter of a column",
    "unknown_field",
    ({ layer }) => put(layer("overview-changes"), "columns.n.filter.query", "aws.ses.verbs: read"),
  ],
  [
    "a field misspelt in a saved search",
    "unknown_field",
    ({ object }) => put(object("search-changes"), "attributes.columns.0", "user.nom"),
  ],
  [
    "a field misspelt in the sorting of a saved search",
    "unknown_field",
    ({ object }) => put(object("search-changes"), "attributes.sort.0.0", "timestamp"),
  ],
  [
    "a field misspelt in a data view",
    "unknown_field",
    ({ object }) => put(object("ses"), "attributes.fieldAttrs", '{"user.nom":{}}'),
  ],
  [
    "an event's field over the runs",
    "unknown_field",
    ({ layer }) => put(layer("pipeline-rejected"), "columns.n.sourceField", "event.sequence"),
  ],
  [
    "a field of ECS alone",
    "one_shape_field",
    ({ layer }) => put(layer("overview-callers"), "columns.n.sourceField", "related.ip"),
  ],
  [
    "a count over prose",
    "not_aggregatable",
    ({ layer }) => put(layer("overview-callers"), "columns.n.sourceField", "error.message"),
  ],
  [
    "a control over JSON text",
    "not_aggregatable",
    ({ object }) => put(object("overview"), CONTROL_FIELD, "aws.cloudtrail.request_parameters"),
  ],
  [
    "bad KQL in a panel",
    "bad_kql",
    ({ state }) => put(state("overview-errors"), "query.query", "event.outcome: (failure"),
  ],
  [
    "bad KQL in the filter of a column",
    "bad_kql",
    ({ layer }) => put(layer("overview-changes"), "columns.n.filter.query", "aws.ses.verb: a b"),
  ],
  [
    "a query of a board",
    "board_query",
    ({ object }) =>
      put(
        object("changes"),
        "attributes.kibanaSavedObjectMeta.searchSourceJSON",
        searchSource({ query: { query: CHANGES, language: "kuery" }, filter: [] }),
      ),
  ],
  [
    "a filter of a board",
    "board_query",
    ({ object }) =>
      put(
        object("changes"),
        "attributes.kibanaSavedObjectMeta.searchSourceJSON",
        searchSource({ query: { query: "", language: "kuery" }, filter: [{ meta: {} }] }),
      ),
  ],
  [
    "a link that loses the time",
    "lossy_link",
    ({ panel }) =>
      put(
        panel("overview-links"),
        "embeddableConfig.attributes.links.1.options.useCurrentDateRange",
        false,
      ),
  ],
  [
    "a drilldown that loses the filters",
    "lossy_link",
    ({ panel }) =>
      put(
        panel("overview-errors"),
        "embeddableConfig.enhancements.dynamicActions.events.0.action.config.useCurrentFilters",
        undefined,
      ),
  ],
  [
    "a link in a cell",
    "lossy_link",
    ({ object }) =>
      change<string>(object("ses"), "attributes.fieldFormatMap", (formats) =>
        JSON.stringify({
          ...(JSON.parse(formats) as Tree),
          "aws.ses.caller.name": { id: "url", params: {} },
        }),
      ),
  ],
  [
    "a text against a boolean",
    "wrong_value",
    ({ layer }) =>
      put(layer("pipeline-unknown"), "columns.n.filter.query", "aws.ses.known_action: no"),
  ],
  [
    "a signal that does not exist",
    "wrong_value",
    ({ layer }) => put(layer("overview-high"), "columns.n.filter.query", "aws.ses.signals: denied"),
  ],
  [
    "a value in the wrong case",
    "wrong_value",
    ({ state }) => put(state("overview-errors"), "query.query", "event.outcome: Failure"),
  ],
];

type PlantedRule = readonly [name: string, kind: FaultKind, edit: (rules: Tree[]) => void];

/** The first rule of a type. */
function ruleOf(rules: Tree[], type: string): Tree {
  const found = rules.find((rule) => rule["type"] === type);
  if (found === undefined) throw new Error(`no rule of type ${type}`);
  return found;
}

const PLANTED_IN_RULES: readonly PlantedRule[] = [
  ["an id twice", "duplicate_id", (rules) => rules.push(...rules.slice(0, 1))],
  ["no switch", "rule_default", (rules) => put(rules, "0.enabled", undefined)],
  ["a switch that is on", "rule_default", (rules) => put(rules, "0.enabled", true)],
  ["no index", "rule_default", (rules) => put(rules, "0.index", undefined)],
  ["no window", "rule_default", (rules) => put(rules, "0.from", undefined)],
  ["Kibana's own window", "rule_default", (rules) => put(rules, "0.from", "now-6m")],
  [
    "a count by the time of reading",
    "rule_default",
    (rules) => put(ruleOf(rules, "threshold"), "timestamp_override", "event.created"),
  ],
  ["no query", "rule_shape", (rules) => put(rules, "0.query", "")],
  ["an unknown key", "rule_shape", (rules) => put(rules, "0.immutable", true)],
  ["no false positives", "rule_shape", (rules) => put(rules, "0.false_positives", [])],
  ["no references", "rule_shape", (rules) => put(rules, "0.references", [])],
  [
    "no threshold",
    "rule_shape",
    (rules) => put(ruleOf(rules, "threshold"), "threshold", undefined),
  ],
  [
    "too many fields of new terms",
    "rule_shape",
    (rules) =>
      put(ruleOf(rules, "new_terms"), "new_terms_fields", [
        "user.name",
        "user.id",
        "source.ip",
        "cloud.region",
      ]),
  ],
  [
    "a sequence of one step",
    "rule_shape",
    (rules) =>
      change<string>(ruleOf(rules, "eql"), "query", (query) =>
        query.split("\n").slice(0, 2).join("\n"),
      ),
  ],
  ["bad KQL", "bad_kql", (rules) => put(rules, "0.query", "aws.ses.signals: (a")],
  [
    "a signal that does not exist",
    "wrong_value",
    (rules) => put(rules, "0.query", "aws.ses.signals: production_access"),
  ],
  [
    "a signal that does not exist, in a sequence,",
    "wrong_value",
    (rules) =>
      change<string>(ruleOf(rules, "eql"), "query", (query) =>
        query.replace("sending_enabled", "sending_on"),
      ),
  ],
  [
    "a field misspelt in a threshold",
    "unknown_field",
    (rules) => put(ruleOf(rules, "threshold"), "threshold.field", ["aws.ses.caller"]),
  ],
  [
    "a field misspelt in a sequence",
    "unknown_field",
    (rules) =>
      change<string>(ruleOf(rules, "eql"), "query", (query) =>
        query.replace("aws.ses.caller.name", "aws.ses.caller"),
      ),
  ],
  [
    "new terms of ECS alone",
    "one_shape_field",
    (rules) => put(ruleOf(rules, "new_terms"), "new_terms_fields", ["related.ip"]),
  ],
];

const kindsOf = (faults: readonly { readonly kind: FaultKind }[]): readonly FaultKind[] => [
  ...new Set(faults.map(({ kind }) => kind)),
];

describe("the linter", () => {
  test("finds nothing in the bundle, whatever the space", () => {
    expect(lintBundle(savedObjects("default"), VOCABULARY, LONGEST)).toEqual([]);
    expect(lintBundle(savedObjects("mail-team"), VOCABULARY, LONGEST)).toEqual([]);
  });

  test("finds nothing in the bundle when it is unfolded and folded again", () => {
    expect(
      lintBundle(
        broken(() => {}),
        VOCABULARY,
        LONGEST,
      ),
    ).toEqual([]);
  });

  test("finds nothing in the rules", () => {
    expect(lintRules(RULES.flatMap(ruleJsons), VOCABULARY)).toEqual([]);
  });

  test.each(PLANTED)("finds %s", (_name, kind, edit) => {
    expect(kindsOf(lintBundle(broken(edit), VOCABULARY, LONGEST))).toEqual([kind]);
  });

  test.each(PLANTED_IN_RULES)("finds %s in a rule", (_name, kind, edit) => {
    const rules = JSON.parse(JSON.stringify(RULES.flatMap(ruleJsons))) as Tree[];
    edit(rules);
    expect(kindsOf(lintRules(rules as unknown as RuleJson[], VOCABULARY))).toEqual([kind]);
  });

  test("is tried with every fault that it knows", () => {
    const tried = new Set([...PLANTED, ...PLANTED_IN_RULES].map(([, kind]) => kind));
    expect([...tried].sort()).toEqual(Object.keys(FAULTS).sort());
  });
});
