/** Whole records and what becomes of them, to be read in a diff. `npm run golden` writes them anew. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { toOtel } from "../../src/shape/otel.ts";
import { READ_AT, STREAM } from "../support/made-records.ts";

const FOLDERS = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => existsSync(new URL(`${name}/input.json`, import.meta.url)))
  .sort();

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

describe("goldens", () => {
  it("are there", () => {
    expect(FOLDERS.length).toBeGreaterThanOrEqual(25);
  });

  it.each(FOLDERS)("%s", async (folder) => {
    const value = JSON.parse(readFileSync(new URL(`${folder}/input.json`, import.meta.url), "utf8")) as JsonObject;
    const position = { file: `${folder}/input.json`, index: 0 };
    const made = normalise({ position, value, raw: { text: "" } }, { readAt: READ_AT, keepOriginal: false });
    if (!("event" in made)) throw new Error(made.unshapeable.reason);
    await expect(pretty(toEcs(made.event, STREAM))).toMatchFileSnapshot(`${folder}/ecs.json`);
    await expect(pretty(toOtel(made.event, STREAM))).toMatchFileSnapshot(`${folder}/otel.json`);
  });
});
