/** The page of signals. */
import { SIGNALS, type SignalRow } from "../../tables/signals.ts";
import type { Reference } from "./page.ts";

/** Every signal, in the order in which an event carries them. */
export function signalsReference(): Reference {
  return {
    title: "Signals",
    intro: [
      "Facts about one record that matter to security, in `aws.ses.signals`. They are no verdicts: most of them are everyday work, and say where to look when something is wrong. Failed calls carry them, too.",
    ],
    tables: [
      {
        head: ["Signal", "Weight", "ATT&CK", "Set when"],
        rows: SIGNALS.map((row: SignalRow) => [
          `\`${row.name}\``,
          row.severity,
          row.mitre.join(", "),
          `${row.when.charAt(0).toUpperCase()}${row.when.slice(1)}. ${row.doc}`,
        ]),
      },
    ],
  };
}
