/** The page of errors and exit codes. */
import { ERRORS, type ErrorRow } from "../../tables/errors.ts";
import type { Reference } from "./page.ts";

/** What each exit code promises. */
export const EXIT_CODES: readonly (readonly [code: string, means: string])[] = [
  [
    "0",
    "All was delivered. Also: no logs were found (with a warning), or the reader of stdout went away.",
  ],
  [
    "1",
    "It failed, or a destination did not answer for some events, or nothing that was named could be read.",
  ],
  ["2", "Something in the command or its settings is wrong; nothing was read or sent."],
  ["3", "It finished, but something was unreadable or rejected."],
  ["4", "`detect --fail-on`: something was found that weighs so much."],
  ["5", "`verify`: something was changed or is missing."],
  ["130", "Stopped by SIGINT (Ctrl-C)."],
  ["143", "Stopped by SIGTERM."],
];

/** Error codes and exit codes. */
export function errorsReference(): Reference {
  return {
    title: "Errors",
    intro: [
      "Every message ends with a code of this table. With several causes a signal goes before 1, and 1 before 3.",
    ],
    tables: [
      { title: "Exit codes", head: ["Exit", "What it means"], rows: EXIT_CODES },
      {
        title: "Codes",
        head: ["Code", "Exit", "What it means, and what to do"],
        rows: Object.entries(ERRORS).map(([code, row]: [string, ErrorRow]) => [
          `\`${code}\``,
          row.exits ?? (row.exit === 0 ? "warning" : String(row.exit)),
          `${row.means} ${row.todo}`,
        ]),
      },
    ],
  };
}
