/** Actions that turn one thing on or off: which parameter says so. Effects and signals read it here alike. */
import type { Call, Switch } from "../call/call.ts";
import { paramText, switchAt, switchOrOff } from "../call/call.ts";

/**
 * The parameter that is the switch. `?` at the end: left out, it is off, as the API models have it (a boolean that
 * has a default instead of being required).
 * Source: SES v1 and v2 API models, shape `Enabled`; SES API v1, EventDestination and ReceiptRule: "The default value
 * is false".
 */
const SWITCHES: Readonly<Record<string, string>> = {
  UpdateAccountSendingEnabled: "enabled?",
  PutAccountSendingAttributes: "sendingEnabled?",
  UpdateConfigurationSetSendingEnabled: "enabled",
  PutConfigurationSetSendingOptions: "sendingEnabled?",
  SetIdentityDkimEnabled: "dkimEnabled",
  PutEmailIdentityDkimAttributes: "signingEnabled?",
  SetIdentityFeedbackForwardingEnabled: "forwardingEnabled",
  PutEmailIdentityFeedbackAttributes: "emailForwardingEnabled?",
  SetIdentityHeadersInNotificationsEnabled: "enabled",
  UpdateConfigurationSetReputationMetricsEnabled: "enabled",
  PutConfigurationSetReputationOptions: "reputationMetricsEnabled?",
  UpdateConfigurationSetEventDestination: "eventDestination.enabled?",
  CreateReceiptRule: "rule.enabled?",
  UpdateReceiptRule: "rule.enabled?",
  PutAccountDedicatedIpWarmupAttributes: "autoWarmupEnabled?",
  PutDeliverabilityDashboardOption: "dashboardEnabled",
};

const BY_ACTION: ReadonlyMap<string, { readonly path: string; readonly orOff: boolean }> = new Map(
  Object.entries(SWITCHES).map(([action, text]) => {
    const orOff = text.endsWith("?");
    return [action, { path: orOff ? text.slice(0, -1) : text, orOff }];
  }),
);

/** Sending of a tenant, configuration set or identity, by a word. Source: SES API v2, SendingStatus. */
const STATUS_ACTION = "UpdateReputationEntityCustomerManagedStatus";
const STATUSES: ReadonlyMap<string, Switch> = new Map([
  ["DISABLED", "off"],
  ["ENABLED", "on"],
  ["REINSTATED", "on"],
]);

/** How the call set its switch; undefined where it has none, or the record does not show it. */
export function switchOf(call: Call): Switch {
  if (call.action === STATUS_ACTION) return STATUSES.get(paramText(call, "sendingStatus") ?? "");
  const found = BY_ACTION.get(call.action);
  if (found === undefined) return undefined;
  return found.orOff ? switchOrOff(call, found.path) : switchAt(call, found.path);
}
