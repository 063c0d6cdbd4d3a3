/**
 * Findings as SARIF, for what shows findings of many tools beside each other.
 * Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html
 */
import type { Finding, Findings } from "../rules/engine/finding.ts";
import { FACET_NAMES } from "../rules/engine/hit.ts";
import type { Rule } from "../rules/rule.ts";
import { printable } from "../shape/printable.ts";
import { VERSION } from "../tables/version.ts";
import { PLURALS } from "./findings-data.ts";
import { amountOf, commonOf, someOf } from "./finding-words.ts";

/** The document. `rules` are all that were asked. Texts are printable. */
export function findingsSarif({ findings, untold }: Findings, rules: readonly Rule[]): string {
  const places = new Map(rules.map(({ key }, place) => [key, place]));
  return JSON.stringify(
    {
      $schema: "https://json.schemastore.org/sarif-2.1.0.json",
      version: "2.1.0",
      runs: [
        {
          tool: {
            driver: {
              name: "sestrail",
              // Source: section 3.19.13: by Semantic Versioning.
              semanticVersion: VERSION,
              rules: rules.map(descriptorOf),
            },
          },
          results: findings.map((finding) => resultOf(finding, places.get(finding.rule.key) ?? -1)),
          columnKind: "utf16CodeUnits",
          // What there was no room for, by severity: a list that leaves something out says so.
          properties: { notTold: untold },
        },
      ],
    },
    undefined,
    2,
  );
}

const LEVELS = { low: "note", medium: "warning", high: "error" } as const satisfies Readonly<
  Record<Rule["severity"], string>
>;

function descriptorOf(rule: Rule): object {
  const [helpUri] = rule.references;
  return {
    id: printable(rule.key),
    name: printable(rule.name),
    shortDescription: { text: printable(rule.name) },
    fullDescription: { text: printable(rule.description) },
    help: { text: printable(rule.look) },
    ...(helpUri === undefined || !URL.canParse(helpUri) ? {} : { helpUri }),
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: rule.techniques },
  };
}

function resultOf(finding: Finding, ruleIndex: number): object {
  const { rule, by, first, last, count, facets, evidence } = finding;
  const who = [commonOf(finding), someOf(facets.caller, 4)].filter((text) => text !== "");
  const files = [...new Set(evidence.map(({ file }) => file))].filter((file) => file !== "");
  return {
    ruleId: printable(rule.key),
    ruleIndex,
    level: LEVELS[rule.severity],
    message: {
      text: [printable(rule.name), ...who, amountOf(finding), printable(evidence[0]?.what ?? "")]
        .filter((text) => text !== "")
        .join(": "),
    },
    locations: files.slice(0, 1).map((file) => ({
      physicalLocation: { artifactLocation: { uri: uriOf(file) } },
      logicalLocations: facets.account.map((account) => ({
        name: printable(account),
        kind: "account",
      })),
    })),
    ...(files.length < 2
      ? {}
      : {
          relatedLocations: files
            .slice(1)
            .map((file) => ({ physicalLocation: { artifactLocation: { uri: uriOf(file) } } })),
        }),
    // The same finding in another run: what the rule holds for, and since when.
    partialFingerprints: { "ruleByFirst/v1": printable(JSON.stringify([rule.key, by, first])) },
    properties: {
      first,
      last,
      count,
      ...Object.fromEntries(
        FACET_NAMES.map((name) => [PLURALS[name], facets[name].map(printable)]),
      ),
      recordIds: evidence.map(({ id }) => printable(id)),
    },
  };
}

/** A reference to a file: what is no letter of URIs is written as its bytes. */
function uriOf(file: string): string {
  const path = file.toWellFormed().split("/").map(encodeURIComponent).join("/");
  return file.startsWith("s3://") ? path.replace("s3%3A//", "s3://") : path;
}
