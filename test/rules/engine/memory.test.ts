/** What the engine keeps stays within its limit, whatever comes. The long form is `npm run bench:rules`. */
import { expect, test } from "vitest";
import { ruleEngine } from "../../../src/rules/engine/engine.ts";
import { RULES } from "../../../src/rules/rules.ts";
import { madeEvents, type Flood } from "../../support/event-flood.ts";

const MOST_KEPT = 1_000;
/** One record may count for several rules and keys. */
const ONE_RECORD = 200;

test.each<[Flood]>([["callers"], ["burst"], ["backwards"], ["terms"]])(
  "a flood of %s is kept within the limit, and what is not judged is told",
  (flood) => {
    const engine = ruleEngine(RULES, { mostKept: MOST_KEPT });
    let most = 0;
    for (const values of madeEvents(flood, 4_000)) {
      engine.take(engine.sight(values));
      most = Math.max(most, engine.kept());
    }
    expect(most).toBeLessThan(MOST_KEPT + ONE_RECORD);
    const { findings, lateCount, unplacedCount } = engine.findings();
    expect(findings.length).toBeGreaterThan(0);
    // A burst takes no room: nothing of it is lost.
    if (flood === "burst") expect([lateCount, unplacedCount]).toEqual([0, 0]);
    else expect(lateCount + unplacedCount).toBeGreaterThan(0);
    // However much there was, what was found is counted whole.
    if (flood === "burst")
      expect(findings.find(({ rule }) => rule.key === "send-burst")?.count).toBe(4_000);
  },
);
