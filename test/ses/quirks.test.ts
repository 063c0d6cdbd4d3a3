/**
 * The twenty quirks of real CloudTrail records that a transformer must survive, by their number in our own notes on
 * the data. Those of the files are the reader's; here stands what of them concerns the mapping.
 */
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { selector } from "../../src/ses/select.ts";
import { ecsLine, toEcs } from "../../src/shape/ecs.ts";
import { eventOf, LEAST, reasonOf, STREAM } from "../support/made-records.ts";

function fieldsOf(members: JsonObject): ReturnType<typeof eventOf>["fields"] {
  return eventOf(members).fields;
}

describe("quirks", () => {
  it("quirk 1: one eventID on two actions gives two ids, a repeat of one record the same", () => {
    const eventID = "5d817126-0000-4000-8000-000000000000";
    const one = fieldsOf({ eventID, eventName: "VerifyDomainIdentity" });
    const other = fieldsOf({ eventID, eventName: "VerifyEmailAddress" });
    expect(one["event.id"]).toBe(other["event.id"]);
    expect(one["aws.ses.record_id"]).not.toBe(other["aws.ses.record_id"]);
    expect(fieldsOf({ eventID, eventName: "VerifyDomainIdentity" })["aws.ses.record_id"]).toBe(
      one["aws.ses.record_id"],
    );
  });

  it("quirk 2: only source, name and time are needed", () => {
    const fields = fieldsOf({});
    expect(fields["event.action"]).toBe("GetSendQuota");
    expect(fields["aws.ses.caller.kind"]).toBe("unknown");
    expect(fields["aws.ses.caller.name"]).toBeUndefined();
    expect(fields["aws.cloudtrail.read_only"]).toBeUndefined();
    for (const key of ["eventSource", "eventName", "eventTime"] as const) {
      expect(reasonOf({ ...LEAST, [key]: null })).toBe(`it has no ${key}`);
      expect(reasonOf({ ...LEAST, [key]: "" })).toBe(`it has no ${key}`);
    }
  });

  it("quirk 3: a denied v2 call has its target from the message, its parameters are null", () => {
    const fields = fieldsOf({
      eventName: "GetEmailIdentity",
      errorCode: "AccessDenied",
      errorMessage:
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: ses:GetEmailIdentity on resource: arn:aws:ses:us-east-1:111122223333:identity/example.org because no identity-based policy allows the ses:GetEmailIdentity action",
      requestParameters: null,
    });
    expect(fields["aws.ses.target.name"]).toEqual(["example.org"]);
    expect(fields["aws.ses.target.arn"]).toEqual([
      "arn:aws:ses:us-east-1:111122223333:identity/example.org",
    ]);
    expect(fields["aws.cloudtrail.request_parameters"]).toBeUndefined();
  });

  it("quirk 4: the outcome is a failure by errorCode or errorMessage alone; denials are told by one list", () => {
    expect(fieldsOf({ errorCode: "ThrottlingException" })["event.outcome"]).toBe("failure");
    expect(fieldsOf({ errorMessage: "no" })["event.outcome"]).toBe("failure");
    expect(fieldsOf({ errorCode: "", errorMessage: null })["event.outcome"]).toBe("success");
    expect(fieldsOf({ errorCode: "ThrottlingException" })["event.type"]).toEqual(["access"]);
    expect(fieldsOf({ errorCode: "AccessDenied" })["event.type"]).toEqual(["access", "denied"]);
    const ec2 = { eventSource: "ec2.amazonaws.com", errorCode: "Client.UnauthorizedOperation" };
    expect(fieldsOf(ec2)["event.type"]).toEqual(["info", "denied"]);
  });

  it.each([
    ["203.0.113.44", "203.0.113.44"],
    ["2001:db8::1", "2001:db8::1"],
    ["0.0.0.0", "0.0.0.0"],
    ["trustedadvisor.amazonaws.com", undefined],
    ["AWS Internal", undefined],
    ["AWS Internal/3", undefined],
    ["fe80::1%eth0", undefined],
    ["203.0.113.444", undefined],
    ["203.0.113.44, 10.0.0.1", undefined],
  ])("quirk 5: sourceIPAddress %s is the ip %s", (sourceIPAddress, ip) => {
    const fields = fieldsOf({ sourceIPAddress });
    expect(fields["source.address"]).toBe(sourceIPAddress);
    expect(fields["source.ip"]).toBe(ip);
    expect(fields["related.ip"]).toEqual(ip === undefined ? undefined : [ip]);
  });

  it("quirk 6: no type but invokedBy, and AWSService, are services without a user", () => {
    for (const userIdentity of [
      { accountId: "111122223333", invokedBy: "config.amazonaws.com" },
      { type: "AWSService", invokedBy: "config.amazonaws.com" },
    ]) {
      const fields = fieldsOf({ userIdentity });
      expect(fields["aws.ses.caller.kind"]).toBe("service");
      expect(fields["aws.ses.caller.name"]).toBe("config.amazonaws.com");
      expect([fields["user.id"], fields["user.name"], fields["related.user"]]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(fields["related.hosts"]).toEqual(["config.amazonaws.com"]);
    }
  });

  it("quirk 7: empty objects say nothing", () => {
    const fields = fieldsOf({
      userIdentity: {
        type: "AssumedRole",
        arn: "arn:aws:sts::1:assumed-role/mailer/job",
        sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes: {} },
      },
      requestParameters: {},
      responseElements: null,
    });
    expect(fields["user.name"]).toBe("mailer");
    expect(fields["aws.cloudtrail.request_parameters"]).toBe("{}");
    expect(fields["aws.cloudtrail.flattened.request_parameters"]).toBeUndefined();
    expect(fields["aws.cloudtrail.response_elements"]).toBeUndefined();
    expect(fields["aws.cloudtrail.additional_fields"]).toBeUndefined();
    expect(fields["aws.ses.omitted"]).toBeUndefined();
  });

  it("quirk 8: keys that no model has survive, in parameters and in the record", () => {
    const fields = fieldsOf({
      eventName: "VerifyDomainIdentity",
      requestParameters: { domain: "example.org", disableEmailNotifications: true },
      keyOfTomorrow: { deep: [1] },
      userIdentity: { type: "IAMUser", userName: "ana", badge: "7" },
      tlsDetails: { tlsVersion: "TLSv1.2", keyExchange: "x25519" },
    });
    expect(fields["aws.cloudtrail.request_parameters"]).toBe(
      '{"disableEmailNotifications":true,"domain":"example.org"}',
    );
    expect(fields["aws.cloudtrail.additional_fields"]).toBe(
      '{"keyOfTomorrow":{"deep":[1]},"tlsDetails":{"keyExchange":"x25519"},"userIdentity":{"badge":"7"}}',
    );
    expect(fields["aws.cloudtrail.flattened.additional_fields"]).toEqual({
      keyOfTomorrow: { deep: [1] },
      tlsDetails: { keyExchange: "x25519" },
      userIdentity: { badge: "7" },
    });
  });

  it("quirk 9: types drift: strings for booleans, odd dates, account ids with leading zeros, numbers", () => {
    const fields = fieldsOf({
      eventVersion: 1.08,
      readOnly: "true",
      managementEvent: true,
      recipientAccountId: "012345678901",
      requestParameters: { maxItems: 100 },
      responseElements: { createdAt: "Jan 19, 2023 5:55:08 PM" },
      userIdentity: {
        accountId: "000000000001",
        sessionContext: {
          attributes: { mfaAuthenticated: true, creationDate: "20131102T010628Z" },
        },
      },
    });
    expect(fields["aws.cloudtrail.event_version"]).toBe("1.08");
    expect(fields["aws.cloudtrail.read_only"]).toBe(true);
    expect(fields["aws.cloudtrail.management_event"]).toBe("true");
    expect(fields["cloud.account.id"]).toBe("012345678901");
    expect(fields["aws.ses.caller.account"]).toBe("000000000001");
    expect(fields["aws.cloudtrail.request_parameters"]).toBe('{"maxItems":100}');
    expect(fields["aws.cloudtrail.response_elements"]).toBe(
      '{"createdAt":"Jan 19, 2023 5:55:08 PM"}',
    );
    expect(fields["aws.cloudtrail.user_identity.session_context.mfa_authenticated"]).toBe("true");
    expect(fields["aws.cloudtrail.user_identity.session_context.creation_date"]).toBe(
      "2013-11-02T01:06:28.000Z",
    );
    // What was respelled stays as it came, beside it.
    expect(fields["aws.cloudtrail.additional_fields"]).toBe(
      '{"userIdentity":{"sessionContext":{"attributes":{"creationDate":"20131102T010628Z"}}}}',
    );
    expect(reasonOf({ ...LEAST, eventTime: "Jan 19, 2023 5:55:08 PM" })).toBe(
      "its eventTime is no ISO 8601 time",
    );
    expect(reasonOf({ ...LEAST, eventTime: "1969-12-31T23:59:59Z" })).toMatch(/years 1970 to 2261/);
  });

  it("quirk 10: a key with other types in other calls keeps its type in `flattened` and in the text only", () => {
    const asObject = fieldsOf({
      eventName: "CreateTemplate",
      requestParameters: { template: { templateName: "hello" } },
    });
    const asText = fieldsOf({
      eventName: "SendTemplatedEmail",
      requestParameters: { template: "hello" },
    });
    expect(asObject["aws.cloudtrail.flattened.request_parameters"]).toEqual({
      template: { templateName: "hello" },
    });
    expect(asText["aws.cloudtrail.flattened.request_parameters"]).toEqual({ template: "hello" });
    expect([asObject["aws.ses.template"], asText["aws.ses.template"]]).toEqual([
      ["hello"],
      ["hello"],
    ]);
    const twins = { topicARN: "a", topicArn: "b" };
    expect(
      fieldsOf({ requestParameters: twins })["aws.cloudtrail.flattened.request_parameters"],
    ).toEqual(twins);
  });

  it("quirk 11: JSON inside strings stays text", () => {
    const policy = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*"}]}';
    const fields = fieldsOf({
      eventName: "PutIdentityPolicy",
      requestParameters: { identity: "example.org", policyName: "all", policy },
    });
    expect(fields["aws.cloudtrail.flattened.request_parameters"]).toMatchObject({ policy });
    expect(fields["event.category"]).toEqual(["api", "configuration", "iam"]);
    expect(fields["aws.ses.signals"]).toEqual(
      expect.arrayContaining(["policy_granted", "policy_public"]),
    );
  });

  it("quirk 12: many targets are a list, in the order of the record, each once", () => {
    const identities = Array.from({ length: 100 }, (_, index) => `d${index % 99}.example`);
    const fields = fieldsOf({
      eventName: "GetIdentityVerificationAttributes",
      requestParameters: { identities },
    });
    expect(fields["aws.ses.identity.name"]).toEqual(identities.slice(0, 99));
    expect(fields["aws.ses.identity.kind"]).toEqual(["domain"]);
  });

  it.each([
    [{ omitted: true, originalSize: 120_000, reason: "requestParameters too large" }],
    [{ omitted: "true", reason: "requestParameters too large" }],
    [{ omitted: true }],
    [{ omitted: true, reason: "requestParameters too large", keyOfTomorrow: 1 }],
  ])("quirk 13: the omission marker %j is named, and is a signal", (requestParameters) => {
    const fields = fieldsOf({ eventName: "PutIdentityPolicy", requestParameters });
    expect(fields["aws.ses.omitted"]).toEqual(["requestParameters"]);
    expect(fields["aws.ses.signals"]).toContain("parameters_omitted");
  });

  it.each([
    [{ omitted: false, reason: "" }],
    [{ omitted: "false" }],
    [{ omitted: null, originalSize: 0 }],
    [{ omitted: true, identity: "x.example" }],
  ])("quirk 13: %j is no omission marker, and no signal", (requestParameters) => {
    const fields = fieldsOf({ eventName: "PutIdentityPolicy", requestParameters });
    expect(fields["aws.ses.omitted"]).toBeUndefined();
    expect(fields["aws.ses.signals"]).toEqual(["policy_granted"]);
  });

  it("quirk 14: a user agent is text: brackets, `#` and markup are kept as they are", () => {
    const hostile = '"><script>alert(1)</script>\u001b[31m\n{{7*7}}';
    expect(fieldsOf({ userAgent: hostile })["user_agent.original"]).toBe(hostile);
    expect(fieldsOf({ userAgent: hostile })["user_agent.name"]).toBe("Other");
    expect(fieldsOf({ userAgent: "[aws-cli/2.1 md/command#ses.x]" })["user_agent.name"]).toBe(
      "AWS CLI",
    );
    const address = "a\u001b[31m\nb\u2028c\u202ed\u2066e";
    expect(fieldsOf({ sourceIPAddress: address }).message).not.toMatch(
      /[\p{Cc}\p{Zl}\p{Bidi_Control}]/u,
    );
  });

  it("quirk 15: addresses lose their display name, and only the domain its capitals", () => {
    const fields = fieldsOf({
      eventName: "SendEmail",
      requestParameters: {
        source: "=?UTF-8?B?w4Q=?= <News@Example.ORG>",
        destination: { toAddresses: ["HIDDEN_DUE_TO_SECURITY_REASONS"] },
      },
    });
    expect(fields["email.from.address"]).toEqual(["News@Example.ORG"]);
    expect(fields["email.to.address"]).toBeUndefined();
    expect(fields["aws.ses.identity.name"]).toEqual(["News@example.org"]);
    expect(fields["aws.ses.identity.domain"]).toEqual(["example.org"]);
    expect(fields["aws.ses.redacted"]).toEqual(["requestParameters.destination.toAddresses"]);
    expect(fields["aws.cloudtrail.request_parameters"]).toContain(
      "=?UTF-8?B?w4Q=?= <News@Example.ORG>",
    );
  });

  it("quirk 16: look-alikes are no SES calls: notifications, and calls made by SES", () => {
    const judge = selector({
      eventSources: ["ses.amazonaws.com"],
      since: undefined,
      until: undefined,
      accounts: [],
      regions: [],
      actions: [],
      writesOnly: false,
      related: false,
    });
    const notification = { eventSource: "aws:ses", eventVersion: "1.0", ses: { mail: {} } };
    const byUs = {
      ...LEAST,
      eventSource: "kms.amazonaws.com",
      eventName: "Decrypt",
      userIdentity: { type: "AWSService", invokedBy: "ses.amazonaws.com" },
    };
    expect([judge(notification), judge(byUs)]).toEqual(["other-service", "other-service"]);
    // Where they are wanted, they get the generic mapping.
    const fields = fieldsOf(byUs);
    expect(fields["cloud.service.name"]).toBe("kms");
    expect([fields["aws.ses.verb"], fields["aws.ses.api"], fields["aws.ses.known_action"]]).toEqual(
      [undefined, undefined, undefined],
    );
    expect(fields["event.type"]).toEqual(["info"]);
    expect(fieldsOf({ ...byUs, readOnly: true })["event.type"]).toEqual(["access"]);
    expect(fieldsOf({ ...byUs, readOnly: true })["event.category"]).toEqual(["api"]);
  });

  it("quirk 17: times as other stores rewrite them, with nulls dropped", () => {
    const fields = fieldsOf({ eventTime: "2025-01-20 16:52:14.000000000" });
    expect(fields["@timestamp"]).toBe("2025-01-20T16:52:14.000Z");
    expect(fields["aws.cloudtrail.additional_fields"]).toBe(
      '{"eventTime":"2025-01-20 16:52:14.000000000"}',
    );
  });

  it("quirk 18: files are not ordered (the reader's affair): an event knows nothing of those before it", () => {
    const first = ecsLine(eventOf({ eventID: "a" }), STREAM);
    eventOf({ eventID: "b", eventTime: "2027-01-01T00:00:00Z" });
    expect(ecsLine(eventOf({ eventID: "a" }), STREAM)).toBe(first);
  });

  it.each(["aws", "aws-us-gov", "aws-cn", "aws-iso-b"])("quirk 19: partition %s", (partition) => {
    const fields = fieldsOf({
      eventName: "DeleteEmailIdentity",
      requestParameters: {
        emailIdentity: `arn:${partition}:ses:x-1:111122223333:identity/example.org`,
      },
      userIdentity: {
        type: "AssumedRole",
        arn: `arn:${partition}:sts::111122223333:assumed-role/mailer/job`,
      },
    });
    expect(fields["aws.ses.target.name"]).toEqual(["example.org"]);
    expect(fields["user.name"]).toBe("mailer");
    expect(fields["aws.ses.caller.session"]).toBe("job");
  });

  it("quirk 20: keys with dots, colons, nothing or `__proto__` keep their place", () => {
    const parameters = JSON.parse(
      '{"tags":{"aws:ses:arn":"a","cognito-idp.us-east-1":"b","":"c"},"__proto__":{"polluted":"d"}}',
    ) as JsonObject;
    const event = eventOf({ requestParameters: parameters });
    const text = event.fields["aws.cloudtrail.request_parameters"];
    expect(text).toBe(
      '{"__proto__":{"polluted":"d"},"tags":{"":"c","aws:ses:arn":"a","cognito-idp.us-east-1":"b"}}',
    );
    expect(JSON.stringify(event.fields["aws.cloudtrail.flattened.request_parameters"])).toBe(text);
    expect(JSON.stringify(toEcs(event, STREAM))).toContain(`"request_parameters":${text}`);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
