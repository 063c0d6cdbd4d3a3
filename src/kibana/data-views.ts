/** The data views: which data streams the boards read, and what their fields are called and look like. */
import { VIEW_FIELDS } from "./board-fields.ts";
import type { Ids, ViewKey } from "./ids.ts";
import { RUNTIME_MAPPINGS } from "./runtime-fields.ts";
import { savedObject, type SavedObject } from "./saved-object.ts";
import { WORDS } from "./words.ts";

/** Index patterns of the SES events: written by sestrail itself, and by a Collector. */
export const EVENT_INDICES = ["logs-ses.cloudtrail-*", "logs-ses.cloudtrail.otel-*"] as const;

/** Index patterns of sestrail's own runs. */
const RUN_INDICES = ["logs-sestrail.run-*"] as const;

/** Index patterns by data view. */
export const INDICES: Readonly<Record<ViewKey, readonly string[]>> = {
  events: EVENT_INDICES,
  runs: RUN_INDICES,
};

const DATE = { id: "date", params: { pattern: "MMM D, HH:mm:ss" } };

const DURATION = {
  id: "duration",
  params: {
    inputFormat: "milliseconds",
    outputFormat: "humanizePrecise",
    outputPrecision: 0,
    useShortSuffix: true,
  },
};

/** Codes are shown as words, in tables, legends, axes and lists; filters still hold the code. */
const LABELS = Object.fromEntries(
  Object.entries(WORDS).map(([field, words]) => [
    field,
    {
      id: "static_lookup",
      params: {
        lookupEntries: Object.entries(words).map(([key, value]) => ({ key, value })),
        unknownKeyValue: null,
      },
    },
  ]),
);

/** Both data views of a space. */
export function dataViews(ids: Ids): readonly SavedObject[] {
  return [
    view("events", "SES API activity", ids, {
      "@timestamp": DATE,
      "event.created": DATE,
      "sestrail.view.delay_ms": DURATION,
      ...LABELS,
    }),
    view("runs", "sestrail runs", ids, {
      "@timestamp": DATE,
      "event.start": DATE,
      "sestrail.run.newest_event": DATE,
      "sestrail.run.bytes": { id: "bytes", params: {} },
      "sestrail.run.lag_ms": DURATION,
    }),
  ];
}

function view(
  key: ViewKey,
  name: string,
  ids: Ids,
  formats: Readonly<Record<string, unknown>>,
): SavedObject {
  const labels = [...VIEW_FIELDS[key]].flatMap(([field, { label }]) =>
    label === undefined ? [] : [[field, { customLabel: label }] as const],
  );
  return savedObject(
    "index-pattern",
    ids.view[key],
    {
      title: INDICES[key].join(","),
      name,
      timeFieldName: "@timestamp",
      fieldAttrs: JSON.stringify(Object.fromEntries(labels)),
      fieldFormatMap: JSON.stringify(formats),
      ...(key === "events" ? { runtimeFieldMap: JSON.stringify(RUNTIME_MAPPINGS) } : {}),
    },
    [{ type: "tag", id: ids.tag, name: `tag-ref-${ids.tag}` }],
  );
}
