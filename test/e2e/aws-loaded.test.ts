/** AWS's packages are loaded where a bucket, a queue or a role is named, and nowhere else. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { programFolder, ROOT } from "../support/program.ts";

let folder = "";
beforeAll(() => {
  programFolder();
  folder = mkdtempSync(join(tmpdir(), "sestrail-loaded-"));
  const hooks = `
    import { appendFileSync } from "node:fs";
    export async function load(url, context, next) {
      appendFileSync(${JSON.stringify(join(folder, "loaded"))}, url + "\\n");
      return next(url, context);
    }`;
  const text = `data:text/javascript,${encodeURIComponent(hooks)}`;
  writeFileSync(
    join(folder, "watch.mjs"),
    `import { register } from "node:module"; register(${JSON.stringify(text)});`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Packages of AWS that a run of the program loads. */
async function loadedBy(...args: readonly string[]): Promise<readonly string[]> {
  writeFileSync(join(folder, "loaded"), "");
  const env = {
    PATH: process.env["PATH"],
    // Nobody listens there.
    AWS_ENDPOINT_URL: "http://127.0.0.1:9",
    AWS_ACCESS_KEY_ID: "x",
    AWS_SECRET_ACCESS_KEY: "x",
    AWS_REGION: "eu-west-1",
  };
  const watched = ["--import", join(folder, "watch.mjs"), join(programFolder(), "main.js")];
  await new Promise((resolve) => {
    execFile(process.execPath, [...watched, ...args], { cwd: ROOT, env }, resolve);
  });
  const loaded = readFileSync(join(folder, "loaded"), "utf8");
  return [
    ...new Set(
      [...loaded.matchAll(/node_modules\/(@aws-sdk\/[\w-]+)/g)].map(([, name = ""]) => name),
    ),
  ].filter((name) => /client|providers/.test(name));
}

it.each<[readonly string[], readonly string[]]>([
  [["ship", "samples", "--to", "file:/dev/null", "--append"], []],
  [["backfill", "s3://bucket", "--enqueue", "wrong"], []],
  [
    ["ship", "sqs:http://127.0.0.1:9/111122223333/q", "--until-empty"],
    ["@aws-sdk/client-s3", "@aws-sdk/client-sqs"],
  ],
])("%j loads %j", async (args, packages) => {
  expect((await loadedBy(...args)).toSorted()).toEqual(packages);
});

it("a bucket loads its own client", async () => {
  expect(await loadedBy("backfill", "s3://bucket", "--dry-run")).toContain("@aws-sdk/client-s3");
});
