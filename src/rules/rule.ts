/**
 * What a detection rule is: data over the field table. Conditions are written in KQL, in the part that `kql.ts` parses;
 * `kibana/` makes Kibana's rules of it, and any other engine reads the same.
 */
import type { FieldName } from "../tables/fields.ts";
import type { Technique } from "./mitre.ts";

/** How a rule finds something. */
export type Detection =
  /** Every record that matches. */
  | { readonly type: "query"; readonly query: string }
  /** `atLeast` matching records with the same `by`, and so many distinct values, within so many minutes. */
  | {
      readonly type: "threshold";
      readonly query: string;
      readonly by: readonly FieldName[];
      readonly atLeast: number;
      readonly distinct?: { readonly field: FieldName; readonly atLeast: number };
      readonly withinMinutes: number;
    }
  /** A combination of values that was not seen in the days before. */
  | {
      readonly type: "new_terms";
      readonly query: string;
      readonly fields: readonly FieldName[];
      readonly historyDays: number;
    }
  /** Matching records one after the other, with the same `by`, within so many minutes; a step is KQL as well. */
  | {
      readonly type: "sequence";
      readonly by: readonly FieldName[];
      readonly withinMinutes: number;
      readonly steps: readonly string[];
      /** The steps may come in either order: which was first means nothing. */
      readonly inAnyOrder?: true;
    };

/** One rule. */
export interface Rule {
  /** Its name in files and on command lines; in Kibana its id is `sestrail-<key>`. */
  readonly key: string;
  readonly name: string;
  readonly severity: "low" | "medium" | "high";
  /** What it finds and why that matters. */
  readonly description: string;
  /** What to look at first, when it fires. */
  readonly look: string;
  readonly falsePositives: readonly string[];
  readonly references: readonly string[];
  readonly techniques: readonly Technique[];
  /** What has to be there that is not by default: `--related`, or CloudTrail's data events of SES. */
  readonly needs?: "related" | "data events";
  /** Why failed calls count as well, for a rule of weight; without it, such a rule asks for success. Ends its sentence. */
  readonly attempts?: string;
  readonly detection: Detection;
}
