import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../src/records/element.ts";
import { type Caller, readCaller } from "../../../src/ses/caller/caller.ts";

const NOBODY: Caller = {
  kind: "unknown",
  name: undefined,
  session: undefined,
  account: undefined,
  userId: undefined,
  userName: undefined,
  userEmail: undefined,
  role: undefined,
};

function assumed(role: string, session: string, partition = "aws"): JsonObject {
  return {
    type: "AssumedRole",
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:${partition}:sts::111122223333:assumed-role/${role}/${session}`,
    accountId: "111122223333",
    sessionContext: { sessionIssuer: { type: "Role", userName: role } },
  };
}

const CASES: readonly (readonly [name: string, identity: JsonObject, expected: Partial<Caller>])[] =
  [
    [
      "Root",
      {
        type: "Root",
        principalId: "111122223333",
        arn: "arn:aws:iam::111122223333:root",
        accountId: "111122223333",
      },
      {
        kind: "root",
        name: "root",
        userName: "root",
        userId: "111122223333",
        account: "111122223333",
      },
    ],
    [
      "Root with an alias",
      { type: "Root", userName: "acme", principalId: "1" },
      { kind: "root", name: "root", userName: "acme", userId: "1" },
    ],
    [
      "IAMUser",
      { type: "IAMUser", userName: "ana", principalId: "AIDA1", accountId: "0" },
      { kind: "user", name: "ana", userName: "ana", userId: "AIDA1", account: "0" },
    ],
    [
      "IAMUser without userName",
      { type: "IAMUser", principalId: "AIDA1", arn: "arn:aws-cn:iam::1:user/team/ana" },
      { kind: "user", name: "ana", userName: "ana", userId: "AIDA1" },
    ],
    [
      "IAMUser with nothing but its id",
      { type: "IAMUser", principalId: "AIDA1" },
      { kind: "user", name: "AIDA1", userId: "AIDA1" },
    ],
    [
      "AssumedRole",
      assumed("mailer", "i-0abc"),
      {
        kind: "role",
        name: "mailer",
        session: "i-0abc",
        userName: "mailer",
        role: "mailer",
        userId: "AROAEXAMPLE:i-0abc",
        account: "111122223333",
      },
    ],
    [
      "AssumedRole of Identity Center",
      assumed("AWSReservedSSO_MailAdmin_0123456789abcdef", "ana.silva@example.org"),
      {
        kind: "sso",
        name: "ana.silva@example.org",
        session: "ana.silva@example.org",
        userEmail: "ana.silva@example.org",
        userName: "AWSReservedSSO_MailAdmin_0123456789abcdef",
        role: "AWSReservedSSO_MailAdmin_0123456789abcdef",
        userId: "AROAEXAMPLE:ana.silva@example.org",
        account: "111122223333",
      },
    ],
    [
      "AssumedRole of a service",
      assumed("AWSServiceRoleForTrustedAdvisor", "TrustedAdvisor"),
      {
        kind: "service",
        name: "AWSServiceRoleForTrustedAdvisor",
        session: "TrustedAdvisor",
        userName: "AWSServiceRoleForTrustedAdvisor",
        role: "AWSServiceRoleForTrustedAdvisor",
        userId: "AROAEXAMPLE:TrustedAdvisor",
        account: "111122223333",
      },
    ],
    [
      "AssumedRole in GovCloud (partition)",
      assumed("mailer", "job", "aws-us-gov"),
      {
        kind: "role",
        name: "mailer",
        session: "job",
        userName: "mailer",
        role: "mailer",
        userId: "AROAEXAMPLE:job",
        account: "111122223333",
      },
    ],
    [
      "AssumedRole with an empty issuer",
      {
        type: "AssumedRole",
        arn: "arn:aws:sts::1:assumed-role/mailer/job",
        sessionContext: { sessionIssuer: {} },
      },
      { kind: "role", name: "mailer", session: "job", userName: "mailer", role: "mailer" },
    ],
    [
      "AssumedRole without an ARN",
      { type: "AssumedRole", principalId: "AROA1:job" },
      { kind: "role", name: "job", session: "job", userId: "AROA1:job" },
    ],
    ["AssumedRole with nothing", { type: "AssumedRole" }, { kind: "role" }],
    [
      "Role",
      { type: "Role", arn: "arn:aws:iam::1:role/path/mailer", principalId: "AROA1" },
      { kind: "role", name: "mailer", userName: "mailer", role: "mailer", userId: "AROA1" },
    ],
    [
      "FederatedUser",
      {
        type: "FederatedUser",
        principalId: "1:bob",
        arn: "arn:aws:sts::1:federated-user/bob",
        sessionContext: { sessionIssuer: { type: "IAMUser", userName: "ana" } },
      },
      { kind: "federated", name: "bob", userName: "ana", userId: "1:bob" },
    ],
    [
      "SAMLUser",
      { type: "SAMLUser", principalId: "x:y", userName: "bob@example.org", identityProvider: "x" },
      {
        kind: "federated",
        name: "bob@example.org",
        userName: "bob@example.org",
        userEmail: "bob@example.org",
        userId: "x:y",
      },
    ],
    [
      "WebIdentityUser",
      { type: "WebIdentityUser", principalId: "accounts.google.com:app:7", userName: "7" },
      { kind: "federated", name: "7", userName: "7", userId: "accounts.google.com:app:7" },
    ],
    [
      "Directory",
      { type: "Directory", userName: "dora" },
      { kind: "federated", name: "dora", userName: "dora" },
    ],
    [
      "IdentityCenterUser",
      {
        type: "IdentityCenterUser",
        accountId: "1",
        onBehalfOf: {
          userId: "u-1",
          identityStoreArn: "arn:aws:identitystore::1:identitystore/d-1",
        },
        credentialId: "c",
      },
      { kind: "sso", name: "u-1", userId: "u-1", account: "1" },
    ],
    [
      "IdentityCenterUser without onBehalfOf",
      { type: "IdentityCenterUser", principalId: "p", userName: "ana" },
      { kind: "sso", name: "ana", userName: "ana", userId: "p" },
    ],
    [
      "AWSService",
      { type: "AWSService", invokedBy: "trustedadvisor.amazonaws.com", principalId: "p" },
      { kind: "service", name: "trustedadvisor.amazonaws.com" },
    ],
    [
      "no type, but invokedBy",
      { accountId: "111122223333", invokedBy: "config.amazonaws.com" },
      { kind: "service", name: "config.amazonaws.com", account: "111122223333" },
    ],
    [
      "AWSAccount",
      { type: "AWSAccount", accountId: "444455556666", principalId: "AROA:s" },
      { kind: "account", name: "444455556666", account: "444455556666", userId: "AROA:s" },
    ],
    ["Unknown", { type: "Unknown", principalId: "p" }, { kind: "unknown", name: "p", userId: "p" }],
    [
      "a type of tomorrow",
      { type: "QuantumUser", userName: "q" },
      { kind: "unknown", name: "q", userName: "q" },
    ],
    ["nothing at all", {}, {}],
    [
      "members of other types",
      { type: ["Root"], userName: { a: 1 }, accountId: 7, sessionContext: "x", arn: null },
      { name: "7", account: "7" },
    ],
  ];

describe("readCaller", () => {
  it.each(CASES)("%s", (_name, identity, expected) => {
    expect(readCaller(identity)).toEqual({ ...NOBODY, ...expected });
  });
});
