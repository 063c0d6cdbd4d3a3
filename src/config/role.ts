/** The role that buckets are read with, from option values. Pure. */
import type { AwsRole } from "../sources/aws/role.ts";
import type { OptionName } from "../tables/options.ts";
import { usage, type UsageProblem } from "./asked.ts";
import type { OptionValues } from "./values.ts";

/** The role of option values; undefined: nobody's rights but our own. */
export function roleOf(values: OptionValues): AwsRole | undefined {
  const arn = values["assume-role"];
  return arn === undefined ? undefined : { arn, externalId: values["external-id"] };
}

/** What is wrong with these options together. */
export function roleProblems(
  values: OptionValues,
  setBy: ReadonlyMap<OptionName, string>,
): readonly UsageProblem[] {
  return values["external-id"] !== undefined && values["assume-role"] === undefined
    ? [
        usage(
          setBy.get("external-id") ?? "--external-id",
          "is for --assume-role, which is not given",
        ),
      ]
    : [];
}
