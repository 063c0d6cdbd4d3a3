/** Checks of all saved objects of a space together. */
import { INDICES } from "../data-views.ts";
import type { ViewKey } from "../ids.ts";
import { CORE_STAMP, STAMPS, type ObjectType, type SavedObject } from "../saved-object.ts";
import { checkDashboard } from "./dashboard.ts";
import type { Fault } from "./fault.ts";
import { checkList, type Looks } from "./looks.ts";
import { checkField, checkKql, type Vocabulary } from "./query.ts";
import { list, parsed, record, text, texts } from "../read-json.ts";

/** Attributes that each type may have; an unknown one refuses the object. */
const ATTRIBUTES: Readonly<Record<ObjectType, readonly string[]>> = {
  tag: ["name", "description", "color"],
  "index-pattern": [
    "title",
    "name",
    "timeFieldName",
    "fieldAttrs",
    "fieldFormatMap",
    "runtimeFieldMap",
  ],
  search: [
    "title",
    "description",
    "columns",
    "sort",
    "grid",
    "rowHeight",
    "hideChart",
    "kibanaSavedObjectMeta",
  ],
  dashboard: [
    "title",
    "description",
    "version",
    "hits",
    "timeRestore",
    "timeFrom",
    "timeTo",
    "refreshInterval",
    "panelsJSON",
    "optionsJSON",
    "kibanaSavedObjectMeta",
    "controlGroupInput",
  ],
};

/** Attributes that each type must have. */
const REQUIRED: Readonly<Record<ObjectType, readonly string[]>> = {
  tag: ["name", "description", "color"],
  "index-pattern": ["title", "name", "timeFieldName"],
  search: ["title", "columns", "kibanaSavedObjectMeta"],
  dashboard: ["title", "panelsJSON", "optionsJSON", "kibanaSavedObjectMeta", "controlGroupInput"],
};

/** Every fault of a bundle; none for a good one. `longest`: characters of the longest values that it will show, by field. */
export function lintBundle(
  objects: readonly SavedObject[],
  vocabulary: Vocabulary,
  longest: Looks["longest"],
): readonly Fault[] {
  const looks: Looks = { longest, vocabulary, words: wordsOf(objects) };
  const faults: Fault[] = [];
  const known = new Set(objects.map(({ type, id }) => `${type}:${id}`));
  const views = new Map<string, ViewKey>(
    objects
      .filter(({ type }) => type === "index-pattern")
      .map(({ id, attributes }) => [id, viewOf(text(attributes["title"]))]),
  );
  const searches = new Map(
    objects.filter(({ type }) => type === "search").map(({ id, attributes }) => [id, attributes]),
  );
  const ids = new Set<string>();
  const panels = new Set<string>();
  for (const object of objects) {
    const where = `${object.type} ${object.id}`;
    const key = `${object.type}:${object.id}`;
    if (ids.has(key)) faults.push({ kind: "duplicate_id", where, what: object.id });
    ids.add(key);
    faults.push(...checkObject(object, where, known));
    if (object.type === "search") faults.push(...checkSearch(object, where, views, looks));
    if (object.type === "index-pattern") faults.push(...checkView(object, where));
    if (object.type === "dashboard") {
      faults.push(...checkDashboard(object, { views, searches, looks }, panels));
    }
  }
  return faults;
}

/** The labels of codes that the data view of the events holds. */
function wordsOf(objects: readonly SavedObject[]): Looks["words"] {
  const formats = objects
    .filter(({ type }) => type === "index-pattern")
    .flatMap(({ attributes }) => Object.entries(record(parsed(attributes["fieldFormatMap"]))));
  return new Map(
    formats.map(([field, format]) => {
      const entries = list(record(record(format)["params"])["lookupEntries"]).map(record);
      return [field, new Map(entries.map(({ key, value }) => [text(key), text(value)]))] as const;
    }),
  );
}

function viewOf(title: string): ViewKey {
  return title === INDICES.runs.join(",") ? "runs" : "events";
}

function checkObject(
  object: SavedObject,
  where: string,
  known: ReadonlySet<string>,
): readonly Fault[] {
  const faults: Fault[] = [];
  const allowed = ATTRIBUTES[object.type];
  for (const name of Object.keys(object.attributes)) {
    if (!allowed.includes(name)) faults.push({ kind: "unknown_attribute", where, what: name });
  }
  for (const name of REQUIRED[object.type]) {
    const value = object.attributes[name];
    if (value === undefined || value === null || value === "") {
      faults.push({ kind: "missing_attribute", where, what: name });
    }
  }
  for (const [stamp, newest] of [
    [object.typeMigrationVersion, STAMPS[object.type]],
    [object.coreMigrationVersion, CORE_STAMP],
  ] as const) {
    if (isNewer(stamp, newest)) {
      faults.push({ kind: "stamp_too_new", where, what: `${stamp} after ${newest}` });
    }
  }
  for (const { type, id, name } of object.references) {
    if (!known.has(`${type}:${id}`)) {
      faults.push({ kind: "missing_reference", where, what: `${name} asks for ${type} ${id}` });
    }
  }
  return faults;
}

function checkSearch(
  object: SavedObject,
  where: string,
  views: ReadonlyMap<string, ViewKey>,
  looks: Looks,
): readonly Fault[] {
  const source = record(object.attributes["kibanaSavedObjectMeta"])["searchSourceJSON"];
  const inside = parsed(source);
  if (inside === undefined) return [{ kind: "not_json_text", where, what: "searchSourceJSON" }];
  const name = text(record(inside)["indexRefName"]);
  const reference = object.references.find((candidate) => candidate.name === name);
  const view = views.get(reference?.id ?? "") ?? "events";
  const sorted = list(object.attributes["sort"]).map((pair) => text(list(pair)[0]));
  return [
    ...(reference === undefined
      ? [{ kind: "missing_reference" as const, where, what: name || "indexRefName" }]
      : []),
    ...checkKql(text(record(record(inside)["query"])["query"]), view, where, looks.vocabulary),
    ...checkList(object.attributes, { where, w: 48, looks }),
    ...texts(object.attributes["columns"]).flatMap((field) =>
      checkField(field, view, where, false),
    ),
    ...sorted.flatMap((field) => checkField(field, view, where, true)),
  ];
}

function checkView(object: SavedObject, where: string): readonly Fault[] {
  const view = viewOf(text(object.attributes["title"]));
  return ["fieldAttrs", "fieldFormatMap"].flatMap((name): readonly Fault[] => {
    const inside = parsed(object.attributes[name]);
    if (inside === undefined) return [{ kind: "not_json_text", where, what: name }];
    // Labels may name fields of one shape: they are shown where the field is.
    return Object.entries(record(inside)).flatMap(([field, format]): readonly Fault[] => [
      ...checkField(field, view, where, false).filter(({ kind }) => kind === "unknown_field"),
      // A link in a cell brings a query of its own, and neither time nor filters.
      ...(record(format)["id"] === "url"
        ? [{ kind: "lossy_link" as const, where, what: `${field} is a link` }]
        : []),
    ]);
  });
}

function isNewer(stamp: string, than: string): boolean {
  const [left, right] = [stamp.split(".").map(Number), than.split(".").map(Number)];
  for (const [at, part] of left.entries()) {
    const other = right[at] ?? 0;
    if (part !== other) return part > other;
  }
  return false;
}
