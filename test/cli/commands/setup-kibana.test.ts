/** `sestrail setup kibana` as the command line meets it: what goes to stdout, to stderr, and what fails. */
import { afterEach, expect, test } from "vitest";
import {
  setupKibanaCommand,
  type SetupKibanaConfig,
} from "../../../src/cli/commands/setup-kibana.ts";
import { importFiles } from "../../../src/kibana/setup.ts";
import type { Problem } from "../../../src/telemetry/problem.ts";
import {
  startFakeKibana,
  type FakeKibana,
  type FakeKibanaOptions,
} from "../../support/fake-kibana.ts";

const opened: FakeKibana[] = [];

afterEach(async () => {
  for (const kibana of opened.splice(0)) await kibana.close();
});

async function fake(options: FakeKibanaOptions = {}): Promise<FakeKibana> {
  const kibana = await startFakeKibana(options);
  opened.push(kibana);
  return kibana;
}

async function run(
  url: string,
  asked: Partial<SetupKibanaConfig> = {},
): Promise<{ out: string; progress: string; problems: readonly Problem[] }> {
  const written = { out: "", progress: "" };
  const problems = await setupKibanaCommand(
    {
      server: "kibana",
      url,
      space: "default",
      overwrite: false,
      dryRun: false,
      rules: false,
      print: false,
      waitMs: 0,
      pause: () => Promise.resolve(),
      ...asked,
    },
    {},
    {
      out: (text) => {
        written.out += text;
      },
      progress: (text) => {
        written.progress += text;
      },
    },
    new AbortController().signal,
  );
  return { ...written, problems };
}

test("imports, and says so in lines", async () => {
  const kibana = await fake();
  const { out, progress, problems } = await run(kibana.url, { rules: true });
  expect(problems).toEqual([]);
  expect(progress).toBe("");
  expect(out.split("\n").map((line) => line.slice(0, 8))).toEqual([
    "Kibana  ",
    "boards  ",
    "rules   ",
    "",
  ]);
});

test("prints the files and needs no server for it", async () => {
  const asked = { server: "kibana", space: "mail", rules: true } as const;
  const { out, problems } = await run("http://127.0.0.1:1", { ...asked, print: true });
  expect(problems).toEqual([]);
  expect(out).toBe(
    importFiles(asked)
      .map(({ ndjson }) => ndjson)
      .join(""),
  );
});

test("tells of waiting beside the result", async () => {
  const kibana = await fake({ starting: { looks: 2, how: "503" } });
  const { out, progress } = await run(kibana.url, { waitMs: 60_000 });
  expect(progress.match(/Kibana is starting/gu)).toHaveLength(2);
  expect(out).not.toContain("starting");
});

test("hands on what was refused", async () => {
  const kibana = await fake();
  await run(kibana.url);
  expect((await run(kibana.url)).problems.map(({ code }) => code)).toEqual(["E_KIBANA_EXISTS"]);
});

test("throws what cannot be begun", async () => {
  await expect(run("not a url")).rejects.toMatchObject({ code: "E_USAGE" });
});
