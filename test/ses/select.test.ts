import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { needlesOf, type Selection, selector } from "../../src/ses/select.ts";
import { LEAST } from "../support/made-records.ts";

const ALL: Selection = {
  eventSources: ["ses.amazonaws.com"],
  since: undefined,
  until: undefined,
  accounts: [],
  regions: [],
  actions: [],
  writesOnly: false,
  related: false,
};

function verdict(selection: Partial<Selection>, members: JsonObject = {}): string {
  return selector({ ...ALL, ...selection })({ ...LEAST, ...members });
}

describe("selector: the service", () => {
  it.each([
    ["the default source", ["ses.amazonaws.com"], "ses.amazonaws.com", "selected"],
    ["another service", ["ses.amazonaws.com"], "s3.amazonaws.com", "other-service"],
    [
      "several sources",
      ["kms.amazonaws.com", "ses.amazonaws.com"],
      "kms.amazonaws.com",
      "selected",
    ],
    ["a glob", ["*.amazonaws.com"], "iam.amazonaws.com", "selected"],
    ["a glob of one character", ["s?s.amazonaws.com"], "sqs.amazonaws.com", "selected"],
    [
      "a glob that does not fit whole",
      ["s?s.amazonaws.com"],
      "sqs.amazonaws.com.evil",
      "other-service",
    ],
    [
      "a dot that is no wildcard",
      ["ses.amazonaws.com", "x*"],
      "sesXamazonaws.com",
      "other-service",
    ],
    ["any", ["any"], "quantum.amazonaws.com", "selected"],
    ["a lone star", ["*"], "quantum.amazonaws.com", "selected"],
    ["another letter case", ["ses.amazonaws.com"], "SES.amazonaws.com", "other-service"],
    [
      "characters of patterns",
      ["a+(b)|[c].amazonaws.com", "x*"],
      "a+(b)|[c].amazonaws.com",
      "selected",
    ],
  ])("%s", (_name, eventSources, eventSource, expected) => {
    expect(verdict({ eventSources }, { eventSource })).toBe(expected);
  });

  it.each([
    ["a mail-receiving notification", { eventSource: "aws:ses", eventVersion: "1.0" }],
    ["no eventName", { eventName: null }],
    ["no eventTime", { eventTime: null }],
    ["an eventSource that is no text", { eventSource: ["ses.amazonaws.com"] }],
  ])("%s is no CloudTrail record, whatever is wanted", (_name, members) => {
    expect(verdict({ eventSources: ["*"] }, members)).toBe("other-service");
    expect(verdict({ eventSources: ["aws:ses", "ses.amazonaws.com"] }, members)).toBe(
      "other-service",
    );
  });
});

describe("selector: what is there, but not as AWS writes it", () => {
  it.each([
    ["an eventName that is no text", { eventName: 7 }],
    ["an eventTime that is a number", { eventTime: 1_740_000_000 }],
    ["an eventTime that is no time", { eventTime: [] }],
  ])("%s is not dropped in silence", (_name, members) => {
    expect(verdict({}, members)).toBe("selected");
  });

  it("compares a time that is a number, and the account of a caller that is JSON text", () => {
    const eventTime = 1_740_000_000;
    expect(verdict({ since: "2026-03-01T10:00:00Z" }, { eventTime })).toBe("since");
    expect(verdict({ until: "2026-03-01T10:00:00Z" }, { eventTime })).toBe("selected");
    const userIdentity = '{"accountId":"012345678901"}';
    expect(verdict({ accounts: ["012345678901"] }, { userIdentity })).toBe("selected");
    expect(verdict({ accounts: ["111122223333"] }, { userIdentity })).toBe("account");
  });
});

describe("selector: the options", () => {
  it("takes since and leaves until out", () => {
    const at = LEAST.eventTime;
    expect(verdict({ since: at })).toBe("selected");
    expect(verdict({ since: "2026-03-01T10:20:31Z" })).toBe("since");
    expect(verdict({ until: at })).toBe("until");
    expect(verdict({ until: "2026-03-01T10:20:31Z" })).toBe("selected");
  });

  it("compares times, not texts", () => {
    expect(verdict({ since: "2026-03-01T12:00:00+02:00" })).toBe("selected");
    expect(verdict({ since: "2026-03-01T10:00:00Z" }, { eventTime: "20260301T100001Z" })).toBe(
      "selected",
    );
  });

  it("drops no record whose time it cannot read", () => {
    expect(
      verdict(
        { since: "2026-03-01T00:00:00Z", until: "2026-03-02T00:00:00Z" },
        { eventTime: "today" },
      ),
    ).toBe("selected");
  });

  it("knows an account by the recipient, else by the caller", () => {
    const accounts = ["012345678901"];
    expect(verdict({ accounts }, { recipientAccountId: "012345678901" })).toBe("selected");
    expect(
      verdict(
        { accounts },
        { recipientAccountId: "2", userIdentity: { accountId: "012345678901" } },
      ),
    ).toBe("account");
    expect(verdict({ accounts }, { userIdentity: { accountId: "012345678901" } })).toBe("selected");
    expect(verdict({ accounts })).toBe("account");
  });

  it("takes globs of regions and actions in any letter case", () => {
    expect(verdict({ regions: ["US-*"] }, { awsRegion: "us-east-1" })).toBe("selected");
    expect(verdict({ regions: ["us-*"] }, { awsRegion: "eu-west-1" })).toBe("region");
    expect(verdict({ regions: ["us-*"] })).toBe("region");
    expect(verdict({ actions: ["getsend*", "Delete*"] })).toBe("selected");
    expect(verdict({ actions: ["Delete*"] })).toBe("action");
  });

  it.each([
    ["GetSendQuota", "writes-only"],
    ["TestRenderTemplate", "writes-only"],
    ["BatchGetMetricData", "writes-only"],
    ["SendEmail", "selected"],
    ["DeleteIdentity", "selected"],
    ["StartArchiveExport", "selected"],
    ["QuantumLeap", "selected"],
  ])("writesOnly: %s is %s, whatever readOnly says", (eventName, expected) => {
    for (const readOnly of [true, false]) {
      expect(verdict({ writesOnly: true }, { eventName, readOnly })).toBe(expected);
    }
  });

  it.each([
    ["GetSendQuota", "changes"],
    ["SendEmail", "changes"],
    ["SendBulkEmail", "changes"],
    ["CreateEmailIdentity", "selected"],
    ["PutAccountDetails", "selected"],
    ["DeleteIdentity", "selected"],
    ["StartArchiveExport", "selected"],
    ["StopArchiveExport", "selected"],
    ["QuantumLeap", "selected"],
  ])("changesOnly: %s is %s, whatever readOnly says", (eventName, expected) => {
    for (const readOnly of [true, false])
      expect(verdict({ changesOnly: true }, { eventName, readOnly })).toBe(expected);
  });

  it("tells the first option that leaves a record out", () => {
    const all = { since: "2027-01-01T00:00:00Z", regions: ["xx-*"], actions: ["Delete*"] };
    expect(verdict(all)).toBe("since");
    expect(verdict({ ...all, since: undefined })).toBe("region");
    expect(verdict({ ...all, since: undefined, regions: [] })).toBe("action");
  });

  it("writesOnly believes readOnly of other services", () => {
    const selection = { eventSources: ["*"], writesOnly: true };
    const eventSource = "s3.amazonaws.com";
    expect(verdict(selection, { eventSource, eventName: "PutObject", readOnly: false })).toBe(
      "selected",
    );
    expect(verdict(selection, { eventSource, eventName: "HeadObject", readOnly: true })).toBe(
      "writes-only",
    );
    expect(verdict(selection, { eventSource, eventName: "GetObject" })).toBe("writes-only");
  });
});

describe("needlesOf", () => {
  it.each([
    [["ses.amazonaws.com"], ["ses.amazonaws.com"]],
    [
      ["ses.amazonaws.com", "kms.amazonaws.com"],
      ["ses.amazonaws.com", "kms.amazonaws.com"],
    ],
    [["*.amazonaws.com"], [".amazonaws.com"]],
    [["s?s.amazon*"], ["s.amazon"]],
    [["*"], undefined],
    [["any"], undefined],
    [["ses.amazonaws.com", "**"], undefined],
    [["???"], undefined],
    // JSON may spell these in more than one way: the needle is cut at them.
    [["a/bcd"], ["bcd"]],
    [['q"uote'], ["uote"]],
    [["bücher.example"], ["cher.example"]],
  ])("of %j are %j", (eventSources, expected) => {
    expect(needlesOf({ ...ALL, eventSources })).toEqual(expected);
  });

  it("are in the bytes of every record that is selected", () => {
    for (const eventSources of [
      ["ses.amazonaws.com"],
      ["*.amazonaws.com"],
      ["s?s.*"],
      ["ses*com"],
    ]) {
      const selection = { ...ALL, eventSources };
      expect(selector(selection)(LEAST)).toBe("selected");
      const text = JSON.stringify(LEAST);
      expect(needlesOf(selection)?.some((needle) => text.includes(needle))).toBe(true);
    }
    // Broken control: the glob itself is in no record.
    expect(JSON.stringify(LEAST).includes("s?s.*")).toBe(false);
  });
});
