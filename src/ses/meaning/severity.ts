/** How much an event weighs: as much as the weightiest of its signals. */
import { SEVERITIES, SIGNALS, type SeverityName, type SignalName } from "../../tables/signals.ts";

const SEVERITY_OF: ReadonlyMap<SignalName, SeverityName> = new Map(
  SIGNALS.map((row) => [row.name, row.severity]),
);

/** The highest severity of signals; undefined for none: without a signal nothing is weighed. */
export function highestSeverity(signals: readonly SignalName[]): SeverityName | undefined {
  let highest: SeverityName | undefined;
  for (const name of signals) {
    const severity = SEVERITY_OF.get(name);
    if (severity === undefined) continue;
    if (highest === undefined || SEVERITIES[severity] > SEVERITIES[highest]) highest = severity;
  }
  return highest;
}
