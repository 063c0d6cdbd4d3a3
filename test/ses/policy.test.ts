/** Identity policies: whom they let in, however they are written. */
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../src/records/element.ts";
import type { Grants } from "../../src/ses/policy.ts";
import { readGrants } from "../../src/ses/policy.ts";

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
    expect(grants(statement)).toEqual({ everyone, accounts });
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
    expect(readGrants(text, OWN)).toEqual({ everyone: false, accounts: [] });
  });

  test("without the owner no account is foreign", () => {
    const text = JSON.stringify({
      Statement: { Effect: "Allow", Principal: { AWS: "222233334444" } },
    });
    expect(readGrants(text, undefined).accounts).toEqual([]);
  });
});
