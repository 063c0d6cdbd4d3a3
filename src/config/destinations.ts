/** Reads `--to`: which destination, and whether its address and its variables can be right. Secrets are never shown. */
import { PAGE_COLUMNS } from "../shape/text/columns.ts";
import type { StreamOptions } from "../shape/stream.ts";
import type { Destination, ShapeName, TextSettings } from "../sinks/destination.ts";
import { destinationName, readElasticsearchAddress } from "../sinks/elasticsearch/address.ts";
import { readElasticsearchEnvironment } from "../sinks/elasticsearch/environment.ts";
import { otlpConfig } from "../sinks/otlp/environment.ts";
import { proxyFor } from "../network/proxy.ts";
import { CodedError, messageOf, type Problem } from "../telemetry/problem.ts";
import { usage, type Environment, type UsageProblem } from "./asked.ts";
import { didYouMean } from "./suggest.ts";

/** What a destination is told besides its own text. */
export interface DestinationContext {
  readonly env: Environment;
  /** The text of a file that a variable names; throws where it cannot be read. */
  readonly readFile: (path: string) => string;
  /** `--format`; undefined: `stdoutFormat` on stdout, ECS in files. */
  readonly format: ShapeName | undefined;
  /** `--columns`; none: the usual ones. */
  readonly columns?: readonly string[];
  /** Text on a terminal, else ECS. */
  readonly stdoutFormat: ShapeName;
  readonly append: boolean;
  /** There is a checkpoint: what was not finished comes again. */
  readonly hasCheckpoint: boolean;
  readonly setup: boolean;
  readonly dataStream: StreamOptions;
  /** How text and tsv are written to stdout. */
  readonly text: TextSettings;
}

/** A destination, or what is wrong. */
export type ReadDestination =
  | { readonly destination: Destination }
  | { readonly problems: readonly UsageProblem[] };

const KINDS = ["stdout", "file", "elasticsearch", "otlp"] as const;
const KNOWN = "known: stdout, file:PATH, elasticsearch:URL, otlp:URL";

/** Reads one destination. `option` is what set it, such as `--to`. */
export function readDestination(
  text: string,
  option: string,
  context: DestinationContext,
): ReadDestination {
  const colon = text.indexOf(":");
  const kind = colon === -1 ? text : text.slice(0, colon);
  const rest = colon === -1 ? "" : text.slice(colon + 1);
  const { columns = [] } = context;
  const chosen = columns.length === 0 ? {} : { columns };
  const subject = `${option} ${maskAddress(text)}`;
  const wrong = (why: string): ReadDestination => ({ problems: [usage(subject, why)] });
  const { env, dataStream, append, setup, hasCheckpoint } = context;
  switch (kind) {
    case "stdout": {
      const format = context.format ?? context.stdoutFormat;
      return rest === ""
        ? { destination: { kind, name: kind, format, ...chosen, text: context.text, dataStream } }
        : wrong("stdout stands alone; to write a file: file:PATH");
    }
    case "file": {
      const format = context.format ?? "ecs";
      // A file has no window, and colours would stay in it.
      const layout = { ...context.text, columns: PAGE_COLUMNS, color: false };
      return rest === ""
        ? wrong("names no file; write file:PATH")
        : {
            destination: {
              kind,
              name: text,
              path: rest,
              format,
              ...chosen,
              text: layout,
              append,
              cutTorn: append && hasCheckpoint,
              dataStream,
            },
          };
    }
    case "elasticsearch": {
      const address = rest === "" ? (env["ELASTICSEARCH_URL"] ?? "") : rest;
      if (address === "")
        return wrong("has no address; write elasticsearch:URL, or set ELASTICSEARCH_URL");
      const read = readElasticsearchAddress(address);
      const { problems } = readElasticsearchEnvironment(env, context.readFile);
      const all = [
        ...("wrong" in read
          ? [usage(rest === "" ? "ELASTICSEARCH_URL" : subject, read.wrong)]
          : []),
        ...problems.map((problem) => usageOf(problem, subject)),
      ];
      if (!("wrong" in read)) all.push(...proxyProblems(new URL(read.url), env, subject));
      if ("wrong" in read || all.length > 0) return { problems: all };
      const { url } = read;
      return { destination: { kind, name: destinationName(url), url, setup, dataStream } };
    }
    case "otlp": {
      const { config, problems } = otlpConfig(rest, env, context.readFile);
      const all = [
        ...problems.map((problem) => usageOf(problem, subject)),
        ...(config === undefined
          ? []
          : [
              ...proxyProblems(config.url, env, subject),
              ...fileProblems(
                [config.certificatePath, config.clientKeyPath, config.clientCertificatePath],
                context.readFile,
              ),
            ]),
      ];
      return config === undefined || all.length > 0
        ? { problems: all }
        : { destination: { kind, name: `otlp:${config.url.host}`, address: rest, dataStream } };
    }
    case "http":
    case "https":
      return wrong("which kind? Write elasticsearch:URL or otlp:URL");
    default:
      return wrong(`unknown destination${didYouMean(kind, KINDS)}; ${KNOWN}`);
  }
}

/** Text that may hold an address, with user, password and query made unreadable. */
export function maskAddress(text: string): string {
  return text
    .replace(/^((?:(?:elasticsearch|otlp|https?):)*(?:\/\/)?).*@/is, "$1***@")
    .replace(/[?#].*$/s, (query) => `${query.charAt(0)}***`);
}

function proxyProblems(url: URL, env: Environment, subject: string): readonly UsageProblem[] {
  try {
    proxyFor(url, env);
    return [];
  } catch (error) {
    if (error instanceof CodedError) return [usageOf(error.problem, subject)];
    throw error;
  }
}

/** Certificates and keys are read again when they are used; here it is only seen that they can be. */
function fileProblems(
  paths: readonly (string | undefined)[],
  readFile: (path: string) => string,
): readonly UsageProblem[] {
  return paths.flatMap((path) => {
    try {
      if (path !== undefined) readFile(path);
      return [];
    } catch (error) {
      return [
        usage(
          "OTEL_EXPORTER_OTLP_*",
          `${path} cannot be read, which a certificate variable names: ${messageOf(error)}`,
        ),
      ];
    }
  });
}

/** What a sink found wrong, under the name of the variable that it speaks of. */
export function usageOf({ what, why, todo }: Problem, subject: string): UsageProblem {
  const [, variable, rest] = /^([A-Z][A-Z0-9_]+) (.*)$/s.exec(what) ?? [];
  const words = [rest ?? what.replace(/^otlp: /, ""), why, todo].filter(
    (word) => word !== undefined,
  );
  return usage(variable ?? subject, words.join("; "));
}
