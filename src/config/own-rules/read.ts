/** Reads rules of somebody's own: YAML files, and folders of them. A rule is one document. */
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../telemetry/problem.ts";
import { RULES } from "../../rules/rules.ts";
import type { Rule } from "../../rules/rule.ts";
import { usage, type UsageProblem } from "../asked.ts";
import { ownRule } from "./document.ts";

/** What was read. */
export interface OwnRules {
  readonly rules: readonly Rule[];
  readonly problems: readonly UsageProblem[];
}

/** Reads all of them, and tells everything that is wrong with any. */
export async function readOwnRules(paths: readonly string[]): Promise<OwnRules> {
  const rules: Rule[] = [];
  const problems: UsageProblem[] = [];
  for (const path of paths) {
    try {
      for (const file of await filesIn(path)) {
        const read = await parseOwnRules(file, await readFile(file, "utf8"));
        problems.push(...read.problems);
        for (const rule of read.rules) {
          if ([...RULES, ...rules].some(({ key }) => key === rule.key))
            problems.push(
              usage(file, `there is a rule ${rule.key} already: give this one another name`),
            );
          else rules.push(rule);
        }
      }
    } catch (error) {
      problems.push(usage(path, `cannot be read: ${messageOf(error)}`));
    }
  }
  return { rules, problems };
}

async function filesIn(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

/** Understands the text of a file. */
export async function parseOwnRules(path: string, text: string): Promise<OwnRules> {
  const { LineCounter, isMap, isScalar, parseAllDocuments } = await import("yaml");
  const lines = new LineCounter();
  // Failsafe: every scalar stays the text that was written, so that an account id keeps its leading zeros.
  const documents = parseAllDocuments(text, {
    schema: "failsafe",
    prettyErrors: false,
    lineCounter: lines,
  });
  const rules: Rule[] = [];
  const problems: UsageProblem[] = [];
  const at = (offset: number | undefined, what: string): void =>
    void problems.push(usage(`${path}:${lines.linePos(offset ?? 0).line}`, what));
  for (const document of "empty" in documents ? [] : documents) {
    const { contents, errors } = document;
    for (const error of errors) at(error.pos[0], error.message);
    if (errors.length > 0 || contents === null) continue;
    if (!isMap(contents)) {
      at(contents.range?.[0], "is no rule: a rule has a name, a title, a level and a query");
      continue;
    }
    const read = ownRule(contents.toJSON() as Readonly<Record<string, unknown>>);
    if ("rule" in read) rules.push(read.rule);
    else
      for (const { key, text: what } of read.faults) {
        const pair = contents.items.find((item) => isScalar(item.key) && item.key.value === key);
        at(isScalar(pair?.key) ? pair.key.range?.[0] : contents.range?.[0], what);
      }
  }
  if (rules.length === 0 && problems.length === 0) problems.push(usage(path, "holds no rule"));
  return { rules, problems };
}
