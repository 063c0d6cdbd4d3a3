/** Why access was refused: AWS says it at the end of its message, in a few fixed turns of phrase. */

/** Values of `aws.ses.refusal`. */
export type RefusalName =
  | "key_quarantined"
  | "missing_permission"
  | "identity_policy"
  | "resource_policy"
  | "service_control_policy"
  | "resource_control_policy"
  | "vpc_endpoint_policy"
  | "permissions_boundary"
  | "session_policy"
  | "not_opted_in";

/** Why a call was refused. */
export interface Refusal {
  readonly name: RefusalName;
  /** Why a call failed, in a few words: `access denied by a service control policy`. */
  readonly words: string;
}

/**
 * Kinds of policies as AWS's messages name them.
 * Source: IAM User Guide, "Troubleshoot access denied error messages".
 */
const POLICIES: Readonly<Record<string, Refusal>> = {
  "service control policy": by("service_control_policy", "a service control policy"),
  "resource control policy": by("resource_control_policy", "a resource control policy"),
  "vpc endpoint policy": by("vpc_endpoint_policy", "the policy of the VPC endpoint"),
  "permissions boundary": by("permissions_boundary", "a permissions boundary"),
  "session policy": by("session_policy", "the policy of the session"),
  "resource-based policy": by("resource_policy", "a policy of the resource"),
  "identity-based policy": by("identity_policy", "a policy of the caller"),
};

const POLICY_OF: ReadonlyMap<string, Refusal> = new Map(Object.entries(POLICIES));

/** `with an explicit deny in a service control policy`, since 2026 with the ARN of the policy behind a colon. */
const EXPLICIT = / with an explicit deny in an? ([A-Za-z -]{1,40}?)(?:: (arn:\S+))?[.\s]*$/;

/** `because no identity-based policy allows the ses:TagResource action` */
const IMPLICIT =
  / because no ([A-Za-z -]{1,40}?) allows the ([A-Za-z0-9-]{1,32}:[A-Za-z0-9*]{1,64}) action[.\s]*$/;

/**
 * What AWS attaches to a user whose key was found in public, in three versions so far.
 * Source: AWS Managed Policy Reference, AWSCompromisedKeyQuarantine, V2, V3.
 */
const QUARANTINE = /:policy\/AWSCompromisedKeyQuarantine(?:V\d+)?$/;

/** Codes that are themselves the reason. Source: "Common Errors" of the API references. */
const NOT_OPTED_IN: ReadonlySet<string> = new Set(["OptInRequired", "SubscriptionRequired"]);

/** Reads why access was refused; undefined where the message does not say, or nothing was refused. */
export function readRefusal(
  errorCode: string | undefined,
  denied: boolean,
  errorMessage: string | undefined,
): Refusal | undefined {
  if (errorCode !== undefined && NOT_OPTED_IN.has(withoutException(errorCode)))
    return { name: "not_opted_in", words: "the account has not opted in to the service" };
  if (!denied || errorMessage === undefined) return undefined;
  const explicit = EXPLICIT.exec(errorMessage);
  if (explicit !== null) {
    const [, kind = "", policy = ""] = explicit;
    return QUARANTINE.test(policy)
      ? { name: "key_quarantined", words: "access denied, AWS has put the key in quarantine" }
      : POLICY_OF.get(oneOf(kind));
  }
  const [, kind = "", right = ""] = IMPLICIT.exec(errorMessage) ?? [];
  const refusal = POLICY_OF.get(oneOf(kind));
  // Only in the caller's own policies a right is simply lacking; the others are there to say no.
  return refusal?.name === "identity_policy"
    ? { name: "missing_permission", words: `access denied, the right ${right} is missing` }
    : refusal;
}

/** `VPC endpoint policies` is one kind with `VPC endpoint policy`. */
function oneOf(kind: string): string {
  return kind
    .toLowerCase()
    .replace(/ policies$/, " policy")
    .replace(/ boundaries$/, " boundary");
}

function withoutException(code: string): string {
  return code.endsWith("Exception") ? code.slice(0, -9) : code;
}

function by(name: RefusalName, whose: string): Refusal {
  return { name, words: `access denied by ${whose}` };
}
