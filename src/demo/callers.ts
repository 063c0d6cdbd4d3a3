/** Who calls: every kind of `userIdentity` that CloudTrail writes. */
import { ALPHANUMERIC, LETTERS, randomOf } from "./random.ts";
import { CLIENTS, type Client } from "./clients.ts";
import type { JsonObject } from "./json.ts";

/** The three accounts of the demo, and one that belongs to somebody else. All made up. */
export const ACCOUNTS = {
  production: "111122223333",
  marketing: "444455556666",
  sandbox: "777788889999",
  foreign: "999988887777",
} as const;

/** Who calls, with what, from where. */
export interface Caller {
  readonly kind:
    | "root"
    | "user"
    | "role"
    | "service-role"
    | "service"
    | "identity-center"
    | "federated"
    | "saml"
    | "web-identity"
    | "account"
    | "untyped";
  readonly account: string;
  /** User, role, service host or federated name; empty for root. */
  readonly name: string;
  /** Session name of a role. */
  readonly session?: string;
  /** sourceIPAddress. */
  readonly address: string;
  readonly client: Client;
  readonly mfa?: boolean;
  /** Which of a user's keys it is, where it is not the first. */
  readonly keySerial?: number;
}

/** A made-up unique id of a principal: stable for its name. */
function principal(prefix: string, name: string): string {
  return prefix + randomOf(0, `principal/${name}`).text(LETTERS, 17);
}

/** A made-up access key id, marked as an example: stable for its owner. */
function accessKey(prefix: "AKIA" | "ASIA", owner: string): string {
  return `${prefix}${randomOf(0, `key/${owner}`).text(LETTERS, 9)}EXAMPLE`;
}

/**
 * The `userIdentity` of a caller at a time (milliseconds since 1970).
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function identityOf(caller: Caller, at: number): JsonObject {
  const { account, name } = caller;
  const owner = `${account}/${name}/${caller.session ?? ""}`;
  const session = {
    creationDate: isoSeconds(at - (at % 3_600_000)),
    mfaAuthenticated: String(caller.mfa ?? false),
  };
  switch (caller.kind) {
    case "root":
      return {
        type: "Root",
        principalId: account,
        arn: `arn:aws:iam::${account}:root`,
        accountId: account,
        accessKeyId: accessKey("ASIA", owner),
        sessionContext: { attributes: session },
      };
    case "user":
      return {
        type: "IAMUser",
        principalId: principal("AIDA", owner),
        arn: `arn:aws:iam::${account}:user/${name}`,
        accountId: account,
        accessKeyId: accessKey("AKIA", `${owner}${caller.keySerial ?? ""}`),
        userName: name,
      };
    case "role":
    case "service-role": {
      const path =
        caller.kind === "service-role"
          ? "aws-service-role/"
          : name.startsWith("AWSReservedSSO_")
            ? "aws-reserved/sso.amazonaws.com/eu-west-1/"
            : "";
      const role = principal("AROA", `${account}/${name}`);
      return {
        type: "AssumedRole",
        principalId: `${role}:${caller.session ?? name}`,
        arn: `arn:aws:sts::${account}:assumed-role/${name}/${caller.session ?? name}`,
        accountId: account,
        accessKeyId: accessKey("ASIA", owner),
        sessionContext: {
          sessionIssuer: {
            type: "Role",
            principalId: role,
            arn: `arn:aws:iam::${account}:role/${path}${name}`,
            accountId: account,
            userName: name,
          },
          webIdFederationData: {},
          attributes: session,
        },
        ...(caller.kind === "service-role" && { invokedBy: caller.address }),
      };
    }
    case "service":
      return { type: "AWSService", invokedBy: name };
    case "identity-center":
      return {
        type: "IdentityCenterUser",
        accountId: account,
        onBehalfOf: {
          userId: `90679${randomOf(0, name).text("0123456789", 5)}-${randomOf(0, name).uuid()}`,
          identityStoreArn: `arn:aws:identitystore::${account}:identitystore/d-9067642ac7`,
        },
        credentialId: randomOf(0, `credential/${name}`).text(ALPHANUMERIC, 32),
      };
    case "federated":
      return {
        type: "FederatedUser",
        principalId: `${account}:${name}`,
        arn: `arn:aws:sts::${account}:federated-user/${name}`,
        accountId: account,
        accessKeyId: accessKey("ASIA", owner),
        sessionContext: {
          sessionIssuer: {
            type: "IAMUser",
            principalId: principal("AIDA", `${account}/broker`),
            arn: `arn:aws:iam::${account}:user/broker`,
            accountId: account,
            userName: "broker",
          },
          attributes: session,
        },
      };
    case "saml":
      return {
        type: "SAMLUser",
        principalId: `${randomOf(0, "saml").text(ALPHANUMERIC, 27)}=:${name}`,
        userName: name,
        identityProvider: `${randomOf(0, "saml").text(ALPHANUMERIC, 27)}=`,
      };
    case "web-identity":
      return {
        type: "WebIdentityUser",
        principalId: `arn:aws:iam::${account}:oidc-provider/token.example.com:sts.amazonaws.com:${name}`,
        userName: name,
        identityProvider: `arn:aws:iam::${account}:oidc-provider/token.example.com`,
      };
    case "account":
      return {
        type: "AWSAccount",
        principalId: `${principal("AROA", owner)}:${name}`,
        accountId: account,
      };
    case "untyped":
      break;
  }
  // Some services leave a caller without any type.
  return { accountId: account, invokedBy: name };
}

/** A person who signs in through IAM Identity Center and works in the console. */
export function person(account: string, name: string, address: string, role = "MailAdmin"): Caller {
  return {
    kind: "role",
    account,
    name: `AWSReservedSSO_${role}_${randomOf(0, role).text("0123456789abcdef", 16)}`,
    session: name,
    address,
    client: CLIENTS.console,
    mfa: true,
  };
}

/** A program that runs under a role. */
export function program(
  account: string,
  name: string,
  address: string,
  client: Client,
  session = `${name}-session`,
): Caller {
  return { kind: "role", account, name, session, address, client };
}

/** An IAM user with a long-lived key. */
export function user(account: string, name: string, address: string, client: Client): Caller {
  return { kind: "user", account, name, address, client };
}

/** A service that acts in an account under its service-linked role. */
export function serviceRole(account: string, name: string, host: string): Caller {
  return {
    kind: "service-role",
    account,
    name: `AWSServiceRoleFor${name}`,
    session: name,
    address: host,
    client: { userAgent: () => host },
  };
}

/** A service that calls on its own behalf. */
export function service(account: string, host: string): Caller {
  return { kind: "service", account, name: host, address: host, client: { userAgent: () => host } };
}

/** Somebody signed in as the account itself. */
export function root(account: string, address: string): Caller {
  return { kind: "root", account, name: "", address, client: CLIENTS.console, mfa: false };
}

/** A time as CloudTrail writes it: ISO 8601, UTC, whole seconds. */
export function isoSeconds(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
