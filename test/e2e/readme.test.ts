/**
 * The commands of the README do what it says. Each line of its `sh` blocks is run by a shell, in a folder that holds what
 * the README supposes; only the addresses of servers are put in. What can't be run here is listed by name.
 */
import { execFile } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { globSync } from "tinyglobby";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SAMPLE_SES_CALLS } from "../support/samples.ts";
import { type FakeKibana, startFakeKibana } from "../support/fake-kibana.ts";
import { addressFrom } from "../support/services.ts";
import {
  dropDataset,
  dropStream,
  freshNamespace,
  plainClient,
} from "../sinks/elasticsearch/support.ts";

const execute = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
/** The reader's folder. */
const FOLDER = mkdtempSync(join(tmpdir(), "sestrail-readme-"));
const ELASTICSEARCH = addressFrom("ELASTICSEARCH_URL");
const COLLECTOR = addressFrom("OTEL_EXPORTER_OTLP_ENDPOINT");

/** Names of this test alone, in servers that others use too. */
const namespace = freshNamespace();
const dataset = `ses.${namespace}`;

/** A line of a block, without the comment behind it. */
const LINES = [...readFileSync(join(ROOT, "README.md"), "utf8").matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = ""]) => block.trimEnd().split("\n"))
  .map((line) => line.replace(/\s+# .*$/, ""));

/** Not run, each for its reason. */
const NOT_RUN = [
  // Ran before these tests, or runs them.
  "npm ci && npm test",
  // test/e2e/pack.test.ts does it.
  "npm pack && npm install --global ./sestrail-0.1.0.tgz",
  // Needs an engine; test/e2e/compose.test.ts looks at the file.
  "docker compose up -d --wait",
  "docker compose down --volumes",
  // Never ends; test/e2e/follow.test.ts does it.
  "sestrail ship AWSLogs --to otlp:http://localhost:4318 --follow",
  // Asks AWS for its keys; test/digests does it.
  "sestrail verify AWSLogs",
  // Says nothing; test/cli/completion does it.
  "source <(sestrail completion bash)",
  // Holds no key.
  "export ELASTICSEARCH_API_KEY=…",
];

/** What a line writes, when it is run in the reader's folder: its exit code, and both streams. */
async function run(
  line: string,
  kibana: string,
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  const command = line
    .replace(/^npm ci && /, "")
    .replaceAll(/https?:\/\/(?:es\.example\.com|localhost):9200/g, ELASTICSEARCH ?? "")
    .replaceAll("http://localhost:4318", COLLECTOR ?? "")
    .replaceAll("http://localhost:5601", kibana);
  const bin = join(FOLDER, "node_modules/.bin");
  const env = {
    PATH: `${bin}:${process.env["PATH"]}`,
    HOME: FOLDER,
    SESTRAIL_NAMESPACE: namespace,
    SESTRAIL_DATASET: dataset,
  };
  try {
    const { stdout, stderr } = await execute("bash", ["-o", "pipefail", "-c", command], {
      cwd: FOLDER,
      env,
      maxBuffer: 1 << 28,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

const needsElasticsearch = (line: string): boolean => line.includes(":9200");
const needsCollector = (line: string): boolean => line.includes(":4318");
const runnable = LINES.filter((line) => !NOT_RUN.includes(line));

beforeAll(async () => {
  mkdirSync(join(FOLDER, "node_modules/.bin"), { recursive: true });
  symlinkSync(join(ROOT, "dist/main.js"), join(FOLDER, "node_modules/.bin/sestrail"));
  cpSync(join(ROOT, "samples"), join(FOLDER, "samples"), { recursive: true });
  cpSync(join(ROOT, "samples/AWSLogs"), join(FOLDER, "AWSLogs"), { recursive: true });
  for (const [index, path] of globSync("AWSLogs/**/CloudTrail/**/*.json.gz", {
    cwd: FOLDER,
  }).entries())
    copyFileSync(join(FOLDER, path), join(FOLDER, `${index}.json.gz`));
  // What stands for the AWS CLI gives the sample's records in the form of lookup-events.
  writeFileSync(join(FOLDER, "lookup.json"), lookupEvents());
  writeFileSync(join(FOLDER, "node_modules/.bin/aws"), `#!/bin/sh\ncat "${FOLDER}/lookup.json"\n`, {
    mode: 0o755,
  });
  // Dead letters that a replay can send: records were refused that are allowed again.
  const line = "sestrail ship AWSLogs --max-nesting 3 --dead-letter dead.ndjson > /dev/null";
  expect((await run(line, "")).code).toBe(3);
});

/**
 * The answer of `aws cloudtrail lookup-events` over the SES calls of the samples: each record as text, indented by 4, times
 * as the CLI writes them. Source: the CLI's reference of lookup-events, "Output" and "Examples".
 */
function lookupEvents(): string {
  const records = globSync("samples/AWSLogs/**/CloudTrail/**/*.json.gz", {
    cwd: FOLDER,
    absolute: true,
  }).flatMap(
    (path) =>
      (JSON.parse(gunzipSync(readFileSync(path)).toString()) as { Records: AnyRecord[] }).Records,
  );
  const events = records
    .filter(({ eventSource }) => eventSource === "ses.amazonaws.com")
    .map((record) => ({
      EventId: record["eventID"],
      EventName: record["eventName"],
      ReadOnly: String(record["readOnly"]),
      EventTime: String(record["eventTime"]).replace("Z", "+00:00"),
      EventSource: record["eventSource"],
      Resources: [],
      CloudTrailEvent: JSON.stringify(record),
    }));
  return JSON.stringify({ Events: events }, undefined, 4);
}

type AnyRecord = Readonly<Record<string, unknown>>;

afterAll(async () => {
  rmSync(FOLDER, { recursive: true });
  if (ELASTICSEARCH === undefined) return;
  const client = plainClient(ELASTICSEARCH);
  for (const name of [dataset, `${dataset}.otel`, "sestrail.run"])
    await dropStream(client, `logs-${name}-${namespace}`);
  await dropDataset(client, dataset);
  await client.close();
});

it("has commands, and names each that is not run", () => {
  expect(runnable.length).toBeGreaterThan(12);
  expect(NOT_RUN.filter((line) => !LINES.includes(line))).toEqual([]);
});

describe("the README's commands", () => {
  const withKibana = async (
    test: (kibana: FakeKibana) => Promise<void>,
    isOpensearch = false,
  ): Promise<void> => {
    const kibana = await startFakeKibana({ isOpensearch });
    try {
      await test(kibana);
    } finally {
      await kibana.close();
    }
  };

  const works = (line: string) =>
    withKibana(async (kibana) => {
      const { code, out, err } = await run(line, kibana.url);
      expect({ code, err: code === 0 ? "" : err }).toEqual({ code: 0, err: "" });
      const redirected = / > (\S+)$/.exec(line)?.[1];
      const seen =
        redirected === undefined ? out + err : readFileSync(join(FOLDER, redirected), "utf8");
      expect(seen).not.toBe("");
      if (/lookup-events/.test(line)) {
        const count = SAMPLE_SES_CALLS;
        expect(err).toContain(`${count} SES events in 1 file, ${count} records`);
      }
      if (/setup kibana/.test(line)) expect(kibana.stored.get("default")?.size).toBeGreaterThan(8);
      if (/(?:ship|demo|replay) .*--to/.test(line))
        expect(err).toMatch(/(?:elasticsearch|otlp):\S+ +(?:[1-9][\d,]*|0 +[1-9][\d,]*) /);
      const output = /demo .*--output (\S+)/.exec(line)?.[1];
      if (output !== undefined) expect(existsSync(join(FOLDER, output, "AWSLogs"))).toBe(true);
    }, line.includes("opensearch-dashboards"));

  it.each(runnable.filter((line) => !needsElasticsearch(line) && !needsCollector(line)))(
    "%s",
    works,
  );
  describe.skipIf(ELASTICSEARCH === undefined)("with Elasticsearch", () => {
    it.each(runnable.filter(needsElasticsearch))("%s", works);
  });
  describe.skipIf(COLLECTOR === undefined)("with a Collector", () => {
    it.each(runnable.filter(needsCollector))("%s", works);
  });

  it("a command that does not exist would be seen", async () => {
    expect((await run("sestrail shipp AWSLogs", "")).code).toBe(2);
    expect((await run("sestrail ship AWSLogs --writes", "")).code).toBe(2);
    expect((await run("zcat nothing.gz | sestrail ship -", "")).code).not.toBe(0);
  });
});
