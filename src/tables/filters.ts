/**
 * The filter table: options that choose events by what was made of their records, and the fields that each looks at.
 * The judge of events, the page of options and the answers to misspelt values are made from it.
 */
import type { FieldName } from "./fields.ts";

/** One row of the filter table. */
export interface FilterRow {
  /** Fields whose values are looked at; one that fits is enough. */
  readonly fields: readonly FieldName[];
  /**
   * How a value fits. `glob` the whole text, `*` and `?` are wildcards, case aside · `network` an address in it ·
   * `word` a part of any text of the event, case aside · `switch` is on.
   */
  readonly fits: "glob" | "network" | "word" | "switch";
}

export const FILTERS = {
  caller: {
    fields: ["aws.ses.caller.name", "aws.ses.caller.session", "user.name", "user.email", "aws.cloudtrail.user_identity.arn"],
    fits: "glob",
  },
  key: { fields: ["aws.cloudtrail.user_identity.access_key_id"], fits: "glob" },
  ip: { fields: ["source.ip"], fits: "network" },
  identity: { fields: ["aws.ses.identity.name", "aws.ses.identity.domain"], fits: "glob" },
  target: { fields: ["aws.ses.target.name", "aws.ses.target.arn"], fits: "glob" },
  signal: { fields: ["aws.ses.signals"], fits: "glob" },
  severity: { fields: ["aws.ses.severity"], fits: "glob" },
  denied: { fields: ["event.type"], fits: "switch" },
  failed: { fields: ["event.outcome"], fits: "switch" },
  people: {
    fields: [
      "aws.ses.caller.kind",
      "aws.cloudtrail.session_credential_from_console",
      "aws.cloudtrail.user_identity.session_context.mfa_authenticated",
    ],
    fits: "switch",
  },
  grep: { fields: [], fits: "word" },
} as const satisfies Readonly<Record<string, FilterRow>>;

/** Name of a filter: that of its option. */
export type FilterName = keyof typeof FILTERS;

/** Names in table order: the order in which filters judge. */
export const FILTER_NAMES: readonly FilterName[] = Object.keys(FILTERS) as FilterName[];
