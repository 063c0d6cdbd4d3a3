/** Profiles: what a plain count counts, in any order; facts against the rest only where there are such; printable at every width. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { profileLines, profilePage } from "../../src/ask/profile-page.ts";
import { FACETS, profilePart, profiler, type Profile } from "../../src/ask/profile.ts";
import { unusual } from "../../src/ask/unusual.ts";
import type { EventFields } from "../../src/ses/event.ts";
import { widthOf } from "../../src/shape/width.ts";
import { eventOf } from "../support/event.ts";

type Call = Partial<EventFields>;
const ANA: Call = {
  "@timestamp": "2026-11-20T09:00:00.000Z",
  "event.action": "SendEmail",
  "event.outcome": "success",
  "aws.ses.caller.name": "ana",
  "aws.ses.caller.kind": "user",
  "cloud.region": "eu-west-1",
  "source.address": "192.0.2.1",
  "user_agent.name": "AWS CLI",
  "aws.cloudtrail.user_identity.access_key_id": "AKIAANA",
};
const BEN: Call = {
  ...ANA,
  "aws.ses.caller.name": "ben",
  "aws.cloudtrail.user_identity.access_key_id": "ASIABEN",
};

function profileOf(calls: readonly Call[]): Profile {
  const { take, profile } = profiler();
  for (const call of calls) take(profilePart(eventOf(call), call["aws.ses.caller.name"] === "ana"));
  return profile();
}
const factsOf = (calls: readonly Call[]): readonly string[] =>
  unusual(profileOf(calls), (time) => time.slice(0, 16));
const page = (profile: Profile, columns: number): readonly string[] =>
  profilePage(profile, { subject: "ana", columns, top: 3 });

const call = fc
  .record({
    name: fc.constantFrom("ana", "ben"),
    region: fc.constantFrom("eu-west-1", "us-east-1"),
    hour: fc.integer({ min: 10, max: 13 }),
    failed: fc.boolean(),
    targets: fc.uniqueArray(fc.constantFrom("a.example", "b.example"), { maxLength: 2 }),
  })
  .map(({ name, region, hour, failed, targets }): Call => ({
    ...ANA,
    "@timestamp": `2026-11-20T${hour}:00:00.000Z`,
    "aws.ses.caller.name": name,
    "cloud.region": region,
    "aws.ses.target.name": targets,
    "event.outcome": failed ? "failure" : "success",
  }));

describe("profile", () => {
  it("counts what a plain count counts, the same in every order", () => {
    fc.assert(
      fc.property(fc.array(call), (calls) => {
        const { mine, rest } = profileOf(calls);
        const own = calls.filter((one) => one["aws.ses.caller.name"] === "ana");
        expect([mine.count, rest.count]).toEqual([own.length, calls.length - own.length]);
        expect(mine.failed).toBe(own.filter((one) => one["event.outcome"] === "failure").length);
        for (const { values, count, first } of mine.groups.about) {
          const about = own.filter((one) =>
            one["aws.ses.target.name"]?.some((name) => name === values[0]),
          );
          expect(count).toBe(about.length);
          expect(first).toBe(about.map((one) => one["@timestamp"] ?? "").toSorted()[0]);
        }
        expect(profileOf(calls.toReversed())).toEqual({ mine, rest });
      }),
    );
  });

  it("csv has every value once", () => {
    const profile = profileOf([ANA, { ...ANA, "cloud.region": "us-east-1" }, BEN]);
    const lines = profileLines("csv", profile);
    expect(lines).toHaveLength(
      1 + FACETS.reduce((sum, facet) => sum + profile.mine.groups[facet].length, 0),
    );
    expect(lines).toContain(
      "region,1,2026-11-20T09:00:00.000Z,2026-11-20T09:00:00.000Z,us-east-1\r",
    );
  });

  it.each([20, 40, 71, 72, 100, 180])("is harmless and fits %i columns", (columns) => {
    const hostile = `\u001b[2J\u202e${"界".repeat(300)}`;
    const calls = [{ ...ANA, "user_agent.name": hostile, "aws.ses.caller.kind": hostile }, BEN];
    for (const line of page(profileOf(calls), columns)) {
      expect(widthOf(line)).toBeLessThanOrEqual(Math.max(columns, 40));
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    }
  });

  it("takes names of accounts and a clock", () => {
    const zone = { name: "Test/Zone", clock: () => 3_600_000 };
    const accounts = new Map([["111122223333", "prod"]]);
    const profile = profileOf([{ ...ANA, "cloud.account.id": "111122223333" }]);
    const lines = profilePage(profile, { subject: "ana", columns: 100, top: 3, zone, accounts });
    expect(lines[0]).toBe(
      "ana: 1 of 1 call, none failed, 2026-11-20 10:00 to 2026-11-20 10:00 Test/Zone",
    );
    expect(lines.join("\n")).toMatch(/account +1 +2026-11-20 10:00 +2026-11-20 10:00 +prod/);
  });
});

describe("what is unusual", () => {
  const many = (count: number, of: Call): readonly Call[] =>
    Array.from({ length: count }, () => of);
  const denied: Call = { ...ANA, "event.outcome": "failure", "event.type": ["info", "denied"] };
  const twoDaysBefore: Call = { ...BEN, "@timestamp": "2026-11-18T09:00:00.000Z" };

  it("is nothing where all do the same", () => {
    expect(factsOf([ANA, BEN])).toEqual([]);
    expect(page(profileOf([ANA, BEN]), 100).at(-1)).toBe("nothing unusual against the rest");
    expect(page(profileOf([ANA]), 100).at(-1)).toBe("there are no other calls to compare with");
  });

  it.each<[string, readonly Call[], string]>([
    [
      "a Region of its own",
      [{ ...ANA, "cloud.region": "sa-east-1" }, BEN],
      "nobody else calls in sa-east-1",
    ],
    [
      "an action",
      [{ ...ANA, "event.action": "PutAccountDetails" }, BEN],
      "nobody else calls PutAccountDetails",
    ],
    ["a client", [{ ...ANA, "user_agent.name": "curl" }, BEN], "nobody else comes with curl"],
    [
      "two addresses of a key",
      [ANA, { ...ANA, "source.address": "192.0.2.2" }, BEN],
      "one key, 2 addresses: AKIAANA from 192.0.2.1, 192.0.2.2",
    ],
    [
      "failures",
      [...many(5, denied), ANA, BEN],
      "83 % of its calls failed (5 of 6), of the others 0 %",
    ],
    [
      "denials",
      [...many(5, denied), ANA, BEN],
      "83 % of its calls were denied (5 of 6), of the others 0 %",
    ],
    [
      "a beginning",
      [ANA, twoDaysBefore],
      "first seen at 2026-11-20T09:00, the others from 2026-11-18T09:00 on",
    ],
    [
      "a burst",
      [...many(20, ANA), { ...ANA, "@timestamp": "2026-11-20T05:00:00.000Z" }, BEN],
      "20 of 21 calls within one hour, from 2026-11-20T09:00 on",
    ],
    [
      "a heavy signal",
      [{ ...ANA, "aws.ses.signals": ["policy_public"] }, BEN],
      "1 signal of high weight: policy_public; all others together have 0",
    ],
  ])("%s", (_, calls, fact) => expect(factsOf(calls)).toContain(fact));

  it("has as much as the rest: no fact", () => {
    expect(
      factsOf([...many(5, denied), ...many(5, { ...denied, "aws.ses.caller.name": "ben" })]).join(),
    ).not.toContain("%");
  });
});
