/** Near misses of the rules on what is new: each but one thing is new, and that one is what the rule asks for. */
import { ACCOUNTS, program, root, user } from "../../../src/demo/callers.ts";
import { CLIENTS } from "../../../src/demo/clients.ts";
import { randomOf } from "../../../src/demo/random.ts";
import { deniedSesCall, sendCall } from "../../../src/demo/ses-call.ts";
import { ERROR, at, beside, knownUser, nearMiss, type NearMiss } from "./near-miss.ts";

const { production, marketing, foreign } = ACCOUNTS;
const region = "us-east-1";
const READ = ["ses", "GetSendStatistics", null] as const;

/** All of them. */
export const NEW_MISSES: readonly NearMiss[] = [
  nearMiss("new-receipt-setting", "settings that all were there before", (caller) => [
    at(caller, "ses", "UpdateReceiptRule", {
      ruleSetName: "inbound-next",
      rule: {
        name: "mark",
        enabled: true,
        tlsPolicy: "Require",
        recipients: ["support@example.com"],
        actions: [{ addHeaderAction: { headerName: "X-Desk", headerValue: "support" } }],
        scanEnabled: true,
      },
    }),
  ]),
  nearMiss("new-sender", "a known caller and domain from elsewhere", () => [
    (time) => {
      const caller = program(production, "mailer-service", "198.51.100.131", CLIENTS.goV2, "i-2");
      const send = { action: "SendEmail", api: "sesv2", from: "shop@example.com" } as const;
      return sendCall({ at: time, caller, region }, send, randomOf(1, "known domain"));
    },
  ]),
  nearMiss("foreign-sender", "a send of a stranger that was refused", () => [
    (time) => {
      const caller = program("999911112222", "mailer", "198.51.100.91", CLIENTS.boto3);
      const send = { action: "SendEmail", api: "sesv2", from: "office@example.org" } as const;
      const rest = { recipient: production, ...ERROR };
      return sendCall({ at: time, caller, region }, send, randomOf(1, "refused"), rest);
    },
  ]),
  nearMiss("foreign-sender", "a sister account that sends every day", () => [
    (time) => {
      const caller = program(marketing, "campaign-runner", "198.51.100.92", CLIENTS.jsV3);
      const send = { action: "SendEmail", api: "sesv2", from: "team@example.com" } as const;
      const rest = { recipient: production };
      return sendCall({ at: time, caller, region }, send, randomOf(1, "sister"), rest);
    },
  ]),
  nearMiss("new-verifier", "a mail that could not be sent", (caller) => [
    at(caller, "sesv2", "SendCustomVerificationEmail", { emailAddress: "a@example.net" }, ERROR),
  ]),
  nearMiss("new-verifier", "a template that was only made", (caller) => [
    at(caller, "sesv2", "CreateCustomVerificationEmailTemplate", { templateName: "hello" }),
  ]),
  nearMiss("new-root-address", "somebody else at a new address", () => [
    at(program(production, "admin", "203.0.113.99", CLIENTS.console), ...READ),
  ]),
  nearMiss("new-root-address", "root at a new address, calling beside SES", () => [
    beside(root(marketing, "203.0.113.98"), "cloudtrail", "StopLogging", { name: "trail" }),
  ]),
  nearMiss("new-key-user", "a new caller with a temporary key", (caller) => [at(caller, ...READ)]),
  nearMiss("new-key-user", "a known caller with a new key", () => [
    at({ ...knownUser(), keySerial: 3 }, ...READ),
  ]),
  nearMiss("new-key-user", "a new caller that calls beside SES", () => [
    beside(user(foreign, "quota-desk", "198.51.100.93", CLIENTS.cliV2), "support", "CreateCase", {
      serviceCode: "service-ses",
    }),
  ]),
  nearMiss("new-key-address", "the key at its own address, with another client", () => [
    at(knownUser(CLIENTS.ruby), ...READ),
  ]),
  nearMiss("new-key-address", "a known role with a temporary key, from elsewhere", () => [
    at(program(production, "mailer-service", "198.51.100.133", CLIENTS.javaV2), ...READ),
  ]),
  nearMiss("new-key-client", "the key with its own client, from elsewhere", () => [
    at(knownUser(CLIENTS.javaV1, "192.0.2.182"), ...READ),
  ]),
  nearMiss("new-key-client", "a later version of its client", () => [
    at(
      knownUser({ ...CLIENTS.javaV1, userAgent: () => "aws-sdk-java/1.12.770 Linux/5.10" }),
      ...READ,
    ),
  ]),
  nearMiss("new-key-client", "a known role with another client", () => [
    at(program(production, "mailer-service", "198.51.100.31", CLIENTS.cliV2), ...READ),
  ]),
  nearMiss("new-key", "the same key from elsewhere, with another client", () => [
    at(knownUser(CLIENTS.php, "192.0.2.183"), ...READ),
  ]),
  nearMiss("new-key", "a new temporary key of a known role", () => [
    at(program(production, "mailer-service", "198.51.100.31", CLIENTS.javaV2, "i-3"), ...READ),
  ]),
  nearMiss("first-change", "a change by a program's key that failed", () => [
    at(knownUser(), "ses", "DeleteTemplate", { templateName: "welcome" }, ERROR),
  ]),
  nearMiss("first-change", "a read by a key that is new", () => [
    at(user(marketing, "reader", "198.51.100.94", CLIENTS.boto3), ...READ),
  ]),
  nearMiss("first-change-session", "a change that was refused", (caller) => [
    (time) => deniedSesCall({ at: time, caller, region }, "ses", "DeleteTemplate"),
  ]),
  nearMiss("first-change-session", "a person who changes things all week", () => [
    at(
      program(production, "terraform-deploy", "198.51.100.95", CLIENTS.terraform, "ci-9"),
      "ses",
      "DeleteTemplate",
      { templateName: "old" },
    ),
  ]),
];
