/** `sestrail setup elasticsearch URL`, `setup kibana URL` and `setup opensearch-dashboards URL`: decide what is asked, and hand it on. */
import { readFileSync } from "node:fs";
import { usage, type Asked, type UsageProblem } from "../../config/asked.ts";
import { maskAddress, readDestination, usageOf } from "../../config/destinations.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { OptionValues } from "../../config/values.ts";
import { SERVERS, type ServerKind } from "../../kibana/server.ts";
import { printable } from "../../shape/printable.ts";
import { PAGE_COLUMNS } from "../../shape/text/columns.ts";
import { elasticsearchConnection } from "../../sinks/elasticsearch/connection.ts";
import {
  readServerEnvironment,
  type ElasticsearchCredentials,
} from "../../sinks/elasticsearch/environment.ts";
import { ERRORS } from "../../tables/errors.ts";
import { readArguments } from "../configuration/arguments.ts";
import { problemLog } from "../../job/problem-log.ts";
import { problemLines, usageLines } from "../screen/problems.ts";
import { proseWidth, writeLines, type Screen, type Terminal } from "../screen/terminal.ts";
import { wrapUnder } from "../screen/wrap.ts";

/** Runs `sestrail setup elasticsearch` and gives the exit code. */
export async function setupElasticsearch(terminal: Terminal): Promise<number> {
  const { env, stdout } = terminal;
  const { values, asked, problems } = whatIsAsked("setup elasticsearch", terminal);
  const { dataset, namespace, retention, print } = values;
  const printRole = values["print-role"];
  if (print && printRole) problems.push(usage("--print", "does not go with --print-role"));
  const needsServer = !print && !printRole;
  const read = needsServer ? readElasticsearch(asked, values, terminal) : { problems: [] };
  if ("problems" in read) problems.push(...read.problems);
  if (problems.length > 0) return refuse(terminal, problems);
  const { setupElasticsearchCommand } = await import("./setup-elasticsearch.ts");
  await untilSignal(terminal, (signal) =>
    setupElasticsearchCommand(
      {
        connection: "url" in read ? elasticsearchConnection(read.url, env) : NOWHERE,
        dataset,
        namespace,
        overwrite: values.overwrite,
        dryRun: values["dry-run"],
        print,
        printRole,
        ...(retention === undefined ? {} : { retention }),
        ...(values.logsdb ? { logsdb: true } : {}),
      },
      harmless(stdout, !print && !printRole),
      signal,
    ),
  );
  return 0;
}

/** No request is made to it. */
const NOWHERE = { url: "http://localhost:9200/", requestTimeoutMs: 1 } as const;

/** The address, read as that of the destination is. */
function readElasticsearch(
  { operands }: Asked,
  { dataset, namespace }: OptionValues,
  { env }: Terminal,
): { readonly url: string } | { readonly problems: readonly UsageProblem[] } {
  const [address = ""] = operands;
  const read = readDestination(`elasticsearch:${address.replace(/^elasticsearch:/, "")}`, "url", {
    env,
    readFile,
    format: undefined,
    append: false,
    hasCheckpoint: false,
    setup: true,
    dataStream: { dataset, namespace },
    // Of a server nothing is asked that these would change.
    stdoutFormat: "ecs",
    text: { columns: PAGE_COLUMNS, color: false, order: "time" },
  });
  if ("problems" in read) return read;
  return read.destination.kind === "elasticsearch" ? read.destination : { problems: [] };
}

/** Runs `sestrail setup kibana` and gives the exit code. */
export function setupKibana(terminal: Terminal): Promise<number> {
  return setupBoards("kibana", terminal);
}

/** Runs `sestrail setup opensearch-dashboards` and gives the exit code. */
export function setupOpensearchDashboards(terminal: Terminal): Promise<number> {
  return setupBoards("opensearch-dashboards", terminal);
}

async function setupBoards(server: ServerKind, terminal: Terminal): Promise<number> {
  const { env, stdout, stderr } = terminal;
  const { name, variables } = SERVERS[server];
  const { values, asked, problems } = whatIsAsked(`setup ${server}`, terminal);
  const { space, rules, tenant, overwrite, print } = values;
  const [url = env[`${variables}_URL`] ?? ""] = asked.operands;
  const { config, problems: wrong } = readServerEnvironment(name, env, readFile);
  // What is only printed needs no server.
  if (!print)
    problems.push(...addressProblems(url, variables), ...wrong.map((each) => usageOf(each, name)));
  if (problems.length > 0) return refuse(terminal, problems);
  const { setupKibanaCommand } = await import("./setup-kibana.ts");
  const refused = await untilSignal(terminal, (signal) =>
    setupKibanaCommand(
      {
        server,
        url,
        ...kibanaCredentials(config),
        ...(tenant === undefined ? {} : { tenant }),
        space,
        rules,
        overwrite,
        print,
        dryRun: values["dry-run"],
        waitMs: KIBANA_WAIT_MS,
      },
      env,
      // A file is printed as it is: only what a server said may hold anything.
      {
        out: print ? (text) => stdout.stream.write(text) : harmless(stdout),
        progress: harmless(stderr),
      },
      signal,
    ),
  );
  const log = problemLog();
  for (const problem of refused) log.add(problem);
  for (const group of log.groups()) writeLines(stderr, problemLines(group, proseWidth(stderr)));
  return refused.some(({ code }) => ERRORS[code].exit !== 0) ? 1 : 0;
}

/** A Kibana that starts is waited for so long. */
const KIBANA_WAIT_MS = 120_000;

function addressProblems(address: string, variables: string): readonly UsageProblem[] {
  if (address === "")
    return [usage("url", `none is named; write http://HOST:5601, or set ${variables}_URL`)];
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    return [usage(maskAddress(address), "is no address; write http://HOST:5601")];
  return url.username === "" && url.password === ""
    ? []
    : [
        usage(
          maskAddress(address),
          `credentials do not belong into an address; set ${variables}_USERNAME and ${variables}_PASSWORD`,
        ),
      ];
}

function kibanaCredentials({ apiKey, username, password, ca }: ElasticsearchCredentials): {
  readonly credentials?:
    | { readonly apiKey: string }
    | { readonly username: string; readonly password: string };
  readonly ca?: string;
} {
  const trusted = ca === undefined ? {} : { ca };
  if (apiKey !== undefined) {
    // Kibana shows keys encoded; `id:key` is what some API answers hold.
    const encoded = apiKey.includes(":") ? Buffer.from(apiKey).toString("base64") : apiKey;
    return { credentials: { apiKey: encoded }, ...trusted };
  }
  return username === undefined || password === undefined
    ? trusted
    : { credentials: { username, password }, ...trusted };
}

/** What both have in common: options, and one address at most. */
function whatIsAsked(
  command: string,
  { args, env, now }: Terminal,
): { readonly values: OptionValues; readonly asked: Asked; readonly problems: UsageProblem[] } {
  const asked = readArguments(command, args);
  const resolved = resolveOptions({ command, asked, env, file: undefined, now: now() });
  const more = asked.operands.slice(1);
  return {
    values: resolved.values,
    asked,
    problems: [
      ...resolved.problems,
      ...more.map((operand) => usage(operand, "one address is enough")),
    ],
  };
}

function refuse({ stderr }: Terminal, problems: readonly UsageProblem[]): number {
  writeLines(stderr, usageLines(problems, proseWidth(stderr)));
  return 2;
}

async function untilSignal<Result>(
  { onSignal }: Terminal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const release = onSignal(() => stop.abort());
  try {
    return await work(stop.signal);
  } finally {
    release();
  }
}

/** Writes text without what could play with a terminal, and wrapped where it is no text to paste. */
function harmless(screen: Screen, isProse = true): (text: string) => void {
  const width = isProse ? proseWidth(screen) : Number.POSITIVE_INFINITY;
  const linesOf = (line: string): readonly string[] => wrapUnder(printable(line), width);
  return (text) => void screen.stream.write(text.split("\n").flatMap(linesOf).join("\n"));
}

function readFile(path: string): string {
  return readFileSync(path, "utf8");
}
