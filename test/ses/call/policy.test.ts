/** Identity policies: whom they let in, however they are written. */
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../src/records/element.ts";
import type { Grants } from "../../../src/ses/call/policy.ts";
import { readGrants } from "../../../src/ses/call/policy.ts";

const OWN = "111122223333";

function grants(statement: JsonValue): Grants {
  return readGrants(JSON.stringify({ Statement: statement }), OWN);
}

describe("readGrants", () => {
  test.each<[title: string, statement: JsonValue, everyone: boolean, accounts: string[]]>([
    ["a star", { Effect: "Allow", Principal: "*" }, true, []],
    ["a star under AWS", { Effect: "Allow", Principal: { AWS: "*" } }, true, []],
    ["a star in a list", { Effect: "Allow", Principal: { AWS: [OWN, "*"] } }, true, []],
    [
      "a star in a later statement",
      [
        { Effect: "Deny", Principal: "*" },
        { Effect: "Allow", Principal: "*" },
      ],
      true,
      [],
    ],
    ["all but some", { Effect: "Allow", NotPrincipal: { AWS: "222233334444" } }, true, []],
    ["a star in an array of one", { Effect: "Allow", Principal: { AWS: ["*"] } }, true, []],
    ["a star among services", { Effect: "Allow", Principal: { Service: "*" } }, false, []],
    ["a star of no known kind", { Effect: "Allow", Principal: { "*": "*" } }, true, []],
    ["a star without a kind", { Effect: "Allow", Principal: ["*"] }, true, []],
    [
      "any account by ARN",
      { Effect: "Allow", Principal: { AWS: "arn:aws-cn:iam::*:root" } },
      true,
      [],
    ],
    ["a star on a condition", { Effect: "Allow", Principal: "*", Condition: { a: "b" } }, true, []],
    ["other letter case", { effect: "ALLOW", principal: { aws: "*" } }, true, []],
    ["NotPrincipal in other letter case", { Effect: "Allow", notPrincipal: OWN }, true, []],
    ["no NotPrincipal", { Effect: "Allow", NotPrincipal: null }, false, []],
    [
      "a name with a star in this account",
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${OWN}:role/*` } },
      false,
      [],
    ],
    [
      "another account's identity provider",
      { Effect: "Allow", Principal: { Federated: "arn:aws:iam::222233334444:saml-provider/p" } },
      false,
      ["222233334444"],
    ],
    ["keys that every object has", { Effect: "Allow", constructor: "*" }, false, []],
    ["a denial to all", { Effect: "Deny", Principal: "*" }, false, []],
    ["a denial to all but some", { Effect: "Deny", NotPrincipal: { AWS: OWN } }, false, []],
    ["the own account", { Effect: "Allow", Principal: { AWS: OWN } }, false, []],
    [
      "another account by its number",
      { Effect: "Allow", Principal: { AWS: "222233334444" } },
      false,
      ["222233334444"],
    ],
    [
      "others by ARN, in any partition, each once",
      {
        Effect: "Allow",
        Principal: {
          AWS: [
            "arn:aws:iam::222233334444:root",
            "arn:aws-cn:iam::333344445555:user/u",
            "arn:aws:iam::222233334444:role/r",
          ],
        },
      },
      false,
      ["222233334444", "333344445555"],
    ],
    ["a service", { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } }, false, []],
    ["an unique id", { Effect: "Allow", Principal: { AWS: "AIDAEXAMPLEEXAMPLE1" } }, false, []],
    [
      "an assumed role of this account",
      { Effect: "Allow", Principal: { AWS: `arn:aws:sts::${OWN}:assumed-role/r/s` } },
      false,
      [],
    ],
    ["no statement", [], false, []],
    [
      "odd statements",
      [null, 1, "x", { Effect: "Allow" }, { Effect: "Allow", Principal: [1, null] }],
      false,
      [],
    ],
  ])("%s", (_title, statement, everyone, accounts) => {
    expect(grants(statement)).toMatchObject({ everyone, accounts });
  });

  test("the policy may be an object, and its names in any letter case", () => {
    const open = { everyone: true, organizations: [], accounts: [], conditional: false };
    expect(readGrants({ Statement: [{ Effect: "Allow", Principal: "*" }] }, OWN)).toEqual(open);
    expect(readGrants('{"statement":{"effect":"allow","principal":"*"}}', OWN)).toEqual(open);
    expect(readGrants('{"__proto__":{"Statement":{}}}', OWN)).toEqual({ ...open, everyone: false });
  });

  const ORG = "o-a1b2c3d4e5";
  const PARTNER = "222233334444";
  test.each<
    [
      title: string,
      condition: JsonValue,
      everyone: boolean,
      organizations: string[],
      accounts: string[],
    ]
  >([
    ["an organization", { StringEquals: { "aws:PrincipalOrgID": ORG } }, false, [ORG], []],
    ["two", { StringEquals: { "aws:PrincipalOrgID": [ORG, "o-f6"] } }, false, [ORG, "o-f6"], []],
    [
      "one's own",
      { StringEquals: { "aws:PrincipalOrgID": "${aws:ResourceOrgID}" } },
      false,
      ["own"],
      [],
    ],
    [
      "a part of an organization",
      { "ForAnyValue:StringLike": { "aws:PrincipalOrgPaths": [`${ORG}/r-1/ou-1-2/*`] } },
      false,
      [ORG],
      [],
    ],
    ["other letter case", { stringequals: { "AWS:principalOrgId": ORG } }, false, [ORG], []],
    ["the own account", { StringEquals: { "aws:PrincipalAccount": OWN } }, false, [], []],
    ["services for the own account", { StringEquals: { "aws:SourceAccount": OWN } }, false, [], []],
    [
      "another account",
      { StringEquals: { "aws:PrincipalAccount": PARTNER } },
      false,
      [],
      [PARTNER],
    ],
    [
      "roles of another account",
      { ArnLike: { "aws:PrincipalArn": `arn:aws:iam::${PARTNER}:role/*` } },
      false,
      [],
      [PARTNER],
    ],
    [
      "an organization among other conditions",
      {
        IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
        StringEquals: { "aws:PrincipalOrgID": ORG },
      },
      false,
      [ORG],
      [],
    ],
    ["any organization", { StringLike: { "aws:PrincipalOrgID": "*" } }, true, [], []],
    ["any that begins alike", { StringLike: { "aws:PrincipalOrgID": "o-*" } }, true, [], []],
    ["one or any", { StringLike: { "aws:PrincipalOrgID": [ORG, "*"] } }, true, [], []],
    [
      "the caller's own",
      { StringEquals: { "aws:PrincipalOrgID": "${aws:PrincipalOrgID}" } },
      true,
      [],
      [],
    ],
    ["none but one", { StringNotEquals: { "aws:PrincipalOrgID": ORG } }, true, [], []],
    ["one, if any", { StringEqualsIfExists: { "aws:PrincipalOrgID": ORG } }, true, [], []],
    ["all of none", { "ForAllValues:StringLike": { "aws:PrincipalOrgPaths": ORG } }, true, [], []],
    [
      "roles of any account",
      { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:role/a" } },
      true,
      [],
      [],
    ],
    ["a tag of the caller", { StringEquals: { "aws:PrincipalTag/team": ORG } }, true, [], []],
    ["no value", { StringEquals: { "aws:PrincipalOrgID": [] } }, true, [], []],
    ["what is no text", { StringEquals: { "aws:PrincipalOrgID": 1 } }, true, [], []],
    ["what is no condition", ["aws:PrincipalOrgID"], true, [], []],
  ])("everyone, kept to %s", (_title, condition, everyone, organizations, accounts) => {
    const statement = { Effect: "Allow", Principal: "*", Condition: condition };
    expect(grants(statement)).toMatchObject({ everyone, organizations, accounts });
    const { Principal, ...others } = statement;
    expect(grants({ ...others, NotPrincipal: { AWS: PARTNER } })).toMatchObject({ everyone });
    // Beside a statement that is open to all it changes nothing.
    expect(grants([statement, { Effect: "Allow", Principal }]).everyone).toBe(true);
  });

  const condition = { IpAddress: { "aws:SourceIp": "192.0.2.0/24" } };
  const open = { Effect: "Allow", Principal: "*" };
  const partner = { Effect: "Allow", Principal: { AWS: "222233334444" } };
  test.each<[title: string, statement: JsonValue, conditional: boolean]>([
    ["all on conditions", { ...open, Condition: condition }, true],
    ["one without", [{ ...open, Condition: condition }, open], false],
    ["an empty condition", { ...open, Condition: {} }, false],
    ["a condition on an account alone", [open, { ...partner, Condition: condition }], false],
    ["an account on conditions", { ...partner, Condition: condition }, true],
    [
      "everyone on conditions, an account without",
      [{ ...open, Condition: condition }, partner],
      true,
    ],
    ["nobody", [], false],
  ])("conditional: %s", (_title, statement, conditional) => {
    expect(grants(statement).conditional).toBe(conditional);
  });

  test.each<[JsonValue | undefined]>([
    [undefined],
    [null],
    [""],
    ["{"],
    ["[]"],
    ["1"],
    ["HIDDEN_DUE_TO_SECURITY_REASONS"],
  ])("%j cannot be read, and grants nothing that is known", (text) => {
    expect(readGrants(text, OWN)).toEqual({
      everyone: false,
      organizations: [],
      accounts: [],
      conditional: false,
    });
  });

  test("without the owner no account is foreign", () => {
    const text = JSON.stringify({
      Statement: { Effect: "Allow", Principal: { AWS: "222233334444" } },
    });
    expect(readGrants(text, undefined).accounts).toEqual([]);
  });
});
