/** What is rare but ordinary: callers of unusual kinds, missing rights, actions that are in no list. */
import type { Call } from "../call.ts";
import { ACCOUNTS, type Caller, person, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { type Clock, every } from "../clock.ts";
import type { JsonObject } from "../json.ts";
import type { Random } from "../random.ts";
import { deniedSesCall, type SesApi, sesCall } from "../ses-call.ts";

const { production, sandbox, foreign } = ACCOUNTS;

/** A developer whose role lacks a right or two, and keeps trying. */
export function* missingRights(clock: Clock, random: Random): Generator<Call> {
  const developer = program(sandbox, "developer", "203.0.113.47", CLIENTS.cliV2, "dev-noor");
  for (const at of every(clock, 30, random)) {
    yield deniedSesCall(
      { at, caller: developer, region: "eu-central-1" },
      "sesv2",
      "GetEmailTemplate",
      "template/welcome",
    );
    yield deniedSesCall(
      { at: at + 31_000, caller: developer, region: "eu-central-1" },
      "ses",
      "ListTemplates",
    );
  }
}

/** Callers of the rarer kinds, one call each. */
export function* rareCallers(clock: Clock): Generator<Call> {
  const rare: readonly Caller[] = [
    {
      kind: "federated",
      account: production,
      name: "auditor",
      address: "203.0.113.60",
      client: CLIENTS.cliV2,
    },
    {
      kind: "saml",
      account: production,
      name: "eva.lind@example.com",
      address: "203.0.113.61",
      client: CLIENTS.cliV2,
    },
    {
      kind: "web-identity",
      account: production,
      name: "repo:example/shop",
      address: "198.51.100.90",
      client: CLIENTS.goV2,
    },
    {
      kind: "identity-center",
      account: production,
      name: "dana.novak",
      address: "203.0.113.62",
      client: CLIENTS.console,
    },
    {
      kind: "account",
      account: foreign,
      name: "partner-sync",
      address: "192.0.2.10",
      client: CLIENTS.ruby,
    },
    {
      kind: "service",
      account: production,
      name: "health.amazonaws.com",
      address: "health.amazonaws.com",
      client: { userAgent: () => "health.amazonaws.com" },
    },
    {
      kind: "untyped",
      account: production,
      name: "guardduty.amazonaws.com",
      address: "AWS Internal",
      client: CLIENTS.awsInternal,
    },
    program(production, "reporting", "2001:db8:20::17", CLIENTS.cliV1),
  ];
  for (const [index, caller] of rare.entries()) {
    yield sesCall(
      { at: clock.workday((index % 4) + 1, `10:${10 + index}`), caller, region: "us-east-1" },
      "ses",
      "GetIdentityNotificationAttributes",
      { identities: ["example.com"] },
      { recipient: production },
    );
  }
}

/** Actions that are in no list yet. Their names are made up. */
export function* unknownActions(clock: Clock): Generator<Call> {
  const caller = person(production, "ana.silva@example.com", "203.0.113.44");
  const calls: readonly (readonly [action: string, api: SesApi, request: JsonObject])[] = [
    ["HibernateMailboxFleet", "mailmanager", { fleetName: "support-desk", until: "2027-01-01" }],
    [
      "PutIdentityPostcardOptions",
      "sesv2",
      { emailIdentity: "example.com", postcardOptions: { enabled: true } },
    ],
    ["DescribePostcardOptions", "sesv2", { emailIdentity: "example.com" }],
  ];
  for (const [index, [action, api, request]] of calls.entries()) {
    yield sesCall(
      { at: clock.workday(3, `15:2${index}`), caller, region: "us-east-1" },
      api,
      action,
      request,
    );
  }
}
