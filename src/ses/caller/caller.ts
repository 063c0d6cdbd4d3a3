/** Who made the call: userIdentity in its eleven spellings, brought to one reading. */
import type { JsonObject } from "../../records/element.ts";
import { objectOf, textOf } from "../values/json.ts";

/** Sorts of callers. */
export type CallerKind =
  | "root"
  | "user"
  | "role"
  | "sso"
  | "service"
  | "federated"
  | "account"
  | "unknown";

/** The caller of a record. */
export interface Caller {
  readonly kind: CallerKind;
  /** The name that a person would use: user, SSO session, role, service host, root. */
  readonly name: string | undefined;
  /** Session name of an assumed role. */
  readonly session: string | undefined;
  readonly account: string | undefined;
  /** `user.*` as Elastic has it; nothing for services. */
  readonly userId: string | undefined;
  readonly userName: string | undefined;
  readonly userEmail: string | undefined;
  readonly role: string | undefined;
}

/** Role names that AWS reserves: people through IAM Identity Center, and services. */
const SSO_ROLE = "AWSReservedSSO_";
const SERVICE_ROLE = "AWSServiceRoleFor";

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

/**
 * Reads userIdentity. Members may be missing, `null`, `{}` or of another type: what cannot be read is undefined.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function readCaller(identity: JsonObject): Caller {
  const type = textOf(identity["type"]);
  const account = textOf(identity["accountId"]);
  const userId = textOf(identity["principalId"]);
  const userName = textOf(identity["userName"]);
  const arnName = lastPart(textOf(identity["arn"]), "/");
  const common = { ...NOBODY, account, userId };

  switch (type) {
    case "Root":
      return { ...common, kind: "root", name: "root", userName: userName ?? "root" };
    case "IAMUser": {
      const name = userName ?? arnName;
      return { ...common, kind: "user", name: name ?? userId, userName: name };
    }
    case "AssumedRole":
      return readAssumedRole(identity, common);
    case "Role": {
      const name = userName ?? arnName;
      return { ...common, kind: "role", name: name ?? userId, userName: name, role: name };
    }
    case "FederatedUser": {
      // Elastic names the user whose credentials were federated; a person would name the federated one.
      const issuer = textOf(issuerOf(identity)["userName"]);
      const own = userName ?? arnName;
      return {
        ...common,
        kind: "federated",
        name: own ?? issuer ?? userId,
        userName: issuer ?? own,
      };
    }
    case "SAMLUser":
    case "WebIdentityUser":
    case "Directory":
      return {
        ...common,
        kind: "federated",
        name: userName ?? arnName ?? userId,
        userName,
        userEmail: emailOf(userName),
      };
    case "IdentityCenterUser": {
      const behalf = textOf(objectOf(identity["onBehalfOf"])["userId"]);
      const id = behalf ?? userId;
      return {
        ...common,
        kind: "sso",
        name: userName ?? id,
        userId: id,
        userName,
        userEmail: emailOf(userName),
      };
    }
    case "AWSService":
      return readService(identity, account);
    case "AWSAccount":
      return { ...common, kind: "account", name: account ?? userId, userName };
    case undefined:
      if (textOf(identity["invokedBy"]) !== undefined) return readService(identity, account);
      return {
        ...common,
        kind: "unknown",
        name: userName ?? arnName ?? userId ?? account,
        userName,
      };
    default:
      return {
        ...common,
        kind: "unknown",
        name: userName ?? arnName ?? userId ?? account,
        userName,
      };
  }
}

/** AWS itself: its host is its name, and no user is named. */
function readService(identity: JsonObject, account: string | undefined): Caller {
  return { ...NOBODY, kind: "service", name: textOf(identity["invokedBy"]), account };
}

/** A role that was assumed: its name is in the issuer, or in the ARN `…:assumed-role/ROLE/SESSION` of any partition. */
function readAssumedRole(identity: JsonObject, common: Caller): Caller {
  const arn = textOf(identity["arn"]);
  const [arnRole, arnSession] = roleAndSession(arn);
  const role = textOf(issuerOf(identity)["userName"]) ?? arnRole;
  const session = arnSession ?? lastPart(arn, "/") ?? lastPart(common.userId, ":");
  const isSso = role?.startsWith(SSO_ROLE) === true;
  const isService = role?.startsWith(SERVICE_ROLE) === true;
  return {
    ...common,
    kind: isSso ? "sso" : isService ? "service" : "role",
    name: (isSso ? session : undefined) ?? role ?? session ?? common.userId,
    session,
    userName: role,
    userEmail: emailOf(session),
    role,
  };
}

/** The last two names after `:assumed-role/`; a path may stand before them. */
function roleAndSession(arn: string | undefined): readonly [role?: string, session?: string] {
  const mark = ":assumed-role/";
  const at = arn?.indexOf(mark) ?? -1;
  if (arn === undefined || at < 0) return [];
  const begin = at + mark.length;
  const next = arn.indexOf(mark, begin);
  const end = next < 0 ? arn.length : next;
  const slash = arn.lastIndexOf("/", end - 1);
  const start = Math.max(begin, arn.lastIndexOf("/", slash - 1) + 1);
  return slash <= start || slash === end - 1
    ? []
    : [arn.slice(start, slash), arn.slice(slash + 1, end)];
}

function issuerOf(identity: JsonObject): JsonObject {
  return objectOf(objectOf(identity["sessionContext"])["sessionIssuer"]);
}

/** What follows the last separator; `undefined` without one, or when nothing follows. */
function lastPart(text: string | undefined, separator: string): string | undefined {
  if (text === undefined) return undefined;
  const at = text.lastIndexOf(separator);
  return at < 0 || at === text.length - 1 ? undefined : text.slice(at + 1);
}

/** The text if it looks like an address: one `@` with something on both sides and no white space. */
function emailOf(text: string | undefined): string | undefined {
  return text !== undefined && /^[^\s@]+@[^\s@]+$/.test(text) ? text : undefined;
}
