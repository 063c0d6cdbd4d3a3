/** Words for what was done to mail receiving: receipt rules, their order, filters, ingress endpoints. */
import type { Call } from "../call/call.ts";
import { leftOut, param, paramText } from "../call/call.ts";
import type { EffectRule } from "./rule.ts";
import { scalarText } from "../values/parameters.ts";
import type { Delivery } from "../settings/receipt-rule.ts";
import { deliveries, isEveryAddress } from "../settings/receipt-rule.ts";
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
      return status === "ACTIVE" ? ["open", target(call)] : undefined;
    },
  },
  traffic_default: {
    actions: ["CreateTrafficPolicy", "UpdateTrafficPolicy"],
    words: (call) => {
      const action = paramText(call, "defaultAction");
      if (action !== "ALLOW" && action !== "DENY") return undefined;
      const tail = action === "ALLOW" ? ", lets in mail by default" : ", denies mail by default";
      return [call.verb === "create" ? "create" : "change", target(call), tail];
    },
  },
};

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
  if (to === undefined) return undefined;
  return {
    done: `${capital(target(call))} now delivers ${to}`,
    tried: `make ${target(call)} deliver ${to}`,
  };
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
