/** Reads the credentials of Elasticsearch from the environment: never from the command line, never shown. */
import { type Problem, messageOf } from "../../telemetry/problem.ts";

/** How to prove who we are, and whom we trust. Holds secrets: never print it. */
export interface ElasticsearchCredentials {
  /** Encoded, as Kibana shows it, or `id:key`. */
  readonly apiKey?: string;
  readonly username?: string;
  readonly password?: string;
  /** Certificates of the authority, PEM. */
  readonly ca?: string;
  /** SHA-256 of the authority's certificate. */
  readonly caFingerprint?: string;
  /** Where the key or the password came from, for messages: the variable, and the file it names. */
  readonly from?: string;
}

/** What the environment says, and everything that is wrong with it. */
export interface EnvironmentReading {
  readonly config: ElasticsearchCredentials;
  readonly problems: readonly Problem[];
}

type Environment = Readonly<Record<string, string | undefined>>;

const FINGERPRINT = /^(?:[0-9a-f]{64}|(?:[0-9a-f]{2}:){31}[0-9a-f]{2})$/i;

/** Reads Elasticsearch's variables. `readFile` gives the text of a file, or throws. */
export function readElasticsearchEnvironment(
  env: Environment,
  readFile: (path: string) => string,
): EnvironmentReading {
  return readServerEnvironment("Elasticsearch", env, readFile);
}

/** Reads a server's variables: Kibana has the same, but for the fingerprint. An empty variable counts as not set. */
export function readServerEnvironment(
  server: "Elasticsearch" | "Kibana" | "OpenSearch Dashboards",
  env: Environment,
  readFile: (path: string) => string,
): EnvironmentReading {
  const prefix = server.toUpperCase().replace(" ", "_");
  const problems: Problem[] = [];
  const wrong = (what: string, todo: string, why?: string): undefined => {
    problems.push({ code: "E_USAGE", what, todo, ...(why === undefined ? {} : { why }) });
    return undefined;
  };
  const content = (variable: string, path: string): string | undefined => {
    try {
      const text = readFile(path).trim();
      return text === "" ? wrong(`${variable} names an empty file, ${path}`, "Fill it.") : text;
    } catch (error) {
      return wrong(
        `${variable} names a file that cannot be read, ${path}`,
        "Check the path and its rights.",
        messageOf(error),
      );
    }
  };
  const secret = (name: string): { text: string; from: string } | undefined => {
    const file = `${name}_FILE`;
    const path = env[file] || undefined;
    const text = env[name] || undefined;
    if (path !== undefined && text !== undefined) {
      return wrong(`${name} and ${file} are both set`, "Leave one of them out.");
    }
    if (text !== undefined) return { text, from: name };
    const read = path === undefined ? undefined : content(file, path);
    return read === undefined ? undefined : { text: read, from: `${file} (${path})` };
  };

  const apiKey = secret(`${prefix}_API_KEY`);
  const username = secret(`${prefix}_USERNAME`);
  const password = secret(`${prefix}_PASSWORD`);
  const caPath = env[`${prefix}_CA_FILE`] || undefined;
  const ca = caPath === undefined ? undefined : content(`${prefix}_CA_FILE`, caPath);
  const caFingerprint =
    server === "Elasticsearch" ? env["ELASTICSEARCH_CA_FINGERPRINT"] || undefined : undefined;

  if (problems.length === 0) {
    if (apiKey !== undefined && (username ?? password) !== undefined) {
      wrong(`both an API key and a user are set for ${server}`, "Leave one of them out.");
    }
    if ((username === undefined) !== (password === undefined)) {
      const missing = username === undefined ? `${prefix}_USERNAME` : `${prefix}_PASSWORD`;
      wrong(`${missing} is not set, but its other half is`, `Set ${missing} or ${missing}_FILE.`);
    }
  }
  if (caFingerprint !== undefined && !FINGERPRINT.test(caFingerprint)) {
    wrong(
      `${prefix}_CA_FINGERPRINT is no SHA-256 fingerprint`,
      "Write its 64 hex digits, with or without colons.",
    );
  }
  const from = (apiKey ?? password)?.from;
  return {
    config: {
      ...(apiKey === undefined ? {} : { apiKey: apiKey.text }),
      ...(username === undefined ? {} : { username: username.text }),
      ...(password === undefined ? {} : { password: password.text }),
      ...(ca === undefined ? {} : { ca }),
      ...(caFingerprint === undefined ? {} : { caFingerprint }),
      ...(from === undefined ? {} : { from }),
    },
    problems,
  };
}
