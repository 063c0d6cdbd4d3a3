/** Reads `--to`: which destination, and whether its address can be one. Secrets in addresses are refused, and never shown. */
import type { DataStream, Destination, ShapeName } from "../sinks/destination.ts";
import type { TextOptions } from "../shape/text.ts";
import type { Environment } from "./asked.ts";
import { didYouMean } from "./suggest.ts";

/** What a destination is told besides its own text. */
export interface DestinationContext {
  readonly env: Environment;
  /** `--format`; undefined: text on a terminal, else ECS. */
  readonly format: ShapeName | undefined;
  readonly append: boolean;
  readonly setup: boolean;
  readonly dataStream: DataStream;
  /** Layout of text on stdout, which is padded on a terminal. */
  readonly text: TextOptions;
}

/** A destination, or what is wrong with the text. */
export type ReadDestination = { readonly destination: Destination } | { readonly wrong: string };

const KNOWN = "known: stdout, file:PATH, elasticsearch:URL, otlp:URL";

/** Reads one destination. */
export function readDestination(text: string, context: DestinationContext): ReadDestination {
  const colon = text.indexOf(":");
  const kind = colon === -1 ? text : text.slice(0, colon);
  const rest = colon === -1 ? "" : text.slice(colon + 1);
  const { env, dataStream, append, setup } = context;
  switch (kind) {
    case "stdout": {
      const format = context.format ?? (context.text.padded ? "text" : "ecs");
      return rest === ""
        ? { destination: { kind, name: kind, format, text: context.text, dataStream } }
        : { wrong: "stdout stands alone; to write a file: file:PATH" };
    }
    case "file": {
      const format = context.format ?? "ecs";
      return rest === ""
        ? { wrong: "names no file; write file:PATH" }
        : { destination: { kind, name: text, path: rest, format, append, dataStream } };
    }
    case "elasticsearch": {
      if (rest.startsWith("cloud:"))
        return { destination: { kind, name: "elasticsearch:cloud", url: rest, setup, dataStream } };
      const read = readAddress(kind, rest, [["ELASTICSEARCH_URL", env["ELASTICSEARCH_URL"]]]);
      return "wrong" in read ? read : { destination: { kind, ...read, setup, dataStream } };
    }
    case "otlp": {
      const logs = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";
      const all = "OTEL_EXPORTER_OTLP_ENDPOINT";
      // Source: https://opentelemetry.io/docs/specs/otel/protocol/exporter/: the endpoint for logs is used as it is,
      // the common one is a base that `v1/logs` is put behind.
      const base = env[all] === undefined || env[all] === "" ? undefined : env[all];
      const read = readAddress(kind, rest, [
        [logs, env[logs]],
        [all, base === undefined ? undefined : `${base.replace(/\/$/, "")}/v1/logs`],
      ]);
      return "wrong" in read ? read : { destination: { kind, ...read, dataStream } };
    }
    case "http":
    case "https":
      return { wrong: "which kind? Write elasticsearch:URL or otlp:URL" };
    default:
      return {
        wrong: `unknown destination${didYouMean(kind, ["stdout", "file", "elasticsearch", "otlp"])}; ${KNOWN}`,
      };
  }
}

/** Text that may hold an address, with user, password and query made unreadable. */
export function maskAddress(text: string): string {
  return text
    .replace(/^((?:(?:elasticsearch|otlp|https?):)*(?:\/\/)?).*@/is, "$1***@")
    .replace(/[?#].*$/s, (query) => `${query.charAt(0)}***`);
}

function readAddress(
  kind: string,
  text: string,
  variables: readonly (readonly [name: string, value: string | undefined])[],
): { readonly name: string; readonly url: string } | { readonly wrong: string } {
  const variable = variables.find(([, value]) => value !== undefined && value !== "");
  const address = text === "" ? variable?.[1] : text;
  if (address === undefined)
    return {
      wrong: `has no address; write ${kind}:URL, or set ${variables.map(([name]) => name).join(" or ")}`,
    };
  const from = text === "" && variable !== undefined ? `${variable[0]} ` : "";
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.hostname === "")
    return { wrong: `${from}is no address; write for example ${EXAMPLES[kind] ?? ""}` };
  if (url.username !== "" || url.password !== "")
    return {
      wrong:
        from +
        (kind === "elasticsearch"
          ? "holds a user or password, which others can see there; set ELASTICSEARCH_API_KEY, or ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or the same names with _FILE"
          : "holds a user or password, which others can see there; set OTEL_EXPORTER_OTLP_HEADERS"),
    };
  if (url.search !== "" || url.hash !== "")
    return { wrong: `${from}has a ? or #, which an address here cannot have` };
  const path = url.pathname === "/" ? "" : url.pathname;
  return { name: `${kind}:${url.host}${kind === "otlp" ? "" : path}`, url: url.href };
}

const EXAMPLES: Readonly<Record<string, string>> = {
  elasticsearch: "elasticsearch:http://localhost:9200",
  otlp: "otlp:http://localhost:4318",
};
