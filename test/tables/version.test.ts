/** The version that the program tells is that of the package. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { VERSION } from "../../src/tables/version.ts";

it("is the version of package.json", () => {
  const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
  expect(VERSION).toBe(manifest.version);
});
