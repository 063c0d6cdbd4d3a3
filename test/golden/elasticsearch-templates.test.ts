/**
 * The index templates, whole, as `sestrail setup elasticsearch --print` shows them. A server that has a version keeps it:
 * once a version is released, a difference here means that TEMPLATE_VERSION must go up.
 */
import { expect, it } from "vitest";
import { printedSetup } from "../../src/sinks/elasticsearch/setup.ts";
import { TEMPLATE_VERSION } from "../../src/sinks/elasticsearch/templates.ts";

it(`version ${TEMPLATE_VERSION} of the index templates is what was agreed`, async () => {
  const printed = printedSetup({ dataset: "ses.cloudtrail", namespace: "default" });
  await expect(`${JSON.stringify(printed, null, 2)}\n`).toMatchFileSnapshot(
    `elasticsearch-templates.v${TEMPLATE_VERSION}.json`,
  );
});
