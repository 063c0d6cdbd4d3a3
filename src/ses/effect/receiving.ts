/** Words for what was done to mail receiving: receipt rules, their order, filters, ingress endpoints. */
import type { Call } from "../call/call.ts";
import { leftOut, param, paramText } from "../call/call.ts";
import type { EffectRule } from "./rule.ts";
import { isObject, scalarText } from "../values/parameters.ts";
import type { Delivery } from "../settings/mail-rule.ts";
import {
  deliveries,
  ending,
  isEverythingEnded,
  isEveryAddress,
  isNothingLetIn,
} from "../settings/mail-rule.ts";
import type { Phrase, Sentence } from "./sentence.ts";
import { capital, clip, several, target } from "./sentence.ts";
import { switchOf } from "../settings/switches.ts";

/** Longest name of a place that mail goes to. */
const MAX_PLACE = 200;

/** How many places are told one by one. */
const MAX_PLACES = 3;

/** Rules for mail receiving. */
export const RECEIVING_EFFECTS: Readonly<Record<string, EffectRule>> = {
  active_rule_set: {
    actions: ["SetActiveReceiptRuleSet"],
    words: (call) => {
      if (leftOut(call, "ruleSetName")) return ["turn off", "all mail receiving"];
      return call.names.length > 0
        ? ["make", target(call), "the active one"]
        : ["change", "active receipt rule set"];
    },
  },
  receipt_rule: { actions: ["CreateReceiptRule", "UpdateReceiptRule"], words: receiptRule },
  rule_position: {
    actions: ["SetReceiptRulePosition"],
    words: (call) => {
      const after = paramText(call, "after");
      const set = inSet(call);
      if (after !== undefined) return ["move", target(call), `behind ${clip(after, 256)}${set}`];
      return ["move", target(call), leftOut(call, "after") ? `to the first place${set}` : set];
    },
  },
  rule_order: {
    actions: ["ReorderReceiptRuleSet"],
    words: (call) => {
      const names = param(call, "ruleNames");
      const first = Array.isArray(names) ? scalarText(names[0]) : undefined;
      const tail = first === undefined ? "" : `, ${clip(first, 256)} first`;
      return ["reorder", `rules of ${target(call)}`, tail];
    },
  },
  receipt_filter: {
    actions: ["CreateReceiptFilter"],
    words: (call) => {
      const policy = paramText(call, "filter.ipFilter.policy");
      const cidr = paramText(call, "filter.ipFilter.cidr");
      if (policy === undefined || cidr === undefined) return undefined;
      const from = isEveryAddress(cidr) ? "from every address" : `from ${clip(cidr, 64)}`;
      const by = `by ${target(call)}`;
      if (policy === "Block") return ["block", "mail", `${from} ${by}`];
      return policy === "Allow" ? ["let in", "mail", `${from} ${by}`] : undefined;
    },
  },
  ingress_status: {
    actions: ["UpdateIngressPoint"],
    words: (call) => {
      const status = paramText(call, "statusToUpdate");
      if (status === "CLOSED") return ["close", target(call)];
      const uses = ingressParts(call);
      if (status === "ACTIVE") return ["open", target(call), uses === "" ? "" : `, with ${uses}`];
      return uses === ""
        ? undefined
        : {
            done: `${capital(target(call))} now uses ${uses}`,
            tried: `make ${target(call)} use ${uses}`,
          };
    },
  },
  traffic_default: {
    actions: ["CreateTrafficPolicy", "UpdateTrafficPolicy"],
    words: (call) => {
      const action = paramText(call, "defaultAction");
      if (action !== "ALLOW" && action !== "DENY") return undefined;
      const denies = isNothingLetIn(call) ? ", lets in no mail" : ", denies mail by default";
      const tail = action === "ALLOW" ? ", lets in mail by default" : denies;
      return [call.verb === "create" ? "create" : "change", target(call), tail];
    },
  },
  mail_rules: { actions: ["CreateRuleSet", "UpdateRuleSet"], words: mailRules },
  relay: {
    actions: ["CreateRelay", "UpdateRelay"],
    words: (call) => {
      const server = paramText(call, "serverName");
      if (server === undefined) return undefined;
      const port = paramText(call, "serverPort");
      const bare = isObject(param(call, "authentication.noAuthentication"));
      const to = `mail to ${clip(server, MAX_PLACE)}${port === undefined ? "" : `:${clip(port, 8)}`}${bare ? ", without a login" : ""}`;
      if (call.verb === "create") return ["create", target(call), `, hands ${to}`];
      return {
        done: `${capital(target(call))} now hands ${to}`,
        tried: `make ${target(call)} hand ${to}`,
      };
    },
  },
  archive_export: {
    actions: ["StartArchiveExport"],
    words: (call) => {
      const location = paramText(call, "exportDestinationConfiguration.s3.s3Location");
      return location === undefined
        ? undefined
        : ["start", `export of ${target(call)}`, `to ${clip(location, MAX_PLACE)}`];
    },
  },
  archive_retention: {
    actions: ["UpdateArchive"],
    words: (call) => {
      const period = paramText(call, "retention.retentionPeriod");
      if (period === undefined) return undefined;
      const time = period.toLowerCase().replaceAll("_", " ");
      return ["set", target(call), `to keep mail for ${clip(time, 64)}`];
    },
  },
};

/** What an ingress endpoint uses from now on, as far as the call sets it. */
function ingressParts(call: Call): string {
  const rules = paramText(call, "ruleSetId");
  const policy = paramText(call, "trafficPolicyId");
  const parts = [
    ...(rules === undefined ? [] : [`rule set ${clip(rules, MAX_PLACE)}`]),
    ...(policy === undefined ? [] : [`traffic policy ${clip(policy, MAX_PLACE)}`]),
  ];
  return parts.join(" and ");
}

function mailRules(call: Call): Phrase | Sentence | undefined {
  const places = deliveries(call);
  const end = ending(call);
  const all = isEverythingEnded(call) ? "all" : "some";
  if (places.length === 0 && end === undefined) return undefined;
  const what = places.length > 0 ? `delivers mail to ${listed(places)}` : `${end} ${all} mail`;
  if (call.verb === "create") return ["create", target(call), `, ${what}`];
  return nowDoes(call, what);
}

/** `delivers mail to …` said of a target: a thing that it does from now on. */
function nowDoes(call: Call, what: string): Sentence {
  const [verb = "", ...rest] = what.split(" ");
  return {
    done: `${capital(target(call))} now ${what}`,
    tried: `make ${target(call)} ${verb.slice(0, -1)} ${rest.join(" ")}`,
  };
}

function receiptRule(call: Call): Phrase | Sentence | undefined {
  const places = deliveries(call);
  const to = places.length === 0 ? undefined : `mail to ${listed(places)}`;
  const isOff = switchOf(call) === "off";
  if (call.verb === "create") {
    const where = leftOut(call, "after") ? `first${inSet(call)}` : inSet(call).trimStart();
    if (to === undefined) return ["create", target(call), isOff ? `${where}, turned off` : where];
    return ["create", target(call), `${where}, delivers ${to}${isOff ? " once turned on" : ""}`];
  }
  if (isOff) {
    const then = to === undefined ? "" : `, would deliver ${to}`;
    return ["turn off", `${target(call)}${inSet(call)}`, then];
  }
  if (to !== undefined) return nowDoes(call, `delivers ${to}`);
  const end = ending(call);
  if (end === undefined) return undefined;
  return nowDoes(call, end === "stops" ? "stops mail without delivering it" : `${end} mail`);
}

function listed(places: readonly Delivery[]): string {
  const shown = places.slice(0, MAX_PLACES).map(place);
  const more = places.length - shown.length;
  if (more > 0) return `${shown.join(", ")} and ${more} more`;
  const last = shown.pop() ?? "";
  return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
}

function place({ to, name, foreignAccount }: Delivery): string {
  const named = name === undefined ? `a ${to}` : `${to} ${clip(name, MAX_PLACE)}`;
  return foreignAccount === undefined ? named : `${named} (account ${foreignAccount})`;
}

function inSet(call: Call): string {
  const set = several(call.parts.receipt_rule_set);
  return set === undefined ? "" : ` in set ${set}`;
}
