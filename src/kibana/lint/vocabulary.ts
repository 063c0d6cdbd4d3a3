/** What fields with few values can hold: a query for another value is valid, and matches nothing for ever. */
import { ACTIONS, TARGETS } from "../../tables/actions.ts";
import { RELATED, RELATED_APIS, RELATED_TARGETS } from "../../tables/related.ts";
import { SEVERITIES, SIGNAL_NAMES } from "../../tables/signals.ts";

/** Values by field. Fields that are not here may hold anything. */
export const VOCABULARY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["aws.ses.signals", new Set<string>(SIGNAL_NAMES)],
  ["aws.ses.severity", new Set(Object.keys(SEVERITIES))],
  ["aws.ses.target.kind", new Set([...Object.keys(TARGETS), ...Object.keys(RELATED_TARGETS)])],
  ["aws.ses.verb", new Set([...ACTIONS.map(({ verb }) => verb), "unknown"])],
  ["aws.ses.api", new Set([...ACTIONS.map(({ api }) => api), ...RELATED_APIS, "unknown"])],
  [
    "event.action",
    new Set([...ACTIONS.map(({ action }) => action), ...RELATED.flatMap(({ actions }) => actions)]),
  ],
  ["event.outcome", new Set(["success", "failure"])],
  [
    "aws.ses.caller.kind",
    new Set(["root", "user", "role", "sso", "service", "federated", "account", "unknown"]),
  ],
]);
