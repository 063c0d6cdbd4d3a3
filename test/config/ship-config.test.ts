import { describe, expect, it } from "vitest";
import { readArguments } from "../../src/cli/configuration/arguments.ts";
import type { UsageProblem } from "../../src/config/asked.ts";
import { parseConfigFile, type ConfigFile } from "../../src/config/file.ts";
import { shipConfig, type ShipConfig } from "../../src/config/ship-config.ts";

const PIPE = { columns: 80, color: false };
const noFile = (path: string): string => {
  throw new Error(`no such file: ${path}`);
};

interface Case {
  readonly args?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly file?: string;
  readonly isTerminal?: boolean;
}

async function decide(given: Case) {
  let file: ConfigFile | undefined;
  if (given.file !== undefined) {
    const read = await parseConfigFile("s.yaml", given.file);
    if (!("entries" in read)) return { problems: [read] };
    file = read;
  }
  const args = (given.args ?? "samples").split(" ").filter((word) => word !== "");
  return shipConfig(
    {
      command: "ship",
      asked: readArguments("ship", args),
      env: given.env ?? {},
      file,
      now: new Date("2026-11-24T07:00:00Z"),
    },
    {
      stdoutFormat: given.isTerminal === true ? "text" : "ecs",
      text: PIPE,
      readFile: noFile,
    },
  );
}

async function config(given: Case): Promise<ShipConfig> {
  const decided = await decide(given);
  if ("problems" in decided) throw new Error(JSON.stringify(decided.problems));
  return decided.config;
}

async function problems(given: Case): Promise<readonly UsageProblem[]> {
  const decided = await decide(given);
  return "problems" in decided ? decided.problems : [];
}

describe("the order of text", () => {
  it.each([
    ["a b", undefined, "time"],
    ["-", undefined, "arrival"],
    ["a -", undefined, "arrival"],
    ["", "ship", "arrival"],
    ["", "demo", "time"],
  ] as const)("of %j, own sources of %s: %s", (args, own, order) => {
    const decided = shipConfig(
      {
        command: own ?? "ship",
        asked: readArguments(
          "ship",
          args.split(" ").filter((word) => word !== ""),
        ),
        env: {},
        file: undefined,
        now: new Date(0),
        hasOwnSources: own !== undefined,
      },
      { stdoutFormat: "text", text: PIPE, readFile: noFile },
    );
    expect(decided).toMatchObject({ config: { destinations: [{ text: { order } }] } });
  });
});

describe("defaults", () => {
  it("are decided for every option", async () => {
    expect(await config({})).toEqual({
      checkpointPath: undefined,
      checkpointIsOwn: false,
      follow: false,
      untilEmpty: false,
      graceMs: 25_000,
      recheck: false,
      sources: ["samples"],
      destinations: [
        {
          kind: "stdout",
          name: "stdout",
          format: "ecs",
          text: { ...PIPE, order: "time" },
          dataStream: { dataset: "ses.cloudtrail", namespace: "default" },
        },
      ],
      formatIsChosen: false,
      selection: {
        eventSources: ["ses.amazonaws.com"],
        since: undefined,
        until: undefined,
        accounts: [],
        regions: [],
        actions: [],
        writesOnly: false,
        changesOnly: false,
        related: false,
        filters: {
          caller: [],
          key: [],
          ip: [],
          identity: [],
          target: [],
          signal: [],
          severity: [],
          denied: false,
          failed: false,
          people: false,
          grep: [],
        },
      },
      on: undefined,
      around: undefined,
      view: {},
      limits: { maxRecordBytes: 16_777_216, maxDecompressedBytes: undefined, maxNesting: 256 },
      onlySes: true,
      keepOriginal: false,
      concurrency: 4,
      requesterPays: false,
      workers: 1,
      maxMemoryBytes: 67_108_864,
      waitForMs: 0,
      retryForMs: 300_000,
      deadLetterPath: undefined,
      dryRun: false,
      summary: "text",
    });
  });

  it("write text on a terminal, unless a format is asked for", async () => {
    expect((await config({ isTerminal: true })).destinations[0]).toMatchObject({ format: "text" });
    expect(
      (await config({ isTerminal: true, args: "a --format otel" })).destinations[0],
    ).toMatchObject({ format: "otel" });
  });

  it("have no destination on a dry run", async () => {
    const { destinations, dryRun } = await config({ args: "a --dry-run --to otlp:http://h:4318" });
    expect({ destinations, dryRun }).toEqual({ destinations: [], dryRun: true });
  });
});

describe("the file, the day and the filters", () => {
  it("knows accounts by the names that the file gives them", async () => {
    const accounts = "accounts: {prod: 012345678901, test: '111122223333'}";
    const file = `${accounts}\naccount: test`;
    expect((await config({ file })).selection.accounts).toEqual(["111122223333"]);
    const args = "a --account prod,444455556666";
    const { selection } = await config({ file, args });
    expect(selection.accounts).toEqual(["012345678901", "444455556666"]);
    expect(await problems({ file, args: "a --account pord" })).toMatchObject([
      {
        text: expect.stringMatching(
          /12 digits, or a name in s.yaml; did you mean prod\?$/,
        ) as string,
      },
    ]);
  });

  it.each([
    ["accounts: [prod]", "accounts gives ids"],
    ["accounts: {prod: 12}", 'accounts holds "prod: 12"'],
    ["accounts: {111122223333: 111122223333}", "accounts holds"],
    ["source: {a: b}", "source is neither a path nor a list of paths"],
  ])("says what is wrong with %s", async (text, words) => {
    expect(await problems({ file: text })).toMatchObject([
      { subject: "s.yaml", code: "E_CONFIG_FILE", text: expect.stringContaining(words) as string },
    ]);
  });

  it("takes sources from the file where the command line names none", async () => {
    expect((await config({ file: "source: AWSLogs", args: "" })).sources).toEqual(["AWSLogs"]);
    expect((await config({ file: "sources: [a, b c]", args: "" })).sources).toEqual(["a", "b c"]);
    expect((await config({ file: "source: AWSLogs", args: "mine" })).sources).toEqual(["mine"]);
  });

  it("takes a whole day with --on", async () => {
    const { selection, on } = await config({ args: "a --on 2026-02-28" });
    expect({ ...selection, on }).toMatchObject({
      since: "2026-02-28T00:00:00Z",
      until: "2026-03-01T00:00:00Z",
      on: "2026-02-28",
    });
    for (const wrong of ["2026-02-30", "7d", "2026-02-28T00:00:00Z"])
      expect(await problems({ args: `a --on ${wrong}` })).toMatchObject([{ subject: "--on" }]);
    expect(await problems({ args: "a --on 2026-02-28 --since 7d" })).toMatchObject([
      { subject: "--on", text: "does not go with --since or --until" },
    ]);
  });

  it.each([
    ["--user=ben", /did you mean --caller\?/],
    ["--search x", /did you mean --grep\?/],
    ["--ip 10.0.0", /no address or network/],
    ["--ip 10.0.0.0/33", /no address or network/],
    ["--signal dkim_weakend", /did you mean dkim_weakened\?/],
    ["--severity hihg", /did you mean high\?/],
    ["--around 14:05 --on today", /does not go with/],
  ])("says what is wrong with %s", async (flags, words) => {
    expect(await problems({ args: `a ${flags}` })).toMatchObject([
      { text: expect.stringMatching(words) as string },
    ]);
  });

  it("reads filters: lists with commas, words as they are", async () => {
    const args = "a --caller ci-*,root --grep a,b --grep c --people";
    const { selection } = await config({ args });
    expect(selection.filters).toMatchObject({
      caller: ["ci-*", "root"],
      grep: ["a,b", "c"],
      people: true,
      denied: false,
    });
  });

  it("takes ten minutes with --around, its ends among them", async () => {
    const { selection, around } = await config({ args: "a --around 2026-11-21T09:03:00Z" });
    expect({ ...selection, around }).toMatchObject({
      since: "2026-11-21T08:58:00Z",
      until: "2026-11-21T09:08:01Z",
      around: "2026-11-21T09:03:00Z",
    });
  });
});

const QUEUE = "sqs:https://sqs.eu-west-1.amazonaws.com/111122223333/trail";

describe("precedence", () => {
  const file = "concurrency: 3\nwrites-only: yes\nregion: [eu-*, us-east-1]";
  const env = { SESTRAIL_CONCURRENCY: "2", SESTRAIL_REGION: "eu-west-1, eu-west-2" };
  it.each<[string, Case, Partial<ShipConfig>]>([
    ["the default", {}, { concurrency: 4 }],
    ["the default of a bucket", { args: "a s3://b/c" }, { concurrency: 16 }],
    ["the default of a queue", { args: QUEUE }, { concurrency: 16, retryForMs: Infinity }],
    ["a queue that ends", { args: `${QUEUE} --until-empty` }, { retryForMs: 300_000 }],
    ["what is asked for of a bucket", { args: "s3://b --concurrency 4" }, { concurrency: 4 }],
    ["the file before it", { file }, { concurrency: 3 }],
    ["the environment before the file", { file, env }, { concurrency: 2 }],
    ["the flag before all", { file, env, args: "a --concurrency 1" }, { concurrency: 1 }],
    ["the last of two flags", { args: "a --concurrency 1 --concurrency=9" }, { concurrency: 9 }],
    ["an empty variable is none", { file, env: { SESTRAIL_CONCURRENCY: "" } }, { concurrency: 3 }],
  ])("%s", async (_name, given, expected) => {
    expect(await config(given)).toMatchObject(expected);
  });

  it("lets a flag take back a switch of the file", async () => {
    expect((await config({ file })).selection.writesOnly).toBe(true);
    expect((await config({ file, args: "a --no-writes-only" })).selection.writesOnly).toBe(false);
  });

  it("takes lists from lists, commas and repeated flags", async () => {
    expect((await config({ file })).selection.regions).toEqual(["eu-*", "us-east-1"]);
    expect((await config({ env })).selection.regions).toEqual(["eu-west-1", "eu-west-2"]);
    expect((await config({ args: "a --region x --region y,z" })).selection.regions).toEqual([
      "x",
      "y",
      "z",
    ]);
  });

  it("keeps the leading zeros of an account id in a file", async () => {
    expect((await config({ file: "account: 012345678901" })).selection.accounts).toEqual([
      "012345678901",
    ]);
  });

  it("takes JSON as well", async () => {
    expect(
      await config({ file: '{"dry-run": true, "max-memory": "2MiB", "concurrency": 7}' }),
    ).toMatchObject({ dryRun: true, maxMemoryBytes: 2_097_152, concurrency: 7 });
  });

  it("ignores options of the file that have no value", async () => {
    expect(await config({ file: "" })).toMatchObject({ concurrency: 4 });
  });
});

describe("operands", () => {
  it("may begin with a dash behind --", async () => {
    expect((await config({ args: "a --dry-run -- -odd --to" })).sources).toEqual([
      "a",
      "-odd",
      "--to",
    ]);
  });

  it("take a lone dash as stdin, wherever it stands", async () => {
    expect((await config({ args: "--since 7d - --until 1d" })).sources).toEqual(["-"]);
  });
});

describe("problems", () => {
  it.each<[string, Case, readonly (readonly [subject: string, text: RegExp])[]]>([
    ["no source", { args: "" }, [["source", /none is named/]]],
    ["stdin twice", { args: "- -" }, [["-", /only once/]]],
    ["an unknown option", { args: "a --formt text" }, [["--formt", /did you mean --format\?/]]],
    ["a short option", { args: "a -x" }, [["-x", /unknown option$/]]],
    ["an option without its value", { args: "a --to" }, [["--to", /needs a value/]]],
    [
      "a flag where the value should be",
      { args: "a --since --dry-run" },
      [["--since", /needs a value/]],
    ],
    ["an empty value", { args: "a --region=" }, [["--region", /needs a value/]]],
    ["a switch with a value", { args: "a --dry-run=yes" }, [["--dry-run", /takes no value/]]],
    [
      "no size",
      { args: "a --max-memory lots" },
      [["--max-memory", /"lots" is no size; write for example 64MiB/]],
    ],
    ["too small", { args: "a --max-memory 1KiB" }, [["--max-memory", /too small; at least 1MiB/]]],
    ["no end where there must be one", { args: "a --since forever" }, [["--since", /is no time/]]],
    ["no time span", { args: "a --retry-for 5" }, [["--retry-for", /is no time span/]]],
    ["no count", { args: "a --concurrency many" }, [["--concurrency", /is no whole number/]]],
    ["no time", { args: "a --since someday" }, [["--since", /is no time/]]],
    [
      "no choice",
      { args: "a --summary jsn" },
      [["--summary", /none of text, json; did you mean json\?/]],
    ],
    ["no account", { args: "a --account 1234" }, [["--account", /12 digits/]]],
    ["no namespace", { args: "a --namespace A-b" }, [["--namespace", /small letters/]]],
    ["an empty span", { args: "a --since 1d --until 2d" }, [["--until", /is not after --since/]]],
    [
      "an unknown destination",
      { args: "a --to pigeon:x" },
      [["--to pigeon:x", /unknown destination; known: stdout/]],
    ],
    [
      "a destination that is nearly known",
      { args: "a --to elasticsarch:http://h" },
      [["--to elasticsarch:http://h", /did you mean elasticsearch\?/]],
    ],
    [
      "an address without its kind",
      { args: "a --to http://h:9200" },
      [["--to http://h:9200", /which kind\?/]],
    ],
    [
      "no address",
      { args: "a --to elasticsearch:nowhere" },
      [["--to elasticsearch:nowhere", /is no address/]],
    ],
    [
      "a missing address",
      { args: "a --to elasticsearch" },
      [["--to elasticsearch", /write elasticsearch:URL, or set ELASTICSEARCH_URL/]],
    ],
    [
      "what is wrong in the variables of a destination",
      {
        args: "a --to elasticsearch:http://h --to otlp",
        env: { ELASTICSEARCH_API_KEY_FILE: "/none", OTEL_EXPORTER_OTLP_TIMEOUT: "soon" },
      },
      [
        ["ELASTICSEARCH_API_KEY_FILE", /names a file that cannot be read, \/none; no such file/],
        ["OTEL_EXPORTER_OTLP_TIMEOUT", /no number of milliseconds/],
      ],
    ],
    [
      "a proxy and certificates of no use, before anything is opened",
      {
        args: "a --to elasticsearch:https://h --to otlp:http://h",
        env: {
          HTTPS_PROXY: "ftp://x",
          HTTP_PROXY: "ftp://x",
          OTEL_EXPORTER_OTLP_CERTIFICATE: "/none",
        },
      },
      [
        ["HTTPS_PROXY", /is not the address of an HTTP proxy; Write it as/],
        ["HTTP_PROXY", /is not the address of an HTTP proxy/],
        ["OTEL_EXPORTER_OTLP_*", /\/none cannot be read/],
      ],
    ],
    [
      "the same variable for two destinations, once",
      {
        args: "a --to elasticsearch:http://h --to elasticsearch:http://i",
        env: { ELASTICSEARCH_USERNAME: "ana" },
      },
      [["ELASTICSEARCH_PASSWORD", /is not set, but its other half is/]],
    ],
    [
      "a destination twice",
      { args: "a --to file:x --to file:x" },
      [["--to file:x", /named twice/]],
    ],
    [
      "a format that nobody writes",
      { args: "a --format ecs --to otlp:http://h" },
      [["--format", /stdout and files/]],
    ],
    [
      "such a format from the environment",
      { args: "a --to otlp:http://h", env: { SESTRAIL_FORMAT: "ecs" } },
      [["SESTRAIL_FORMAT", /stdout and files/]],
    ],
    ["appending to nothing", { args: "a --append" }, [["--append", /is for files/]]],
    [
      "a dead letter over a destination",
      { args: "a --to file:x --dead-letter x" },
      [["--dead-letter", /is a destination/]],
    ],
    [
      "a secret as a flag",
      { args: "a --api-key=hunter2" },
      [["--api-key", /ELASTICSEARCH_API_KEY/]],
    ],
    [
      "a variable that is nearly known",
      { env: { SESTRAIL_MAX_MEMRY: "1MiB" } },
      [["SESTRAIL_MAX_MEMRY", /did you mean SESTRAIL_MAX_MEMORY\?/]],
    ],
    [
      "a bad variable",
      { env: { SESTRAIL_SETUP: "perhaps" } },
      [["SESTRAIL_SETUP", /neither on nor off/]],
    ],
    ["an unknown key", { file: "formt: ecs" }, [["formt in s.yaml", /did you mean format\?/]]],
    [
      "a bad value in the file",
      { file: "max-memory: lots" },
      [["max-memory in s.yaml", /is no size/]],
    ],
    [
      "a mapping as a value",
      { file: "max-memory: {a: 1}" },
      [["max-memory in s.yaml", /needs a value/]],
    ],
    [
      "a list for a single value",
      { file: "max-memory: [1MiB, 2MiB]" },
      [["max-memory in s.yaml", /needs a value/]],
    ],
    [
      "the config file in itself",
      { file: "config: other.yaml" },
      [["config in s.yaml", /unknown option/]],
    ],
    ["a file that is no mapping", { file: "- a" }, [["s.yaml", /does not hold options/]]],
    ["broken YAML", { file: "a: 1\nb: [" }, [["s.yaml", /^line 2: /]]],
    ["a key twice", { file: "format: ecs\nformat: text" }, [["s.yaml", /^line 2: .*unique/i]]],
  ])("%s", async (_name, given, expected) => {
    const found = await problems(given);
    expect(found.map(({ subject }) => subject)).toEqual(expected.map(([subject]) => subject));
    expected.forEach(([, text], index) => expect(found[index]?.text).toMatch(text));
  });

  it("are found all at once", async () => {
    const found = await problems({
      args: "--formt text --max-memory lots --to pigeon:x --concurrency 0",
      env: { SESTRAIL_SINCE: "soon", SESTRAIL_MAX_RECRD: "1" },
      file: "dataset: A\nnope: 1",
    });
    expect(found.map(({ subject }) => subject).sort()).toEqual([
      "--concurrency",
      "--formt",
      "--max-memory",
      "--to pigeon:x",
      "SESTRAIL_MAX_RECRD",
      "SESTRAIL_SINCE",
      "dataset in s.yaml",
      "nope in s.yaml",
    ]);
  });

  it("leave other people's variables alone", async () => {
    expect(await problems({ env: { SESTRAIL_AWS_SAMPLE: "/x", SESTRAIL_HOME: "/y" } })).toEqual([]);
  });

  it.each([
    "elasticsearch:http://ana:hunter2@localhost:9200",
    "elasticsearch:ana:hunter2@localhost:9200",
    "elasticsearch:https://ana:hun/ter2@hunter2@localhost",
    "otlp:http://ana:hunter2@localhost",
    "http://ana:hunter2@localhost",
    "pigeon:http://ana:hunter2@localhost",
    "elasticsearch:http://localhost/?key=hunter2",
    "elasticsearch:http://localhost/#hunter2",
    "otlp:ftp://localhost/?key=hunter2",
  ])("never show a secret: %s", async (destination) => {
    const found = await problems({ args: `a --to ${destination}` });
    expect(found).toHaveLength(1);
    expect(JSON.stringify(found)).not.toMatch(/hun|ter2|ana/);
  });

  it("never show a secret of a variable that holds an address", async () => {
    const found = await problems({
      args: "a --to elasticsearch",
      env: { ELASTICSEARCH_URL: "http://ana:hunter2@h" },
    });
    expect(found[0]?.subject).toBe("ELASTICSEARCH_URL");
    expect(JSON.stringify(found)).not.toMatch(/hunter2/);
  });
});

describe("destinations", () => {
  const dataStream = { dataset: "ses.cloudtrail", namespace: "default" };
  it.each([
    [
      "file:a b.ndjson",
      {},
      {
        kind: "file",
        name: "file:a b.ndjson",
        path: "a b.ndjson",
        format: "ecs",
        append: false,
        dataStream,
      },
    ],
    [
      "elasticsearch:http://localhost:9200",
      {},
      {
        kind: "elasticsearch",
        name: "elasticsearch:localhost:9200",
        url: "http://localhost:9200/",
        setup: true,
        dataStream,
      },
    ],
    [
      "elasticsearch:https://h/es",
      {},
      {
        kind: "elasticsearch",
        name: "elasticsearch:h/es",
        url: "https://h/es",
        setup: true,
        dataStream,
      },
    ],
    [
      "elasticsearch:cloud:n:aCRj",
      {},
      {
        kind: "elasticsearch",
        name: "elasticsearch:c.h",
        url: "https://c.h/",
        setup: true,
        dataStream,
      },
    ],
    [
      "elasticsearch",
      { ELASTICSEARCH_URL: "http://h:9200" },
      {
        kind: "elasticsearch",
        name: "elasticsearch:h:9200",
        url: "http://h:9200/",
        setup: true,
        dataStream,
      },
    ],
    [
      "otlp:http://h:4318",
      {},
      { kind: "otlp", name: "otlp:h:4318", address: "http://h:4318", dataStream },
    ],
    [
      "otlp",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://h:4318/" },
      { kind: "otlp", name: "otlp:h:4318", address: "", dataStream },
    ],
    [
      "otlp",
      { OTEL_EXPORTER_OTLP_ENDPOINT: "http://a", OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: "http://b/x" },
      { kind: "otlp", name: "otlp:b", address: "", dataStream },
    ],
    ["otlp", {}, { kind: "otlp", name: "otlp:localhost:4318", address: "", dataStream }],
  ])("%s", async (text, env, destination) => {
    const decided = shipConfig(
      {
        command: "ship",
        asked: readArguments("ship", ["a", "--to", text]),
        env,
        file: undefined,
        now: new Date(0),
      },
      { stdoutFormat: "ecs", text: PIPE, readFile: noFile },
    );
    expect(decided).toMatchObject({ config: { destinations: [destination] } });
  });

  it("are separated by blanks in a variable", async () => {
    const { destinations } = await config({
      env: { SESTRAIL_TO: "stdout  elasticsearch:http://localhost:9200" },
    });
    expect(destinations.map(({ name }) => name)).toEqual([
      "stdout",
      "elasticsearch:localhost:9200",
    ]);
  });
});
