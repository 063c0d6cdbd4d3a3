/** Every known action's effect in one file, to be read line by line: done with names, done without, refused. */
import { expect, test } from "vitest";
import { readMeaning } from "../../../src/ses/meaning/meaning.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import { factsOf, sampleRecord } from "../sample.ts";

const AGENTS = { v1: "api/ses#1", v2: "api/sesv2#1", mailmanager: "api/mailmanager#1" };

function effect(
  action: string,
  userAgent: string,
  fields: Parameters<typeof readMeaning>[0],
): string {
  const record = { ...fields, eventName: action, userAgent };
  return readMeaning(record, factsOf(record)).effect;
}

test("all effects read well", async () => {
  const lines = ACTIONS.flatMap((row) => {
    const agent = AGENTS[row.api];
    return [
      `${row.action} (${row.api}, ${row.verb} ${row.target})`,
      `  ${effect(row.action, agent, sampleRecord(row))}`,
      `  ${effect(row.action, agent, { requestParameters: null, responseElements: null })}`,
      `  ${effect(row.action, agent, { requestParameters: null, errorCode: "AccessDenied" })}`,
    ];
  });
  await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot("../../golden/effects.txt");
});
