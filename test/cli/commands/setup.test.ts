import { classicObjects } from "../../../src/kibana/classic/bundle.ts";
import { toNdjson } from "../../../src/kibana/saved-object.ts";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { freshNamespace, plainClient } from "../../sinks/elasticsearch/support.ts";
import {
  startFakeKibana,
  type FakeKibana,
  type FakeKibanaOptions,
} from "../../support/fake-kibana.ts";
import { memoryTerminal } from "../../support/terminal.ts";
import { describeWith } from "../../support/services.ts";

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  server = "elasticsearch",
): Promise<{ code: number; out: string; err: string }> {
  const terminal = memoryTerminal(["setup", server, ...args], { env });
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("setup elasticsearch", () => {
  it("prints requests, with every choice, and asks no server", async () => {
    const args = ["--print", "--retention", "90d", "--logsdb", "--namespace", "prod"];
    const { code, out } = await run(args);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toContainEqual(
      expect.objectContaining({ path: "/_data_stream/logs-ses.cloudtrail-prod" }),
    );
    expect(out).toMatch(/"data_retention": "90d"[^]*"index.mode": "logsdb"|"logsdb"[^]*"90d"/);
    expect((await run(["--print"])).out).not.toContain('"90d"');
  });

  it("prints the rights that are needed", async () => {
    const { code, out } = await run(["--print-role", "--dataset", "own"]);
    expect([code, out]).toEqual([0, expect.stringContaining('"logs-own-*"')]);
  });

  it("takes the address from the environment", async () => {
    const { code, err } = await run([], { ELASTICSEARCH_URL: "http://127.0.0.1:9" });
    expect([code, err]).toEqual([1, expect.stringContaining("[E_ES_UNREACHABLE]")]);
  });

  it("lists all that is wrong at once", async () => {
    const { code, out, err } = await run(["pigeon", "x", "--retention", "soon", "--print-rol"], {
      ELASTICSEARCH_API_KEY: "a",
      ELASTICSEARCH_USERNAME: "b",
    });
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^sestrail: 6 problems/);
    expect(err).toMatch(/--print-rol .*did you mean --print-role\?/);
    expect(err).toMatch(/--retention +"soon" is no time/);
    expect(err).toMatch(/^ {2}x +one address is enough/m);
    expect(err).toMatch(/^ {2}url elasticsearch:pigeon +it is no address/m);
    expect((await run(["--print", "--print-role"])).code).toBe(2);
  });
});

describe("setup kibana", () => {
  const kibana = async (options: FakeKibanaOptions = {}): Promise<FakeKibana> => {
    const fake = await startFakeKibana(options);
    onTestFinished(() => fake.close());
    return fake;
  };

  it("imports with the key of the environment, and tells of it", async () => {
    const { url } = await kibana({ apiKey: "aWQ6a2V5", spaces: ["mail"] });
    const args = ["--rules", "--space", "mail"];
    const { code, out, err } = await run([url, ...args], { KIBANA_API_KEY: "id:key" }, "kibana");
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^Kibana +.*\nboards +\d+ of .*\nrules +\d+ of /);
  });

  it("fails where something was there already", async () => {
    const { url } = await kibana();
    const env = { KIBANA_URL: url };
    expect((await run([], env, "kibana")).code).toBe(0);
    const again = await run([], env, "kibana");
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("[E_KIBANA_EXISTS]")]);
    expect((await run(["--overwrite"], env, "kibana")).code).toBe(0);
  });

  it("names the variables where credentials are refused, and not what they hold", async () => {
    const { url } = await kibana({ apiKey: "right" });
    const { code, err } = await run([url], { KIBANA_API_KEY: "wrong" }, "kibana");
    expect(code).toBe(1);
    expect(err).toMatch(/KIBANA_API_KEY[^]*\[E_KIBANA_AUTH\]/);
    expect(err).not.toContain("wrong");
  });

  it("lists all that is wrong at once, and prints without a server", async () => {
    const { code, out, err } = await run(
      ["ftp://x", "y", "--space", "No"],
      { KIBANA_USERNAME: "u" },
      "kibana",
    );
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/4 problems[^]*--space[^]*\n {2}y [^]*ftp:\/\/x [^]*KIBANA_PASSWORD/);
    const printed = await run(["--print"], {}, "kibana");
    expect(printed.code).toBe(0);
    expect(printed.out.trim().split("\n").length).toBeGreaterThan(5);
    for (const line of printed.out.trim().split("\n")) JSON.parse(line);
  });
});

describeWith("ELASTICSEARCH_URL", "with a server", (url) => {
  it("changes nothing with --dry-run", async () => {
    const namespace = freshNamespace();
    const { code, out } = await run([url, "--dry-run", "--namespace", namespace]);
    expect(code).toBe(0);
    expect(out).toContain(`logs-ses.cloudtrail-${namespace} would be made`);
    const client = plainClient(url);
    expect(await client.indices.exists({ index: `logs-ses.cloudtrail-${namespace}` })).toBe(false);
    await client.close();
  });
});

describe("setup opensearch-dashboards", () => {
  const COUNT = classicObjects().length;

  it("imports its own file, with its own variables, into a tenant", async () => {
    const fake = await startFakeKibana({ isOpensearch: true });
    onTestFinished(() => fake.close());
    const env = { OPENSEARCH_DASHBOARDS_URL: fake.url };
    const first = await run(["--tenant", "global_tenant"], env, "opensearch-dashboards");
    expect([first.code, first.err]).toEqual([0, ""]);
    expect(first.out).toContain(
      `boards                 ${COUNT} of ${COUNT} objects imported, in the tenant global_tenant`,
    );
    expect(fake.stored.get("default")?.has("dashboard:sestrail-security")).toBe(true);
    expect(fake.asked).toEqual([
      "GET /api/status in global_tenant",
      "POST /api/saved_objects/_import in global_tenant",
    ]);
    const again = await run([], env, "opensearch-dashboards");
    expect([again.code, again.err]).toEqual([1, expect.stringContaining("[E_KIBANA_EXISTS]")]);
    expect((await run(["--overwrite"], env, "opensearch-dashboards")).code).toBe(0);
  });

  it("lists without importing, and prints without a server", async () => {
    const fake = await startFakeKibana({ isOpensearch: true });
    onTestFinished(() => fake.close());
    const listed = await run([fake.url, "--dry-run"], {}, "opensearch-dashboards");
    expect(listed.out.match(/^(?:index-pattern|visualization|search|dashboard) /gmu)).toHaveLength(
      COUNT,
    );
    expect(fake.stored.size).toBe(0);
    const { code, out } = await run(["--print"], {}, "opensearch-dashboards");
    expect([code, out]).toEqual([0, toNdjson(classicObjects())]);
  });

  it("control: refuses Kibana's file, and has no rules and no spaces", async () => {
    const fake = await startFakeKibana({ isOpensearch: true });
    onTestFinished(() => fake.close());
    expect((await run([fake.url], {}, "kibana")).code).toBe(1);
    expect((await run([fake.url, "--rules"], {}, "opensearch-dashboards")).code).toBe(2);
  });
});
