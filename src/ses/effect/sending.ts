/** Words for what was set for the account as a whole and for sender identities. */
import type { Call } from "../call/call.ts";
import { leftOut, paramText, switchAt } from "../call/call.ts";
import type { Grants } from "../call/policy.ts";
import { OWN_ORGANIZATION } from "../call/policy-conditions.ts";
import type { EffectRule } from "./rule.ts";
import { changedTo, feature, MAX_VALUE, suppression, turn } from "./phrases.ts";
import type { Phrase, Sentence } from "./sentence.ts";
import { capital, clip, identity, several, target } from "./sentence.ts";
import { dkimKeys } from "../settings/dkim-keys.ts";
import { switchOf } from "../settings/switches.ts";

/** Rules for the account. */
export const ACCOUNT_EFFECTS: Readonly<Record<string, EffectRule>> = {
  account_sending: {
    actions: ["UpdateAccountSendingEnabled", "PutAccountSendingAttributes"],
    words: (call) => turn(switchOf(call), "sending", "for the whole account"),
  },
  account_details: {
    actions: ["PutAccountDetails"],
    words: (call) => {
      const mail = paramText(call, "mailType");
      if (call.unreadable) return ["change", "account details"];
      const kind = mail === undefined ? "" : `, ${clip(mail, MAX_VALUE).toLowerCase()} mail`;
      return switchAt(call, "productionAccessEnabled") === "off"
        ? ["change", "account details", `${kind}, without production access`]
        : ["ask for", "production access", kind];
    },
  },
  account_suppression: {
    actions: ["PutAccountSuppressionAttributes"],
    words: (call) => {
      if (Object.hasOwn(call.params, "validationAttributes") && leftOut(call, "suppressedReasons"))
        return ["change", "address validation of the account"];
      return suppression(call, "the account");
    },
  },
  account_warmup: {
    actions: ["PutAccountDedicatedIpWarmupAttributes"],
    words: (call) => turn(switchOf(call), "automatic warm-up of dedicated IP addresses"),
  },
  account_plan: {
    actions: ["PutAccountPricingAttributes"],
    words: (call) => changedTo("pricing plan of the account", paramText(call, "plan")),
  },
  account_delivery: {
    actions: ["PutAccountDeliveryAttributes"],
    words: (call) => {
      const mode = paramText(call, "sharedPoolDeliveryMode");
      const what = "delivery from shared IP addresses of other Regions";
      if (mode === "GLOBAL" || mode === "REGIONAL")
        return turn(mode === "GLOBAL" ? "on" : "off", what, "for the account");
      return changedTo("delivery from shared IP addresses", mode);
    },
  },
  account_insights: {
    actions: ["PutAccountVdmAttributes"],
    words: (call) =>
      turn(
        feature(paramText(call, "vdmAttributes.vdmEnabled")),
        "Virtual Deliverability Manager",
        "for the account",
      ),
  },
  deliverability_dashboard: {
    actions: ["PutDeliverabilityDashboardOption"],
    words: (call) => turn(switchOf(call), "deliverability dashboard"),
  },
};

/** Rules for sender identities. */
export const IDENTITY_EFFECTS: Readonly<Record<string, EffectRule>> = {
  dkim_signing: {
    actions: ["SetIdentityDkimEnabled", "PutEmailIdentityDkimAttributes"],
    words: (call) => turn(switchOf(call), "DKIM signing", `for ${identity(call)}`),
  },
  dkim_origin: {
    actions: ["PutEmailIdentityDkimSigningAttributes"],
    words: (call) => {
      const what = `DKIM signing of ${identity(call)}`;
      const keys = keyWords(call);
      return keys === undefined ? ["change", what] : ["change", what, `to ${keys}`];
    },
  },
  identity_with_keys: {
    actions: ["CreateEmailIdentity"],
    words: (call) => {
      const keys = keyWords(call);
      return keys === undefined ? undefined : ["add", target(call), `, with DKIM ${keys}`];
    },
  },
  feedback_forwarding: {
    actions: ["SetIdentityFeedbackForwardingEnabled", "PutEmailIdentityFeedbackAttributes"],
    words: (call) =>
      turn(switchOf(call), "forwarding of bounces and complaints by mail", `for ${identity(call)}`),
  },
  notification_topic: {
    actions: ["SetIdentityNotificationTopic"],
    words: (call) => {
      const what = `${notifications(call)} for ${identity(call)}`;
      const topic = paramText(call, "snsTopic");
      if (topic !== undefined)
        return {
          done: `${capital(what)} now sent to topic ${clip(topic, MAX_VALUE)}`,
          tried: `send ${what} to topic ${clip(topic, MAX_VALUE)}`,
        };
      if (!leftOut(call, "snsTopic")) return ["change", `topic of ${what}`];
      return {
        done: `${capital(what)} no longer sent to a topic`,
        tried: `stop sending ${what} to a topic`,
      };
    },
  },
  notification_headers: {
    actions: ["SetIdentityHeadersInNotificationsEnabled"],
    words: (call) =>
      turn(switchOf(call), `original headers in ${notifications(call)} for ${identity(call)}`),
  },
  mail_from: {
    actions: ["SetIdentityMailFromDomain", "PutEmailIdentityMailFromAttributes"],
    words: (call) => {
      const domain = paramText(call, "mailFromDomain");
      if (domain !== undefined)
        return ["set", `MAIL FROM domain of ${identity(call)}`, `to ${clip(domain, MAX_VALUE)}`];
      return leftOut(call, "mailFromDomain")
        ? ["remove", "custom MAIL FROM domain", `from ${identity(call)}`]
        : ["change", `MAIL FROM domain of ${identity(call)}`];
    },
  },
  identity_configuration_set: {
    actions: ["PutEmailIdentityConfigurationSetAttributes"],
    words: (call) => {
      const set = paramText(call, "configurationSetName");
      const what = "default configuration set";
      if (set !== undefined)
        return ["set", `${what} of ${identity(call)}`, `to ${clip(set, MAX_VALUE)}`];
      return leftOut(call, "configurationSetName")
        ? ["remove", what, `from ${identity(call)}`]
        : ["change", `${what} of ${identity(call)}`];
    },
  },
  identity_policy: {
    actions: ["PutIdentityPolicy", "CreateEmailIdentityPolicy", "UpdateEmailIdentityPolicy"],
    words: policy,
  },
};

function keyWords(call: Call): string | undefined {
  const keys = dkimKeys(call);
  if (keys?.whose === undefined) return undefined;
  const short = keys.isShort ? ", of 1,024 bits" : "";
  if (keys.whose === "ses") return `keys that SES manages${short}`;
  if (keys.whose === "region")
    return `keys of another Region (${clip(keys.origin ?? "", MAX_VALUE)})${short}`;
  const by = keys.selector === undefined ? "" : ` (selector ${clip(keys.selector, MAX_VALUE)})`;
  return `keys of one's own${by}${short}`;
}

function policy(call: Call): Phrase | Sentence | undefined {
  const { grants } = call;
  if (grants === undefined) return undefined;
  const name = several(call.parts["policy.name"]);
  const on = grants.conditional ? ", on conditions" : "";
  const as = `send as ${identity(call)}${on}${name === undefined ? "" : ` (policy ${name})`}`;
  if (grants.everyone) return { done: `Anyone may ${as}`, tried: `let anyone ${as}` };
  const who = [...accountsIn(grants), ...everyoneWithin(grants)].join(" and ");
  if (who === "") return undefined;
  return { done: `${capital(who)} may ${as}`, tried: `let ${who} ${as}` };
}

function accountsIn({ accounts }: Grants): readonly string[] {
  if (accounts.length === 0) return [];
  return [`${accounts.length === 1 ? "account" : "accounts"} ${several(accounts) ?? ""}`];
}

function everyoneWithin({ organizations }: Grants): readonly string[] {
  const named = organizations.map((id) =>
    id === OWN_ORGANIZATION ? "its own organization" : `organization ${id}`,
  );
  return named.length === 0 ? [] : [`everyone in ${several(named) ?? ""}`];
}

function notifications(call: Call): string {
  const type = paramText(call, "notificationType");
  return type === undefined
    ? "notifications"
    : `${clip(type, MAX_VALUE).toLowerCase()} notifications`;
}
