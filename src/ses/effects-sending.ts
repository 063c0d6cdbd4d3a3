/** Words for what was set on sending: account, identities, configuration sets, IP pools, tenants, jobs. */
import type { Call, Switch } from "./call.ts";
import { leftOut, param, paramText, switchAt } from "./call.ts";
import type { EffectRule } from "./effect.ts";
import { isObject, scalarText } from "./parameters.ts";
import type { Phrase, Sentence } from "./sentence.ts";
import { capital, clip, identity, several, target } from "./sentence.ts";
import { leavesAccountList, takesNothing } from "./suppression.ts";
import { switchOf } from "./switches.ts";

/** Longest parameter value in a sentence. */
const MAX_VALUE = 256;

const ACCOUNT_EFFECTS: Readonly<Record<string, EffectRule>> = {
  account_sending: {
    actions: ["UpdateAccountSendingEnabled", "PutAccountSendingAttributes"],
    words: (call) => turn(switchOf(call), "sending", "for the whole account"),
  },
  account_details: {
    actions: ["PutAccountDetails"],
    words: (call) => {
      const mail = paramText(call, "mailType");
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

const IDENTITY_EFFECTS: Readonly<Record<string, EffectRule>> = {
  dkim_signing: {
    actions: ["SetIdentityDkimEnabled", "PutEmailIdentityDkimAttributes"],
    words: (call) => turn(switchOf(call), "DKIM signing", `for ${identity(call)}`),
  },
  dkim_origin: {
    actions: ["PutEmailIdentityDkimSigningAttributes"],
    words: (call) => {
      const what = `DKIM signing of ${identity(call)}`;
      const origin = paramText(call, "signingAttributesOrigin");
      if (origin === undefined) return ["change", what];
      if (origin === "AWS_SES") return ["change", what, "to keys that SES manages"];
      if (origin !== "EXTERNAL")
        return ["change", what, `to keys of another Region (${clip(origin, MAX_VALUE)})`];
      const selector = paramText(call, "signingAttributes.domainSigningSelector");
      const by = selector === undefined ? "" : ` (selector ${clip(selector, MAX_VALUE)})`;
      return ["change", what, `to keys of one's own${by}`];
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

const CONFIGURATION_SET_EFFECTS: Readonly<Record<string, EffectRule>> = {
  configuration_set_sending: {
    actions: ["UpdateConfigurationSetSendingEnabled", "PutConfigurationSetSendingOptions"],
    words: (call) => turn(switchOf(call), `sending through ${target(call)}`),
  },
  reputation_metrics: {
    actions: [
      "UpdateConfigurationSetReputationMetricsEnabled",
      "PutConfigurationSetReputationOptions",
    ],
    words: (call) => turn(switchOf(call), `reputation metrics of ${target(call)}`),
  },
  event_destination: {
    actions: ["UpdateConfigurationSetEventDestination"],
    words: (call) => {
      const to = switchOf(call);
      const set = several(call.parts.configuration_set);
      const of = set === undefined ? "" : ` of configuration set ${set}`;
      return to === undefined ? undefined : [`turn ${to}`, `${target(call)}${of}`];
    },
  },
  delivery: {
    actions: ["PutConfigurationSetDeliveryOptions"],
    words: (call) => {
      const tls =
        paramText(call, "tlsPolicy") ?? paramText(call, "deliveryOptions.tlsPolicy") ?? "";
      const pool = paramText(call, "sendingPoolName");
      const by = pool === undefined ? "" : `, from IP pool ${clip(pool, MAX_VALUE)}`;
      const how = new Map([
        ["REQUIRE", "required"],
        ["OPTIONAL", "optional"],
      ]).get(tls.toUpperCase());
      if (how !== undefined)
        return {
          done: `TLS made ${how} for ${target(call)}${by}`,
          tried: `make TLS ${how} for ${target(call)}${by}`,
        };
      return ["change", `delivery of ${target(call)}`, by];
    },
  },
  suppression: {
    actions: ["PutConfigurationSetSuppressionOptions", "PutTenantSuppressionAttributes"],
    words: (call) => suppression(call, target(call)),
  },
  tracking: {
    actions: [
      "CreateConfigurationSetTrackingOptions",
      "UpdateConfigurationSetTrackingOptions",
      "PutConfigurationSetTrackingOptions",
    ],
    words: (call) => {
      const domain =
        paramText(call, "customRedirectDomain") ??
        paramText(call, "trackingOptions.customRedirectDomain");
      const what = `tracking domain of ${target(call)}`;
      if (domain !== undefined) return ["set", what, `to ${clip(domain, MAX_VALUE)}`];
      const gone = call.api === "v2" && leftOut(call, "customRedirectDomain");
      return gone ? ["remove", "custom tracking domain", `from ${target(call)}`] : ["change", what];
    },
  },
  archiving: {
    actions: ["PutConfigurationSetArchivingOptions"],
    words: (call) => {
      const archive = paramText(call, "archiveArn");
      const what = `archiving of mail sent through ${target(call)}`;
      if (archive !== undefined) return ["turn on", what, `in ${clip(archive, MAX_VALUE)}`];
      return leftOut(call, "archiveArn") ? ["turn off", what] : ["change", what];
    },
  },
  configuration_set_insights: {
    actions: ["PutConfigurationSetVdmOptions"],
    words: (call) =>
      turn(
        feature(paramText(call, "vdmOptions.dashboardOptions.engagementMetrics")),
        `engagement metrics of ${target(call)}`,
      ),
  },
};

const OTHER_EFFECTS: Readonly<Record<string, EffectRule>> = {
  pool_scaling: {
    actions: ["PutDedicatedIpPoolScalingAttributes"],
    words: (call) => changedTo(`scaling of ${target(call)}`, paramText(call, "scalingMode")),
  },
  ip_warmup: {
    actions: ["PutDedicatedIpWarmupAttributes"],
    words: (call) => {
      const percent = paramText(call, "warmupPercentage");
      const what = `warm-up of ${target(call)}`;
      return percent === undefined
        ? ["change", what]
        : ["set", what, `to ${clip(percent, MAX_VALUE)} %`];
    },
  },
  suppressed_destination: {
    actions: ["PutSuppressedDestination"],
    words: (call) => {
      const reason = paramText(call, "reason");
      const tenant = several(call.parts.tenant);
      const of = tenant === undefined ? "" : ` of tenant ${tenant}`;
      const why = reason === undefined ? "" : `, as a ${clip(reason, MAX_VALUE).toLowerCase()}`;
      return ["put", target(call), `on the suppression list${of}${why}`];
    },
  },
  entity_status: {
    actions: ["UpdateReputationEntityCustomerManagedStatus"],
    words: (call) => {
      const status = paramText(call, "sendingStatus");
      const entity = reputationEntity(call);
      if (status === "DISABLED") return ["turn off", `sending of ${entity}`];
      if (status === "ENABLED") return ["turn on", `sending of ${entity}`];
      if (status === "REINSTATED") return ["turn on", `sending of ${entity}`, "again"];
      return ["change", `sending status of ${entity}`];
    },
  },
  entity_policy: {
    actions: ["UpdateReputationEntityPolicy"],
    words: (call) =>
      changedTo(
        `reputation policy of ${reputationEntity(call)}`,
        paramText(call, "reputationEntityPolicy"),
      ),
  },
  redirecting_template: {
    actions: ["CreateCustomVerificationEmailTemplate", "UpdateCustomVerificationEmailTemplate"],
    words: (call) => {
      const url =
        paramText(call, "successRedirectionURL") ?? paramText(call, "failureRedirectionURL");
      if (url === undefined) return undefined;
      const verb = call.verb === "create" ? "create" : "change";
      return [verb, target(call), `, leads readers to ${clip(url, MAX_VALUE)}`];
    },
  },
  export_job: {
    actions: ["CreateExportJob"],
    words: (call) => {
      const insights = isObject(param(call, "exportDataSource.messageInsightsDataSource"));
      const metrics = isObject(param(call, "exportDataSource.metricsDataSource"));
      if (insights) return ["start", "export of message records"];
      return metrics ? ["start", "export of sending metrics"] : undefined;
    },
  },
  import_job: {
    actions: ["CreateImportJob"],
    words: (call) => {
      const list = several(call.parts.contact_list);
      if (list !== undefined) return ["start", "import of contacts", `into list ${list}`];
      const action = paramText(
        call,
        "importDestination.suppressionListDestination.suppressionListImportAction",
      );
      if (action === "DELETE")
        return ["start", "removal of many addresses", "from the suppression list"];
      return action === "PUT"
        ? ["start", "import of addresses", "into the suppression list"]
        : undefined;
    },
  },
};

export const SENDING_EFFECTS: Readonly<Record<string, EffectRule>> = {
  ...ACCOUNT_EFFECTS,
  ...IDENTITY_EFFECTS,
  ...CONFIGURATION_SET_EFFECTS,
  ...OTHER_EFFECTS,
};

function policy(call: Call): Phrase | Sentence | undefined {
  const name = several(call.parts["policy.name"]);
  const as = `send as ${identity(call)}${name === undefined ? "" : ` (policy ${name})`}`;
  const { grants } = call;
  if (grants?.everyone === true) return { done: `Anyone may ${as}`, tried: `let anyone ${as}` };
  if (grants === undefined || grants.accounts.length === 0) return undefined;
  const accounts = several(grants.accounts) ?? "";
  const who = grants.accounts.length === 1 ? `account ${accounts}` : `accounts ${accounts}`;
  return { done: `${capital(who)} may ${as}`, tried: `let ${who} ${as}` };
}

function suppression(call: Call, of: string): Phrase {
  if (takesNothing(call))
    return ["turn off", "suppression of bounced and complaining addresses", `for ${of}`];
  const what = `suppression list of ${of}`;
  const reasons = param(call, "suppressedReasons");
  const own = leavesAccountList(call) ? ", with a list of the tenant's own" : "";
  if (Array.isArray(reasons)) {
    const kinds = reasons.map(scalarText).filter((reason) => reason !== undefined);
    const told = several(kinds.map((kind) => REASON_WORDS.get(kind) ?? kind)) ?? "nothing";
    return ["set", what, `to take ${told}${own}`];
  }
  const back =
    call.kind === "configuration_set" &&
    leftOut(call, "suppressedReasons") &&
    leftOut(call, "suppressionScope");
  return back ? ["set", what, "back to that of the account"] : ["change", what, own];
}

const REASON_WORDS: ReadonlyMap<string, string> = new Map([
  ["BOUNCE", "bounces"],
  ["COMPLAINT", "complaints"],
]);

function notifications(call: Call): string {
  const type = paramText(call, "notificationType");
  return type === undefined
    ? "notifications"
    : `${clip(type, MAX_VALUE).toLowerCase()} notifications`;
}

function turn(to: Switch, what: string, rest = ""): Phrase {
  return to === undefined ? ["change", what, rest] : [`turn ${to}`, what, rest];
}

function changedTo(what: string, value: string | undefined): Phrase {
  return value === undefined ? ["change", what] : ["change", what, `to ${clip(value, MAX_VALUE)}`];
}

/** A reputation entity is a tenant, a configuration set or an identity, named by its ARN. */
function reputationEntity(call: Call): string {
  const [name] = call.names;
  const tenant = call.parts.tenant;
  if (tenant !== undefined) return `tenant ${several(tenant) ?? ""}`;
  const set = call.parts.configuration_set;
  if (set !== undefined) return `configuration set ${several(set) ?? ""}`;
  return name === undefined ? "a reputation entity" : clip(name, MAX_VALUE);
}

function feature(status: string | undefined): Switch {
  if (status === "ENABLED") return "on";
  return status === "DISABLED" ? "off" : undefined;
}
