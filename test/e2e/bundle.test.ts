/**
 * `ship` in a bundle of one file, as programs for Lambda are made: it starts in an empty folder and delivers. The options
 * of esbuild are those of docs/library.md.
 */
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { BuildOptions } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  dropDataset,
  dropStream,
  freshNamespace,
  plainClient,
} from "../sinks/elasticsearch/support.ts";
import { SAMPLE_SES_CALLS } from "../support/samples.ts";
import { bundlerIn } from "../support/bundle.ts";
import { ROOT } from "../support/program.ts";
import { addressFrom } from "../support/services.ts";

const ELASTICSEARCH = addressFrom("ELASTICSEARCH_URL");
const COLLECTOR = addressFrom("OTEL_EXPORTER_OTLP_ENDPOINT");
const SAMPLES = join(ROOT, "samples");
const SCRATCH = mkdtempSync(join(tmpdir(), "sestrail-bundle-"));
const namespace = freshNamespace();
const dataset = `ses.${namespace}`;

const PROGRAM = `
import { ship } from "sestrail";
const [from, to] = process.argv.slice(2);
ship({ from, to, namespace: "${namespace}", dataset: "${dataset}", retryFor: "10s" }).then(({ exitCode, books, problems }) => {
  console.log(JSON.stringify({ exitCode, selected: books.selected, destinations: books.destinations, problems }));
});
`;

/** The banner that docs/library.md names. */
const BANNER = /--banner:js="([^"]+)"/.exec(
  readFileSync(join(ROOT, "docs/library.md"), "utf8"),
)?.[1];

const FORMS: Readonly<Record<string, { readonly file: string; readonly options: BuildOptions }>> = {
  ESM: { file: "program.mjs", options: { format: "esm", banner: { js: BANNER ?? "" } } },
  CommonJS: {
    file: "program.cjs",
    options: { format: "cjs", define: { "import.meta.url": "__filename" } },
  },
};

interface Shipped {
  readonly exitCode: number;
  readonly selected: number;
  readonly destinations: readonly { readonly delivered: number; readonly duplicate: number }[];
}

let bundle: ReturnType<typeof bundlerIn>;
beforeAll(() => {
  const folder = join(SCRATCH, "made");
  mkdirSync(folder);
  bundle = bundlerIn(folder);
});
afterAll(async () => {
  rmSync(SCRATCH, { recursive: true, force: true });
  if (ELASTICSEARCH === undefined) return;
  const client = plainClient(ELASTICSEARCH);
  await dropStream(client, `logs-${dataset}-${namespace}`);
  await dropStream(client, `logs-sestrail.run-${namespace}`);
  await dropDataset(client, dataset);
  await client.close();
});

describe.each(Object.keys(FORMS))("ship in one file, %s", (name) => {
  const form = FORMS[name];
  const folder = join(SCRATCH, name);
  const file = form?.file ?? "";

  beforeAll(async () => {
    mkdirSync(folder);
    const options: BuildOptions = { platform: "node", target: "node20", ...form?.options };
    writeFileSync(join(folder, file), await bundle(PROGRAM, options));
  });

  const run = async (from: string, to: string): Promise<Shipped> => {
    const { stdout } = await promisify(execFile)(process.execPath, [file, from, to], {
      cwd: folder,
      env: { PATH: process.env["PATH"] },
    });
    return JSON.parse(stdout) as Shipped;
  };
  const arrives = async (to: string, from = SAMPLES): Promise<void> => {
    const { exitCode, selected, destinations } = await run(from, to);
    expect({ exitCode, selected }).toEqual({ exitCode: 0, selected: SAMPLE_SES_CALLS });
    const [one] = destinations;
    expect((one?.delivered ?? 0) + (one?.duplicate ?? 0)).toBe(SAMPLE_SES_CALLS);
  };

  it("delivers to a file", async () => {
    await arrives("file:events.ndjson");
    expect(readFileSync(join(folder, "events.ndjson"), "utf8").trim().split("\n")).toHaveLength(
      SAMPLE_SES_CALLS,
    );
  });

  it("finds files by a glob", () =>
    arrives("file:globbed.ndjson", join(SAMPLES, "AWSLogs/**/*.json.gz")));

  it.skipIf(ELASTICSEARCH === undefined)("delivers to Elasticsearch", () =>
    arrives(`elasticsearch:${ELASTICSEARCH ?? ""}`),
  );

  it.skipIf(COLLECTOR === undefined)("delivers to a Collector", () =>
    arrives(`otlp:${COLLECTOR ?? ""}`),
  );
});

it("a module without the banner does not start (control)", async () => {
  const folder = join(SCRATCH, "control");
  mkdirSync(folder);
  const text = await bundle(PROGRAM, { platform: "node", format: "esm" });
  writeFileSync(join(folder, "program.mjs"), text);
  await expect(
    promisify(execFile)(
      process.execPath,
      ["program.mjs", SAMPLES, `elasticsearch:http://127.0.0.1:1`],
      {
        cwd: folder,
      },
    ),
  ).rejects.toThrow(/Dynamic require of/);
});
