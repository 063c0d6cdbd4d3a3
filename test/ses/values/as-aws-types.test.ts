/** Records whose members are typed otherwise than AWS types them: read where it is certain, and never told falsely. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../src/records/element.ts";
import type { EventFields } from "../../../src/ses/event.ts";
import { selector } from "../../../src/ses/select.ts";
import { asAwsTypes } from "../../../src/ses/values/as-aws-types.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import { SIGNALS } from "../../../src/tables/signals.ts";
import { eventOf, LEAST, reasonOf } from "../../support/made-records.ts";
import { OWN, sampleRecord } from "../sample.ts";

/** A record with every member that AWS writes as an object or a list. */
const RICH = {
  ...LEAST,
  eventID: "2236b584-cc19-5918-b952-8fdd0780915b",
  recipientAccountId: OWN,
  userIdentity: {
    type: "AssumedRole",
    accountId: OWN,
    arn: `arn:aws:sts::${OWN}:assumed-role/MailOps/dana`,
    sessionContext: {
      sessionIssuer: { type: "Role", userName: "MailOps", accountId: OWN },
      webIdFederationData: { federatedProvider: "p", attributes: { aud: "x" } },
      attributes: { creationDate: "2026-10-05T07:00:00Z", mfaAuthenticated: "true" },
    },
    onBehalfOf: { userId: "u-1", identityStoreArn: "arn:aws:identitystore::1:x" },
    inScopeOf: { sourceAccount: OWN, issuerType: "AWS::Lambda::Function" },
    invokedByDelegate: { accountId: OWN },
  },
  additionalEventData: { SignatureVersion: "4" },
  serviceEventDetails: { a: [1, null] },
  responseElements: { dkimTokens: ["a"] },
  resources: [{ ARN: `arn:aws:ses:eu-west-1:${OWN}:identity/example.com`, accountId: OWN }],
  tlsDetails: { tlsVersion: "TLSv1.3", cipherSuite: "TLS_AES_128_GCM_SHA256" },
  addendum: { reason: "UPDATED_DATA", updatedFields: "responseElements" },
  eventContext: { requestContext: { a: "b" } },
  edgeDeviceDetails: { type: "snow" },
  insightDetails: { state: "Start" },
} as const satisfies JsonObject;

const HOLDERS: readonly (readonly string[])[] = [
  ...Object.entries(RICH)
    .filter(([, value]) => typeof value === "object")
    .map(([key]) => [key]),
  ["requestParameters"],
  ["userIdentity", "sessionContext"],
  ["userIdentity", "sessionContext", "sessionIssuer"],
  ["userIdentity", "sessionContext", "attributes"],
  ["userIdentity", "sessionContext", "webIdFederationData"],
  ["userIdentity", "sessionContext", "webIdFederationData", "attributes"],
  ["userIdentity", "onBehalfOf"],
  ["userIdentity", "inScopeOf"],
  ["userIdentity", "invokedByDelegate"],
];

/** The record with what stands at the path as JSON text, however it is laid out. */
function asText(
  record: JsonObject,
  [key = "", ...rest]: readonly string[],
  pad: string,
): JsonObject {
  const at = record[key];
  if (at === undefined || typeof at === "string") return record;
  const put =
    rest.length > 0 && typeof at === "object" && at !== null && !Array.isArray(at)
      ? asText(at, rest, pad)
      : `${pad}${JSON.stringify(at, undefined, pad)}${pad}`;
  return { ...record, [key]: put };
}

const rows = fc.constantFrom(...ACTIONS);
const holders = fc.subarray([...HOLDERS], { minLength: 1 });
const pads = fc.constantFrom("", " ", "\n\t");

function fieldsWithout(members: JsonObject): EventFields {
  return eventOf(members).fields;
}

describe("JSON text in the place of an object", () => {
  const isSame = (text: (record: JsonObject, path: readonly string[], pad: string) => JsonObject) =>
    fc.property(rows, holders, pads, (row, paths, pad) => {
      const record: JsonObject = { ...RICH, ...sampleRecord(row) };
      // The innermost first: what is text already stays as it is.
      const written = paths
        .toSorted((one, other) => other.length - one.length)
        .reduce((all, path) => text(all, path, pad), record);
      expect(fieldsWithout(written)).toEqual(fieldsWithout(record));
    });

  it("is that object: every field is the same, whatever was text, the id too", () => {
    fc.assert(isSame(asText), { numRuns: 400 });
  });

  it("would be noticed if it were not (broken control)", () => {
    const cut = (record: JsonObject, path: readonly string[], pad: string): JsonObject =>
      path[0] === "requestParameters"
        ? { ...record, requestParameters: "{" }
        : asText(record, path, pad);
    expect(fc.check(isSame(cut), { numRuns: 400 }).failed).toBe(true);
  });

  it("`null` as text is null", () => {
    const record = { eventName: "SetActiveReceiptRuleSet" };
    expect(fieldsWithout({ ...record, requestParameters: "null" })).toEqual(
      fieldsWithout({ ...record, requestParameters: null }),
    );
  });

  it("leaves what AWS wrote as it was: the same object", () => {
    for (const row of ACTIONS) {
      const record = { ...RICH, ...sampleRecord(row) };
      expect(asAwsTypes(record)).toBe(record);
    }
  });
});

describe("parameters that are neither an object nor null", () => {
  const UNREADABLE: readonly (readonly [string, JsonValue | undefined])[] = [
    ["a list", [{ ruleSetName: "main" }]],
    ["an empty list", []],
    ["a number", 5],
    ["true", true],
    ["false", false],
    ["plain text", "ruleSetName: main"],
    ["no text", ""],
    ["a Java map", "{ruleSetName=main}"],
    ["JSON that was cut", '{"ruleSetName":"ma'],
    ["JSON text of a text", '"{}"'],
    ["JSON text of a list", "[]"],
    ["nothing at all", undefined],
  ];
  /** What can be told without parameters: the name of the action says it. */
  const BY_NAME = new Set([
    "identity_added",
    "identity_deleted",
    "policy_granted",
    "mail_from_changed",
    "data_taken",
    "event_publishing_cut",
    "suppression_loosened",
  ]);
  const NEEDS_PARAMETERS = SIGNALS.filter(({ name }) => !BY_NAME.has(name)).map(({ name }) => name);
  const writes = ACTIONS.filter(({ verb }) => verb !== "read" && verb !== "delete");

  it.each(UNREADABLE)("%s: nothing is said that only parameters can tell", (_name, params) => {
    for (const { action } of writes) {
      const record: JsonObject = { eventName: action };
      if (params !== undefined) record["requestParameters"] = params;
      const fields = fieldsWithout(record);
      const signals = fields["aws.ses.signals"] ?? [];
      const known = params === undefined ? ["production_access_requested"] : [];
      expect(
        signals.filter(
          (name) => NEEDS_PARAMETERS.some((one) => one === name) && !known.includes(name),
        ),
        action,
      ).toEqual([]);
      expect(fields["aws.ses.effect"], action).not.toMatch(
        /turned (on|off)|no longer|first place|back to|(custom|default) .* removed|Anyone/,
      );
      expect(fields["aws.ses.setting.value"] ?? [], action).not.toContain("(none)");
    }
  });

  it("is not blind: the same calls without parameters, which were given none, do say it (control)", () => {
    const effects = writes.map(({ action }) => {
      const { fields } = eventOf({ eventName: action, requestParameters: {} });
      return `${fields["aws.ses.effect"]} ${(fields["aws.ses.signals"] ?? []).join(" ")}`;
    });
    for (const told of [/turned off/, /no longer/, /receiving_off/, /sending_disabled/])
      expect(effects.some((effect) => told.test(effect))).toBe(true);
  });

  it("keeps them whole", () => {
    expect(fieldsWithout({ requestParameters: "{a=b}" })["aws.cloudtrail.request_parameters"]).toBe(
      '"{a=b}"',
    );
  });
});

describe("eventTime as a number", () => {
  const times = fc.integer({ min: 1_000_000_000_000, max: 7_289_654_400_000 });

  it("seconds and milliseconds, number or text, are the time: every field is the same, the id too", () => {
    fc.assert(
      fc.property(times, (ms) => {
        const whole = ms - (ms % 1000);
        const record: JsonObject = { ...RICH, eventName: "DeleteEmailIdentity" };
        const written = new Date(whole).toISOString().replace(".000Z", "Z");
        const expected = fieldsWithout({ ...record, eventTime: written });
        const seconds = whole / 1000;
        const forms = [
          seconds,
          whole,
          `${seconds}`,
          `${whole}`,
          `${seconds}.000`,
          `${seconds / 1e9}E9`,
        ];
        for (const eventTime of forms)
          expect(fieldsWithout({ ...record, eventTime })).toEqual(expected);
        expect(fieldsWithout({ ...record, eventTime: ms })["@timestamp"]).toBe(
          new Date(ms).toISOString(),
        );
        expect(fieldsWithout({ ...record, eventTime: ms / 1000 })["@timestamp"]).toBe(
          new Date(ms).toISOString(),
        );
      }),
    );
  });

  const NO_TIMES: readonly (readonly [JsonValue, RegExp])[] = [
    [0, /neither seconds/],
    [-1, /neither seconds/],
    [20261005, /neither seconds/],
    [999_999_999, /neither seconds/],
    [10_000_000_000, /neither seconds/],
    [1_791_187_201_000_000, /neither seconds/],
    ["20261005", /no ISO 8601/],
    ["1791187201000000", /no ISO 8601/],
    [true, /neither text nor a number/],
    [{ seconds: 1_791_187_201 }, /neither text nor a number/],
    [["2026-10-05T08:00:01Z"], /neither text nor a number/],
  ];

  it.each(NO_TIMES)("%j is not guessed at, nor dropped in silence", (eventTime, reason) => {
    const judge = selector({
      eventSources: ["ses.amazonaws.com"],
      since: "2026-01-01T00:00:00Z",
      until: undefined,
      accounts: [],
      regions: [],
      actions: [],
      writesOnly: false,
      related: false,
    });
    expect(judge({ ...LEAST, eventTime })).toBe("selected");
    expect(reasonOf({ ...LEAST, eventTime })).toMatch(reason);
  });
});

describe("switches and numbers as text", () => {
  const say = (eventName: string, requestParameters: JsonObject): string | undefined =>
    fieldsWithout({ eventName, requestParameters })["aws.ses.effect"];

  it.each([
    ["PutAccountSendingAttributes", "sendingEnabled", "false", "True"],
    ["SetIdentityDkimEnabled", "dkimEnabled", "False", "true"],
    ["UpdateConfigurationSetSendingEnabled", "enabled", "FALSE", "TRUE"],
  ])("%s: %s", (action, key, off, on) => {
    expect(say(action, { [key]: off })).toBe(say(action, { [key]: false }));
    expect(say(action, { [key]: on })).toBe(say(action, { [key]: true }));
    for (const unclear of [0, 1, "no", "0", {}, []])
      expect(say(action, { [key]: unclear })).toMatch(/ changed/);
  });

  it("a number is the same as its text", () => {
    const named = { ip: "192.0.2.1" };
    expect(say("PutDedicatedIpWarmupAttributes", { ...named, warmupPercentage: "40" })).toBe(
      say("PutDedicatedIpWarmupAttributes", { ...named, warmupPercentage: 40 }),
    );
  });
});
