/** What values are called where people read: labels of the codes that fields hold, from the tables that define the codes. */
import { TARGETS, type TargetKind } from "../tables/actions.ts";
import type { FieldName } from "../tables/fields.ts";
import { RELATED_TARGETS } from "../tables/related.ts";
import { SEVERITIES, SIGNALS } from "../tables/signals.ts";

/** Kinds whose word within a sentence says too little alone. */
const ALONE: Partial<Readonly<Record<TargetKind, string>>> = {
  suppressed_destination: "suppressed address",
  recipient: "recipient",
};

const REFUSALS: Readonly<Record<string, string>> = {
  key_quarantined: "Key in quarantine",
  missing_permission: "Missing permission",
  identity_policy: "Identity-based policy",
  resource_policy: "Resource policy",
  service_control_policy: "Service control policy",
  resource_control_policy: "Resource control policy",
  vpc_endpoint_policy: "VPC endpoint policy",
  permissions_boundary: "Permissions boundary",
  session_policy: "Session policy",
  not_opted_in: "Region not opted in",
};

const CALLERS: Readonly<Record<string, string>> = {
  root: "Root",
  user: "IAM user",
  role: "Role",
  sso: "SSO user",
  service: "AWS service",
  federated: "Federated user",
  account: "AWS account",
};

/** Labels by field and value. A value without one is shown as it is. */
export const WORDS: Partial<Readonly<Record<FieldName, Readonly<Record<string, string>>>>> = {
  "aws.ses.signals": Object.fromEntries(SIGNALS.map(({ name, title }) => [name, title])),
  "aws.ses.severity": Object.fromEntries(
    Object.keys(SEVERITIES).map((name) => [
      name,
      `${name.charAt(0).toUpperCase()}${name.slice(1)}`,
    ]),
  ),
  "aws.ses.target.kind": {
    ...Object.fromEntries(
      Object.entries(TARGETS).map(([kind, { one }]) => [kind, ALONE[kind as TargetKind] ?? one]),
    ),
    ...RELATED_TARGETS,
  },
  "aws.ses.caller.kind": CALLERS,
  "aws.ses.refusal": REFUSALS,
};
