import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readArguments } from "../../../src/cli/configuration/arguments.ts";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { COMMANDS, COMMAND_NAMES, type CommandRow } from "../../../src/tables/commands.ts";
import { shipConfig } from "../../../src/config/ship-config.ts";
import { widthOf } from "../../../src/shape/width.ts";
import { OPTION_NAMES, flagOf, optionRow } from "../../../src/tables/options.ts";
import { VERSION } from "../../../src/tables/version.ts";
import { memoryTerminal } from "../../support/terminal.ts";

const KNOWN = COMMAND_NAMES.join(", ");
const golden = (name: string): string =>
  fileURLToPath(new URL(`../../golden/help/${name}.txt`, import.meta.url));

async function show(...args: string[]): Promise<string> {
  const terminal = memoryTerminal(args);
  expect(await runCommandLine(terminal)).toBe(0);
  expect(terminal.err()).toBe("");
  return terminal.out();
}

describe("help", () => {
  it("of sestrail", async () => {
    const text = await show("--help");
    await expect(text).toMatchFileSnapshot(golden("sestrail"));
    expect(await show("-h")).toBe(text);
    expect(await show("help")).toBe(text);
  });

  it.each(COMMAND_NAMES)("of %s", async (name) => {
    const words = name.split(" ");
    const text = await show(...words, "--help");
    await expect(text).toMatchFileSnapshot(golden(words.join("-")));
    expect(await show("help", ...words)).toBe(text);
    expect(await show(...words, "-h")).toBe(text);
  });

  it("of the first of two words", async () => {
    const text = await show("setup", "--help");
    expect(text).toMatch(/^sestrail setup elasticsearch: /);
    expect(await show("help", "setup")).toBe(text);
  });

  it.each([[], ["ship"], ["check"], ["count"]])(
    "fits two screens of 80 columns: %s",
    async (...args) => {
      const lines = (await show("help", ...args)).trimEnd().split("\n");
      expect(lines.length).toBeLessThanOrEqual(48);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80);
    },
  );

  it("names every option of the command, with its default", async () => {
    const text = await show("ship", "--help");
    for (const name of OPTION_NAMES.filter((option) =>
      optionRow(option).commands.includes("ship"),
    )) {
      const { kind, default: value, unset, rare, group } = optionRow(name);
      if (rare === true || group === "Which events") {
        const heading = rare === true ? "Seldom needed" : "Which events";
        expect(text.slice(text.indexOf(heading))).toContain(flagOf(name));
        continue;
      }
      const line = text.split("\n").find((candidate) => candidate.startsWith(`  ${flagOf(name)} `));
      expect(line).toContain(kind === "switch" ? "" : `(${value ?? unset})`);
    }
  });

  it("shows examples that work as they stand", () => {
    const examples = COMMAND_NAMES.flatMap((name) => {
      const { examples: some }: CommandRow = COMMANDS[name];
      return some.map(([command]) => command);
    }).filter((command) => command.startsWith("sestrail ship "));
    expect(examples.length).toBeGreaterThanOrEqual(5);
    for (const example of examples) {
      const [line = ""] = example.split(" > ");
      const args = line.replaceAll("'", "").split(" ").slice(2);
      const decided = shipConfig(
        {
          command: "ship",
          asked: readArguments("ship", args),
          env: {},
          file: undefined,
          now: new Date(0),
        },
        {
          stdoutFormat: "text",
          text: { columns: 80, color: false },
          readFile: () => "",
        },
      );
      expect([example, "problems" in decided ? decided.problems : []]).toEqual([example, []]);
    }
  });

  it.each(["options", "errors", "fields", "signals"])("prints the table of %s", async (topic) => {
    const text = await show("help", topic);
    expect(text.split("\n").length).toBeGreaterThan(20);
    expect(text).not.toContain("`");
  });

  it("wraps a table on a terminal", async () => {
    const terminal = memoryTerminal(["help", "errors"], { isTerminal: true, columns: 80 });
    await runCommandLine(terminal);
    for (const line of terminal.out().split("\n")) expect(widthOf(line)).toBeLessThanOrEqual(80);
  });
});

describe("what is no command", () => {
  it.each([
    [[], `command  none is named; known: ${KNOWN}`],
    [["shp", "x"], `shp  unknown command; did you mean ship?; known: ${KNOWN}`],
    [
      ["samples", "--writes-only"],
      `samples  unknown command; did you mean: sestrail ship samples?; known: ${KNOWN}`,
    ],
    [
      ["setup"],
      "setup  what is to be set up? Known: setup elasticsearch, setup kibana, setup opensearch-dashboards",
    ],
    [
      ["setup", "elastisearch"],
      "setup elastisearch  what is to be set up? did you mean elasticsearch? Known: setup elasticsearch, setup kibana, setup opensearch-dashboards",
    ],
    [
      ["--dry-run", "ship"],
      "--dry-run  the command comes first: sestrail ship <source...> [options]",
    ],
    [
      ["help", "eror"],
      `eror  no such topic; did you mean errors?; known: options, errors, fields, metrics, signals, ${KNOWN}`,
    ],
  ])("%j", async (args, line) => {
    const terminal = memoryTerminal(args);
    expect(await runCommandLine(terminal)).toBe(2);
    expect(terminal.out()).toBe("");
    expect(terminal.err()).toContain(`  ${line}\n`);
    expect(terminal.err()).toMatch(/\[E_USAGE\]\n$/);
  });
});

describe("the version", () => {
  it.each(["--version", "-V", "-v", "version"])("%s tells that of the package", async (word) => {
    expect(await show(word)).toBe(`${VERSION}\n`);
  });
});
