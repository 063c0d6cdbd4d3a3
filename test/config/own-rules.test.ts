/** Rules of one's own: what is understood, and what is told of what is not. */
import { describe, expect, test } from "vitest";
import { parseOwnRules } from "../../src/config/own-rules/read.ts";

const HEAD = ["name: mine", "title: Mine", "level: low", "description: What is mine."];
const yaml = (...lines: readonly string[]): string => [...HEAD, ...lines].join("\n");

describe("a rule of one's own", () => {
  test.each([
    [["query: 'event.action: Get*'"], { type: "query", query: "event.action: Get*" }],
    [["query: ''", "query: x"], undefined],
    [
      ["query: 'aws.ses.verb: send'", "by: caller", "at_least: 5", "within: 10m"],
      {
        type: "threshold",
        query: "aws.ses.verb: send",
        by: ["aws.ses.caller.name"],
        atLeast: 5,
        withinMinutes: 10,
      },
    ],
    [
      [
        "query: 'aws.ses.verb: create'",
        "by: [caller, cloud.region]",
        "distinct: {field: identity, at_least: 3}",
        "within: 1h",
      ],
      {
        type: "threshold",
        query: "aws.ses.verb: create",
        by: ["aws.ses.caller.name", "cloud.region"],
        atLeast: 1,
        distinct: { field: "aws.ses.identity.name", atLeast: 3 },
        withinMinutes: 60,
      },
    ],
    [
      ["query: 'aws.ses.verb: send'", "new: [key, ip]", "history: 7d"],
      {
        type: "new_terms",
        query: "aws.ses.verb: send",
        fields: ["aws.cloudtrail.user_identity.access_key_id", "source.ip"],
        historyDays: 7,
      },
    ],
    [
      [
        "steps: ['event.action: A', 'event.action: B']",
        "by: caller",
        "within: 5m",
        "in_any_order: true",
      ],
      {
        type: "sequence",
        by: ["aws.ses.caller.name"],
        withinMinutes: 5,
        steps: ["event.action: A", "event.action: B"],
        inAnyOrder: true,
      },
    ],
  ])("%j", async (lines, detection) => {
    const { rules, problems } = await parseOwnRules("own.yaml", yaml(...lines));
    if (detection === undefined) expect(problems).not.toEqual([]);
    else {
      expect(problems).toEqual([]);
      expect(rules.map((rule) => rule.detection)).toEqual([detection]);
    }
  });

  test("several stand in one file, and faults of all are told with their lines", async () => {
    const text = [
      yaml("query: 'event.action: Get*'"),
      "---",
      "name: Second Rule",
      "titel: Second",
      "level: hihg",
      "description: It is wrong.",
      "query: 'caller: ana and event.acton: x'",
      "by: [caler]",
      "within: soon",
      "---",
      "- no rule",
    ].join("\n");
    const { rules, problems } = await parseOwnRules("own.yaml", text);
    expect(rules.map(({ key }) => key)).toEqual(["mine"]);
    expect(problems.map(({ subject, text: what }) => `${subject} ${what}`).sort()).toEqual([
      "own.yaml:11 there is no field caller; did you mean aws.ses.caller.name?",
      "own.yaml:11 there is no field event.acton; did you mean event.action?",
      "own.yaml:12 there is no field caler; did you mean caller?",
      "own.yaml:13 within is no time span; write for example 10m",
      "own.yaml:15 is no rule: a rule has a name, a title, a level and a query",
      "own.yaml:7 name is made of small letters, digits and -: Second Rule",
      "own.yaml:7 title is missing",
      "own.yaml:8 no key of a rule is called so; did you mean title?",
      "own.yaml:9 level is low, medium or high; did you mean high?",
    ]);
  });

  test.each([
    ["", "holds no rule"],
    ["a: [", "own.yaml:1"],
    [yaml("query: 'free text'"), "is no condition"],
    [yaml("detection: {selection: {eventName: X}}"), "write the condition as query, in KQL"],
    [
      yaml("query: 'event.action: A'", "distinct: identity", "by: caller", "within: 1m"),
      "distinct needs a field",
    ],
    [yaml("steps: ['event.action: A']", "by: caller", "within: 1m"), "steps are 2 to 5"],
  ])("%j is no rule", async (text, words) => {
    const { problems } = await parseOwnRules("own.yaml", text);
    expect(problems.map((problem) => `${problem.subject} ${problem.text}`).join("\n")).toContain(
      words,
    );
  });
});
