/** Every command line that the pages and `deploy/` show is one that sestrail takes: commands, options, values, variables. */
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { readArguments } from "../../src/cli/configuration/arguments.ts";
import { resolveOptions } from "../../src/config/resolve.ts";
import { commandAt } from "../../src/tables/commands.ts";
import { environmentName, OPTION_NAMES } from "../../src/tables/options.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "dashboards/README.md",
  "samples/README.md",
  ...filesIn("docs").filter((path) => path.endsWith(".md")),
];
const FILES = [...PAGES, ...filesIn("deploy")];

/** Words of a shell line, as far as our pages write them: quotes, and the end at a pipe, redirection or comment. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [, double, single, bare] of line.matchAll(/"([^"]*)"|'([^']*)'|([^\s"']+)/g)) {
    if (bare !== undefined && /^(?:\||\d?>|<|#|&&|;|\\$|…)/.test(bare)) break;
    words.push(double ?? single ?? (bare ?? "").replace(/;$/, ""));
    if (bare?.endsWith(";") === true) break;
  }
  return words;
}

/** Command lines of a file: in pages those of blocks and of `code`, elsewhere those of every line. */
function commandsOf(path: string, text: string): readonly string[] {
  const code = path.endsWith(".md")
    ? [
        ...[...text.matchAll(/^```(?:sh|yaml|ini|ruby)\n(.*?)^```$/gms)].map(
          ([, block = ""]) => block,
        ),
        ...[...text.replaceAll(/^```.*?^```$/gms, "").matchAll(/`([^`\n]+)`/g)]
          .map(([, span = ""]) => span)
          // What stands for something else, as in `sestrail check [source...]`.
          .filter((span) => !/[[\]<>…]/.test(span)),
      ]
    : [text];
  return code.flatMap((block) =>
    [...block.matchAll(/(?:^|[|;&(] *|npx |exec |sudo |\$ )sestrail ([a-z].*)$/gm)].map(
      ([, rest = ""]) => rest,
    ),
  );
}

/** What sestrail would say to a command line. */
function wrongIn(line: string): readonly string[] {
  const words = wordsOf(line);
  const found = commandAt(words);
  if (found === undefined) return [`${words[0]}: no such command`];
  if (found.rest.includes("--help")) return [];
  const { problems } = resolveOptions({
    command: found.name,
    asked: readArguments(found.name, found.rest),
    env: {},
    file: undefined,
    now: new Date(0),
  });
  return problems.map(({ subject, text }) => `${subject}: ${text}`);
}

const lines = FILES.flatMap((path) =>
  commandsOf(path, readFileSync(join(ROOT, path), "utf8")).map((line) => [path, line] as const),
);

it("finds the commands of the pages and of deploy/", () => {
  expect(lines.length).toBeGreaterThan(30);
  const places = new Set(lines.map(([path]) => path));
  for (const path of ["README.md", "docs/commands.md", "docs/deploy.md", "deploy/ship-days.sh"])
    expect(places).toContain(path);
});

it.each(lines)("%s: sestrail %s", (_, line) => {
  expect(wrongIn(line)).toEqual([]);
});

it.each([
  ["shipp AWSLogs", "shipp: no such command"],
  ["ship AWSLogs --writes # changes", "--writes: unknown option"],
  ["ship AWSLogs --since yesteryear | less", "--since: "],
  ["replay dead --dead-letter", "--dead-letter: needs a value"],
])("would see what is wrong with: sestrail %s", (line, problem) => {
  expect(wrongIn(line).join("\n")).toContain(problem);
});

/** Variables of ours that a file names; `SESTRAIL_…` stands for all. */
const variablesIn = (path: string): readonly string[] =>
  [...readFileSync(join(ROOT, path), "utf8").matchAll(/\bSESTRAIL_[A-Z_]+\b/g)].map(
    ([name]) => name,
  );
const known: readonly string[] = OPTION_NAMES.map(environmentName);

it.each(FILES.filter((path) => variablesIn(path).length > 0))(
  "%s names variables that exist",
  (path) => {
    expect(variablesIn(path).filter((name) => !known.includes(name))).toEqual([]);
  },
);
