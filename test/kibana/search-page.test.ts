/** The queries of `docs/search.md`: well formed, about fields that exist, and answered by the demo week. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { VIEW_FIELDS } from "../../src/kibana/board-fields.ts";
import { checkKql } from "../../src/kibana/lint/query.ts";
import { VOCABULARY } from "../../src/kibana/lint/vocabulary.ts";
import { boardFilter } from "../../src/kibana/panel-search.ts";
import { QUESTIONS } from "../../src/kibana/questions.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { eventMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import { contextOf } from "../support/board-searches.ts";
import { demoDocuments } from "../support/demo-documents.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";

const page = readFileSync(new URL("../../docs/search.md", import.meta.url), "utf8");
const blocks = (language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)\\n\`\`\`$`, "gmu"))].map(
    ([, text = ""]) => text,
  );
const queries = blocks("kql");

test("there are twenty or more", () => {
  expect(queries.length).toBeGreaterThanOrEqual(20);
  expect(blocks("esql").length).toBeGreaterThanOrEqual(5);
});

test("each question is a saved search, and none is missing", () => {
  const asked = [...page.matchAll(/^\*\*(\d+)\. (.+?)\*\*/gmu)].map(([, number, title]) => [
    number,
    title,
  ]);
  expect(asked).toEqual(QUESTIONS.map(({ title }, at) => [String(at + 1), title]));
  expect(queries).toEqual(QUESTIONS.map(({ query }) => query));
});

test.each(queries)("%s is well formed", (query) => {
  expect(checkKql(query, "events", "docs/search.md", VOCABULARY)).toEqual([]);
});

test.each(blocks("esql"))("%s names fields that exist", (query) => {
  const named = query.match(/\b(?:aws\.ses|cloud|event|error|user_agent|source)\.[\w.]+/gu) ?? [];
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((field) => !VIEW_FIELDS.events.has(field))).toEqual([]);
});

describeWith("ELASTICSEARCH_URL", "over the demo week", (url) => {
  let index: SearchIndex;
  let count = 0;

  beforeAll(async () => {
    const documents = demoDocuments();
    count = documents.length;
    const stream = { dataset: "ses.cloudtrail", namespace: "default" };
    index = await searchIndex(
      url,
      eventMappings(await lackingOf(url)),
      documents.map(({ id, event }) => ({ id, document: toEcs(event, stream) })),
    );
  });

  afterAll(async () => {
    await index.delete();
  });

  test.each(queries)("%s finds something, but not everything", async (query) => {
    const context = contextOf({ query });
    const answer = await index.search({ query: boardFilter(context) }, "_count");
    const found = (answer as { count: number }).count;
    expect(found).toBeGreaterThan(0);
    expect(found).toBeLessThan(count);
  });
});
