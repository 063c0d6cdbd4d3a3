/** Calls beside SES that tell of mail: what they are, what they are not, and that the prefilter never loses one. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { needlesBeside, needlesOf, selector, type Selection } from "../../src/ses/select.ts";
import { RELATED } from "../../src/tables/related.ts";
import { prefilterOf } from "../../src/records/prefilter.ts";
import { iamCalls } from "../../bench/records.ts";
import { readAll } from "../support/reading.ts";
import { elementOf, LEAST, READ_AT } from "../support/made-records.ts";

const SELECTION: Selection = {
  eventSources: ["ses.amazonaws.com"],
  since: undefined,
  until: undefined,
  accounts: [],
  regions: [],
  actions: [],
  writesOnly: false,
  related: true,
};
const wants = selector(SELECTION);
const wantsPlain = selector({ ...SELECTION, related: false });
const needles = [...(needlesOf(SELECTION) ?? []), ...needlesBeside(SELECTION)];

function record(source: string, eventName: string, requestParameters: JsonObject): JsonObject {
  return { ...LEAST, eventSource: `${source}.amazonaws.com`, eventName, requestParameters };
}

const SMTP = "ses-smtp-user.20261114-100000";
const policy = (action: string): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: [action], Resource: "*" }] });

interface Told {
  readonly effect: string;
  readonly signal: string;
  readonly verb: string;
  readonly kind: string;
  readonly name: string | undefined;
}
type Yes = readonly [service: string, action: string, request: JsonObject, told: Told];

const told = (
  effect: string,
  signal: string,
  verb: string,
  kind: string,
  name: string | undefined,
): Told => ({ effect, signal, verb, kind, name });
const MADE = "smtp_user_made";
const GIVEN = "ses_rights_given";
const FULL = "arn:aws:iam::aws:policy/AmazonSESFullAccess";
const QUARANTINE = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3";
const own = (action: string): JsonObject => ({
  policyName: "mail",
  policyDocument: policy(action),
});

const YES: readonly Yes[] = [
  [
    "iam",
    "CreateUser",
    { userName: SMTP },
    told(`User ${SMTP} made for sending by SMTP`, MADE, "create", "iam_user", SMTP),
  ],
  [
    "iam",
    "CreateAccessKey",
    { userName: SMTP },
    told(
      `Access key of user ${SMTP} made for sending by SMTP`,
      MADE,
      "create",
      "iam_access_key",
      SMTP,
    ),
  ],
  [
    "iam",
    "PutUserPolicy",
    { userName: SMTP, ...own("ses:SendRawEmail") },
    told(
      `Policy mail written with rights on SES, for ${SMTP}`,
      GIVEN,
      "create",
      "iam_policy",
      "mail",
    ),
  ],
  [
    "iam",
    "PutRolePolicy",
    { roleName: "app", ...own("sEs:Send*") },
    told("Policy mail written with rights on SES, for app", GIVEN, "create", "iam_policy", "mail"),
  ],
  [
    "iam",
    "CreatePolicyVersion",
    { policyArn: "arn:aws:iam::111122223333:policy/team/mail", policyDocument: policy("ses:*") },
    told("Policy mail written with rights on SES", GIVEN, "create", "iam_policy", "mail"),
  ],
  [
    "iam",
    "AttachUserPolicy",
    { userName: "reports", policyArn: FULL },
    told(
      "Policy AmazonSESFullAccess attached to reports",
      GIVEN,
      "update",
      "iam_policy",
      "AmazonSESFullAccess",
    ),
  ],
  [
    "iam",
    "AttachGroupPolicy",
    { policyArn: FULL },
    told(
      "Policy AmazonSESFullAccess attached",
      GIVEN,
      "update",
      "iam_policy",
      "AmazonSESFullAccess",
    ),
  ],
  [
    "iam",
    "AttachUserPolicy",
    { userName: "ci", policyArn: QUARANTINE },
    told("Leaked key of ci put into quarantine", "key_quarantined", "update", "iam_user", "ci"),
  ],
  [
    "servicequotas",
    "RequestServiceQuotaIncrease",
    { serviceCode: "ses", quotaCode: "L-804C8AE8" },
    told(
      "Higher SES quota L-804C8AE8 asked for",
      "quota_asked",
      "create",
      "service_quota",
      "L-804C8AE8",
    ),
  ],
  [
    "support",
    "CreateCase",
    { serviceCode: "service-ses" },
    told(
      "Support case on SES (service-ses) opened",
      "quota_asked",
      "create",
      "support_case",
      "service-ses",
    ),
  ],
  [
    "cloudtrail",
    "StopLogging",
    { name: "main" },
    told("Trail main turned off", "logging_cut", "stop", "trail", "main"),
  ],
  [
    "cloudtrail",
    "DeleteTrail",
    { name: "arn:aws:cloudtrail:us-east-1:111122223333:trail/main" },
    told("Trail main deleted", "logging_cut", "delete", "trail", "main"),
  ],
  [
    "cloudtrail",
    "PutEventSelectors",
    { trailName: "main" },
    told("Event selectors of trail main changed", "logging_cut", "update", "trail", "main"),
  ],
  [
    "cloudtrail",
    "PutEventSelectors",
    {},
    told("Event selectors changed", "logging_cut", "update", "trail", undefined),
  ],
  [
    "logs",
    "DeleteDelivery",
    { id: "d1" },
    told(
      "Log delivery d1 deleted, perhaps Mail Manager's",
      "logging_cut",
      "delete",
      "log_delivery",
      "d1",
    ),
  ],
  [
    "workmail",
    "CreateOrganization",
    { alias: "billing" },
    told(
      "WorkMail organization billing made",
      "mail_service_made",
      "create",
      "mail_organization",
      "billing",
    ),
  ],
];

const NO: readonly (readonly [string, string, JsonObject])[] = [
  ["iam", "CreateUser", { userName: "ana" }],
  ["iam", "CreateUser", { userName: "no-ses-smtp-user" }],
  ["iam", "CreateAccessKey", { userName: "ana" }],
  [
    "iam",
    "AttachUserPolicy",
    { userName: "ana", policyArn: "arn:aws:iam::aws:policy/AmazonS3FullAccess" },
  ],
  ["iam", "PutUserPolicy", { policyName: "p", policyDocument: policy("licenses:Read") }],
  ["iam", "PutUserPolicy", { policyName: "p", policyDocument: 5 }],
  ["iam", "GetUser", { userName: SMTP }],
  ["servicequotas", "RequestServiceQuotaIncrease", { serviceCode: "ec2" }],
  ["support", "CreateCase", { serviceCode: "processes" }],
  ["organizations", "CreateOrganization", { featureSet: "ALL" }],
  ["firehose", "DeleteDeliveryStream", { deliveryStreamName: "d" }],
  ["cloudtrail", "GetTrail", { name: "main" }],
];

describe("each call", () => {
  test.each(YES)("%s %s %j", (source, action, params, { effect, signal, verb, kind, name }) => {
    const value = record(source, action, params);
    expect(wants(value)).toBe("selected");
    expect(wantsPlain(value)).toBe("other-service");
    const made = normalise(elementOf(value), { readAt: READ_AT, keepOriginal: false });
    if (!("event" in made)) throw new Error(made.unshapeable.reason);
    expect(made.event.fields).toMatchObject({
      "aws.ses.effect": effect,
      "aws.ses.signals": [signal],
      "aws.ses.api": source,
      "aws.ses.verb": verb,
      "aws.ses.target.kind": kind,
      "aws.ses.target.name": name === undefined ? undefined : [name],
      "aws.ses.known_action": true,
    });
    expect(made.event.ses).toBe(false);
  });

  test.each(NO)("%s %s %j tells nothing of mail", (source, action, params) => {
    expect(wants(record(source, action, params))).toBe("other-service");
  });

  test("every row has a case", () => {
    const shown = new Set(YES.map(([source, action]) => `${source}.amazonaws.com ${action}`));
    for (const row of RELATED)
      expect(row.actions.some((action) => shown.has(`${row.source} ${action}`))).toBe(true);
  });

  test("a call that failed is told as tried", () => {
    const made = normalise(
      elementOf({ ...record("iam", "CreateUser", { userName: SMTP }), errorCode: "AccessDenied" }),
      { readAt: READ_AT, keepOriginal: false },
    );
    if (!("event" in made)) throw new Error(made.unshapeable.reason);
    expect(made.event.fields).toMatchObject({
      "aws.ses.effect": `tried to make user ${SMTP} for sending by SMTP: access denied`,
      "aws.ses.signals": ["smtp_user_made", "access_denied"],
      "event.type": ["creation", "denied"],
    });
  });
});

describe("the prefilter", () => {
  test.each(YES)("passes the bytes of %s %s", (source, action, params) => {
    const bytes = JSON.stringify(record(source, action, params));
    expect(needles.some((needle) => bytes.includes(needle))).toBe(true);
  });

  test("asks for nothing more without the option", () => {
    expect(needlesOf(SELECTION)).toEqual(["ses.amazonaws.com"]);
    expect(needlesBeside({ ...SELECTION, related: false })).toEqual([]);
  });

  test("passes no byte string that is not asked for: of IAM's calls those alone that write what may name a right", () => {
    for (const text of iamCalls(2_000)) {
      const { eventName } = JSON.parse(text) as { eventName: string };
      expect(needles.some((needle) => text.includes(needle))).toBe(
        ["PutRolePolicy", "CreatePolicyVersion"].includes(eventName),
      );
    }
  });

  test("what only names such a call, and is no record, is no mention of SES", async () => {
    const [call = ""] = iamCalls(1);
    const list = ["StopLogging", "ses.amazonaws.com"].map((about) => JSON.stringify({ about }));
    const read = await readAll(`{"Records":[${[call, ...list].join(",")}]}`, {
      prefilter: prefilterOf(needlesOf(SELECTION), needlesBeside(SELECTION)),
    });
    expect([read.unrecognised, read.passedOver]).toEqual([1, 2]);
    const warned = read.end.warnings.map(({ what }) => what).join();
    expect(warned).toContain("mentions ses.amazonaws.com in a form that is not read");
  });

  test("a week of a hundred thousand IAM calls without mail gives no event", async () => {
    const calls = [...iamCalls(10_000)].join(",");
    const pieces = Array.from({ length: 10 }, (_, turn) =>
      Buffer.from(`${turn === 0 ? '{"Records":[' : ","}${calls}`),
    );
    const read = await readAll([...pieces, Buffer.from("]}")], { needles });
    expect([read.elements, read.unreadable.length]).toEqual([100_000, 0]);
    expect(read.records.filter(({ value }) => wants(value) !== "other-service")).toEqual([]);
    // Nearly all were never decoded.
    expect(read.records.length).toBeLessThan(3_000);
  });
});
