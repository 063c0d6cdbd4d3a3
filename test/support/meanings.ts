/** What each panel of the boards is about, and what each of its filtered numbers counts: by panel, by column. */
import type { SesEvent } from "../../src/ses/event.ts";
import { SEVERITIES, SIGNALS, type SeverityName } from "../../src/tables/signals.ts";
import {
  about,
  and,
  anything,
  does,
  done,
  failed,
  hasSignal,
  isAdding,
  isBesideSes,
  isChange,
  isDeletion,
  isDenied,
  isLongLived,
  isLooking,
  isRoot,
  type Belongs,
} from "./counted.ts";

const LATE_MS = 6 * 3_600_000;

const delayOf = (event: SesEvent): number =>
  Date.parse(event.fields["event.created"] ?? "") - Date.parse(event.fields["@timestamp"] ?? "");

/** The worst signal of the record is this bad. */
export function worst(severity: SeverityName): Belongs {
  return ({ event }) => {
    const found = SIGNALS.filter(({ name }) => event.fields["aws.ses.signals"]?.includes(name)).map(
      (row) => SEVERITIES[row.severity],
    );
    return found.length > 0 && Math.max(...found) === SEVERITIES[severity];
  };
}

/** By the label of the column. */
export const COLUMN_MEANINGS: Readonly<Record<string, Belongs>> = {
  "Actions not in the table": ({ event }) => event.fields["aws.ses.known_action"] === false,
  "Calls as root": isRoot,
  Change: and(isChange, done),
  Changed: and(does("update", "start", "stop"), done),
  Changes: isChange,
  "Changes by people": ({ event }) =>
    ["sso", "user", "root"].includes(event.fields["aws.ses.caller.kind"] ?? ""),
  Created: and(does("create"), done),
  "For information": worst("info"),
  High: worst("high"),
  "High signals": worst("high"),
  Info: worst("info"),
  Low: worst("low"),
  "Low signals": worst("low"),
  Medium: worst("medium"),
  "Medium signals": worst("medium"),
  Deleted: and(isDeletion, done),
  Denied: isDenied,
  Failed: failed,
  "Failed calls": failed,
  "Failed changes": failed,
  "Long-lived keys": isLongLived,
  Read: and(does("read"), done),
  "Records with parts cut": ({ event }) => event.fields["aws.ses.omitted"] !== undefined,
  Send: and(does("send"), done),
  "Senders added": and(isAdding, done),
};

/** By the id of the chart. */
export const MEANINGS: Readonly<Record<string, Belongs>> = {
  "overview-high": anything,
  "overview-medium": anything,
  "overview-low": anything,
  "overview-info": anything,
  "overview-calls": anything,
  "overview-changes": anything,
  "overview-failed": anything,
  "overview-callers": anything,
  "overview-sources": anything,
  "overview-over-time": anything,
  "overview-errors": anything,
  "overview-regions": anything,
  "overview-targets": anything,
  "overview-who": anything,
  "overview-from": anything,

  "changes-all": isChange,
  "changes-people": isChange,
  "changes-deletions": isDeletion,
  "changes-failed": isChange,
  "changes-touched": isChange,
  "changes-over-time": isChange,
  "changes-kinds": isChange,
  "changes-who": isChange,
  "changes-state": and(isChange, done),
  "changes-identities": and(isChange, about("identity", "identity_policy")),
  "changes-configuration-sets": and(isChange, about("configuration_set", "event_destination")),
  "changes-receiving": and(
    isChange,
    about(
      "receipt_rule_set",
      "receipt_rule",
      "receipt_filter",
      "mailmanager_rule_set",
      "ingress_point",
      "relay",
      "traffic_policy",
      "address_list",
      "archive",
    ),
  ),
  "changes-templates": and(
    isChange,
    about(
      "template",
      "custom_verification_template",
      "suppressed_destination",
      "contact",
      "contact_list",
    ),
  ),
  "changes-beside": isBesideSes,
  "changes-account-wide": and(isChange, about("account")),

  "security-worst": anything,
  "security-kinds": anything,
  "security-senders": anything,
  "security-root": anything,
  "security-keys": anything,
  "security-regions": anything,
  "security-over-time": anything,
  "security-who": hasSignal,
  "security-probing": isLooking,
  "security-sweep": isLooking,
  "security-new-callers": anything,
  "security-new-clients": anything,
  "security-new-regions": anything,
  "security-denied-actions": isDenied,
  "security-key-use": isLongLived,
  "security-sends": does("send"),
  "security-identities": isAdding,

  "events-over-time": anything,

  "pipeline-records": anything,
  "pipeline-age": anything,
  "pipeline-files": anything,
  "pipeline-unknown": anything,
  "pipeline-cut": anything,
  "pipeline-by-account": anything,
  "pipeline-delay": ({ event }) => delayOf(event) < LATE_MS,
  "pipeline-backfills": ({ event }) => delayOf(event) >= LATE_MS,
  "pipeline-last-record": anything,
  "pipeline-source-files": anything,
};

/** By the id of the saved search. */
export const SEARCH_MEANINGS: Readonly<Record<string, Belongs>> = {
  "sestrail-search-changes": isChange,
  "sestrail-search-signals": hasSignal,
  "sestrail-search-high": worst("high"),
  "sestrail-search-alarms": ({ event }) =>
    ["high", "medium"].includes(event.fields["aws.ses.severity"] ?? ""),
  "sestrail-search-events": anything,
};
