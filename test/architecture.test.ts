/** Imports go one way: the linter refuses each breach that is planted here, and lets what is allowed pass. */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const OXLINT = resolve("node_modules/.bin/oxlint");

/** Lints files that hold one import each; gives those that are refused. */
function refused(imports: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-lint-"));
  copyFileSync(".oxlintrc.json", join(folder, ".oxlintrc.json"));
  const names = Object.entries(imports).map(([place, line], index) => {
    const name = `${place.split(" ")[0]}/planted-${index}.ts`;
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name), `${line}\nexport const used: unknown = thing;\n`);
    return [name, `${place}: ${line}`] as const;
  });
  const { stdout } = spawnSync(OXLINT, ["-f", "unix", "src"], { cwd: folder, encoding: "utf8" });
  return names
    .filter(([name]) =>
      stdout.split("\n").some((line) => line.startsWith(name) && line.includes("restricted")),
    )
    .map(([, planted]) => planted);
}

const inOrder = (one: string, other: string): number => (one < other ? -1 : 1);

const from = (path: string): string => `import { thing } from "${path}";`;
const typeFrom = (path: string): string =>
  `import type { Thing } from "${path}";\nconst thing: Thing | undefined = undefined;`;

const BREACHES = {
  "src/tables 1": from("../ses/thing.ts"),
  "src/telemetry 1": from("../pipeline/thing.ts"),
  "src/network 1": from("../sinks/thing.ts"),
  "src/sources 1": from("../records/thing.ts"),
  "src/records 1": from("../sources/thing.ts"),
  "src/records 2": from("../ses/thing.ts"),
  "src/digests 1": from("../pipeline/thing.ts"),
  "src/digests 2": from("../cli/thing.ts"),
  "src/sources 2": from("../digests/thing.ts"),
  "src/ses 1": from("../records/thing.ts"),
  "src/ses 2": from("../sinks/thing.ts"),
  "src/ses 3": from("node:fs"),
  "src/ses 4": from("commander"),
  "src/shape 1": from("../ses/thing.ts"),
  "src/shape 2": from("node:net"),
  "src/shape 3": from("@elastic/elasticsearch"),
  "src/sinks 1": from("../pipeline/thing.ts"),
  "src/sinks/otlp 1": from("../../config/thing.ts"),
  "src/pipeline 1": from("../config/thing.ts"),
  "src/pipeline 2": from("../cli/thing.ts"),
  "src/rules 1": from("../kibana/thing.ts"),
  "src/rules/table 1": from("../../ses/thing.ts"),
  "src/rules 2": from("node:fs"),
  "src/shape 4": from("../rules/thing.ts"),
  "src/kibana 1": from("../ses/thing.ts"),
  "src/demo/stories 1": from("../../pipeline/thing.ts"),
  "src/config 1": from("../cli/thing.ts"),
  "src/library 1": from("commander"),
  "src/library 2": from("../kibana/thing.ts"),
  "src/library 3": from("../cli/thing.ts"),
  "src/library 4": typeFrom("../cli/screen/thing.ts"),
  "src/lambda 1": from("../cli/thing.ts"),
  "src/lambda 2": from("commander"),
  "src/job 1": from("../cli/thing.ts"),
  "src/job 2": from("../library/thing.ts"),
  "src/config 2": from("../job/thing.ts"),
  "src/pipeline 3": from("../job/thing.ts"),
  "src/status 1": from("../job/thing.ts"),
  "src/status 2": from("../config/thing.ts"),
  "src/pipeline 4": from("../status/thing.ts"),
  "src/sinks 2": from("../status/thing.ts"),
};

const ALLOWED = {
  "src/records 1": typeFrom("../sources/thing.ts"),
  "src/ses 1": typeFrom("../records/thing.ts"),
  "src/ses 2": from("node:crypto"),
  "src/ses 3": from("../tables/thing.ts"),
  "src/shape 1": from("@opentelemetry/api-logs"),
  "src/shape 2": typeFrom("@opentelemetry/sdk-logs"),
  "src/sinks 1": from("../shape/thing.ts"),
  "src/sinks/otlp 1": from("../../tables/thing.ts"),
  "src/pipeline 1": from("../sinks/thing.ts"),
  "src/rules/table 1": from("../../tables/thing.ts"),
  "src/kibana 1": from("../rules/thing.ts"),
  "src/demo/stories 1": from("../record.ts"),
  "src/cli 1": from("../pipeline/thing.ts"),
  "src/cli 2": from("../job/thing.ts"),
  "src/job 1": from("../config/thing.ts"),
  "src/library 1": from("../job/thing.ts"),
  "src/status 1": from("../tables/thing.ts"),
  "src/status 2": typeFrom("../sinks/thing.ts"),
  "src/job 2": from("../status/thing.ts"),
};

describe("imports go one way", () => {
  it("every breach is refused", () => {
    expect(refused(BREACHES)).toEqual(
      Object.entries(BREACHES).map(([place, line]) => `${place}: ${line}`),
    );
  });

  it("what is allowed passes", () => {
    expect(refused(ALLOWED)).toEqual([]);
  });

  it("circles are refused, also those of types alone", () => {
    const circles = (first: string, second: string): string => {
      const folder = mkdtempSync(join(tmpdir(), "sestrail-lint-"));
      copyFileSync(".oxlintrc.json", join(folder, ".oxlintrc.json"));
      mkdirSync(join(folder, "src/shape"), { recursive: true });
      writeFileSync(join(folder, "src/shape/first.ts"), first);
      writeFileSync(join(folder, "src/shape/second.ts"), second);
      return spawnSync(OXLINT, ["-f", "unix", "src"], { cwd: folder, encoding: "utf8" }).stdout;
    };
    const first = `import { two } from "./second.ts";\nexport const one: number = two;\nexport type One = number;\n`;
    expect(
      circles(first, `import type { One } from "./first.ts";\nexport const two: One = 2;\n`),
    ).toContain("no-cycle");
    // The control: without the way back nothing is found.
    expect(circles(first, `export const two: number = 2;\n`)).not.toContain("no-cycle");
  });

  it("only main.ts touches the process, but for the few that ask it something", () => {
    const touching = readdirSync("src", { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .filter((name) => {
        const source = readFileSync(join("src", name), "utf8");
        const code = source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*|"(?:[^"\\\n]|\\.)*"/g, "");
        return /\bprocess\b/.test(code) || source.includes('"node:process"');
      });
    // A lock names its owner, and asks whether that lives.
    expect(touching.toSorted(inOrder)).toEqual([
      "checkpoint/owner.ts",
      // The runtime of Lambda gives a function nothing but its event: all else is the process's.
      "lambda.ts",
      "main.ts",
      // What a process takes of the machine is part of its metrics.
      "status/own-process.ts",
    ]);
  });
});
