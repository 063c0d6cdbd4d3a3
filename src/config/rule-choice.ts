/** Which rules are asked: by name, by weight, or one that is to be explained. Pure. */
import { WEIGHTS } from "../rules/engine/finding.ts";
import type { Rule } from "../rules/rule.ts";
import { globMatcher } from "../ses/values/glob.ts";
import type { OptionName } from "../tables/options.ts";
import { usage, type UsageProblem } from "./asked.ts";
import { didYouMean } from "./suggest.ts";
import type { OptionValues } from "./values.ts";

/** The rules, or what is wrong with the names that were asked for. */
export type RuleChoice =
  | { readonly rules: readonly Rule[] }
  | { readonly problems: readonly UsageProblem[] };

/** Chooses among rules. */
export function chosenRules(
  rules: readonly Rule[],
  { rule: globs, explain, "min-severity": least }: OptionValues,
  setBy: ReadonlyMap<OptionName, string>,
): RuleChoice {
  const keys = rules.map(({ key }) => key);
  const wanted = explain === undefined ? globs : [explain];
  const subject = explain === undefined ? (setBy.get("rule") ?? "--rule") : "--explain";
  const problems = wanted
    .filter((glob) => !keys.some(globMatcher([glob], true)))
    .map((glob) =>
      usage(
        `${subject} ${glob}`,
        `no rule is called so${didYouMean(glob, keys)}; all of them: sestrail detect --explain '*'`,
      ),
    );
  if (problems.length > 0) return { problems };
  const isNamed = wanted.length === 0 ? () => true : globMatcher(wanted, true);
  const chosen = rules.filter(
    ({ key, severity }) =>
      isNamed(key) && (explain !== undefined || WEIGHTS[severity] >= WEIGHTS[least]),
  );
  return chosen.length > 0
    ? { rules: chosen }
    : {
        problems: [
          usage(
            setBy.get("min-severity") ?? "--min-severity",
            `leaves no rule: ${wanted.join(", ")} weighs less than ${least}`,
          ),
        ],
      };
}
