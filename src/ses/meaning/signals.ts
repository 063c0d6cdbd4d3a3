/** Signals: facts about one call that matter to security, as the signal table words them. */
import type { SignalName } from "../../tables/signals.ts";
import { FREE_MAIL_DOMAINS } from "../../tables/free-mail.ts";
import { SIGNALS } from "../../tables/signals.ts";
import { foreignAccountIn } from "../call/arn.ts";
import type { Call } from "../call/call.ts";
import { leftOut, param, paramText, switchAt } from "../call/call.ts";
import { NONE } from "../values/parameters.ts";
import {
  deliveries,
  ending,
  isEverythingEnded,
  isEveryAddress,
  isNothingLetIn,
  isTakenOut,
  isToldAbroad,
} from "../settings/mail-rule.ts";
import { isPublishedAbroad, isPublishingNarrow } from "../settings/event-destination.ts";
import { dkimKeys } from "../settings/dkim-keys.ts";
import { redirects } from "../settings/redirects.ts";
import { emptiesList, leavesAccountList, takesNothing } from "../settings/suppression.ts";
import { switchOf } from "../settings/switches.ts";

type Test = (call: Call) => boolean;

/** Signals of calls of SES; those of calls beside it are told by `ses/related/`. */
type SesSignalName = Exclude<(typeof SIGNALS)[number], { readonly beside: true }>["name"];

/** What each signal asks of a call, once its action is one of the table's. */
const TESTS: Readonly<Record<SesSignalName, Test>> = {
  production_access_requested: (call) =>
    !call.unreadable && switchAt(call, "productionAccessEnabled") !== "off",
  sending_enabled: (call) => switchOf(call) === "on",
  sending_disabled: (call) => switchOf(call) === "off",
  tenant_started: (call) => switchOf(call) === "on",
  tenant_stopped: (call) => switchOf(call) === "off",
  identity_added: always,
  identity_free_mail: (call) => call.identities.some(({ domain }) => FREE_MAIL_DOMAINS.has(domain)),
  identity_deleted: always,
  policy_granted: always,
  policy_public: (call) => call.grants?.everyone === true,
  policy_foreign_account: (call) => call.grants !== undefined && call.grants.accounts.length > 0,
  feedback_forwarding_off: (call) => switchOf(call) === "off",
  bounce_topic_removed: (call) =>
    leftOut(call, "snsTopic") && paramText(call, "notificationType") !== "Delivery",
  topic_foreign_account: isTopicForeign,
  event_publishing_cut: (call) =>
    call.verb === "delete" ||
    switchOf(call) === "off" ||
    isPublishingNarrow(call) ||
    leftOutOf(call, "PutEmailIdentityConfigurationSetAttributes", "configurationSetName"),
  dkim_weakened: isDkimWeakened,
  mail_from_changed: always,
  mail_diverted: (call) =>
    deliveries(call).some(isTakenOut) ||
    (call.action === "UpdateRelay" && paramText(call, "serverName") !== undefined),
  mail_to_foreign_account: (call) =>
    deliveries(call).some((delivery) => delivery.foreignAccount !== undefined),
  receipt_rule_first: isRulePutFirst,
  receiving_swapped: (call) =>
    call.action === "UpdateIngressPoint"
      ? paramText(call, "ruleSetId") !== undefined
      : call.names.length > 0,
  receiving_off: (call) =>
    call.verb === "delete" ||
    paramText(call, "statusToUpdate") === "CLOSED" ||
    leftOutOf(call, "SetActiveReceiptRuleSet", "ruleSetName"),
  receiving_cut: (call) =>
    call.verb === "delete" ||
    (call.verb === "update" && (switchOf(call) === "off" || ending(call) !== undefined)),
  mail_blocked: (call) =>
    (paramText(call, "filter.ipFilter.policy") === "Block" &&
      isEveryAddress(paramText(call, "filter.ipFilter.cidr") ?? "")) ||
    isEverythingEnded(call) ||
    isNothingLetIn(call),
  suppression_loosened: (call) =>
    call.verb === "delete" || takesNothing(call) || leavesAccountList(call) || emptiesList(call),
  archiving_off: (call) => call.verb === "delete" || leftOut(call, "archiveArn"),
  data_taken: always,
  verification_redirect: (call) => redirects(call).length > 0,
  root_write: (call) => call.callerKind === "root" && isWrite(call),
  foreign_caller: (call) => call.foreignCaller !== undefined,
  key_quarantined: (call) => call.refusal === "key_quarantined",
  access_denied: (call) => call.denied,
  parameters_omitted: (call) => call.omitted,
};

interface Check {
  readonly name: SignalName;
  readonly test: Test;
}

/** Checks for calls of any action; they come last in the table. */
const FOR_ALL: readonly Check[] = checks((actions) => actions.length === 0);

const BY_ACTION: ReadonlyMap<string, readonly Check[]> = new Map(
  [...new Set<string>(SIGNALS.flatMap((row) => [...row.actions]))].map((action) => [
    action,
    checks((actions) => actions.includes(action)),
  ]),
);

/** The signals of a call, in table order. */
export function readSignals(call: Call): readonly SignalName[] {
  const found: SignalName[] = [];
  for (const { name, test } of BY_ACTION.get(call.action) ?? NONE) if (test(call)) found.push(name);
  for (const { name, test } of FOR_ALL) if (test(call)) found.push(name);
  return found.length === 0 ? NONE : found;
}

function checks(wanted: (actions: readonly string[]) => boolean): readonly Check[] {
  return SIGNALS.flatMap((row) =>
    "beside" in row || !wanted(row.actions) ? [] : [{ name: row.name, test: TESTS[row.name] }],
  );
}

function always(): boolean {
  return true;
}

function isDkimWeakened(call: Call): boolean {
  if (switchOf(call) === "off") return true;
  const keys = dkimKeys(call);
  return keys !== undefined && (keys.isShort || keys.whose === "own" || keys.whose === "region");
}

/** Topics of delivering actions have a signal of their own. */
function isTopicForeign(call: Call): boolean {
  if (call.kind === "receipt_rule") return isToldAbroad(call);
  if (isPublishedAbroad(call)) return true;
  const topics = call.parts.topic_arn ?? NONE;
  return topics.some((topic) => foreignAccountIn(topic, call.account) !== undefined);
}

/** True for a call of this action that certainly left the parameter out. */
function leftOutOf(call: Call, action: string, path: string): boolean {
  return call.action === action && leftOut(call, path);
}

function isRulePutFirst(call: Call): boolean {
  if (call.action !== "ReorderReceiptRuleSet") return leftOut(call, "after");
  const names = param(call, "ruleNames");
  return Array.isArray(names) && names.length > 0;
}

function isWrite({ verb }: Call): boolean {
  return verb !== "read" && verb !== "send" && verb !== "unknown";
}
