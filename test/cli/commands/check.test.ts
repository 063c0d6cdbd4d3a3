import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { check } from "../../../src/cli/commands/check.ts";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import { loadEngine } from "../../../src/job/engine.ts";
import { memorySink } from "../../support/memory-sink.ts";
import { memorySource } from "../../support/memory-source.ts";
import { ran, trailOf } from "../../support/running.ts";
import { refuse, startS3Stub } from "../../support/s3-stub.ts";
import { memoryTerminal } from "../../support/terminal.ts";

let folder = "";
const at = (name: string): string => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-check-"));
  writeFileSync(at("a.json"), trailOf("a", 3));
  writeFileSync(at("b.json"), trailOf("b", 2));
  writeFileSync(at("torn.gz"), Buffer.from([0x1f, 0x8b, 8, 0]));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  // The exporter's own short retries would take their time.
  const env = { OTEL_EXPORTER_OTLP_TIMEOUT: "300" };
  const terminal = memoryTerminal(["check", ...args], { env });
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

describe("check", () => {
  it("tries one file, shapes one event, and writes nothing", async () => {
    const target = at("out.ndjson");
    const before = readdirSync(folder);
    const { code, out, err } = await run(at("*.json"), "--to", `file:${target}`);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^source .* 2 files, 1\.\d kB; 1 tried: 3 records, 3 SES events$/m);
    expect(out).toMatch(/^file:.* can be written$/m);
    expect(out).toMatch(/^ {2}sample +one event, 1\.\d kB, shaped and not sent$/m);
    expect(out).toMatch(/\nready\n$/);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("looks for what the options select", async () => {
    const { out } = await run(at("a.json"), "--action", "Delete*");
    expect(out).toMatch(/1 tried: 3 records, 0 SES events$/m);
    expect(out).toMatch(/sample +none: no event was found to try$/m);
  });

  it("leaves stdin alone", async () => {
    const terminal = memoryTerminal(["check", "-"], { stdin: ["x"] });
    expect(await runCommandLine(terminal)).toBe(0);
    expect(terminal.out()).toContain("it can be read only once");
  });

  it.each([
    ["a source that is not there", ["nope"], 2, /nope does not exist \[E_SOURCE_MISSING\]/],
    ["a file that ends early", ["torn.gz"], 1, /problem .* ends early.*\[E_GZIP_TRUNCATED\]/],
    ["a target without a folder", ["a.json", "--to", "file:no/x"], 1, /\[E_OUTPUT\]/],
    ["dead letters without a folder", ["a.json", "--dead-letter", "no/x"], 1, /\[E_DEAD_LETTER\]/],
    ["a closed port", ["a.json", "--to", "elasticsearch:http://127.0.0.1:9"], 1, /\[E_ES_UN/],
    ["the same for OTLP", ["a.json", "--to", "otlp:http://127.0.0.1:9"], 1, /\[E_OTLP_UN/],
  ])("is not ready for %s", async (_name, args, exit, text) => {
    const { code, out } = await run(
      ...args.map((arg) => (/^(?:-|\w+:)/.test(arg) ? arg : at(arg))),
    );
    expect(code).toBe(exit);
    expect(out).toMatch(text);
    expect(out).toMatch(/\nnot ready; .*\n$/);
  });

  it("looks whether a bucket can be listed and read, and names what lacks", async () => {
    const stub = await startS3Stub();
    onTestFinished(() => stub.close());
    const looked = async (): Promise<string> => {
      const terminal = memoryTerminal(["check", "s3://trail"], { env: stub.env });
      await runCommandLine(terminal);
      return terminal.out();
    };
    stub.objects.set("a.json", { body: Buffer.from(trailOf("a", 3)) });
    expect(await looked()).toMatch(
      /can list, can get; 1 tried: 3 records, 3 SES events\n[^]*ready\n$/,
    );
    stub.faults.set("a.json", [refuse(403, "AccessDenied")]);
    const denied = (await looked()).replaceAll(/\s+/g, " ");
    expect(denied).toMatch(
      /can list; 1 tried.*s3:GetObject on s3:\/\/trail\/a.json is refused.*E_S3_DENIED/,
    );
    expect(denied).toContain("to do Allow the action s3:GetObject on arn:aws:s3:::trail/*");
    stub.faults.set("LIST", [refuse(403, "AccessDenied")]);
    expect((await looked()).replaceAll(/\s+/g, " ")).toMatch(
      /s3:ListBucket on trail is refused.*E_S3_LIST.*Allow the action s3:ListBucket on arn:aws:s3:::trail .*not ready/,
    );
  });

  it("looks at everything, whatever is wrong with the first", async () => {
    const { out } = await run(at("nope"), at("a.json"), "--to", "otlp:http://127.0.0.1:9");
    expect(out).toMatch(/E_SOURCE_MISSING[^]*3 SES events[^]*E_OTLP_UNREACHABLE[^]*shaped/);
  });

  it("wants something to look at", async () => {
    const { code, out, err } = await run();
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain("nothing to look at is named");
    expect((await run("--to", "stdout")).code).toBe(0);
  });

  it("sends nothing but questions", async () => {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.setHeader("content-type", "application/json");
      response.end(
        JSON.stringify({ version: { number: "9.4.3" }, tagline: "You Know, for Search" }),
      );
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    await run(at("a.json"), "--to", `elasticsearch:http://127.0.0.1:${port}`);
    expect(asked.length).toBeGreaterThan(1);
    expect(
      asked.filter((request) => !/^(?:GET |POST \/_security\/user\/_has_priv)/.test(request)),
    ).toEqual([]);
  });

  it("takes no file off a source: neither acked nor nacked", async () => {
    const source = memorySource({ a: trailOf("a", 1), b: trailOf("b", 1) });
    const engine = await loadEngine();
    const terminal = memoryTerminal(["x"]);
    const own = { ...engine, openSource: () => Promise.resolve(source) };
    expect(await check(terminal, () => Promise.resolve(own))).toBe(0);
    expect([...source.told]).toEqual([]);
    // The control: a run does tell it.
    await ran([source], [memorySink()]);
    expect([...source.told.keys()]).toEqual(["a", "b"]);
  });

  it("ends at a signal", async () => {
    const terminal = memoryTerminal(["x", "--to", "stdout"]);
    const engine = await loadEngine();
    const code = await check(terminal, () =>
      Promise.resolve({
        ...engine,
        openSource: () => Promise.resolve(memorySource({ a: trailOf("a", 1) })),
        run: ({ abort }) => {
          terminal.send("SIGINT");
          abort.throwIfAborted();
          return Promise.resolve();
        },
      }),
    );
    expect(code).toBe(1);
    expect(terminal.out()).toMatch(/stopped +by a signal\nnot ready/);
  });
});
