import { describe, expect, it } from "vitest";
import { unmatched } from "../../src/job/unmatched.ts";
import { leftOutNotes } from "../../src/pipeline/left-out.ts";
import { openBooks } from "../../src/pipeline/books.ts";
import type { Filters } from "../../src/ses/filter.ts";
import { selector, type Selection } from "../../src/ses/select.ts";

const ALL: Selection = {
  eventSources: ["ses.amazonaws.com"],
  since: undefined,
  until: undefined,
  accounts: [],
  regions: [],
  actions: [],
  writesOnly: false,
};

const NO_FILTERS: Filters = {
  caller: [],
  key: [],
  ip: [],
  identity: [],
  target: [],
  signal: [],
  severity: [],
  denied: false,
  failed: false,
  people: false,
  grep: [],
};

const CALLS = [
  ["DeleteIdentity", "us-east-1", "111122223333", "2026-11-16T09:00:00Z"],
  ["HibernateMailboxFleet", "eu-west-1", "111122223333", "2026-11-18T09:00:00Z"],
  ["GetSendQuota", "eu-west-1", "444455556666", "2026-11-22T09:00:00Z"],
] as const;

/** The books' part of a run over the calls above. */
function noted(wanted: Partial<Selection>) {
  const selection = { ...ALL, ...wanted };
  const { leftOutBy } = openBooks([]);
  const judge = selector(selection);
  const note = leftOutNotes(selection, leftOutBy);
  for (const [eventName, awsRegion, recipientAccountId, eventTime] of CALLS) {
    const record = {
      eventSource: "ses.amazonaws.com",
      eventName,
      awsRegion,
      recipientAccountId,
      eventTime,
    };
    const verdict = judge(record);
    if (verdict === "other-service") throw new Error("not of SES");
    note(record, verdict === "selected" ? undefined : verdict);
  }
  return { leftOutBy, told: unmatched(selection, true, leftOutBy).map(({ what }) => what) };
}

describe("values that match nothing", () => {
  it.each<[Partial<Selection>, string[]]>([
    [
      { actions: ["DeleteIdentty"] },
      ["--action DeleteIdentty: no known action; did you mean DeleteIdentity?"],
    ],
    [{ actions: ["Postcard*"] }, ["--action Postcard*: no known action"]],
    // Known, in any letter case; unknown, and there.
    [{ actions: ["deleteidentity", "Delete*", "SendEmail"] }, []],
    [{ actions: ["HibernateMailboxFleet", "Hiber*"] }, []],
    // It is told also where others match.
    [
      { actions: ["GetSendQuota", "SendEmial"] },
      ["--action SendEmial: no known action; did you mean SendEmail?"],
    ],
    [{ accounts: ["444455556666"] }, []],
    [
      { accounts: ["444455556666", "999988887777"] },
      ["--account 999988887777: none of the calls is of it"],
    ],
    [{ regions: ["eu-*"] }, []],
    [{ regions: ["EU-*", "ap-*"] }, ["--region ap-*: none of the calls is of it"]],
    // What another option leaves out is there all the same.
    [
      { since: "2026-12-01T00:00:00Z", accounts: ["444455556666"], actions: ["DeleteIdentity"] },
      [],
    ],
  ])("%j", (wanted, told) => {
    expect(noted(wanted).told).toEqual(told);
  });

  it("are names that fit no event, with the nearest that occurs", () => {
    const { leftOutBy } = openBooks([]);
    const asked = { ...NO_FILTERS, caller: ["ci-malier", "ci-*"], signal: ["dkim_weakened"] };
    leftOutBy.named.set("caller", {
      met: new Set(["ci-*"]),
      occurring: new Set(["ci-mailer", "ana"]),
    });
    leftOutBy.named.set("signal", { met: new Set(), occurring: new Set(["policy_public"]) });
    expect(unmatched({ ...ALL, filters: asked }, true, leftOutBy)).toEqual([
      {
        code: "E_NO_MATCH",
        what: "--caller ci-malier: none of the calls is of it; did you mean ci-mailer?",
        todo: "There are calls of ana, ci-mailer",
      },
    ]);
  });

  it("are no news where there are no calls at all", () => {
    const { leftOutBy } = openBooks([]);
    expect(unmatched({ ...ALL, accounts: ["1"], regions: ["x"] }, true, leftOutBy)).toEqual([]);
  });

  it("may be actions of other services, which are not known here", () => {
    const { leftOutBy } = openBooks([]);
    expect(unmatched({ ...ALL, actions: ["PutObject"] }, false, leftOutBy)).toEqual([]);
  });
});

describe("what the options leave out", () => {
  it("is counted by the first option that does, with its span", () => {
    const { leftOutBy } = noted({ until: "2026-11-17T00:00:00Z", actions: ["Get*"] });
    expect([...leftOutBy.by]).toEqual([
      ["action", 1],
      ["until", 2],
    ]);
    expect(leftOutBy).toMatchObject({
      oldestMs: Date.parse("2026-11-16T09:00:00Z"),
      newestMs: Date.parse("2026-11-22T09:00:00Z"),
    });
  });

  it("is not kept without end", () => {
    const selection = { ...ALL, regions: ["x"] };
    const { leftOutBy } = openBooks([]);
    const note = leftOutNotes(selection, leftOutBy);
    for (let index = 0; index < 5000; index += 1) note({ awsRegion: `r-${index}` }, "region");
    expect(leftOutBy.occurring.region.size).toBe(1000);
    expect(leftOutBy.by.get("region")).toBe(5000);
    expect(leftOutBy.oldestMs).toBeUndefined();
  });
});
