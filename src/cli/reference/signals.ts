/** The page of signals. */
import { SEVERITIES, SIGNALS, type SignalRow } from "../../tables/signals.ts";
import type { Reference } from "./page.ts";

/** Every signal, in the order in which an event carries them. */
export function signalsReference(): Reference {
  const severities = Object.entries(SEVERITIES)
    .map(([name, number]) => `${name} ${number}`)
    .join(", ");
  return {
    title: "Signals",
    intro: [
      "Facts about one record that matter to security, in `aws.ses.signals`. They are no verdicts: most of them are everyday work, and say where to look when something is wrong. Failed calls carry them, too.",
      `Each has a severity. An event carries the highest of its signals, as a word in \`aws.ses.severity\` and as a number in \`event.severity\`: ${severities}. An event without signals has neither.`,
    ],
    tables: [
      {
        head: ["Signal", "Severity", "ATT&CK", "Set when"],
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
