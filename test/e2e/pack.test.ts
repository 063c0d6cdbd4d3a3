/** The package as its users get it: packed, installed into an empty folder, run, imported, compiled against. */
import { execFile } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMMANDS, COMMAND_NAMES } from "../../src/tables/commands.ts";

const execute = promisify(execFile);
const ROOT = resolve(import.meta.dirname, "../..");
const SCRATCH = mkdtempSync(join(tmpdir(), "sestrail-pack-"));
/** A copy of what is checked in, so that packing builds there and not under the other tests. */
const CHECKOUT = join(SCRATCH, "checkout");
/** An empty folder of someone who installs it. */
const HOME = join(SCRATCH, "consumer");
const PACKAGE = join(HOME, "node_modules/sestrail");

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end. None of our own variables are passed on. */
async function run(folder: string, command: string, args: readonly string[]): Promise<Ended> {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:npm_|SESTRAIL_|OTEL_|ELASTICSEARCH_|VITEST|NODE_)/i.test(name),
    ),
  );
  try {
    const { stdout, stderr } = await execute(command, args, {
      cwd: folder,
      env,
      maxBuffer: 1 << 26,
    });
    return { code: 0, out: stdout, err: stderr };
  } catch (failure) {
    const { code, stdout, stderr } = failure as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, err: stderr };
  }
}

async function must(folder: string, command: string, args: readonly string[]): Promise<string> {
  const { code, out, err } = await run(folder, command, args);
  expect({ code, err: code === 0 ? "" : out + err }).toEqual({ code: 0, err: "" });
  return out;
}

/** Files that git knows or would take, that are there. */
let checkedIn: readonly string[] = [];
let tarball = "";

beforeAll(async () => {
  const list = await must(ROOT, "git", [
    "ls-files",
    "-z",
    "--cached",
    "--others",
    "--exclude-standard",
  ]);
  checkedIn = list.split("\0").filter((path) => path !== "" && existsSync(join(ROOT, path)));
  for (const path of checkedIn) {
    if (/^(?:test|bench)\//.test(path) && path !== "bench/RESULTS.md") continue;
    mkdirSync(join(CHECKOUT, dirname(path)), { recursive: true });
    copyFileSync(join(ROOT, path), join(CHECKOUT, path));
  }
  symlinkSync(join(ROOT, "node_modules"), join(CHECKOUT, "node_modules"));
  await must(CHECKOUT, "npm", ["pack", "--silent"]);
  tarball = join(CHECKOUT, readdirSync(CHECKOUT).find((name) => name.endsWith(".tgz")) ?? "");
  mkdirSync(HOME);
  writeFileSync(
    join(HOME, "package.json"),
    '{ "name": "consumer", "private": true, "type": "module" }',
  );
  await must(HOME, "npm", [
    "install",
    tarball,
    "--omit=dev",
    "--no-audit",
    "--no-fund",
    "--prefer-offline",
  ]);
  const sample = readdirSync(join(ROOT, "samples"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".json.gz") && !path.includes("Digest") && path.includes("eu-"))
    .toSorted()[0];
  copyFileSync(join(ROOT, "samples", sample ?? ""), join(HOME, "trail.json.gz"));
  cpSync(join(ROOT, "examples"), join(HOME, "examples"), { recursive: true });
}, 180_000);

afterAll(() => rmSync(SCRATCH, { recursive: true, force: true }));

describe("the package", () => {
  it("holds what it promises, and nothing else", () => {
    const files = readdirSync(PACKAGE, { recursive: true, encoding: "utf8", withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(PACKAGE.length + 1))
      // Its own dependencies, where npm puts them below it.
      .filter((path) => !path.startsWith("node_modules/"));
    const data = checkedIn.filter((path) =>
      /^(?:dashboards|deploy|docs|examples|samples)\/|^bench\/RESULTS\.md$|^docker-compose\.yml$|^LICENSE$|^[A-Z]+\.md$/.test(
        path,
      ),
    );
    const built = checkedIn
      // The command is bundled, and of that there is only one entry.
      .filter((path) => /^src\/(?!cli\/).*\.ts$/.test(path))
      .flatMap((path) =>
        [".js", ".d.ts"].map((ending) => path.replace(/^src/, "dist").replace(/\.ts$/, ending)),
      );
    const isChunk = (path: string): boolean => path.startsWith("dist/program/chunks/");
    expect(files.some(isChunk)).toBe(true);
    expect(files.filter((path) => !isChunk(path)).toSorted()).toEqual(
      [
        "package.json",
        "npm-shrinkwrap.json",
        "dist/sestrail.1",
        // Of the packages that are bundled with the command.
        ...["commander", "stream-chain", "stream-json"].map(
          (name) => `dist/program/licenses/${name}.txt`,
        ),
        ...data,
        ...built,
      ].toSorted(),
    );
  });

  it("has all that its pages link to", () => {
    const pages = readdirSync(PACKAGE, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.endsWith(".md") && !path.startsWith("node_modules/"),
    );
    const dead = pages.flatMap((page) =>
      [...readFileSync(join(PACKAGE, page), "utf8").matchAll(/\]\(([^)#\s]+)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !/^https?:/.test(link) && !existsSync(join(PACKAGE, dirname(page), link)))
        .map((link) => `${page}: ${link}`),
    );
    expect(pages.length).toBeGreaterThan(18);
    expect(dead).toEqual([]);
  });

  it("has all that its messages name: files and commands", () => {
    const names = new Set<string>(COMMAND_NAMES.map((name) => name.split(" ")[0] ?? name));
    // Sentences about sestrail, which are no commands.
    for (const verb of ["itself", "needs", "runs"]) names.add(verb);
    const wrong: string[] = [];
    const told: string[] = [];
    for (const path of checkedIn.filter((each) => /^src\/.*\.ts$/.test(each))) {
      const code = readFileSync(join(ROOT, path), "utf8").replaceAll(
        /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm,
        "",
      );
      for (const [, text = ""] of code.matchAll(/["`]((?:[^"`\\\n]|\\.)*)["`]/g)) {
        for (const [file] of text.matchAll(
          /(?<![\w./-])(?:docs|examples|deploy|bench)\/[\w./-]*\w|\b[A-Z]{4,}\.md\b/g,
        )) {
          told.push(file);
          if (!existsSync(join(PACKAGE, file))) wrong.push(`${path}: ${file}`);
        }
        for (const [command, name = ""] of text.matchAll(/(?<=^|[:;,] )sestrail ([a-z]+)\b/g)) {
          told.push(command);
          if (!names.has(name)) wrong.push(`${path}: ${text}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(told).toContain("docs/library.md");
    expect(told).toContain("sestrail help");
  });

  it("carries the versions that were tested, without the registry they came from", async () => {
    const text = readFileSync(join(PACKAGE, "npm-shrinkwrap.json"), "utf8");
    expect(text).not.toMatch(/"resolved"|registry|"dev"|vitest/);
    type Lock = { readonly packages: Readonly<Record<string, { readonly version?: string }>> };
    const shrunk = (JSON.parse(text) as Lock).packages;
    const locked = (JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as Lock)
      .packages;
    const installed = JSON.parse(await must(HOME, "npm", ["ls", "--all", "--json"])) as {
      problems?: unknown;
    };
    expect(installed.problems).toBeUndefined();
    for (const [path, { version }] of Object.entries(shrunk)) {
      expect(version).toBe(locked[path]?.version);
      const places = [join(PACKAGE, path), join(HOME, path)].map((place) =>
        join(place, "package.json"),
      );
      const place = path === "" ? undefined : places.find((known) => existsSync(known));
      if (place !== undefined)
        expect(JSON.parse(readFileSync(place, "utf8"))).toMatchObject({ version });
    }
    expect(Object.keys(shrunk).length).toBeGreaterThan(14);
  });

  it("leaves no shrinkwrap lying about where it was packed", () => {
    expect(existsSync(join(CHECKOUT, "npm-shrinkwrap.json"))).toBe(false);
  });

  it("has a command that works", async () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      version: string;
    };
    expect(await must(HOME, "npx", ["sestrail", "--version"])).toBe(`${version}\n`);
    const { code, out, err } = await run(HOME, "npx", [
      "sestrail",
      "ship",
      "node_modules/sestrail/samples",
    ]);
    expect([code, err]).toEqual([0, expect.stringContaining("SES events")]);
    const [first = ""] = out.split("\n");
    expect(JSON.parse(first)).toMatchObject({ event: { provider: "ses.amazonaws.com" } });
  });
});

describe("the command, installed for all and run in an empty folder", () => {
  const prefix = join(SCRATCH, "global");
  const empty = join(SCRATCH, "empty");
  /** Examples of the help, but for those that need a server. */
  const examples = COMMAND_NAMES.flatMap((name) => COMMANDS[name].examples.map(([line]) => line));
  const alone = examples.filter((line) => !line.includes("http"));

  beforeAll(async () => {
    mkdirSync(empty);
    const { code, err } = await run(SCRATCH, "npm", [
      "install",
      "--global",
      "--prefix",
      prefix,
      tarball,
      "--no-audit",
      "--no-fund",
      "--prefer-offline",
    ]);
    // Not even a warning, such as that a script of the package would want to run.
    expect({ code, err }).toEqual({ code: 0, err: "" });
  }, 180_000);

  const shell = (line: string): Promise<Ended> =>
    run(empty, "bash", [
      "-o",
      "pipefail",
      "-c",
      `export HOME=${empty} PATH=${prefix}/bin:$PATH; ${line}`,
    ]);

  it("has examples", () => {
    expect(alone).toContain("sestrail ship samples");
    expect(alone.length).toBeGreaterThan(7);
  });

  it.each(alone.filter((line) => !line.includes("dead.ndjson")))("%s", async (line) => {
    const { code, out, err } = await shell(line);
    // What this example shows is its exit code: the samples hold something of high weight.
    const right = line.includes("--fail-on") ? 4 : 0;
    expect({ code, err: code === right ? "" : err }).toEqual({ code: right, err: "" });
    const file = / > (\S+)$/.exec(line)?.[1];
    expect(file === undefined ? out + err : readFileSync(join(empty, file), "utf8")).not.toBe("");
    if (line.includes(" samples"))
      expect(err).toMatch(
        /^There is no "samples" here: reading the samples that came with sestrail\.\n/,
      );
  });

  it("sestrail replay dead.ndjson, where something was kept", async () => {
    const kept = await shell("sestrail ship samples --max-nesting 3 --dead-letter dead.ndjson");
    expect(kept.code).toBe(3);
    expect(await shell("sestrail replay dead.ndjson")).toMatchObject({ code: 0 });
  });

  it("a folder of that name comes first, and elsewhere nothing is put in its place", async () => {
    mkdirSync(join(empty, "own/samples"), { recursive: true });
    expect((await shell("cd own && sestrail ship samples")).err).toContain("no logs in samples");
    expect((await shell("sestrail ship sample")).err).toContain("sample does not exist");
    const { err } = await shell("sestrail ship samples --summary json");
    expect(JSON.parse(err)).toMatchObject({ exit_code: 0 });
  });
});

/** Says which modules an import loads, and what stood in the process before and after. */
const LOADED = `
import { createRequire, register } from "node:module";
import { MessageChannel } from "node:worker_threads";
const { port1, port2 } = new MessageChannel();
const urls = [];
const last = new Promise((resolve) => {
  port1.on("message", (url) => (url.startsWith("data:") ? resolve() : urls.push(url)));
});
register("data:text/javascript," + encodeURIComponent(\`
  let port;
  export const initialize = (data) => { port = data; };
  export const load = async (url, context, next) => { port.postMessage(url); return next(url, context); };
\`), { data: port2, transferList: [port2] });
const seen = () => JSON.stringify([Object.keys(globalThis), process.eventNames().map(String), process.env]);
const before = seen();
await import(process.argv[2]);
const after = seen();
await import("data:text/javascript,export const last = true");
await last;
port1.close();
const required = Object.keys(createRequire(import.meta.url).cache);
console.log(JSON.stringify({ modules: [...urls, ...required], before, after }));
`;

interface Loaded {
  readonly modules: readonly string[];
  readonly before: string;
  readonly after: string;
}

async function loadedBy(specifier: string): Promise<Loaded> {
  writeFileSync(join(HOME, "loaded.mjs"), LOADED);
  return JSON.parse(await must(HOME, "node", ["loaded.mjs", specifier])) as Loaded;
}

/** Packages of these modules, but for the one itself. */
function packagesOf(modules: readonly string[]): readonly string[] {
  const names = modules.flatMap(
    (module) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(module)?.[1] ?? [],
  );
  return [...new Set(names)].filter((name) => name !== "sestrail").toSorted();
}

describe("importing it", () => {
  it("loads pure code only, and changes nothing", async () => {
    const { modules, before, after } = await loadedBy("sestrail");
    expect(packagesOf(modules)).toEqual(["@opentelemetry/api-logs", "stream-chain", "stream-json"]);
    expect(
      modules.filter((module) => /dist\/(?:pipeline|cli|kibana|demo|main)\b/.test(module)),
    ).toEqual([]);
    expect(modules.some((module) => module.endsWith("dist/index.js"))).toBe(true);
    expect(after).toBe(before);
  });

  it("the same check finds out what loads a client (control)", async () => {
    const { modules } = await loadedBy("./node_modules/sestrail/dist/sinks/otlp/sink.js");
    expect(packagesOf(modules)).toContain("@opentelemetry/otlp-transformer");
  });
});

/** Programs of the pages, with their place. */
const PROGRAMS = ["README.md", "docs/library.md"].flatMap((page) => {
  const text = readFileSync(join(ROOT, page), "utf8");
  const blocks = [...text.matchAll(/^```js\n(.*?)^```$/gms)];
  return blocks.map(([, code = ""], index) => [index + 1, page, code] as const);
});

describe("its types", () => {
  const CONSUMER = `
import { createReadStream } from "node:fs";
import { sesEvents, sesEventStream, ship, toEcs, toOtel, type RunResult, type SesEvent, type Sink } from "sestrail";
export async function first(path: string): Promise<string | undefined> {
  for await (const event of sesEvents(createReadStream(path), { region: ["eu-*"] })) return event.fields.message;
  return undefined;
}
export const shaped = (event: SesEvent): readonly unknown[] => [toEcs(event), toOtel(event).attributes];
export const shipped = (sink: Sink): Promise<RunResult> => ship({ from: "a", sinks: [sink], maxMemory: "1MiB" });
export async function fetched(url: string): Promise<string | undefined> {
  const { body } = await fetch(url);
  for await (const { fields } of body?.pipeThrough(sesEventStream()) ?? []) return fields["event.action"];
  return undefined;
}
`;
  const compile = (text: string, lib: readonly string[]): Promise<Ended> => {
    writeFileSync(join(HOME, "consumer.ts"), text);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      module: "nodenext",
      target: "es2023",
      lib,
      skipLibCheck: true,
      types: ["node"],
      typeRoots: [join(ROOT, "node_modules/@types")],
    };
    writeFileSync(
      join(HOME, "tsconfig.json"),
      JSON.stringify({ compilerOptions, files: ["consumer.ts"] }),
    );
    return run(HOME, join(ROOT, "node_modules/.bin/tsc"), ["-p", "tsconfig.json"]);
  };

  it.each([["es2023"], ["es2023", "dom"]])("serve a strict program for %s %s", async (...lib) => {
    expect(await compile(CONSUMER, lib)).toEqual({ code: 0, out: "", err: "" });
  });

  it.each(PROGRAMS)(
    "serve program %i of %s, read as strict TypeScript",
    async (_index, _page, code) => {
      expect(await compile(code, ["es2023"])).toEqual({ code: 0, out: "", err: "" });
    },
  );

  it("and refuse what is wrong (control)", async () => {
    const wrong = CONSUMER.replace('maxMemory: "1MiB"', "maxMemroy: 1");
    const { code, out } = await compile(wrong, ["es2023"]);
    expect(code).not.toBe(0);
    expect(out).toContain("maxMemroy");
  });
});

describe("examples and docs", () => {
  it.each([
    ["custom-sink.mjs", "node_modules/sestrail/samples", /^\{"time":".*"signals":\["/m],
    [
      "custom-exporter.mjs",
      "node_modules/sestrail/samples",
      /^\{"account":"\d{12}","action":"\w+","body":"/m,
    ],
    ["lambda.mjs", "trail.json.gz", /^\{"@timestamp":/m],
  ])("%s works", async (name, operand, output) => {
    expect(await must(HOME, "node", [`examples/${name}`, operand])).toMatch(output);
  });

  it("filter.mjs works", async () => {
    expect(await must(HOME, "sh", ["-c", "node examples/filter.mjs < trail.json.gz"])).toMatch(
      /^\{"@timestamp":/m,
    );
  });

  it("all examples are among these", () => {
    expect(readdirSync(join(ROOT, "examples")).toSorted()).toEqual([
      "custom-exporter.mjs",
      "custom-sink.mjs",
      "filter.mjs",
      "lambda.mjs",
    ]);
  });

  it("lambda.mjs fails where an object is not done, so that it is sent again", async () => {
    writeFileSync(
      join(HOME, "cut.json.gz"),
      readFileSync(join(HOME, "trail.json.gz")).subarray(0, -20),
    );
    const { code, err } = await run(HOME, "node", ["examples/lambda.mjs", "cut.json.gz"]);
    expect(code).toBe(1);
    expect(err).toMatch(/not done: s3:\/\/\.\/cut\.json\.gz: .*the file ends inside it/);
  });

  it("the pages have programs", () => {
    expect(new Set(PROGRAMS.map(([, page]) => page)).size).toBe(2);
    expect(PROGRAMS.length).toBeGreaterThan(5);
  });

  it.each(PROGRAMS)("program %i of %s works", async (index, page, code) => {
    const name = `${basename(page, ".md")}-${index}.mjs`;
    writeFileSync(join(HOME, name), code);
    expect(await must(HOME, "node", [name])).not.toBe("");
  });
});
