/**
 * `deploy/ship-days.sh`, run by a shell over a tree that ends today. In the place of the AWS command line stands a script
 * that notes what it is asked for; the copies are there already.
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ROOT, programFolder, runProgram } from "../support/program.ts";

const FOLDER = mkdtempSync(join(tmpdir(), "sestrail-deploy-"));
const COPY = join(FOLDER, "trail/AWSLogs");
const ASKED = join(FOLDER, "asked");

/** The folder of a day, so many days ago. */
const day = (ago: number): string =>
  new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10).replaceAll("-", "/");
const logsOf = (ago: number): readonly string[] =>
  readdirSync(COPY, { recursive: true, encoding: "utf8" }).filter(
    (path) =>
      path.includes(`/CloudTrail/`) && path.includes(`/${day(ago)}/`) && path.endsWith(".gz"),
  );

function stand(name: string, script: string): void {
  writeFileSync(join(FOLDER, "bin", name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

function shipDays(days: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync("sh", [join(ROOT, "deploy/ship-days.sh"), ...days], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      PATH: `${join(FOLDER, "bin")}:${process.env["PATH"]}`,
      LOGS: "s3://my-trail/AWSLogs",
      COPY,
      ...env,
    },
  });
  const paths = stdout
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => (JSON.parse(line) as { log: { file: { path: string } } }).log.file.path);
  return { status, stderr, paths: [...new Set(paths)] };
}

beforeAll(async () => {
  mkdirSync(join(FOLDER, "bin"));
  symlinkSync(join(programFolder(), "main.js"), join(FOLDER, "bin/sestrail"));
  execFileSync("chmod", ["+x", join(programFolder(), "main.js")]);
  stand("aws", `printf '%s\\n' "$@" > ${ASKED}`);
  const made = await runProgram(["demo", "--output", join(FOLDER, "trail")]);
  expect(made.code).toBe(0);
  expect(logsOf(1).length).toBeGreaterThan(5);
});
afterAll(() => rmSync(FOLDER, { recursive: true }));

it("takes the days that it is told, and no others", () => {
  const { status, stderr, paths } = shipDays(["1"]);
  expect({ status, stderr: status === 0 ? "" : stderr }).toEqual({ status: 0, stderr: "" });
  expect(paths.length).toBeGreaterThan(0);
  expect(paths.filter((path) => !path.includes(`/${day(1)}/`))).toEqual([]);
  expect(stderr).toContain(`${logsOf(1).length} files`);

  const both = shipDays(["2", "1"]);
  expect(both.stderr).toContain(`${logsOf(2).length + logsOf(1).length} files`);
  expect(new Set(both.paths.map((path) => /\d{4}\/\d\d\/\d\d/.exec(path)?.[0]))).toEqual(
    new Set([day(2), day(1)]),
  );
});

it("copies only the log files of these days", () => {
  shipDays(["1", "0"]);
  expect(readFileSync(ASKED, "utf8").trimEnd().split("\n")).toEqual([
    "s3",
    "sync",
    "--only-show-errors",
    "s3://my-trail/AWSLogs",
    COPY,
    "--exclude",
    "*",
    "--include",
    `*/CloudTrail/*/${day(1)}/*`,
    "--include",
    `*/CloudTrail/*/${day(0)}/*`,
  ]);
});

it("skips what is done, where a checkpoint is kept", () => {
  const env = { SESTRAIL_CHECKPOINT: join(FOLDER, "checkpoint") };
  const first = shipDays(["2"], env);
  expect(first.paths.length).toBeGreaterThan(0);
  expect(shipDays(["2"], env)).toMatchObject({ status: 0, paths: [] });
  const both = shipDays(["2", "1"], env);
  expect(both.paths.filter((path) => !path.includes(`/${day(1)}/`))).toEqual([]);
  expect(both.paths).toEqual(shipDays(["1"]).paths);
});

it("is not troubled by a day without files", () => {
  const { status, paths } = shipDays(["400"]);
  expect({ status, paths }).toEqual({ status: 0, paths: [] });
});

it("ends with sestrail's own exit code", () => {
  const [path = ""] = logsOf(3);
  writeFileSync(join(COPY, path), readFileSync(join(COPY, path)).subarray(0, -30));
  expect(shipDays(["3"]).status).toBe(3);
  expect(shipDays(["1"], { SESTRAIL_TO: "nowhere:" }).status).toBe(2);
});

it("ships nothing when the copying failed, and when no day is named", () => {
  stand("aws", "exit 254");
  expect(shipDays(["1"])).toMatchObject({ status: 1, paths: [] });
  expect(shipDays([])).toMatchObject({ status: 2, paths: [] });
});
