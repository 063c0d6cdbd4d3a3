/** Records as no one would write them: every member known to CloudTrail, with any JSON in its place. */
import * as fc from "fast-check";
import type { JsonObject, JsonValue } from "../../src/records/element.ts";

const json = fc.oneof(
  { weight: 8, arbitrary: fc.jsonValue({ maxDepth: 3, stringUnit: "binary" }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "HIDDEN_DUE_TO_SECURITY_REASONS",
      "",
      "true",
      "\u0000",
      "\ud800",
      "a@b.example",
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e21, -0),
  },
  {
    weight: 1,
    arbitrary: fc.constant(
      JSON.parse('{"__proto__":{"polluted":"x1"},"constructor":"x2","a.b":{"":"x3"}}'),
    ),
  },
) as fc.Arbitrary<JsonValue>;

const text = fc.oneof(json, fc.string());

const identity = fc.record(
  {
    type: fc.oneof(
      fc.constantFrom(
        "Root",
        "IAMUser",
        "AssumedRole",
        "Role",
        "FederatedUser",
        "Directory",
        "AWSAccount",
        "AWSService",
        "IdentityCenterUser",
        "SAMLUser",
        "WebIdentityUser",
        "Unknown",
      ),
      json,
    ),
    userName: text,
    principalId: text,
    arn: fc.oneof(fc.constant("arn:aws:sts::1:assumed-role/mailer/job"), text),
    accountId: text,
    accessKeyId: text,
    identityProvider: text,
    invokedBy: text,
    invokedByDelegate: fc.oneof(fc.record({ accountId: text }, { requiredKeys: [] }), json),
    onBehalfOf: fc.oneof(
      fc.record({ userId: text, identityStoreArn: text }, { requiredKeys: [] }),
      json,
    ),
    credentialId: text,
    inScopeOf: json,
    sessionContext: fc.oneof(
      fc.record(
        {
          sessionIssuer: fc.oneof(
            fc.record({ userName: text, type: text, arn: text }, { requiredKeys: [] }),
            json,
          ),
          webIdFederationData: fc.oneof(
            fc.record({ federatedProvider: text, attributes: json }, { requiredKeys: [] }),
            json,
          ),
          attributes: fc.oneof(
            fc.record({ creationDate: text, mfaAuthenticated: text }, { requiredKeys: [] }),
            json,
          ),
          sourceIdentity: text,
        },
        { requiredKeys: [] },
      ),
      json,
    ),
    tomorrow: json,
  },
  { requiredKeys: [] },
);

const TIMES = [
  "2026-03-01T10:20:30Z",
  "20260301T102030Z",
  "2026-03-01 10:20:30.123456789",
  "2026-03-01T10:20:30.5+02:00",
];
const ACTIONS = [
  "SendEmail",
  "SendBulkEmail",
  "SetIdentityDkimEnabled",
  "PutEmailIdentityDkimAttributes",
  "CreateReceiptRule",
  "PutIdentityPolicy",
  "SetActiveReceiptRuleSet",
  "TagResource",
  "GetSendQuota",
  "DoSomethingNew",
];
const MEMBERS = [
  "eventVersion",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
  "requestID",
  "eventID",
  "eventType",
  "apiVersion",
  "readOnly",
  "recipientAccountId",
  "sharedEventID",
  "sharedEventId",
  "vpcEndpointId",
  "vpcEndpointAccountId",
  "managementEvent",
  "eventCategory",
  "sessionCredentialFromConsole",
  "addendum",
  "tlsDetails",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "serviceEventDetails",
  "eventContext",
  "edgeDeviceDetails",
  "insightDetails",
  "annotation",
  "tomorrow",
];

/** Records that can be shaped, as far as eventSource, eventName and eventTime go. */
export const shapeableRecords = fc.record(
  {
    eventSource: fc.constantFrom("ses.amazonaws.com", "s3.amazonaws.com", "odd"),
    eventName: fc.oneof(fc.constantFrom(...ACTIONS), fc.string({ minLength: 1 })),
    eventTime: fc.constantFrom(...TIMES),
    userIdentity: fc.oneof({ weight: 4, arbitrary: identity }, { weight: 1, arbitrary: json }),
    resources: fc.oneof(
      fc.array(
        fc.oneof(fc.record({ ARN: text, accountId: text, type: text }, { requiredKeys: [] }), json),
        { maxLength: 3 },
      ),
      json,
    ),
    ...Object.fromEntries(MEMBERS.map((name) => [name, text])),
  },
  { requiredKeys: ["eventSource", "eventName", "eventTime"] },
) as fc.Arbitrary<JsonObject>;

/** Any JSON object at all. */
export const anyObjects = fc.oneof(
  fc.dictionary(fc.string(), json),
  fc.record(
    { eventSource: text, eventName: text, eventTime: text, requestParameters: json },
    { requiredKeys: [] },
  ),
) as fc.Arbitrary<JsonObject>;
