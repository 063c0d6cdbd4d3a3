/** A Node that is too old gets one sentence, before anything is loaded that it could not read. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { OLDEST_NODE, tooOldNode } from "../src/node-version.ts";
import { programFolder } from "./support/program.ts";

describe("the look at Node's version", () => {
  it.each(["12.22.12", "16.20.2", "18.20.8", "20.0.0", "20.9.0", "20.18.3", "18"])(
    "refuses %s",
    (version) => {
      expect(tooOldNode(version, "/usr/bin/node")).toBe(
        `sestrail needs Node 20.19 or newer; this is ${version} (/usr/bin/node)`,
      );
    },
  );

  it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0", "100.0.0-nightly", process.versions.node])(
    "takes %s",
    (version) => {
      expect(tooOldNode(version, "/usr/bin/node")).toBeUndefined();
    },
  );

  it("asks for what package.json asks for", () => {
    const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as {
      engines: { node: string };
    };
    expect(engines.node).toBe(`>=${OLDEST_NODE}`);
  });

  it("comes before all imports: the program's first file loads one file that loads none", () => {
    const staticImports = (name: string): readonly string[] =>
      [
        ...readFileSync(join(programFolder(), name), "utf8").matchAll(
          /^(?:import|export)\b[^;=(]*?["']([^"']+)["'];/gm,
        ),
      ].map(([, path = ""]) => path);
    expect(staticImports("main.js")).toEqual(["./node-version.js"]);
    expect(staticImports("node-version.js")).toEqual([]);
    // The control: other files have imports that are found so.
    expect(staticImports("cli/command-line.js")).toContain("./commands/run-command.js");
  });
});
