/** Histories: v1 and v2 set the same, what failed sets nothing, and twelve questions over the demo week. */
import { beforeAll, describe, expect, it } from "vitest";
import {
  historian,
  historyPart,
  type Asked,
  type History,
  type HistoryPart,
} from "../../src/ask/history.ts";
import { historyJson, historyPage } from "../../src/ask/history-page.ts";
import { tallyOf } from "../../src/demo/manifest.ts";
import { demoWeek } from "../../src/demo/week.ts";
import type { JsonObject } from "../../src/records/element.ts";
import { changesOf } from "../../src/ses/changes.ts";
import type { SesEvent } from "../../src/ses/event.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { ACTIONS } from "../../src/tables/actions.ts";
import { ATTRIBUTES } from "../../src/tables/attributes.ts";

const ACCOUNT = "111122223333";

function eventOf(record: JsonObject): SesEvent {
  const made = normalise(
    {
      position: { file: "a.json", index: 0 },
      value: record,
      raw: { text: JSON.stringify(record) },
    },
    { readAt: "2026-11-24T07:00:00Z", keepOriginal: false },
  );
  if (!("event" in made)) throw new Error("no event");
  return made.event;
}

let count = 0;
function call(
  eventName: string,
  requestParameters: JsonObject | null,
  more: JsonObject = {},
): SesEvent {
  count += 1;
  return eventOf({
    eventVersion: "1.11",
    eventTime: `2026-11-20T09:00:${String(count % 60).padStart(2, "0")}Z`,
    eventSource: "ses.amazonaws.com",
    eventName,
    awsRegion: "us-east-1",
    userIdentity: { type: "IAMUser", userName: "ana", accountId: ACCOUNT },
    eventID: `e${count}`,
    eventType: "AwsApiCall",
    recipientAccountId: ACCOUNT,
    requestParameters,
    ...more,
  });
}

const shown = (event: SesEvent): readonly string[] =>
  changesOf(event).map(
    ({ thing, attribute, value }) => `${thing.kind} ${thing.name}: ${attribute} = ${value ?? "?"}`,
  );

describe("what a call sets", () => {
  const identity = "example.com";
  const emailIdentity = identity;
  const configurationSetName = "news";
  it.each<[string, [string, JsonObject | null][], string[]]>([
    [
      "DKIM",
      [
        ["SetIdentityDkimEnabled", { identity, dkimEnabled: false }],
        ["PutEmailIdentityDkimAttributes", { emailIdentity, signingEnabled: false }],
        ["PutEmailIdentityDkimAttributes", { emailIdentity }],
      ],
      ["identity example.com: DKIM signing = off"],
    ],
    [
      "MAIL FROM",
      [
        ["SetIdentityMailFromDomain", { identity }],
        ["PutEmailIdentityMailFromAttributes", { emailIdentity }],
      ],
      ["identity example.com: MAIL FROM domain = one of Amazon's"],
    ],
    [
      "feedback",
      [
        ["SetIdentityFeedbackForwardingEnabled", { identity, forwardingEnabled: true }],
        ["PutEmailIdentityFeedbackAttributes", { emailIdentity, emailForwardingEnabled: true }],
      ],
      ["identity example.com: feedback by mail = on"],
    ],
    [
      "policies",
      [
        ["PutIdentityPolicy", { identity, policyName: "p", policy: policyFor("*") }],
        ["CreateEmailIdentityPolicy", { emailIdentity, policyName: "p", policy: policyFor("*") }],
      ],
      ["identity example.com: sending policy p = may send: anyone"],
    ],
    [
      "an identity added",
      [
        ["VerifyDomainIdentity", { domain: identity }],
        ["CreateEmailIdentity", { emailIdentity }],
      ],
      ["identity example.com: there = yes"],
    ],
    [
      "an identity deleted",
      [
        ["DeleteIdentity", { identity }],
        ["DeleteEmailIdentity", { emailIdentity }],
      ],
      ["identity example.com: there = no"],
    ],
    [
      "sending of a configuration set",
      [
        ["UpdateConfigurationSetSendingEnabled", { configurationSetName, enabled: false }],
        ["PutConfigurationSetSendingOptions", { configurationSetName, sendingEnabled: false }],
      ],
      ["configuration_set news: sending = off"],
    ],
    [
      "tracking",
      [
        ["DeleteConfigurationSetTrackingOptions", { configurationSetName }],
        ["PutConfigurationSetTrackingOptions", { configurationSetName }],
      ],
      ["configuration_set news: tracking domain = none"],
    ],
    [
      "sending of the account",
      [
        ["UpdateAccountSendingEnabled", { enabled: false }],
        ["PutAccountSendingAttributes", {}],
      ],
      [`account ${ACCOUNT}: sending = off`],
    ],
    [
      "the active rule set",
      [
        ["SetActiveReceiptRuleSet", {}],
        ["SetActiveReceiptRuleSet", null],
      ],
      [`account ${ACCOUNT}: active receipt rule set = none, all incoming mail is refused`],
    ],
    ["reads", [["GetIdentityDkimAttributes", { identities: [identity] }]], []],
    ["sends", [["SendEmail", { source: "a@example.com" }]], []],
  ])("%s", (_name, calls, changes) => {
    for (const [name, params] of calls) expect(shown(call(name, params))).toEqual(changes);
  });

  it("says that the record does not show it, where CloudTrail left the parameters out", () => {
    const omitted = { omitted: true, originalSize: 131_482, reason: "requestParameters too large" };
    expect(shown(call("UpdateEmailIdentityPolicy", omitted))).toEqual([
      "identity : sending policy = ?",
    ]);
    expect(shown(call("UpdateTemplate", { template: { templateName: "t" } }))).toEqual([
      "template t: content = ?",
    ]);
  });

  it("takes whatever stands in a record", () => {
    const odd = { identity: ["example.com", 7, null], dkimEnabled: { a: 1 } };
    expect(() => shown(call("SetIdentityDkimEnabled", odd))).not.toThrow();
    expect(shown(call("PutFutureSetting", { emailIdentity, level: "high" }))).toBeInstanceOf(Array);
  });

  it("has only actions and settings that the action table has", () => {
    const wrong = ATTRIBUTES.flatMap(({ by, key }) =>
      Object.entries(by).flatMap(([action, paths]) => {
        const rows = ACTIONS.filter((row) => row.action === action);
        const known = rows.flatMap(({ settings = [] }) =>
          settings.map((path) => path.replace("?", "")),
        );
        const named = [typeof paths === "string" ? [paths] : paths, key ?? []].flat();
        return named
          .filter((path) => !path.startsWith("=") && path !== "name")
          .filter((path) => !known.some((other) => path === other || path.startsWith(`${other}.`)))
          .map((path) => `${action} ${path}`);
      }),
    );
    expect(wrong).toEqual([]);
  });
});

function policyFor(principal: string): string {
  return JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: principal, Action: "ses:SendEmail", Resource: "*" }],
  });
}

describe("over time", () => {
  const told = (events: readonly SesEvent[], asked: Partial<Asked> = {}): History => {
    const { take, history } = historian({ wants: () => true, at: undefined, ...asked });
    // In no order.
    for (const event of events.toReversed()) take(historyPart(event, changesOf(event)));
    return history();
  };
  const at = (second: number): JsonObject => ({
    eventTime: `2026-11-20T10:00:${String(second).padStart(2, "0")}Z`,
  });
  const dkim = (second: number, enabled: boolean, more: JsonObject = {}): SesEvent =>
    call(
      "SetIdentityDkimEnabled",
      { identity: "example.com", dkimEnabled: enabled },
      { ...at(second), ...more },
    );

  it("gives each change its before", () => {
    const [{ changes } = { changes: [] }] = told([dkim(1, true), dkim(2, false)]).things;
    expect(changes.map(({ before, value }) => [before, value])).toEqual([
      [undefined, "on"],
      ["on", "off"],
    ]);
  });

  it("failed calls change nothing", () => {
    const { things, failedCount } = told([
      dkim(1, true),
      dkim(2, false, { errorCode: "AccessDenied" }),
    ]);
    expect([things[0]?.known[0]?.value, failedCount]).toEqual(["on", 1]);
  });

  it("broken control: were it not for the failure, it would", () => {
    expect(told([dkim(1, true), dkim(2, false)]).things[0]?.known[0]?.value).toBe("off");
  });

  it("knows nothing any more of what was deleted", () => {
    const gone = call("DeleteIdentity", { identity: "example.com" }, at(3));
    const again = call("CreateEmailIdentity", { emailIdentity: "example.com" }, at(4));
    const { things } = told([dkim(1, true), gone, again]);
    expect(things[0]?.known.map(({ attribute, value }) => [attribute, value])).toEqual([
      ["there", "yes"],
    ]);
    expect(things[0]?.unknown).toContain("DKIM signing");
  });

  it("says where the order of two calls is not known", () => {
    const { things } = told([dkim(1, true), dkim(1, false)]);
    expect(things[0]?.changes.map(({ isUnordered }) => isUnordered)).toEqual([false, true]);
  });

  it("is bounded, and says what it dropped", () => {
    const { take, history } = historian({ wants: () => true, at: undefined }, 1);
    for (const event of [dkim(1, true), dkim(2, false)]) take(historyPart(event, changesOf(event)));
    expect(history().droppedCount).toBe(1);
  });

  it("shows hostile names harmlessly", () => {
    const events = [call("CreateEmailIdentity", { emailIdentity: "evil\u001b[2J.example" }, at(1))];
    const page = historyPage(told(events), { columns: 80, at: undefined, withState: true }).join(
      "\n",
    );
    expect(page).not.toContain("\u001b");
    expect(page).toContain("⟨U+001B⟩");
    const lines = historyJson(told(events), { at: undefined });
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
  });
});

describe("twelve questions over the demo week", () => {
  const WEEK = { seed: 1, end: new Date("2026-11-23T00:00:00Z"), scale: 0.02 };
  const tally = tallyOf(WEEK.seed, WEEK.end);
  const told: HistoryPart[] = [];
  const eventIds = new Map<string, string>();
  beforeAll(() => {
    for (const file of demoWeek(WEEK)) {
      tally.add(file);
      if (file.kind !== "log") continue;
      for (const record of file.records) {
        if (record["eventSource"] !== "ses.amazonaws.com") continue;
        const event = eventOf(record);
        const part = historyPart(event, changesOf(event));
        told.push(part);
        eventIds.set(part.id, event.fields["event.id"] ?? "");
      }
    }
  });

  /** What is known of an attribute at a time: value, caller, and the story that planted the change. */
  function answer(
    [account, region, name, attribute]: readonly string[],
    time: string,
  ): readonly (string | undefined)[] {
    const { take, history } = historian({
      wants: (thing) => thing.name === name,
      at: `${time}.000Z`,
    });
    for (const each of told) take(each);
    const thing = history().things.find(
      (one) => one.thing.account === account && one.thing.region === region,
    );
    const known = thing?.known.find((one) => one.attribute === attribute);
    const change = thing?.changes.findLast((one) => one.attribute === attribute);
    const story = Object.entries(tally.manifest().stories).find(([, { planted }]) =>
      planted.some(({ eventID }) => eventID === eventIds.get(change?.id ?? "")),
    )?.[0];
    return known === undefined ? ["not known"] : [known.value, known.caller, story];
  }

  const production = "111122223333";
  const marketing = "444455556666";
  const us = "us-east-1";
  const eu = "eu-west-1";
  const activeSet = [production, eu, production, "active receipt rule set"];
  const open = [production, us, "example.com", "sending policy open"];
  const filter = [production, eu, production, "receipt filter block-spammers"];
  const brand = [marketing, us, "brand-north", "sending"];

  it.each([
    [
      "which rule set was active on Friday at noon?",
      activeSet,
      "2026-11-20T12:00:00",
      ["not known"],
    ],
    ["and at 23:05?", activeSet, "2026-11-20T23:05:00", ["empty", "mail-ops", "receiving-off"]],
    [
      "and at midnight?",
      activeSet,
      "2026-11-21T00:00:00",
      ["none, all incoming mail is refused", "mail-ops", "receiving-off"],
    ],
    [
      "was DKIM on for example.com?",
      [production, us, "example.com", "DKIM signing"],
      "2026-11-18T00:00:00",
      ["on", "ana.silva@example.com", undefined],
    ],
    [
      "and for example.org at the end?",
      [marketing, us, "example.org", "DKIM signing"],
      "2026-11-23T00:00:00",
      ["off", "agency", "dkim-weakened"],
    ],
    [
      "whose key signs for it?",
      [marketing, us, "example.org", "DKIM key"],
      "2026-11-23T00:00:00",
      ["of your own", "agency", "dkim-weakened"],
    ],
    [
      "where do its bounces go?",
      [marketing, us, "example.org", "MAIL FROM domain"],
      "2026-11-23T00:00:00",
      ["bounce.example-mail.example", "agency", "dkim-weakened"],
    ],
    ["who may send as example.com, before?", open, "2026-11-20T18:41:08", ["not known"]],
    [
      "and after?",
      open,
      "2026-11-20T18:41:09",
      ["may send: anyone", "vendor-integration", "policy-opened"],
    ],
    [
      "and as example.org?",
      [production, us, "example.org", "sending policy partner"],
      "2026-11-21T00:00:00",
      ["may send: account 999988887777", "vendor-integration", "policy-opened"],
    ],
    [
      "who hears of complaints?",
      [production, us, "example.com", "topic for complaint"],
      "2026-11-20T00:00:00",
      ["arn:aws:sns:us-east-1:999988887777:sink", "mail-admin", "feedback-silenced"],
    ],
    [
      "is feedback forwarded?",
      [production, us, "example.org", "feedback by mail"],
      "2026-11-20T00:00:00",
      ["off", "mail-admin", "feedback-silenced"],
    ],
    [
      "are events of transactional published?",
      [production, us, "transactional", "event destination to-firehose"],
      "2026-11-20T00:00:00",
      ["enabled=false; matchingEventTypes=bounce, complaint", "mail-admin", "feedback-silenced"],
    ],
    [
      "was everybody blocked at 13:20?",
      filter,
      "2026-11-19T13:20:00",
      ["ipFilter.policy=Block; ipFilter.cidr=0.0.0.0/0", "ben.okoro@example.com", "mail-blocked"],
    ],
    [
      "and at 14:00?",
      filter,
      "2026-11-19T14:00:00",
      ["deleted", "ben.okoro@example.com", "mail-blocked"],
    ],
    [
      "might brand-north send again?",
      brand,
      "2026-11-18T21:30:00",
      ["on", "list-cleaner", "suppression-loosened"],
    ],
    [
      "for how long?",
      brand,
      "2026-11-19T00:00:00",
      ["off", "list-cleaner", "suppression-loosened"],
    ],
  ])("%s", (_question, about, time, expected) => {
    expect(answer(about, time)).toEqual(expected);
  });

  it("tells of a change that does not show which identity it was about", () => {
    const { take, history } = historian({
      wants: ({ name }) => name === "example.com",
      at: undefined,
    });
    for (const each of told) take(each);
    expect(
      history().things.flatMap(({ unplaced }) => unplaced.map(({ action }) => action)),
    ).toContain("UpdateEmailIdentityPolicy");
  });
});
