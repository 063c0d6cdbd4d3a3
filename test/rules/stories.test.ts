/** All rules over the demo week with its stories left out one by one: each finding comes with its story, and only then. */
import { expect, test } from "vitest";
import { STORY_NAMES, type StoryName } from "../../src/demo/stories.ts";
import { ruleEngine } from "../../src/rules/engine/engine.ts";
import type { Finding } from "../../src/rules/engine/finding.ts";
import { RULES } from "../../src/rules/rules.ts";
import { demoDocuments, type DemoDocument } from "../support/demo-documents.ts";

const WEEK = demoDocuments();
const STORY_OF = new Map(WEEK.map(({ id, story }) => [id, story]));
const DAY_MS = 86_400_000;

function findingsIn(documents: readonly DemoDocument[]): ReadonlyMap<string, Finding> {
  const engine = ruleEngine(RULES, {
    learnMs: 2 * DAY_MS,
    mostEvidence: Number.POSITIVE_INFINITY,
  });
  for (const { event } of documents) engine.take(engine.sight(event.fields));
  const { findings } = engine.findings();
  return new Map(
    findings.map((finding) => [
      JSON.stringify([finding.rule.key, finding.evidence[0]?.id]),
      finding,
    ]),
  );
}

/** Stories of the records of a finding: of what is new, those that it begins with. */
function storiesOf({ rule, evidence }: Finding): ReadonlySet<StoryName | undefined> {
  const told = rule.detection.type === "new_terms" ? evidence.slice(0, 1) : evidence;
  return new Set(told.map(({ id }) => STORY_OF.get(id)));
}

const WHOLE = findingsIn(WEEK);

test("all findings but the planned change of a receipt rule belong to a story", () => {
  const ordinary = [...WHOLE.values()].filter((finding) => storiesOf(finding).has(undefined));
  expect(ordinary.map(({ rule, facets }) => [rule.key, facets.caller])).toEqual([
    ["new-receipt-setting", ["ana.silva@example.com"]],
  ]);
});

test.each(STORY_NAMES)("without %s its findings are gone, and no others", (story) => {
  const without = findingsIn(WEEK.filter((document) => document.story !== story));
  const isOfStory = ({ evidence }: Finding): boolean =>
    evidence.some(({ id }) => STORY_OF.get(id) === story);
  const gone = [...WHOLE].filter(([key]) => !without.has(key)).map(([, finding]) => finding);
  expect(gone.filter((finding) => !isOfStory(finding))).toEqual([]);
  expect([...without.values()].filter(isOfStory)).toEqual([]);
  // What comes instead is what remains of a finding, or new only now: of the same callers.
  const callers = new Set(gone.flatMap(({ facets }) => facets.caller));
  const come = [...without].filter(([key]) => !WHOLE.has(key)).map(([, finding]) => finding);
  expect(come.filter(({ facets }) => !facets.caller.some((one) => callers.has(one)))).toEqual([]);
});

test("nothing is found in the week without its stories but that change", () => {
  const rest = findingsIn(WEEK.filter(({ story }) => story === undefined));
  expect([...rest.values()].map(({ rule }) => rule.key)).toEqual(["new-receipt-setting"]);
});
