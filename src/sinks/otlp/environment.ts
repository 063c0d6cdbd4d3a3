/**
 * What `otlp:URL` and the standard OTEL_EXPORTER_OTLP_* variables say, judged all at once and before anything is sent.
 * OTEL_EXPORTER_OTLP_LOGS_* variables win over the general ones.
 *
 * Source: OpenTelemetry specification, "OpenTelemetry Protocol Exporter".
 */
import { readFileSync } from "node:fs";
import { isLoopback } from "../../network/loopback.ts";
import type { Environment } from "../../network/proxy.ts";
import { messageOf, type Problem } from "../../telemetry/problem.ts";

/** How the requests are encoded. */
export type OtlpProtocol = "http/protobuf" | "http/json";

/** What the environment says. Absent: not said. */
export interface OtlpSettings {
  /** Where the logs go, path included. */
  readonly url?: URL;
  readonly headers: Readonly<Record<string, string>>;
  /** For one export, the exporter's own short retries included. */
  readonly timeoutMs: number;
  readonly compression?: "gzip" | "none";
  readonly protocol: OtlpProtocol;
  /** Files in PEM. They are read when the destination is opened. */
  readonly certificatePath?: string;
  readonly clientKeyPath?: string;
  readonly clientCertificatePath?: string;
}

/** Everything that is needed to send. */
export interface OtlpConfig extends OtlpSettings {
  readonly url: URL;
  readonly compression: "gzip" | "none";
}

const DEFAULT_ENDPOINT = "http://localhost:4318";
const DEFAULT_TIMEOUT_MS = 10_000;
const PREFIX = "OTEL_EXPORTER_OTLP_";

/**
 * Reads the OTEL_EXPORTER_OTLP_* variables. `readFile` gives the text of a file that one of them names, or throws. The
 * problems name variables, never values of headers.
 */
export function readOtlpEnvironment(
  env: Environment,
  readFile: (path: string) => string = readText,
): {
  readonly config: OtlpSettings;
  readonly problems: readonly Problem[];
} {
  const problems: Problem[] = [];
  const complain = (what: string, todo: string, why?: string): undefined => {
    problems.push({ code: "E_USAGE", what, todo, ...(why === undefined ? {} : { why }) });
    return undefined;
  };
  const choose = <Value>(
    name: string,
    read: (text: string, variable: string) => Value | undefined,
  ): Value | undefined => {
    const found = variable(env, name);
    return found === undefined ? undefined : read(found.text, found.name);
  };

  const insecure = choose("INSECURE", (text, name) =>
    /^(?:true|false)$/i.test(text)
      ? text.toLowerCase() === "true"
      : complain(`${name} is neither true nor false`, "Write true or false."),
  );
  const readUrl = (from: "base" | "exact") => (text: string, name: string) => {
    const read = readAddress(text, from, insecure);
    return "url" in read ? read.url : complain(`${name} ${read.fault}`, read.todo);
  };
  const url =
    textOf(env[`${PREFIX}LOGS_ENDPOINT`]) === undefined
      ? choose("ENDPOINT", readUrl("base"))
      : choose("ENDPOINT", readUrl("exact"));
  const timeoutMs = choose("TIMEOUT", (text, name) =>
    /^\d{1,9}$/.test(text) && Number(text) > 0
      ? Number(text)
      : complain(`${name} is no number of milliseconds above 0`, "Write for example 10000."),
  );
  const compression = choose("COMPRESSION", (text, name) =>
    text === "gzip" || text === "none"
      ? text
      : complain(`${name} is neither gzip nor none`, "Write gzip or none."),
  );
  const protocol = choose("PROTOCOL", (text, name) => {
    if (text === "http/protobuf" || text === "http/json") return text;
    return text === "grpc"
      ? complain(
          `${name} is grpc, which sestrail does not speak`,
          "Write http/protobuf; collectors listen for it on port 4318.",
        )
      : complain(`${name} is no protocol of OTLP`, "Write http/protobuf or http/json.");
  });
  /** The list itself, or what the file holds that the same name with _FILE names. */
  const secret = (name: string): { readonly text: string; readonly from: string } => {
    const file = `${name}_FILE`;
    const path = textOf(env[file]);
    const text = textOf(env[name]) ?? "";
    if (path === undefined) return { text, from: name };
    if (text !== "") complain(`${name} and ${file} are both set`, "Leave one of them out.");
    try {
      return { text: readFile(path).trim(), from: file };
    } catch (error) {
      complain(
        `${file} names a file that cannot be read, ${path}`,
        "Check the path and its rights.",
        messageOf(error),
      );
      return { text: "", from: file };
    }
  };
  const headers: Record<string, string> = {};
  for (const name of [`${PREFIX}HEADERS`, `${PREFIX}LOGS_HEADERS`]) {
    const { text, from } = secret(name);
    const read = readHeaders(text);
    if (read === undefined) {
      complain(
        `${from} is no list of headers`,
        "Write name=value,name2=value2, with special characters of values as %20.",
      );
    } else Object.assign(headers, read);
  }
  const path = (name: string): string | undefined => choose(name, (text) => text);
  const certificatePath = path("CERTIFICATE");
  const clientKeyPath = path("CLIENT_KEY");
  const clientCertificatePath = path("CLIENT_CERTIFICATE");
  if ((clientKeyPath === undefined) !== (clientCertificatePath === undefined)) {
    complain(
      `${PREFIX}CLIENT_KEY and ${PREFIX}CLIENT_CERTIFICATE go together, but only one is set`,
      "Set both or none.",
    );
  }
  return {
    config: {
      headers,
      timeoutMs: timeoutMs ?? DEFAULT_TIMEOUT_MS,
      protocol: protocol ?? "http/protobuf",
      ...(url && { url }),
      ...(compression && { compression }),
      ...(certificatePath !== undefined && { certificatePath }),
      ...(clientKeyPath !== undefined && { clientKeyPath }),
      ...(clientCertificatePath !== undefined && { clientCertificatePath }),
    },
    problems,
  };
}

/**
 * What the destination `otlp:ADDRESS` and the environment say together. An address of the command line wins; without
 * one, the environment's counts, then the standard http://localhost:4318. `readFile` as for `readOtlpEnvironment`.
 * `/v1/logs` is appended unless the path ends so or the address is the environment's own. Compression is gzip but for loopback addresses.
 */
export function otlpConfig(
  address: string,
  env: Environment,
  readFile: (path: string) => string = readText,
): { readonly config: OtlpConfig | undefined; readonly problems: readonly Problem[] } {
  const { config, problems } = readOtlpEnvironment(env, readFile);
  const read =
    config.url !== undefined && (address === "" || address === config.url.href)
      ? { url: config.url }
      : readAddress(address || DEFAULT_ENDPOINT, "base", undefined);
  if (!("url" in read)) {
    const problem: Problem = { code: "E_USAGE", what: `otlp: ${read.fault}`, todo: read.todo };
    return { config: undefined, problems: [problem, ...problems] };
  }
  if (problems.length > 0) return { config: undefined, problems };
  const compression = config.compression ?? (isLoopback(read.url.hostname) ? "none" : "gzip");
  return { config: { ...config, url: read.url, compression }, problems };
}

function readText(path: string): string {
  return readFileSync(path, "utf8");
}

type Address = { readonly url: URL } | { readonly fault: string; readonly todo: string };

function readAddress(text: string, from: "base" | "exact", insecure: boolean | undefined): Address {
  const scheme = insecure === undefined ? undefined : insecure ? "http" : "https";
  const written = scheme === undefined || text.includes("://") ? text : `${scheme}://${text}`;
  const url = URL.canParse(written) ? new URL(written) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    return {
      fault: "is no address that begins with http:// or https://",
      todo: "Write for example http://localhost:4318.",
    };
  }
  if (url.username !== "" || url.password !== "") {
    return {
      fault: "holds a user name or password",
      todo: "Put credentials into OTEL_EXPORTER_OTLP_HEADERS, such as authorization=Bearer%20TOKEN.",
    };
  }
  if (from === "base" && !url.pathname.endsWith("/v1/logs")) {
    url.pathname = `${url.pathname.replace(/\/$/, "")}/v1/logs`;
  }
  return { url };
}

/** `name=value,name2=value2`, values percent-encoded, as in W3C Baggage; undefined: it is not that. */
function readHeaders(text: string): Readonly<Record<string, string>> | undefined {
  const headers: [string, string][] = [];
  for (const entry of text.split(",").map((part) => part.trim())) {
    if (entry === "") continue;
    const [, name, encoded = ""] = /^([!#$%&'*+.^_`|~\w-]+)\s*=\s*(.*)$/s.exec(entry) ?? [];
    const value = decoded(encoded);
    // What a header may hold (RFC 9110, 5.5). Checked here, since Node's refusal would show the value.
    if (name === undefined || value === undefined || !/^[\t\x20-\x7e\x80-\xff]*$/.test(value)) {
      return undefined;
    }
    headers.push([name.toLowerCase(), value]);
  }
  return Object.fromEntries(headers);
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The variable for logs if it is set, else the general one. The empty string counts as unset. */
function variable(env: Environment, name: string): { name: string; text: string } | undefined {
  for (const candidate of [`${PREFIX}LOGS_${name}`, `${PREFIX}${name}`]) {
    const text = textOf(env[candidate]);
    if (text !== undefined) return { name: candidate, text };
  }
  return undefined;
}

function textOf(value: string | undefined): string | undefined {
  return value?.trim() || undefined;
}
