/** The saved searches: the records behind the boards, one line each. */
import type { BoardField } from "./board-fields.ts";
import type { Ids, SearchKey, ViewKey } from "./ids.ts";
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

const SEARCHES: Readonly<Record<SearchKey, Search>> = {
  changes: {
    title: "[SES] Changes",
    description: "Every call that changed something or tried to, newest first.",
    view: "events",
    query: CHANGES,
    columns: [
      ["aws.ses.caller.name", 170],
      ["event.action", 260],
      ["aws.ses.target.name", 200],
      ["aws.ses.effect"],
      ["event.outcome", 90],
      ["cloud.region", 110],
      ["source.address", 150],
    ],
  },
  signals: {
    title: "[SES] Signals",
    description: "Every record that carries a security signal, newest first.",
    view: "events",
    query: "aws.ses.signals: *",
    columns: [
      ["aws.ses.signals", 210],
      ["aws.ses.caller.name", 170],
      ["aws.ses.effect"],
      ["cloud.region", 110],
      ["source.address", 150],
      ["user_agent.name", 120],
      ["event.outcome", 90],
    ],
  },
  runs: {
    title: "[SES] sestrail runs",
    description: "The books of each run, newest first.",
    view: "runs",
    query: "",
    columns: [
      ["sestrail.run.exit_code", 80],
      ["sestrail.run.files", 90],
      ["sestrail.run.records", 110],
      ["sestrail.run.selected", 110],
      ["sestrail.run.delivered", 110],
      ["sestrail.run.duplicate", 110],
      ["sestrail.run.rejected", 110],
      ["sestrail.run.unreadable", 110],
      ["sestrail.run.files_unreadable", 130],
      ["sestrail.run.retries", 90],
      ["sestrail.run.lag_ms", 110],
      ["host.name", 160],
      ["sestrail.run.version"],
    ],
  },
};

/** All saved searches of a space. */
export function savedSearches(ids: Ids): readonly SavedObject[] {
  return (["changes", "signals", "runs"] as const).map((key) => {
    const search = SEARCHES[key];
    const widths = search.columns.flatMap(([field, width]) =>
      width === undefined ? [] : [[field, { width }] as const],
    );
    return savedObject(
      "search",
      ids.search[key],
      {
        title: search.title,
        description: search.description,
        columns: search.columns.map(([field]) => field),
        sort: [["@timestamp", "desc"]],
        grid: { columns: { "@timestamp": { width: 150 }, ...Object.fromEntries(widths) } },
        rowHeight: 1,
        hideChart: false,
        kibanaSavedObjectMeta: {
          searchSourceJSON: JSON.stringify({
            query: { query: search.query, language: "kuery" },
            filter: [],
            indexRefName: "kibanaSavedObjectMeta.searchSourceJSON.index",
          }),
        },
      },
      [
        {
          type: "index-pattern",
          id: ids.view[search.view],
          name: "kibanaSavedObjectMeta.searchSourceJSON.index",
        },
        { type: "tag", id: ids.tag, name: `tag-ref-${ids.tag}` },
      ],
    );
  });
}
