/** The files in `dashboards/` and the page of alerts are what the model makes. `npm run dashboards` writes them anew. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BOARDS, savedObjects } from "../../src/kibana/bundle.ts";
import { classicObjects } from "../../src/kibana/classic/bundle.ts";
import { QUESTIONS } from "../../src/kibana/questions.ts";
import { ruleJsons } from "../../src/kibana/rule.ts";
import { RULES } from "../../src/rules/rules.ts";
import { toNdjson } from "../../src/kibana/saved-object.ts";
import { WORDS } from "../../src/kibana/words.ts";
import { FIELDS } from "../../src/tables/fields.ts";
import { alertsPage } from "../support/alerts-page.ts";

test("the boards' file is what the model makes", async () => {
  await expect(toNdjson(savedObjects("default"))).toMatchFileSnapshot(
    "../../dashboards/sestrail.ndjson",
  );
});

test("the file for OpenSearch Dashboards is what the model makes", async () => {
  await expect(toNdjson(classicObjects())).toMatchFileSnapshot(
    "../../dashboards/opensearch.ndjson",
  );
});

test("the rules' file is what the model makes", async () => {
  await expect(toNdjson(RULES.flatMap(ruleJsons))).toMatchFileSnapshot(
    "../../dashboards/rules.ndjson",
  );
});

test("the page of alerts is what the rules say", async () => {
  await expect(alertsPage(RULES)).toMatchFileSnapshot("../../docs/alerts.md");
});

test("ids are stable: bookmarks and links of users hang on them", () => {
  expect(savedObjects("default").map(({ type, id }) => `${type} ${id}`)).toEqual([
    "tag sestrail-tag-ses",
    "index-pattern sestrail-ses",
    "index-pattern sestrail-runs",
    "search sestrail-search-changes",
    "search sestrail-search-signals",
    "search sestrail-search-high",
    "search sestrail-search-alarms",
    "search sestrail-search-events",
    "search sestrail-search-runs",
    ...QUESTIONS.map((_question, at) => `search sestrail-question-${at + 1}`),
    "dashboard sestrail-overview",
    "dashboard sestrail-changes",
    "dashboard sestrail-security",
    "dashboard sestrail-events",
    "dashboard sestrail-pipeline",
  ]);
});

test("every refusal that the field table names has a word", () => {
  const named = FIELDS["aws.ses.refusal"].doc.match(/\b[a-z]+(?:_[a-z]+)+\b/gu) ?? [];
  expect(named.length).toBeGreaterThan(5);
  expect(Object.keys(WORDS["aws.ses.refusal"] ?? {}).sort()).toEqual([...named].sort());
});

test("no two codes of a field are shown by the same word", () => {
  for (const [field, words] of Object.entries(WORDS)) {
    const shown = Object.values(words);
    expect([field, [...new Set(shown)]]).toEqual([field, shown]);
  }
});

test("the page about the boards names every panel, board by board", () => {
  const page = readFileSync(new URL("../../dashboards/README.md", import.meta.url), "utf8");
  for (const board of BOARDS) {
    const section = page.split("### ").find((part) => part.startsWith(board.title)) ?? "";
    for (const panel of board.panels) {
      if ("title" in panel) expect(section).toContain(panel.title);
    }
  }
});
