/** What a path may be besides a plain file: a named pipe, a loop of links, a link to nothing. */
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { filesSource } from "../../src/sources/files.ts";
import type { LogFile } from "../../src/sources/source.ts";
import type { Problem } from "../../src/telemetry/problem.ts";
import { readAll } from "../support/reading.ts";

const newFolder = (): string => mkdtempSync(join(tmpdir(), "sestrail-files-"));

async function filesOf(path: string): Promise<{ files: LogFile[]; problems: Problem[] }> {
  const problems: Problem[] = [];
  const files: LogFile[] = [];
  const source = filesSource(path, { report: (problem) => problems.push(problem) });
  for await (const file of source.files(new AbortController().signal)) files.push(file);
  return { files, problems };
}

describe("paths", () => {
  // Opened and closed to be looked at first, the pipe would lose its writer.
  it("a named pipe is opened once, and its writer may come later", async () => {
    const path = join(newFolder(), "pipe");
    execFileSync("mkfifo", [path]);
    const [file] = (await filesOf(path)).files;
    if (file === undefined) throw new Error("no file");
    const reading = readAll(file);
    const writer = spawn("sh", ["-c", 'yes \'{"x":1}\' | head -n 50000 > "$0"', path]);
    const status = new Promise((resolve) => writer.once("exit", resolve));
    expect((await reading).elements).toBe(50_000);
    expect(await status).toBe(0);
  });

  it("links to folders are not followed, so that none can lead in a circle", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "day"));
    symlinkSync(folder, join(folder, "day", "loop.json"));
    writeFileSync(join(folder, "day", "a.json"), "{}");
    symlinkSync(join(folder, "day", "a.json"), join(folder, "b.json"));
    const { files, problems } = await filesOf(folder);
    expect(files.map(({ name }) => name.slice(folder.length))).toEqual(["/b.json", "/day/a.json"]);
    expect(problems).toEqual([]);
  });

  it("a link to nothing is a file that can't be read", async () => {
    const folder = newFolder();
    symlinkSync(join(folder, "gone"), join(folder, "a.json"));
    const { files } = await filesOf(folder);
    expect(files).toHaveLength(1);
    const read = await readAll(files[0] as LogFile);
    expect(read.end.fault).toMatchObject({ code: "E_FILE_OPEN", why: "it is no longer there" });
  });

  it("a glob names what a shell would: files, and folders with all below them, each file once", async () => {
    const folder = newFolder();
    for (const day of ["a", "a/deep", "b", "b-side", ".hidden"]) mkdirSync(join(folder, day));
    const put = ["a/1.json", "a/deep/2", "b/3.json", "b-side/4.json", "a.json", ".hidden/5.json"];
    for (const path of put) writeFileSync(join(folder, path), "{}");
    const named = async (glob: string) =>
      (await filesOf(join(folder, glob))).files.map(
        ({ name, isGuess }) => name.slice(folder.length + 1) + (isGuess ? "?" : ""),
      );
    const all = ["a.json", "a/1.json", "a/deep/2?", "b-side/4.json", "b/3.json"];
    expect(await named("*")).toEqual(all);
    expect((await named("**")).toSorted()).toEqual(all);
    expect(await named("a*")).toEqual(["a.json", "a/1.json", "a/deep/2?"]);
    expect(await named("{a,b}")).toEqual(["a/1.json", "a/deep/2?", "b/3.json"]);
    // A file that the glob names itself is no guess.
    expect(await named("a/*/*")).toEqual(["a/deep/2"]);
    expect(await named("*.json")).toEqual(["a.json"]);
    expect(await named("c*")).toEqual([]);
  });
});
