import { readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { ERRORS } from "../../src/tables/errors.ts";

const SOURCE = fileURLToPath(new URL("../../src", import.meta.url));

/** Codes that stand anywhere in the source, but for the table itself. */
function codesInSource(): ReadonlySet<string> {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" }).filter(
    (name) => name.endsWith(".ts") && name !== "tables/errors.ts",
  );
  const texts = files.map((name) => readFileSync(`${SOURCE}/${name}`, "utf8"));
  return new Set(
    texts.flatMap((text) => [...text.matchAll(/"(E_[A-Z0-9_]+)"/g)].map(([, code = ""]) => code)),
  );
}

describe("the error table", () => {
  const used = codesInSource();

  it("has every code that is used", () => {
    expect([...used].filter((code) => !(code in ERRORS))).toEqual([]);
  });

  it("has no code that nobody uses", () => {
    expect(Object.keys(ERRORS).filter((code) => !used.has(code))).toEqual([]);
  });

  it.each(Object.entries(ERRORS))(
    "%s says in sentences what it means and what to do",
    (_code, row) => {
      expect(row.means).toMatch(/^[A-Z].*\.$/);
      expect(row.todo).toMatch(/^[A-Z].*[^.\s]/);
    },
  );
});
