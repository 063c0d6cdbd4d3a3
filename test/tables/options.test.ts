import { describe, expect, it } from "vitest";
import { COMMAND_NAMES } from "../../src/tables/commands.ts";
import { readValue } from "../../src/config/values.ts";
import { OPTION_NAMES, environmentName, flagOf, optionRow } from "../../src/tables/options.ts";

describe("the option table", () => {
  it.each(OPTION_NAMES)("%s is sound", (name) => {
    const row = optionRow(name);
    expect(name).toMatch(/^[a-z]+(?:-[a-z]+)*$/);
    for (const command of row.commands) expect(COMMAND_NAMES).toContain(command);
    const texts = [row.default, row.min, ...(row.example ?? "").split(row.many ?? "\n")];
    for (const text of texts.filter((given) => given !== undefined && given !== ""))
      expect(readValue(row, text ?? "", new Date(0))).toHaveProperty("value");
    // Help must say what happens without the option.
    expect(row.default ?? row.unset).toBeDefined();
    expect(row.doc).not.toMatch(/^[A-Z]|\.$/);
    expect(row.choices !== undefined).toBe(row.kind === "choice");
  });

  it("gives flags and variables their names", () => {
    expect(environmentName("max-memory")).toBe("SESTRAIL_MAX_MEMORY");
    expect([flagOf("setup"), flagOf("dry-run"), flagOf("to")]).toEqual([
      "--no-setup",
      "--dry-run",
      "--to",
    ]);
  });
});
