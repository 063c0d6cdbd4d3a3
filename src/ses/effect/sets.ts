/** Words for what was set on configuration sets, IP pools, tenants, templates and jobs. */
import type { Call } from "../call/call.ts";
import { leftOut, param, paramText } from "../call/call.ts";
import type { EffectRule } from "./rule.ts";
import { isObject } from "../values/parameters.ts";
import { redirects } from "../settings/redirects.ts";
import { changedTo, feature, MAX_VALUE, suppression, turn } from "./phrases.ts";
import { clip, several, target } from "./sentence.ts";
import { emptiesList, IMPORT_ACTION } from "../settings/suppression.ts";
import { publishedEvents, publishedTo } from "../settings/event-destination.ts";
import { switchOf } from "../settings/switches.ts";

/** Rules for configuration sets. */
export const CONFIGURATION_SET_EFFECTS: Readonly<Record<string, EffectRule>> = {
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
      const set = several(call.parts.configuration_set);
      const what = `${target(call)}${set === undefined ? "" : ` of configuration set ${set}`}`;
      if (switchOf(call) === "off") return ["turn off", what];
      const types = several(publishedEvents(call));
      const place = publishedTo(call);
      if (types === undefined && place === undefined) return undefined;
      const to =
        place === undefined
          ? ""
          : ` to ${place.to}${place.name === undefined ? "" : ` ${clip(place.name, MAX_VALUE)}`}`;
      return ["set", what, `to publish ${types ?? "events"}${to}`];
    },
  },
  delivery: {
    actions: ["PutConfigurationSetDeliveryOptions"],
    words: (call) => {
      const tls =
        paramText(call, "tlsPolicy") ?? paramText(call, "deliveryOptions.tlsPolicy") ?? "";
      const pool = paramText(call, "sendingPoolName");
      const by = pool === undefined ? "" : `, with IP pool ${clip(pool, MAX_VALUE)}`;
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
      if (archive !== undefined) return ["set", what, `to go to ${clip(archive, MAX_VALUE)}`];
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

/** Rules for IP pools, suppressed addresses, tenants, templates and jobs. */
export const OTHER_EFFECTS: Readonly<Record<string, EffectRule>> = {
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
      const urls = redirects(call);
      if (urls.length === 0) return undefined;
      const verb = call.verb === "create" ? "create" : "change";
      const to = urls.map((url) => clip(url, MAX_VALUE)).join(" or ");
      return [verb, target(call), `, leads readers to ${to}`];
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
      if (emptiesList(call))
        return ["start", "removal of many addresses", "from the suppression list"];
      return paramText(call, IMPORT_ACTION) === "PUT"
        ? ["start", "import of addresses", "into the suppression list"]
        : undefined;
    },
  },
};

/** A reputation entity is a tenant, a configuration set or an identity, named by its ARN. */
function reputationEntity(call: Call): string {
  const [name] = call.names;
  const tenant = call.parts.tenant;
  if (tenant !== undefined) return `tenant ${several(tenant) ?? ""}`;
  const set = call.parts.configuration_set;
  if (set !== undefined) return `configuration set ${several(set) ?? ""}`;
  return name === undefined ? "a reputation entity" : clip(name, MAX_VALUE);
}
