import { describe, expect, it } from "vitest";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { ELASTICSEARCH_URL, freshNamespace, plainClient } from "../sinks/elasticsearch/support.ts";
import { memoryTerminal } from "../support/terminal.ts";

async function run(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ code: number; out: string; err: string }> {
  const terminal = memoryTerminal(["setup", "elasticsearch", ...args], { env });
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
    expect(err).toMatch(/^ {2}elasticsearch:pigeon +it is no address/m);
    expect((await run(["--print", "--print-role"])).code).toBe(2);
  });
});

describe.skipIf(ELASTICSEARCH_URL === undefined)("with a server", () => {
  it("changes nothing with --dry-run", async () => {
    const url = ELASTICSEARCH_URL ?? "";
    const namespace = freshNamespace();
    const { code, out } = await run([url, "--dry-run", "--namespace", namespace]);
    expect(code).toBe(0);
    expect(out).toContain(`logs-ses.cloudtrail-${namespace} would be made`);
    const client = plainClient(url);
    expect(await client.indices.exists({ index: `logs-ses.cloudtrail-${namespace}` })).toBe(false);
    await client.close();
  });
});
