/** The findings of a report: by rule, the weightiest first, each with its first records. Pure. */
import type { Finding, Findings } from "../../rules/engine/finding.ts";
import { UNTIMED } from "../../rules/engine/hit.ts";
import { shortId, someOf } from "../finding-words.ts";
import { counted, formatted, table, text, type Block, type RuleBlock } from "./document.ts";
import type { Shown } from "./facts.ts";

/** Findings of a rule that are shown. */
const MOST_OF_A_RULE = 10;
/** Records of one that are shown. */
const MOST_EVIDENCE = 3;
const MOST_NAMES = 5;

/** The blocks. */
export function findingBlocks(found: Findings, shown: Shown): readonly Block[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of found.findings) {
    const others = byRule.get(finding.rule.key) ?? [];
    byRule.set(finding.rule.key, others);
    others.push(finding);
  }
  const notes = notesOf(found, shown);
  if (byRule.size === 0)
    return [text("Nothing was found that the rules look for."), ...notes.slice(1)];
  return [...notes, ...[...byRule.values()].flatMap((ofRule) => ruleBlock(ofRule, shown))];
}

function notesOf(
  { untold, lateCount, unplacedCount, untimedCount, learnedUntil }: Findings,
  { minute }: Shown,
): readonly Block[] {
  const untoldCount = untold.low + untold.medium + untold.high;
  return [
    text("In brackets stands the id of a record: sestrail look ID SOURCE shows it whole."),
    ...(learnedUntil === ""
      ? []
      : [
          text(
            `What is new is told from ${minute(learnedUntil)} on; what came before was only learned from.`,
          ),
        ]),
    ...(untoldCount === 0
      ? []
      : [text(`${counted(untoldCount, "more finding")} are not told here.`)]),
    ...(lateCount + unplacedCount + untimedCount === 0
      ? []
      : [
          text(
            `Not judged by all rules: ${formatted(lateCount)} records that came too late, ${formatted(unplacedCount)} without room in memory, ${formatted(untimedCount)} without a time.`,
          ),
        ]),
  ];
}

function ruleBlock(findings: readonly Finding[], shown: Shown): readonly RuleBlock[] {
  const [first] = findings;
  if (first === undefined) return [];
  const { rule } = first;
  return [
    {
      kind: "rule",
      id: `rule-${rule.key.replaceAll(/[^\w-]/g, "_")}`,
      severity: rule.severity,
      name: rule.name,
      meaning: plain(rule.description),
      todo: plain(rule.look),
      harmless: rule.falsePositives.map(plain),
      findings: table(
        counted(findings.length, "finding"),
        [
          { title: "Time", as: "short" },
          { title: "Who" },
          { title: "From" },
          { title: "Where" },
          { title: "Calls", as: "number" },
          { title: "First records" },
        ],
        findings.map((finding) => rowOf(finding, shown)),
        MOST_OF_A_RULE,
      ),
    },
  ];
}

function rowOf(
  { first, last, facets, count, evidence }: Finding,
  { minute, account }: Shown,
): readonly (string | number | readonly string[])[] {
  const [from, to] = [minute(first), minute(last)];
  return [
    from === to
      ? from
      : `${from} to ${from.slice(0, DAY) === to.slice(0, DAY) ? to.slice(DAY + 1) : to}`,
    [someOf(facets.caller, MOST_NAMES), someOf(facets.key, MOST_NAMES)].filter(
      (names) => names !== "",
    ),
    [someOf(facets.address, MOST_NAMES), someOf(facets.client, MOST_NAMES)].filter(
      (names) => names !== "",
    ),
    [someOf(facets.account.map(account), MOST_NAMES), someOf(facets.region, MOST_NAMES)].filter(
      (names) => names !== "",
    ),
    count,
    evidence.slice(0, MOST_EVIDENCE).map(({ at, what, failed, id }) => {
      const time = at === UNTIMED ? "" : `${minute(new Date(at).toISOString()).slice(DAY + 1)} `;
      return `${time}${failed ? "✗ " : ""}${what} [${shortId(id)}]`;
    }),
  ];
}

const DAY = "2026-11-20".length;

/** Marks of Markdown, which rules have for Kibana, say nothing here. */
function plain(words: string): string {
  return words.replaceAll("**", "").replaceAll("`", "");
}
