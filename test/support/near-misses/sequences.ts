/** Near misses of the rules on records that follow one another. */
import type { Call } from "../../../src/demo/call.ts";
import type { Caller } from "../../../src/demo/callers.ts";
import type { JsonObject } from "../../../src/records/element.ts";
import { ERROR, add, at, nearMiss, type Later, type NearMiss } from "./near-miss.ts";

const on = (caller: Caller, rest: Partial<Call> = { response: {} }): Later =>
  at(caller, "sesv2", "PutAccountSendingAttributes", { sendingEnabled: true }, rest);

const turn = (
  caller: Caller,
  tenant: string,
  sendingStatus: string,
  rest: Partial<Call> = {},
): Later =>
  at(
    caller,
    "sesv2",
    "UpdateReputationEntityCustomerManagedStatus",
    {
      reputationEntityType: "RESOURCE",
      reputationEntityReference: `arn:aws:ses:us-east-1:${caller.account}:tenant/${tenant}/tn-1`,
      sendingStatus,
    },
    rest,
  );

const half = (cidr: string, policy = "Block"): JsonObject => ({
  filter: { name: "half", ipFilter: { policy, cidr } },
});
const filter = (
  caller: Caller,
  request: JsonObject,
  rest: Partial<Call> = {},
  region?: string,
): Later => at(caller, "ses", "CreateReceiptFilter", request, rest, region);

/** Two filters that are not both halves of all addresses of one kind. */
function halves(rule: string, lower: string, upper: string): readonly NearMiss[] {
  const quarter = (cidr: string): string => cidr.replace("/1", "/2");
  return [
    nearMiss(rule, "the same half twice", (caller) => [
      filter(caller, half(lower)),
      filter(caller, half(lower)),
    ]),
    nearMiss(rule, "two Regions", (caller) => [
      filter(caller, half(lower)),
      filter(caller, half(upper), {}, "eu-west-1"),
    ]),
    nearMiss(rule, "a half and a quarter", (caller) => [
      filter(caller, half(lower)),
      filter(caller, half(quarter(upper))),
    ]),
    nearMiss(rule, "a quarter and a half", (caller) => [
      filter(caller, half(quarter(lower))),
      filter(caller, half(upper)),
    ]),
    nearMiss(rule, "an upper half that is let through", (caller) => [
      filter(caller, half(lower)),
      filter(caller, half(upper, "Allow")),
    ]),
    nearMiss(rule, "a lower half that is let through", (caller) => [
      filter(caller, half(lower, "Allow")),
      filter(caller, half(upper)),
    ]),
    nearMiss(rule, "an upper half that could not be made", (caller) => [
      filter(caller, half(lower)),
      filter(caller, half(upper), ERROR),
    ]),
    nearMiss(rule, "a lower half that could not be made", (caller) => [
      filter(caller, half(lower), ERROR),
      filter(caller, half(upper)),
    ]),
  ];
}

/** All of them. */
export const SEQUENCE_MISSES: readonly NearMiss[] = [
  nearMiss("enabled-then-identity", "a switch that failed", (caller) => [
    on(caller, ERROR),
    add(caller, "near-1.example.org"),
  ]),
  nearMiss("enabled-then-identity", "an identity that could not be added", (caller) => [
    on(caller),
    add(caller, "near-2.example.org", ERROR),
  ]),
  nearMiss("enabled-then-identity", "the switch of a configuration set", (caller) => [
    at(
      caller,
      "sesv2",
      "PutConfigurationSetSendingOptions",
      { configurationSetName: "alerts", sendingEnabled: true },
      { response: {} },
    ),
    add(caller, "near-3.example.org"),
  ]),
  nearMiss("enabled-then-identity", "another Region", (caller) => [
    on(caller),
    add(caller, "near-4.example.org", {}, "eu-west-1"),
  ]),
  nearMiss("identity-added-then-deleted", "a deletion that failed", (caller) => [
    add(caller, "near-5.example.org"),
    at(caller, "sesv2", "DeleteEmailIdentity", { emailIdentity: "near-5.example.org" }, ERROR),
  ]),
  nearMiss("identity-added-then-deleted", "one that was there already", (caller) => [
    add(caller, "near-6.example.org", ERROR),
    at(caller, "sesv2", "DeleteEmailIdentity", { emailIdentity: "near-6.example.org" }),
  ]),
  nearMiss("enabled-then-identity", "an account that was only looked at", (caller) => [
    at(caller, "sesv2", "GetAccount", {}),
    add(caller, "near-7.example.org"),
  ]),
  nearMiss("identity-added-then-deleted", "one that was only looked at", (caller) => [
    at(caller, "sesv2", "GetEmailIdentity", { emailIdentity: "near-8.example.org" }),
    at(caller, "sesv2", "DeleteEmailIdentity", { emailIdentity: "near-8.example.org" }),
  ]),
  nearMiss("tenant-stopped-then-started", "another tenant", (caller) => [
    turn(caller, "brand-a", "DISABLED"),
    turn(caller, "brand-b", "REINSTATED"),
  ]),
  nearMiss("tenant-stopped-then-started", "a stop that failed", (caller) => [
    turn(caller, "brand", "DISABLED", ERROR),
    turn(caller, "brand", "REINSTATED"),
  ]),
  nearMiss("tenant-stopped-then-started", "a start that failed", (caller) => [
    turn(caller, "brand", "DISABLED"),
    turn(caller, "brand", "ENABLED", ERROR),
  ]),
  nearMiss("tenant-stopped-then-started", "the other way round", (caller) => [
    turn(caller, "brand", "ENABLED"),
    turn(caller, "brand", "DISABLED"),
  ]),
  nearMiss("tenant-stopped-then-started", "one that was stopped twice", (caller) => [
    turn(caller, "brand", "DISABLED"),
    turn(caller, "brand", "DISABLED"),
  ]),
  nearMiss("tenant-stopped-then-started", "one that was started twice", (caller) => [
    turn(caller, "brand", "ENABLED"),
    turn(caller, "brand", "REINSTATED"),
  ]),
  ...halves("mail-blocked-by-halves", "0.0.0.0/1", "128.0.0.0/1"),
  ...halves("mail-blocked-by-halves-ipv6", "::/1", "8000::/1"),
  nearMiss("mail-blocked-by-halves", "a half of IPv4 and one of IPv6", (caller) => [
    filter(caller, half("0.0.0.0/1")),
    filter(caller, half("8000::/1")),
  ]),
];
