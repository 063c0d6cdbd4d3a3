/** Calls beside SES that tell of mail: what they are, what they are not, and that the prefilter never loses one. */
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { needlesOf, selector, type Selection } from "../../src/ses/select.ts";
import { RELATED } from "../../src/tables/related.ts";
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
const needles = needlesOf(SELECTION) ?? [];

function record(source: string, eventName: string, requestParameters: JsonObject): JsonObject {
  return { ...LEAST, eventSource: `${source}.amazonaws.com`, eventName, requestParameters };
}

const SMTP = "ses-smtp-user.20261114-100000";
const policy = (action: string): string =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Action: [action], Resource: "*" }] });

type Yes = readonly [string, string, JsonObject, effect: string, signal: string];
const YES: readonly Yes[] = [
  [
    "iam",
    "CreateUser",
    { userName: SMTP },
    `User ${SMTP} made for sending by SMTP`,
    "smtp_user_made",
  ],
  [
    "iam",
    "CreateAccessKey",
    { userName: SMTP },
    `Access key of user ${SMTP} made for sending by SMTP`,
    "smtp_user_made",
  ],
  [
    "iam",
    "PutUserPolicy",
    {
      userName: SMTP,
      policyName: "AmazonSesSendingAccess",
      policyDocument: policy("ses:SendRawEmail"),
    },
    "Policy AmazonSesSendingAccess written with rights on SES",
    "ses_rights_given",
  ],
  [
    "iam",
    "PutRolePolicy",
    { roleName: "app", policyName: "mail", policyDocument: policy("sEs:Send*") },
    "Policy mail written with rights on SES",
    "ses_rights_given",
  ],
  [
    "iam",
    "CreatePolicyVersion",
    { policyArn: "arn:x", policyDocument: policy("ses:*") },
    "Policy written with rights on SES",
    "ses_rights_given",
  ],
  [
    "iam",
    "AttachUserPolicy",
    { userName: "reports", policyArn: "arn:aws:iam::aws:policy/AmazonSESFullAccess" },
    "Policy arn:aws:iam::aws:policy/AmazonSESFullAccess attached",
    "ses_rights_given",
  ],
  [
    "iam",
    "AttachUserPolicy",
    { userName: "ci", policyArn: "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV3" },
    "Leaked key of ci put into quarantine",
    "key_quarantined",
  ],
  [
    "servicequotas",
    "RequestServiceQuotaIncrease",
    { serviceCode: "ses", quotaCode: "L-804C8AE8" },
    "Higher SES quota L-804C8AE8 asked for",
    "quota_asked",
  ],
  [
    "support",
    "CreateCase",
    { serviceCode: "service-ses" },
    "Support case on SES (service-ses) opened",
    "quota_asked",
  ],
  ["cloudtrail", "StopLogging", { name: "main" }, "Trail main turned off", "logging_cut"],
  ["cloudtrail", "DeleteTrail", { name: "main" }, "Trail main turned off", "logging_cut"],
  [
    "cloudtrail",
    "PutEventSelectors",
    { trailName: "main" },
    "Event selectors of trail main changed",
    "logging_cut",
  ],
  [
    "logs",
    "DeleteDelivery",
    { id: "d1" },
    "Log delivery d1 deleted, perhaps Mail Manager's",
    "logging_cut",
  ],
  [
    "workmail",
    "CreateOrganization",
    { alias: "billing" },
    "WorkMail organization billing made",
    "mail_service_made",
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
  test.each(YES)("%s %s %j", (source, action, params, effect, signal) => {
    const value = record(source, action, params);
    expect(wants(value)).toBe("selected");
    expect(wantsPlain(value)).toBe("other-service");
    const made = normalise(elementOf(value), { readAt: READ_AT, keepOriginal: false });
    if (!("event" in made)) throw new Error(made.unshapeable.reason);
    expect(made.event.fields).toMatchObject({
      "aws.ses.effect": effect,
      "aws.ses.signals": [signal],
      "aws.ses.verb": undefined,
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
    expect("event" in made && made.event.fields["aws.ses.effect"]).toBe(
      `tried to make user ${SMTP} for sending by SMTP: access denied`,
    );
  });
});

describe("the prefilter", () => {
  test.each(YES)("passes the bytes of %s %s", (source, action, params) => {
    const bytes = JSON.stringify(record(source, action, params));
    expect(needles.some((needle) => bytes.includes(needle))).toBe(true);
  });

  test("asks for nothing more without the option", () => {
    expect(needlesOf({ ...SELECTION, related: false })).toEqual(["ses.amazonaws.com"]);
  });

  test("passes no byte string that is not asked for: of IAM's calls those alone that write what may name a right", () => {
    for (const text of iamCalls(2_000)) {
      const { eventName } = JSON.parse(text) as { eventName: string };
      expect(needles.some((needle) => text.includes(needle))).toBe(
        ["PutRolePolicy", "CreatePolicyVersion"].includes(eventName),
      );
    }
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
