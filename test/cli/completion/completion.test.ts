/** Completion is asked of the shells themselves, of those that are here. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { SHELLS } from "../../../src/cli/completion/words.ts";
import { memoryTerminal } from "../../support/terminal.ts";

let folder = "";
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-completion-"));
  for (const shell of SHELLS) writeFileSync(join(folder, shell), await script(shell));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function script(shell: string): Promise<string> {
  const terminal = memoryTerminal(["completion", shell]);
  expect(await runCommandLine(terminal)).toBe(0);
  return terminal.out();
}

function run(shell: string, code: string): readonly string[] {
  const args = { bash: ["--norc", "--noprofile", "-c"], zsh: ["-fc"], fish: ["--no-config", "-c"] }[
    shell
  ];
  const { stdout, stderr } = spawnSync(shell, [...(args ?? []), code], {
    encoding: "utf8",
    cwd: folder,
  });
  expect(stderr).toBe("");
  return stdout.split("\n").filter((line) => line !== "");
}

/** What a shell offers behind these words, of which the last is being written. */
const ASK: Readonly<Record<string, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) => {
    // As bash takes them apart.
    const parts = words
      .flatMap((word) => word.split(/(=)/))
      .filter((part, place, all) => part !== "" || place === all.length - 1);
    const quoted = ["sestrail", ...parts].map((word) => `'${word}'`).join(" ");
    return run(
      "bash",
      `source ./bash; COMP_WORDS=(${quoted}); COMP_CWORD=${parts.length}; _sestrail; printf '%s\\n' "\${COMPREPLY[@]}"`,
    );
  },
  // What zsh's own functions are given is what they offer: they themselves need a terminal.
  zsh: (words) => {
    const quoted = ["sestrail", ...words].map((word) => `'${word}'`).join(" ");
    const last =
      words
        .at(-1)
        ?.replace(/^--\w[\w-]*=/, "")
        .replace(/^.*,/, "") ?? "";
    return run(
      "zsh",
      `compdef() {}; compset() {}; _files() { print FILES }
       compadd() { shift; print -l -- $@ }
       _describe() { [[ $1 == -o ]] && shift; local list=$2; print -l -- \${(P)list} }
       source ./zsh; words=(${quoted}); CURRENT=${words.length + 1}; _sestrail`,
    )
      .map((line) => line.replace(/:.*$/, ""))
      .filter((line) => line.startsWith(last) || line === "FILES");
  },
  fish: (words) =>
    run("fish", `source ./fish; complete -C 'sestrail ${words.join(" ")}'`).map((line) =>
      line.replace(/\t.*$/, "").replace(/^--[\w-]+=/, ""),
    ),
};

const isHere = (shell: string): boolean => spawnSync(shell, ["-c", "true"]).status === 0;

describe.each(SHELLS.filter(isHere))("%s", (shell) => {
  const offered = (...words: readonly string[]): readonly string[] => ASK[shell]?.(words) ?? [];

  it("completes commands, also of two words", () => {
    expect(offered("sh")).toContain("ship");
    expect(offered("setup", "ki")).toEqual(["kibana"]);
  });

  it("completes options of the command, and of no other", () => {
    expect(offered("verify", "--pub")).toEqual(["--public-keys"]);
    expect(offered("count", "--pub")).toEqual([]);
    expect(offered("setup", "kibana", "--ru")).toEqual(["--rules"]);
    expect(offered("ship", "--no-se")).toEqual(["--no-setup"]);
  });

  it("completes values: actions, signals, Regions, words of the command", () => {
    expect(offered("look", "--action", "SetIdentityDk")).toEqual(["SetIdentityDkimEnabled"]);
    expect(offered("look", "--signal", "dkim_w")).toEqual(["dkim_weakened"]);
    expect(offered("ship", "--region", "eu-west-")).toEqual([
      "eu-west-1",
      "eu-west-2",
      "eu-west-3",
    ]);
    expect(offered("verify", "--format", "j")).toEqual(["json"]);
    expect(offered("count", "--format", "j")).toEqual([]);
  });

  it("completes behind an equals sign", () => {
    expect(offered("look", "--signal=dkim_w").map((word) => word.replace(/^.*=/, ""))).toEqual([
      "dkim_weakened",
    ]);
  });

  it("completes what is no source", () => {
    expect(offered("completion", "zs")).toEqual(["zsh"]);
    expect(offered("help", "erro")).toEqual(["errors"]);
  });
});

it.skipIf(!isHere("bash"))("bash goes on in a list", () => {
  expect(ASK["bash"]?.(["look", "--region", "eu-west-1,us-gov-w"])).toEqual([
    "eu-west-1,us-gov-west-1",
  ]);
});

it.each([[[]], [["tcsh"]], [["bash", "zsh"]]])("refuses %j", async (args) => {
  const terminal = memoryTerminal(["completion", ...args]);
  expect(await runCommandLine(terminal)).toBe(2);
  expect(terminal.err()).toContain("known: bash, zsh, fish");
});
