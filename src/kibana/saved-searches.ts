/** The saved searches: the records behind the boards, and one for each question of `docs/search.md`. */
import type { BoardField } from "./board-fields.ts";
import { SEARCH_KEYS, type Ids, type SearchKey, type ViewKey } from "./ids.ts";
import { QUESTIONS } from "./questions.ts";
import { CHANGES } from "../rules/queries.ts";
import { savedObject, type SavedObject } from "./saved-object.ts";

interface Search {
  readonly title: string;
  readonly description: string;
  readonly view: ViewKey;
  readonly query: string;
  /** Columns and their widths in pixels; none for the one that takes what is left. */
  readonly columns: readonly (readonly [field: BoardField, width?: number])[];
}

/** What was done stands before the name of the call: sentences are for people. */
const WHAT: Search["columns"] = [["aws.ses.effect"], ["event.action", 360]];
const WHERE: Search["columns"] = [
  ["cloud.account.id", 130],
  ["cloud.region", 135],
];
const WHO: readonly [BoardField, number] = ["aws.ses.caller.name", 200];

/** What an alarm says: how bad, what, who, where. */
const ALARM: Search["columns"] = [
  ["aws.ses.severity", 90],
  ["aws.ses.effect"],
  ["aws.ses.signals", 250],
  WHO,
  ...WHERE,
];

/** What any event says. */
const EVENT: Search["columns"] = [WHO, ...WHAT, ...WHERE, ["source.address", 130]];

const SEARCHES: Readonly<Record<SearchKey, Search>> = {
  changes: {
    title: "[SES] Changes",
    description: "Every call that changed something or tried to, newest first.",
    view: "events",
    query: CHANGES,
    columns: EVENT,
  },
  signals: {
    title: "[SES] Signals",
    description: "Every record that carries a security signal, newest first.",
    view: "events",
    query: "aws.ses.signals: *",
    columns: [...ALARM, ["source.address", 130]],
  },
  high: {
    title: "[SES] High",
    description: "Every record with a signal of high severity, newest first.",
    view: "events",
    query: "aws.ses.severity: high",
    columns: ALARM.filter(([field]) => field !== "aws.ses.severity"),
  },
  alarms: {
    title: "[SES] High and medium",
    description: "Every record with a signal of high or medium severity, newest first.",
    view: "events",
    query: "aws.ses.severity: (high or medium)",
    columns: ALARM,
  },
  events: {
    title: "[SES] All events",
    description: "Every call, newest first.",
    view: "events",
    query: "",
    columns: EVENT,
  },
  runs: {
    title: "[SES] sestrail runs",
    description: "The books of each run, newest first.",
    view: "runs",
    query: "",
    // Labels are short, so that all of it fits.
    columns: [
      ["sestrail.run.exit_code", 90],
      ["sestrail.run.files", 90],
      ["sestrail.run.records", 110],
      ["sestrail.run.selected", 120],
      ["sestrail.run.delivered", 120],
      ["sestrail.run.duplicate", 120],
      ["sestrail.run.rejected", 110],
      ["sestrail.run.unreadable", 125],
      ["sestrail.run.files_unreadable", 150],
      ["sestrail.run.retries", 95],
      ["sestrail.run.lag_ms", 90],
      ["host.name"],
    ],
  },
};

/** All saved searches of a space. */
export function savedSearches(ids: Ids): readonly SavedObject[] {
  return [
    ...SEARCH_KEYS.map((key) => search(SEARCHES[key], ids.search[key], ids)),
    ...QUESTIONS.map(({ title, query }, at) =>
      search(
        {
          title: `[SES] ${at + 1}. ${title}`,
          description: `Question ${at + 1} of docs/search.md. Names in it are those of the demo: put your own.`,
          view: "events",
          query,
          columns: EVENT,
        },
        ids.question(at + 1),
        ids,
      ),
    ),
  ];
}

function search(
  { title, description, view, query, columns }: Search,
  id: string,
  ids: Ids,
): SavedObject {
  const widths = columns.flatMap(([field, width]) =>
    width === undefined ? [] : [[field, { width }] as const],
  );
  return savedObject(
    "search",
    id,
    {
      title,
      description,
      columns: columns.map(([field]) => field),
      sort: [["@timestamp", "desc"]],
      grid: { columns: { "@timestamp": { width: 150 }, ...Object.fromEntries(widths) } },
      // As high as the text asks: a sentence that ends in "…" tells nothing.
      rowHeight: -1,
      hideChart: false,
      kibanaSavedObjectMeta: {
        searchSourceJSON: JSON.stringify({
          query: { query, language: "kuery" },
          filter: [],
          indexRefName: "kibanaSavedObjectMeta.searchSourceJSON.index",
        }),
      },
    },
    [
      {
        type: "index-pattern",
        id: ids.view[view],
        name: "kibanaSavedObjectMeta.searchSourceJSON.index",
      },
      { type: "tag", id: ids.tag, name: `tag-ref-${ids.tag}` },
    ],
  );
}
