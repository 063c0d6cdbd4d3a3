import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runCommandLine } from "../../../src/cli/command-line.ts";
import type { Engine } from "../../../src/job/engine.ts";
import { loadEngine } from "../../../src/job/engine.ts";
import { ship } from "../../../src/cli/commands/ship.ts";
import { CodedError } from "../../../src/telemetry/problem.ts";
import {
  memoryTerminal,
  type MemoryTerminal,
  type TerminalOptions,
} from "../../support/terminal.ts";

const RECORD = {
  eventVersion: "1.11",
  eventTime: "2026-11-20T09:02:11Z",
  eventSource: "ses.amazonaws.com",
  eventName: "ListIdentities",
  awsRegion: "us-east-1",
  sourceIPAddress: "203.0.113.44",
  userAgent: "aws-cli/2.1",
  userIdentity: { type: "IAMUser", userName: "ana\u001b[2J", accountId: "111122223333" },
  eventID: "e1",
  eventType: "AwsApiCall",
  recipientAccountId: "111122223333",
};
const OTHER = { ...RECORD, eventSource: "s3.amazonaws.com", eventID: "e2" };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-ship-"));
  writeFileSync(join(folder, "good.json"), JSON.stringify({ Records: [RECORD, OTHER] }));
  writeFileSync(
    join(folder, "bad.json"),
    '{"Records":[{"eventSource":"ses.amazonaws.com","eventName":}]}',
  );
  writeFileSync(join(folder, "empty.json"), " \n");
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
  args: readonly string[],
  options: TerminalOptions = {},
): Promise<{ code: number; out: string; err: string }> {
  const terminal = memoryTerminal(["ship", ...args], options);
  const code = await runCommandLine(terminal);
  return { code, out: terminal.out(), err: terminal.err() };
}

const at = (name: string): string => join(folder, name);

describe("ship", () => {
  it("writes ECS in a pipe and a line of summary", async () => {
    const { code, out, err } = await run([at("good.json")]);
    expect(code).toBe(0);
    expect(out.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({ event: { action: "ListIdentities" } });
    expect(err).toBe("1 SES event in 1 file, 2 records · 0.0 s\n");
  });

  it("writes text on a terminal, and says what may come next", async () => {
    const { out, err } = await run([at("good.json")], { isTerminal: true, columns: 160 });
    const [named, header, day, line] = out.split("\n");
    expect(named).toContain("region us-east-1");
    expect(header).toMatch(/TIME UTC.*WHAT HAPPENED/);
    expect(day).toMatch(/day, \d+ [A-Z][a-z]+ 20\d\d/);
    expect(line).toContain("ana⟨U+001B⟩[2J");
    expect(err).toContain(
      `Next: sestrail ship ${at("good.json")} --to elasticsearch:http://localhost:9200    or    sestrail ship --help\n`,
    );
  });

  it.each([
    ["a pipe", [], { isTerminal: true, isPipe: true }, true],
    ["a file", [], { isTerminal: true, isPipe: false }, false],
    ["a pipe, and nobody looks", [], { isTerminal: false, isPipe: true }, false],
    ["a pipe, and a format", ["--format", "ecs"], { isTerminal: true, isPipe: true }, false],
    ["a pipe, and machines ask", ["--summary", "json"], { isTerminal: true, isPipe: true }, false],
    [
      "a pipe, and another destination",
      ["--to", "file:/dev/null"],
      { isTerminal: true, isPipe: true },
      false,
    ],
  ])("tells people of formats for people: %s", async (_, args, options, isTold) => {
    const { err } = await run([at("good.json"), ...args], options);
    const hints = err.split("\n").filter((line) => line.includes("--format text"));
    expect(hints).toHaveLength(isTold ? 1 : 0);
  });

  it("text in a pipe is the terminal's, in the width of COLUMNS", async () => {
    const env = { NO_COLOR: "1" };
    const there = await run([at("good.json")], { isTerminal: true, columns: 60, env });
    const here = await run([at("good.json"), "--format", "text"], { env: { COLUMNS: "60" } });
    expect(here.out).toBe(there.out);
  });

  it("folds copies, and tells how many", async () => {
    const { out, err } = await run([at("good.json"), at("good.json"), "--format", "tsv"]);
    expect(out.split("\n")).toHaveLength(3);
    expect(err).toBe("2 SES events in 2 files, 4 records · 1 copy folded · 0.0 s\n");
  });

  it("writes OpenTelemetry lines", async () => {
    const { out } = await run([at("good.json"), "--format", "otel"]);
    expect(JSON.parse(out)).toHaveProperty("resourceLogs");
  });

  it("reads stdin", async () => {
    const stdin = [JSON.stringify(RECORD).slice(0, 50), JSON.stringify(RECORD).slice(50)];
    const { code, out } = await run(["-"], { stdin });
    expect([code, out.trim().split("\n").length]).toEqual([0, 1]);
  });

  it("writes files, and sums up what became of everything", async () => {
    const { code, err } = await run([at("good.json"), "--to", `file:${at("out.ndjson")}`]);
    expect(code).toBe(0);
    expect(readFileSync(at("out.ndjson"), "utf8").trim().split("\n")).toHaveLength(1);
    expect(err).toMatch(/^read .*\nfound .*\ndelivered .*\n {2}file:.* 1 .*\nbalanced /);
  });

  it("delivers nothing on a dry run", async () => {
    const { code, out, err } = await run([at("good.json"), "--dry-run"]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toContain("1 SES event ");
    expect(err).toContain("nothing: --dry-run");
  });

  it("keeps what cannot be read, and ends with 3", async () => {
    const args = [at("good.json"), at("bad.json"), "--dead-letter", at("dead.ndjson")];
    const { code, err } = await run(args);
    expect(code).toBe(3);
    expect(err).toContain("[E_ELEMENT_INVALID]");
    expect(err).toContain(`unreadable  1 record is in ${at("dead.ndjson")}\n`);
    expect(readFileSync(at("dead.ndjson"), "utf8")).toContain("E_ELEMENT_INVALID");
  });

  it("ends with 1 where nothing could be read", async () => {
    const { code, err } = await run([at("empty.json")]);
    expect(code).toBe(1);
    expect(err).toContain("[E_FILE_EMPTY]");
  });

  it("tells every path that is missing at once, and reads nothing", async () => {
    const { code, out, err } = await run([at("good.json"), at("no-1"), at("no-2")]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`sestrail: ${at("no-1")} does not exist\n     also: ${at("no-2")} does`);
    expect(err).not.toContain("balanced");
  });

  it.each([
    ["https://sqs.eu-west-1.amazonaws.com/1/q", "Write it as sqs:https://sqs."],
    ["https://me:secret@h.example/a.gz?X-Amz-Signature=secret", "https://h.example/… is a web"],
  ])("says what to do today with %s", async (source, words) => {
    const { code, out, err } = await run([source]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    expect(err).not.toContain("secret");
  });

  it("says on a terminal that it waits for input, and in a pipe nothing", async () => {
    const tell = async (stdinIsTerminal: boolean): Promise<string> => {
      const terminal = memoryTerminal(["ship", "-"], { stdin: ["{}"] });
      await runCommandLine({ ...terminal, stdinIsTerminal });
      return terminal.err();
    };
    expect(await tell(true)).toMatch(/^reading from the keyboard: .* Ctrl-D/);
    expect(await tell(false)).not.toContain("keyboard");
  });

  it("says why nothing matches", async () => {
    const { code, err } = await run([at("good.json"), "--since", "2026-11-21"]);
    expect(code).toBe(0);
    expect(err).toContain(
      "0 of 1 SES event matches: --since 2026-11-21 left out all; it is of 2026-11-20\n0 SES events",
    );
    const misspelt = await run([at("good.json"), "--action", "ListIdentites"]);
    expect(misspelt.code).toBe(0);
    expect(misspelt.err).toContain("no known action; did you mean ListIdentities?");
    const json = await run([at("good.json"), "--on", "2026-11-21", "--summary", "json"]);
    expect(JSON.parse(json.err)).toMatchObject({
      selected: 0,
      left_out: 1,
      left_out_by: { since: 1 },
      left_out_from: "2026-11-20T09:02:11.000Z",
    });
  });

  it("leads nowhere further where nothing was found", async () => {
    const args = [at("good.json"), "--since", "2026-11-21"];
    expect((await run(args, { isTerminal: true })).err).not.toContain("Next:");
  });

  it("warns where there are no logs", async () => {
    const { code, err } = await run([at("*.nothing")]);
    expect(code).toBe(0);
    expect(err).toContain("sestrail: warning: ");
    expect(err).toContain("[E_NO_LOGS]");
  });

  it("lists everything that is wrong before anything is opened", async () => {
    const { code, out, err } = await run([at("no"), "--formt", "x", "--max-memory", "lots"]);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(
      /^sestrail: 2 problems with this command\n {2}--formt .*\n {2}--max-memory /,
    );
  });

  it("takes options from a file, and tells what is wrong with it", async () => {
    writeFileSync(at("s.yaml"), "format: otel\n");
    const good = await run([at("good.json"), "--config", at("s.yaml")]);
    expect(good.out).toContain("resourceLogs");
    const variable = await run([at("good.json")], { env: { SESTRAIL_CONFIG: at("s.yaml") } });
    expect(variable.out).toContain("resourceLogs");
    const { code, err } = await run(["a", "--config", at("none.yaml"), "--format", "x"]);
    expect(code).toBe(2);
    expect(err).toMatch(
      /2 problems[^]*none.yaml {2}cannot be read: there is no file .*none.yaml\n[^]*--format/,
    );
  });

  it.each([true, false])(
    "logs JSON lines on stderr with --log-format json, terminal or not (%s), the summary last",
    async (isTerminal) => {
      const { code, err } = await run([at("bad.json"), "--log-format", "json"], { isTerminal });
      expect(code).toBe(3);
      const lines = err
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as object);
      expect(lines).toMatchObject(
        [
          { level: "info", code: "STARTED", what: /begun: from .*bad\.json to stdout$/, count: 1 },
          { level: "error", code: "E_ELEMENT_INVALID", count: 1 },
          { level: "warn", code: "E_NOT_CLOUDTRAIL", count: 1 },
          { exit_code: 3, balanced: true },
        ].map((line) =>
          "what" in line ? { ...line, what: expect.stringMatching(line.what) as unknown } : line,
        ),
      );
    },
  );

  it("logs text with --log-format text, and the summary as ever", async () => {
    const { err } = await run([at("bad.json"), "--log-format", "text"]);
    expect(err.split("\n").slice(0, 2)).toEqual([
      expect.stringMatching(/^2026-11-24 07:00:00 sestrail \S+ has begun: .* \[STARTED\]$/),
      expect.stringMatching(/^2026-11-24 07:00:00 error: record 0 .* \[E_ELEMENT_INVALID\]$/),
    ]);
  });

  it("writes nothing but JSON lines on stderr with --summary json: problems, then the summary", async () => {
    const { code, err } = await run([at("bad.json"), "--summary", "json"]);
    expect(code).toBe(3);
    const lines = err
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(lines.slice(0, -1)).toMatchObject([
      { level: "error", code: "E_ELEMENT_INVALID", time: "2026-11-24T07:00:00.000Z" },
      { level: "warn", code: "E_NOT_CLOUDTRAIL" },
    ]);
    expect(lines.at(-1)).toMatchObject({
      exit_code: 3,
      unreadable: 1,
      balanced: true,
      problems: [
        { code: "E_ELEMENT_INVALID", count: 1 },
        { code: "E_NOT_CLOUDTRAIL", count: 1 },
      ],
    });
  });
});

/** Ships with a run of the test's own. */
async function shipWith(
  terminal: MemoryTerminal,
  running: Engine["run"],
): Promise<{ code: number; err: string }> {
  const engine = await loadEngine();
  const code = await ship(terminal, () => Promise.resolve({ ...engine, run: running }));
  return { code, err: terminal.err() };
}

describe("ways to end", () => {
  it.each([
    ["SIGINT", 130, "press Ctrl-C again to stop at once"],
    ["SIGTERM", 143, "a second signal stops at once"],
  ] as const)("%s drains, and ends with %i", async (signal, exit, words) => {
    const terminal = memoryTerminal([at("good.json")]);
    const { code, err } = await shipWith(terminal, async ({ drain, abort }) => {
      const drained = new Promise((resolve) => drain.addEventListener("abort", resolve));
      terminal.send(signal);
      await drained;
      abort.throwIfAborted();
    });
    expect(code).toBe(exit);
    expect(err).toContain(words);
    expect(err).toContain(`stopped by ${signal}`);
  });

  it("a second signal aborts, which is no fault", async () => {
    const terminal = memoryTerminal([at("good.json")]);
    const { code, err } = await shipWith(terminal, async ({ abort }) => {
      terminal.send("SIGINT");
      terminal.send("SIGINT");
      await Promise.resolve();
      abort.throwIfAborted();
    });
    expect(code).toBe(130);
    expect(err).not.toContain("E_INTERNAL");
  });

  it("a reader of stdout that has had enough is told nothing", async () => {
    const terminal = memoryTerminal([at("good.json")]);
    const { code, err } = await shipWith(terminal, async ({ abort }) => {
      const gone = Object.assign(new Error("write EPIPE"), { code: "EPIPE" });
      terminal.stdout.stream.emit("error", gone);
      await Promise.resolve();
      abort.throwIfAborted();
    });
    expect([code, err]).toEqual([0, ""]);
  });

  it("a coded error ends with its code, and no stack trace", async () => {
    const terminal = memoryTerminal([at("good.json")]);
    const { code, err } = await shipWith(terminal, () =>
      Promise.reject(new CodedError({ code: "E_DEAD_LETTER", what: "x", why: "y" })),
    );
    expect([code, err]).toEqual([
      1,
      expect.stringMatching(/^sestrail: x\n {2}y\.\n.*\[E_DEAD_LETTER\]\n\n$/),
    ]);
  });

  it("a bug is called a fault of sestrail itself", async () => {
    const terminal = memoryTerminal([at("good.json")]);
    const { code, err } = await shipWith(terminal, () => Promise.reject(new TypeError("odd")));
    expect(code).toBe(1);
    expect(err).toContain("[E_INTERNAL]");
    expect(err).not.toMatch(/ at .*\.ts/);
  });

  it.each([
    [[], false],
    [["--to", "file:x.json"], false],
    [["--to", "elasticsearch:http://127.0.0.1:1"], true],
    [["--to", "otlp:http://127.0.0.1:1"], true],
    [["--to", "file:x.json", "--to", "otlp:http://127.0.0.1:1"], true],
    [["--to", "otlp:http://127.0.0.1:1", "--dry-run"], false],
  ])("spares memory where a server may be slow: ship %j, %s", async (args, spares) => {
    const terminal = memoryTerminal([at("good.json"), ...args]);
    await shipWith(terminal, () => Promise.resolve());
    expect(terminal.sparesMemory()).toBe(spares);
  });

  it("books that do not balance are a failure", async () => {
    const terminal = memoryTerminal([at("good.json")]);
    const { code, err } = await shipWith(terminal, ({ books }) => {
      books.files.read = 1;
      books.elements = 1;
      return Promise.resolve();
    });
    expect(code).toBe(1);
    expect(err).toContain("[E_BALANCE]");
    expect(err).toContain("UNBALANCED  elements 1 ≠ unreadable + unrecognised + records 0");
  });
});
