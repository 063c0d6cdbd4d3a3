/** The files in `dashboards/` are what the model makes. `npm run dashboards` writes them anew. */
import { expect, test } from "vitest";
import { savedObjects } from "../../src/kibana/bundle.ts";
import { ruleJson } from "../../src/kibana/rule.ts";
import { RULES } from "../../src/kibana/rules.ts";
import { toNdjson } from "../../src/kibana/saved-object.ts";

test("the boards' file is what the model makes", async () => {
  await expect(toNdjson(savedObjects("default"))).toMatchFileSnapshot(
    "../../dashboards/sestrail.ndjson",
  );
});

test("the rules' file is what the model makes", async () => {
  await expect(toNdjson(RULES.map(ruleJson))).toMatchFileSnapshot("../../dashboards/rules.ndjson");
});
