import { describe, expect, it } from "vitest";
import type { EventFields } from "../../src/ses/event.ts";
import { askedFilters, eventFilter, type Filters } from "../../src/ses/filter.ts";
import { FILTERS, FILTER_NAMES } from "../../src/tables/filters.ts";
import { eventOf } from "../support/event.ts";

const NOTHING: Filters = {
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

const EVENT: Partial<EventFields> = {
  "@timestamp": "2026-11-21T09:03:04.000Z",
  "event.type": ["change", "denied"],
  "event.outcome": "failure",
  "event.created": "2026-11-24T07:00:00.000Z",
  "log.file.path": "AWSLogs/elsewhere.json.gz",
  "event.original": '{"only":"here"}',
  "aws.ses.caller.kind": "user",
  "aws.ses.caller.name": "Ana.Silva",
  "user.email": "ana@example.com",
  "aws.cloudtrail.user_identity.arn": "arn:aws:iam::111122223333:user/Ana.Silva",
  "aws.cloudtrail.user_identity.access_key_id": "AKIAVX4MSXMEAEXAMPLE",
  "source.ip": "198.51.100.230",
  "aws.ses.identity.name": ["news@example.com", "example.org"],
  "aws.ses.identity.domain": ["example.com", "example.org"],
  "aws.ses.target.name": ["newsletter"],
  "aws.ses.signals": ["dkim_weakened", "access_denied"],
  "aws.ses.severity": "medium",
  "aws.ses.effect": "DKIM signing turned off for news@example.com",
  "aws.cloudtrail.additional_fields": '{"deep":{"Word":"tief"}}',
};

/** What leaves the event out; undefined: nothing. */
function leftOutBy(filters: Partial<Filters>, fields: Partial<EventFields> = {}) {
  return eventFilter({ ...NOTHING, ...filters })?.(eventOf({ ...EVENT, ...fields }));
}

describe("eventFilter", () => {
  it.each<[keyof Filters, readonly string[], boolean]>([
    ["caller", ["ana.silva"], true],
    ["caller", ["ana"], false],
    ["caller", ["ben", "ANA*"], true],
    ["caller", ["ana@example.com"], true],
    ["caller", ["*:user/ana.silva"], true],
    ["key", ["akiavx4msxmeaexample"], true],
    ["key", ["AKIA*"], true],
    ["key", ["ASIA*"], false],
    ["ip", ["198.51.100.0/24"], true],
    ["ip", ["192.0.2.1", "198.51.100.230"], true],
    ["ip", ["198.51.100.23"], false],
    ["identity", ["example.org"], true],
    ["identity", ["*@example.com"], true],
    ["identity", ["example.net"], false],
    ["target", ["news*"], true],
    ["target", ["letter"], false],
    ["signal", ["dkim_*"], true],
    ["signal", ["policy_*", "access_denied"], true],
    ["signal", ["policy_*"], false],
    ["severity", ["medium", "high"], true],
    ["severity", ["high"], false],
    ["grep", ["dkim SIGNING"], true],
    ["grep", ["nowhere", "tief"], true],
    ["grep", ["nowhere"], false],
    // Where and when it was read, and a copy of the record, are no part of the call.
    ["grep", ["elsewhere"], false],
    ["grep", ["2026-11-24"], false],
    ["grep", ["only"], false],
  ])("%s %j: %s", (name, values, isWanted) => {
    expect(leftOutBy({ [name]: values })).toBe(isWanted ? undefined : name);
  });

  it("asks of every filter that something is there", () => {
    for (const name of FILTER_NAMES) {
      const asked = FILTERS[name].fits === "switch" ? true : name === "ip" ? ["0.0.0.0/0"] : ["x"];
      const judge = eventFilter({ ...NOTHING, [name]: asked });
      expect(judge?.(eventOf({}))).toBe(name);
    }
  });

  it.each<[Partial<EventFields>, boolean]>([
    [{ "aws.ses.caller.kind": "root" }, true],
    [{ "aws.ses.caller.kind": "sso" }, true],
    [{ "aws.ses.caller.kind": "user" }, false],
    [{ "aws.ses.caller.kind": "service" }, false],
    [{ "aws.cloudtrail.session_credential_from_console": "true" }, true],
    [{ "aws.cloudtrail.user_identity.session_context.mfa_authenticated": "true" }, true],
    [{ "aws.cloudtrail.user_identity.session_context.mfa_authenticated": "false" }, false],
  ])("people are not %j: %s", (fields, isPerson) => {
    expect(leftOutBy({ people: true }, fields)).toBe(isPerson ? undefined : "people");
  });

  it("wants what failed, and of that what was denied", () => {
    expect(leftOutBy({ failed: true, denied: true })).toBeUndefined();
    expect(leftOutBy({ failed: true, denied: true }, { "event.type": ["change"] })).toBe("denied");
    expect(leftOutBy({ failed: true }, { "event.outcome": "success" })).toBe("failed");
  });

  it("wants all filters to agree, and names the first that does not", () => {
    expect(leftOutBy({ caller: ["ana*"], key: ["ASIA*"], grep: ["nowhere"] })).toBe("key");
  });

  it("is none where nothing is asked", () => {
    expect(eventFilter(NOTHING)).toBeUndefined();
    expect(askedFilters({ ...NOTHING, grep: ["x"], people: true })).toEqual(["people", "grep"]);
  });
});
