/** Calls that look like what a rule is for, and are not: what the demo week has none of. */
import { ACCOUNTS, program, root, user, type Caller } from "../../src/demo/callers.ts";
import { recordOf, type Call } from "../../src/demo/call.ts";
import { CLIENTS } from "../../src/demo/clients.ts";
import { randomOf } from "../../src/demo/random.ts";
import { sendCall, sesCall, type SesApi } from "../../src/demo/ses-call.ts";
import type { JsonObject } from "../../src/records/element.ts";
import { WEEK_START, documentOf, type DemoDocument } from "./demo-documents.ts";

/** Documents on which one rule must stay silent. */
export interface NearMiss {
  /** Key of the rule. */
  readonly rule: string;
  readonly why: string;
  readonly documents: readonly DemoDocument[];
}

const { marketing, foreign } = ACCOUNTS;
const ERROR = { error: { code: "LimitExceededException", message: "Too many of them." } };
const MINUTE_MS = 60_000;

let made = 0;

/** One call after the other, a minute apart, on the fifth day; each near miss has an account and a caller of its own. */
function nearMiss(
  rule: string,
  why: string,
  calls: (call: Caller) => readonly ((at: number) => Call)[],
): NearMiss {
  made += 1;
  const start = WEEK_START.getTime() + 4 * 86_400_000 + made * 60 * MINUTE_MS;
  const caller = program(
    `3000000000${made + 10}`,
    `near-miss-${made}`,
    "198.51.100.90",
    CLIENTS.boto3,
  );
  const random = randomOf(made, "near misses");
  return {
    rule,
    why,
    documents: calls(caller).map((call, index) => {
      const record = recordOf(call(start + index * MINUTE_MS), random);
      return { ...documentOf(record, { file: `near-miss-${made}`, index }), story: undefined };
    }),
  };
}

/** A call at a time that is told later. */
const at =
  (
    caller: Caller,
    api: SesApi,
    action: string,
    request: JsonObject,
    rest: Partial<Call> = {},
    region = "us-east-1",
  ) =>
  (time: number): Call =>
    sesCall({ at: time, caller, region }, api, action, request, rest);

const times = <Value>(count: number, make: (index: number) => Value): readonly Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

const half = (cidr: string, policy = "Block"): JsonObject => ({
  filter: { name: "half", ipFilter: { policy, cidr } },
});
const LOWER = half("0.0.0.0/1");
const UPPER = half("128.0.0.0/1");
const filter = (caller: Caller, request: JsonObject, rest: Partial<Call> = {}, region?: string) =>
  at(caller, "ses", "CreateReceiptFilter", request, rest, region);
const openPolicy = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: "*", Action: "ses:SendEmail", Resource: "*" }],
});
const on = (caller: Caller, rest: Partial<Call> = { response: {} }) =>
  at(caller, "sesv2", "PutAccountSendingAttributes", { sendingEnabled: true }, rest);
const add = (caller: Caller, emailIdentity: string, rest: Partial<Call> = {}, region?: string) =>
  at(caller, "sesv2", "CreateEmailIdentity", { emailIdentity }, rest, region);

/** All of them. */
export const NEAR_MISSES: readonly NearMiss[] = [
  nearMiss("identity-burst", "one identity that is asked for again and again", (caller) =>
    times(6, () => add(caller, "again.example.org")),
  ),
  nearMiss("identity-burst", "identities that could not be added", (caller) =>
    times(6, (index) => add(caller, `failed-${index}.example.org`, ERROR)),
  ),
  nearMiss("identity-burst", "four identities, each in two steps", (caller) =>
    times(8, (index) =>
      at(caller, "ses", index % 2 === 0 ? "VerifyDomainIdentity" : "VerifyDomainDkim", {
        domain: `step-${index >> 1}.example.org`,
      }),
    ),
  ),
  nearMiss("send-burst", "sends that SES refused", (caller) =>
    times(60, (index) => (time) => {
      const random = randomOf(index, "refused sends");
      const send = { action: "SendEmail", api: "sesv2", from: "noreply@example.com" } as const;
      const second = time - index * 54_000;
      return sendCall({ at: second, caller, region: "us-east-1" }, send, random, ERROR);
    }),
  ),
  nearMiss("policy-open", "an open policy that SES did not take", (caller) => [
    at(
      caller,
      "ses",
      "PutIdentityPolicy",
      { identity: "example.com", policyName: "open", policy: openPolicy },
      ERROR,
    ),
  ]),
  nearMiss("mail-to-foreign-account", "a receipt rule that SES did not take", (caller) => [
    at(
      caller,
      "ses",
      "CreateReceiptRule",
      {
        ruleSetName: "inbound",
        rule: {
          name: "copy",
          enabled: true,
          actions: [{ sNSAction: { topicArn: `arn:aws:sns:us-east-1:${foreign}:collect` } }],
        },
      },
      ERROR,
    ),
  ]),
  nearMiss("root-write", "a change by root that failed", () => [
    at(root(marketing, "203.0.113.9"), "sesv2", "DeleteTenant", { tenantName: "brand" }, ERROR),
  ]),
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
  nearMiss("mail-blocked-by-halves", "the same half twice", (caller) => [
    filter(caller, LOWER),
    filter(caller, LOWER),
  ]),
  nearMiss("mail-blocked-by-halves", "two Regions", (caller) => [
    filter(caller, LOWER),
    filter(caller, UPPER, {}, "eu-west-1"),
  ]),
  nearMiss("mail-blocked-by-halves", "a half and a quarter", (caller) => [
    filter(caller, LOWER),
    filter(caller, half("128.0.0.0/2")),
  ]),
  nearMiss("mail-blocked-by-halves", "a quarter and a half", (caller) => [
    filter(caller, half("0.0.0.0/2")),
    filter(caller, UPPER),
  ]),
  nearMiss("mail-blocked-by-halves", "an upper half that is let through", (caller) => [
    filter(caller, LOWER),
    filter(caller, half("128.0.0.0/1", "Allow")),
  ]),
  nearMiss("mail-blocked-by-halves", "a lower half that is let through", (caller) => [
    filter(caller, half("0.0.0.0/1", "Allow")),
    filter(caller, UPPER),
  ]),
  nearMiss("mail-blocked-by-halves", "an upper half that could not be made", (caller) => [
    filter(caller, LOWER),
    filter(caller, UPPER, ERROR),
  ]),
  nearMiss("mail-blocked-by-halves", "a lower half that could not be made", (caller) => [
    filter(caller, LOWER, ERROR),
    filter(caller, UPPER),
  ]),
  nearMiss("first-change", "a change by a program's key that failed", () => [
    at(
      user(marketing, "newsletter-cron", "192.0.2.81", CLIENTS.javaV1),
      "ses",
      "DeleteTemplate",
      { templateName: "welcome" },
      ERROR,
    ),
  ]),
];
