/** What a report says in one paragraph: to those who read no further. Pure. */
import { counted, formatted } from "./document.ts";
import type { ReportFacts, Shown } from "./facts.ts";

/** So many rules are named. */
const MOST_RULES = 3;

/** The paragraph. */
export function answerOf({ gathered, coverage, books }: ReportFacts, shown: Shown): string {
  const { count, failed, denied, first, last, groups, changeCount, findings } = gathered;
  if (count === 0)
    return `There are no SES calls in the ${counted(books.records, "record")} that were read${books.leftOut === 0 ? "" : ` and not left out`}.`;
  const span =
    first === "" ? "" : ` between ${shown.minute(first)} and ${shown.minute(last)} ${shown.zone}`;
  const sends = groups.sender.reduce((sum, group) => sum + group.count, 0);
  return [
    `${counted(groups.caller.length, "caller")} made ${counted(count, "SES call")} in ${counted(groups.account.length, "account")}${span}: ${counted(changeCount, "change")} or attempts at one, ${counted(sends, "send")}.`,
    failed === 0
      ? "None failed."
      : `${formatted(failed)} failed, ${formatted(denied)} of them for a missing right.`,
    foundText(findings.findings.map(({ rule }) => rule)),
    ...(coverage.emptyHourCount === 0
      ? []
      : [
          `${counted(coverage.emptyHourCount, "hour")} in between ${coverage.emptyHourCount === 1 ? "has" : "have"} no log file.`,
        ]),
    ...(books.unreadable + books.unreadableFiles === 0
      ? []
      : [
          `Not all could be read: ${counted(books.unreadable, "record")} and ${counted(books.unreadableFiles, "file")} are missing.`,
        ]),
  ].join(" ");
}

function foundText(
  rules: readonly { readonly severity: "low" | "medium" | "high"; readonly name: string }[],
): string {
  if (rules.length === 0) return "The rules found nothing.";
  const of = (severity: string): string => {
    const count = rules.filter((rule) => rule.severity === severity).length;
    return count === 0 ? "" : `${formatted(count)} ${severity}`;
  };
  const counts = ["high", "medium", "low"]
    .map(of)
    .filter((words) => words !== "")
    .join(", ");
  const weightiest = rules[0]?.severity;
  const names = [
    ...new Set(rules.filter(({ severity }) => severity === weightiest).map(({ name }) => name)),
  ];
  const more = names.length - MOST_RULES;
  const named = `${names.slice(0, MOST_RULES).join("; ")}${more > 0 ? `; and ${more} more` : ""}`;
  return `The rules found ${counted(rules.length, "thing")} to look at (${counts}), first of all: ${named}.`;
}
