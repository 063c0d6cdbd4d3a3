/** What the engine keeps stays within its limit, whatever comes. The long form is `npm run bench:rules`. */
import { expect, test } from "vitest";
import { ruleEngine } from "../../../src/rules/engine/engine.ts";
import { WEIGHTS } from "../../../src/rules/engine/finding.ts";
import { RULES } from "../../../src/rules/rules.ts";
import { FLOODS, madeEvents } from "../../support/event-flood.ts";

const MOST_KEPT_BYTES = 1 << 20;
/** One record may count for several rules and keys. */
const ONE_RECORD_BYTES = 1 << 20;
const MOST_TOLD = { mostFindings: 20, mostBytes: 1 << 20 };
const COUNT = 3_000;

test.each(FLOODS)(
  "a flood of %s is kept within the limit, and what is given up is told",
  (flood) => {
    const engine = ruleEngine(RULES, { mostKeptBytes: MOST_KEPT_BYTES, mostTold: MOST_TOLD });
    let most = 0;
    for (const values of madeEvents(flood, COUNT)) {
      engine.take(engine.sight(values));
      most = Math.max(most, engine.keptBytes());
    }
    expect(most).toBeLessThan(MOST_KEPT_BYTES + ONE_RECORD_BYTES);
    const { findings, lateCount, unplacedCount, untold } = engine.findings();
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.length).toBeLessThanOrEqual(MOST_TOLD.mostFindings);
    // A burst takes no room: nothing of it is lost, and all is counted.
    if (flood === "burst") expect([lateCount, unplacedCount]).toEqual([0, 0]);
    else expect(lateCount + unplacedCount + untold.low + untold.medium).toBeGreaterThan(0);
    if (flood === "burst")
      expect(findings.find(({ rule }) => rule.key === "send-burst")?.count).toBe(COUNT);
    // Asked again, the same: what was told is not taken away by telling.
    expect(engine.findings().findings).toHaveLength(findings.length);
  },
);

test("of too many findings the weightiest are told, of these the latest, and the others counted", () => {
  const rules = RULES.filter(({ key }) =>
    ["new-key", "identity-burst", "denied-burst"].includes(key),
  );
  const found = (most: number) => {
    const engine = ruleEngine(rules, { mostTold: { mostFindings: most, mostBytes: 1 << 30 } });
    for (const values of madeEvents("strangers", 300)) engine.take(engine.sight(values));
    return engine.findings();
  };
  const rank = ({ rule, last }: (typeof all)[number]): string =>
    `${WEIGHTS[rule.severity]} ${last}`;
  const all = found(10_000).findings;
  const best = all.map(rank).sort().toReversed().slice(0, 40);
  const few = found(40);
  expect(few.findings.map(rank).sort().toReversed()).toEqual(best);
  const { low, medium, high } = few.untold;
  expect(low + medium + high).toBe(all.length - 40);
});
