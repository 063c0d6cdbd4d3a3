/** Everything that is imported into a space, in the order of its file. */
import { changesBoard } from "./boards/changes.ts";
import { eventsBoard } from "./boards/events.ts";
import { overviewBoard } from "./boards/overview.ts";
import { pipelineBoard } from "./boards/pipeline.ts";
import { securityBoard } from "./boards/security.ts";
import type { Board } from "./board.ts";
import { dashboard } from "./dashboard.ts";
import { dataViews } from "./data-views.ts";
import { idsFor } from "./ids.ts";
import { savedObject, type SavedObject } from "./saved-object.ts";
import { savedSearches } from "./saved-searches.ts";

/** The boards, in the order of their links. */
export const BOARDS: readonly Board[] = [
  overviewBoard,
  changesBoard,
  securityBoard,
  eventsBoard,
  pipelineBoard,
];

/** Tag, data views, saved searches and dashboards of a space. */
export function savedObjects(space: string): readonly SavedObject[] {
  const ids = idsFor(space);
  return [
    savedObject("tag", ids.tag, {
      name: "Amazon SES",
      description: "Amazon SES API activity, read from CloudTrail by sestrail",
      color: "#D6A35C",
    }),
    ...dataViews(ids),
    ...savedSearches(ids),
    ...BOARDS.map((board) => dashboard(board, ids)),
  ];
}
