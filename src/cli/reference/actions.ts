/** The page of actions. */
import { ACTIONS, type ActionRow } from "../../tables/actions.ts";
import { SIGNALS } from "../../tables/signals.ts";
import type { Reference } from "./page.ts";

/** Every action, or those that a pattern matches. */
export function actionsReference(rows: readonly ActionRow[] = ACTIONS): Reference {
  return {
    title: "Actions",
    intro: [
      "Every Amazon SES action that is known, once for each API that has it. Others pass through as they are, with `aws.ses.known_action` false. Actions marked * are recorded only as opt-in data events.",
    ],
    tables: [
      {
        head: ["Action", "API", "Verb", "Target", "Sets", "Signals that it can have"],
        rows: rows.map((row) => [
          `\`${row.action}\`${row.dataEvent === true ? " *" : ""}`,
          row.api,
          row.verb,
          row.target,
          settingsOf(row).join(", "),
          signalsOf(row).join(", "),
        ]),
      },
    ],
  };
}

/** Settings that a write sets, by their last words, each once. */
export function settingsOf({ settings = [] }: ActionRow): readonly string[] {
  const lastWord = (path: string): string =>
    path
      .replace(/\?$/, "")
      .split(".")
      .findLast((word) => word !== "*") ?? path;
  return [...new Set(settings.map(lastWord))];
}

/** Signals that name the action as one that can set them. */
export function signalsOf({ action }: ActionRow): readonly string[] {
  return SIGNALS.filter((signal) => signal.actions.some((name) => name === action)).map(
    ({ name }) => name,
  );
}
