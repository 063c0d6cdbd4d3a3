/** `sestrail setup elasticsearch URL`: decides what is asked, and hands it on. */
import { readFileSync } from "node:fs";
import { usage, type UsageProblem } from "../config/asked.ts";
import { readDestination } from "../config/destinations.ts";
import { resolveOptions } from "../config/resolve.ts";
import { printable } from "../shape/printable.ts";
import { elasticsearchConnection } from "../sinks/elasticsearch/connection.ts";
import { readArguments } from "./arguments.ts";
import { usageLines } from "./problems.ts";
import { setupElasticsearchCommand } from "./setup-elasticsearch.ts";
import { proseWidth, writeLines, type Terminal } from "./terminal.ts";

/** Runs `sestrail setup elasticsearch` and gives the exit code. */
export async function setupElasticsearch(terminal: Terminal): Promise<number> {
  const { args, env, now, stdout, stderr } = terminal;
  const command = "setup elasticsearch";
  const asked = readArguments(command, args);
  const { values, problems: wrongOptions } = resolveOptions({
    command,
    asked,
    env,
    file: undefined,
    now: now(),
  });
  const problems: UsageProblem[] = [...wrongOptions];
  const { dataset, namespace, retention, print } = values;
  const printRole = values["print-role"];
  if (print && printRole) problems.push(usage("--print", "does not go with --print-role"));
  const [address = "", ...more] = asked.operands;
  problems.push(...more.map((operand) => usage(operand, "one address is enough")));
  // What is only printed needs no server.
  const read =
    print || printRole
      ? undefined
      : readDestination(`elasticsearch:${address.replace(/^elasticsearch:/, "")}`, "", {
          env,
          readFile: (path) => readFileSync(path, "utf8"),
          format: undefined,
          append: false,
          setup: true,
          dataStream: { dataset, namespace },
          text: { columns: stdout.columns, color: false, padded: false },
        });
  if (read !== undefined && "problems" in read)
    problems.push(
      ...read.problems.map((problem) => ({ ...problem, subject: problem.subject.trim() })),
    );
  if (problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const url =
    read !== undefined && "destination" in read && read.destination.kind === "elasticsearch"
      ? read.destination.url
      : undefined;
  const stop = new AbortController();
  const release = terminal.onSignal(() => stop.abort());
  try {
    await setupElasticsearchCommand(
      {
        connection: url === undefined ? NOWHERE : elasticsearchConnection(url, env),
        dataset,
        namespace,
        overwrite: values.overwrite,
        dryRun: values["dry-run"],
        print,
        printRole,
        ...(retention === undefined ? {} : { retention }),
        ...(values.logsdb ? { logsdb: true } : {}),
      },
      (text) => stdout.stream.write(text.split("\n").map(printable).join("\n")),
      stop.signal,
    );
  } finally {
    release();
  }
  return 0;
}

/** No request is made to it. */
const NOWHERE = { url: "http://localhost:9200/", requestTimeoutMs: 1 } as const;
