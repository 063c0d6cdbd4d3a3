/** The man page and lnav's format are taken by the programs that read them. `npm run docs` writes the format anew; the page is made by the build. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { lnavFormat } from "../../src/cli/reference/lnav.ts";
import { manPage } from "../../src/cli/reference/man.ts";
import { COMMAND_NAMES } from "../../src/tables/commands.ts";
import { flagOf, OPTION_NAMES } from "../../src/tables/options.ts";
import { memoryTerminal } from "../support/terminal.ts";

const at = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const isHere = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;

describe("the man page", () => {
  it.skipIf(!isHere("groff"))(
    "is read by groff without a warning, and holds every command and option",
    () => {
      const { stdout, stderr } = spawnSync("groff", ["-man", "-Tascii", "-ww"], {
        encoding: "utf8",
        input: manPage(),
        env: { ...process.env, GROFF_NO_SGR: "1" },
      });
      expect(stderr).toBe("");
      // Bold is a letter over itself.
      const text = stdout.replaceAll(new RegExp(`.${String.fromCharCode(8)}`, "g"), "");
      const missing = [
        ...COMMAND_NAMES.map((name) => `sestrail ${name}`),
        ...OPTION_NAMES.map(flagOf),
      ].filter((word) => !text.includes(word));
      expect(missing).toEqual([]);
    },
  );
});

describe("lnav's format", () => {
  it("is made from the tables", async () => {
    await expect(lnavFormat()).toMatchFileSnapshot(at("deploy/lnav/sestrail.json"));
  });

  it.skipIf(!isHere("lnav"))(
    "is taken by lnav, which then knows time, level and caller",
    async () => {
      const folder = mkdtempSync(join(tmpdir(), "sestrail-lnav-"));
      onTestFinished(() => rmSync(folder, { recursive: true }));
      mkdirSync(join(folder, "formats/sestrail"), { recursive: true });
      writeFileSync(join(folder, "formats/sestrail/sestrail.json"), lnavFormat());
      const terminal = memoryTerminal(["ship", at("samples"), "--format", "ecs", "--signal", "*"]);
      expect(await runCommandLine(terminal)).toBe(0);
      const events = join(folder, "events.ndjson");
      writeFileSync(events, terminal.out());
      const lnav = (...args: readonly string[]): string => {
        const { stdout, stderr } = spawnSync("lnav", ["-n", "-I", folder, ...args], {
          encoding: "utf8",
          env: { ...process.env, HOME: folder, TERM: "xterm" },
        });
        expect(stderr).toBe("");
        return stdout;
      };
      const sql =
        ';SELECT log_time, log_level, "aws/ses/caller/name" FROM sestrail_ecs ORDER BY log_time LIMIT 1';
      const table = lnav("-c", sql, "-c", ":write-csv-to -", events);
      expect(table).toMatch(/2026-11-20 \d\d:\d\d:\d\d\.000,(?:error|warning|info),\S+/);
      expect(lnav(events).split("\n")[0]).toMatch(/^2026-11-20 \d\d:\d\d:\d\d \S+ +\S/);
    },
  );
});
