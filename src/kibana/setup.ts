/**
 * What `sestrail setup kibana` and `setup opensearch-dashboards` do: wait for the server, look for the space, import, and
 * believe only the counts.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError, messageOf, type Problem } from "../telemetry/problem.ts";
import { goodAnswer, objectsResult, rulesResult, type ImportResult } from "./answers.ts";
import { savedObjects } from "./bundle.ts";
import type { HttpAnswer, Send } from "./http.ts";
import { parsed, record, text } from "./read-json.ts";
import { classicObjects } from "./classic/bundle.ts";
import { fileForm } from "./multipart.ts";
import { ruleJsons } from "./rule.ts";
import { RULES } from "../rules/rules.ts";
import { SERVERS, type ServerKind } from "./server.ts";
import { toNdjson } from "./saved-object.ts";

/** What is to be set up. Holds secrets: never print it. */
export interface KibanaSetup {
  readonly server: ServerKind;
  /** Address of Kibana, with its base path if there is one, and without a space. */
  readonly url: string;
  /** `default`, or the id of another space, which must exist. */
  readonly space: string;
  /** Tenant of OpenSearch's security plugin; by default the server's own choice. */
  readonly tenant?: string;
  /** An API key in its encoded form, or name and password; nothing where security is off. */
  readonly credentials?:
    | { readonly apiKey: string }
    | { readonly username: string; readonly password: string };
  /** Replaces what is there, and what users have edited in it. */
  readonly overwrite: boolean;
  /** Asks the server, and changes nothing. */
  readonly dryRun: boolean;
  /** Imports the detection rules too. */
  readonly rules: boolean;
  /** How requests go out: `httpSend`. */
  readonly send: Send;
  /** How long a starting Kibana is waited for, in ms. */
  readonly waitMs: number;
  /** Told of waiting, so that nobody thinks it hangs. */
  readonly report: (line: ReportLine) => void;
  /** Waits between two looks at a starting Kibana. */
  readonly pause?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A line for people: `[label, text]`. */
export type ReportLine = readonly [label: string, text: string];

/** What was done. With a problem whose exit code is not 0, the set-up has failed, at least in part. */
export interface KibanaSetupResult {
  readonly lines: readonly ReportLine[];
  readonly problems: readonly Problem[];
}

/** A file to import, and where Kibana takes it. */
export interface ImportFile {
  readonly name: "sestrail.ndjson" | "opensearch.ndjson" | "rules.ndjson";
  readonly path: string;
  /** How many objects it holds. */
  readonly count: number;
  readonly ndjson: string;
}

const POLL_MS = 2000;
/** Also what Kibana lets a space be called. */
const SPACE_ID = /^[a-z0-9_-]+$/u;

/** The files that are imported into a space, for `--print` too. */
export function importFiles({
  server,
  space,
  rules,
}: Pick<KibanaSetup, "server" | "space" | "rules">): readonly ImportFile[] {
  const isKibana = server === "kibana";
  const objects = isKibana ? savedObjects(space) : classicObjects();
  const boards: ImportFile = {
    name: isKibana ? "sestrail.ndjson" : "opensearch.ndjson",
    path: "/api/saved_objects/_import",
    count: objects.length,
    ndjson: toNdjson(objects),
  };
  const lines = RULES.flatMap(ruleJsons);
  return rules
    ? [
        boards,
        {
          name: "rules.ndjson",
          path: "/api/detection_engine/rules/_import",
          count: lines.length,
          ndjson: toNdjson(lines),
        },
      ]
    : [boards];
}

/** Sets everything up. Throws a coded error where nothing could be imported; what was refused in part is in the result. */
export async function setupKibana(
  setup: KibanaSetup,
  signal: AbortSignal,
): Promise<KibanaSetupResult> {
  const base = baseOf(setup);
  if (!SPACE_ID.test(setup.space)) {
    throw new CodedError({
      code: "E_KIBANA_SPACE",
      what: `"${setup.space}" is no id of a space`,
      why: "ids have small letters, digits, hyphens and underscores",
    });
  }
  const kibana = connect(setup, base);
  const { name } = SERVERS[setup.server];
  const lines: ReportLine[] = [[name, await greet(setup, kibana, signal)]];
  const problems: Problem[] = [];
  if (setup.space !== "default") await findSpace(setup.space, kibana, signal);
  const inSpace = setup.space === "default" ? "" : `/s/${setup.space}`;

  for (const file of importFiles(setup)) {
    if (setup.dryRun) {
      lines.push(...preview(file, setup));
      continue;
    }
    const form = fileForm(file.name, file.ndjson);
    const what = `the import of ${file.name}`;
    const answer = await kibana(
      "POST",
      `${inSpace}${file.path}?overwrite=${setup.overwrite}`,
      what,
      signal,
      form,
    );
    const isRules = file.name === "rules.ndjson";
    if (isRules && answer.status === 404) {
      problems.push({ code: "E_KIBANA_NO_RULES", what: "the rules were not imported" });
      continue;
    }
    const judge: (answer: ReturnType<typeof goodAnswer>, sent: number) => ImportResult = isRules
      ? rulesResult
      : objectsResult;
    const result = judge(goodAnswer(answer, what), file.count);
    problems.push(...result.problems);
    lines.push(told(file, result, setup));
  }
  return { lines, problems };
}

function told(file: ImportFile, { taken }: ImportResult, setup: KibanaSetup): ReportLine {
  const imported = `${taken} of ${file.count} objects imported`;
  switch (file.name) {
    case "rules.ndjson":
      return ["rules", `${taken} of ${file.count} detection rules imported, switched off`];
    case "opensearch.ndjson":
      return ["boards", `${imported}${placeOf(setup)}`];
    case "sestrail.ndjson":
      return [
        "boards",
        `${imported} into${placeOf(setup).slice(4)}; the first data view of a space becomes its default`,
      ];
  }
}

/** `, in the space default`; nothing where the server chooses. */
function placeOf({ server, space, tenant }: KibanaSetup): string {
  if (server === "kibana") return `, in the space ${space}`;
  return tenant === undefined ? "" : `, in the tenant ${tenant}`;
}

function preview(file: ImportFile, setup: KibanaSetup): readonly ReportLine[] {
  const { overwrite } = setup;
  const fate = overwrite ? "written, over what is there" : "written, if it is not there yet";
  const head: ReportLine = [
    "would be",
    `${file.count} ${file.name === "rules.ndjson" ? "rules" : "objects"} ${fate}${placeOf(setup)}:`,
  ];
  const items = file.ndjson
    .trimEnd()
    .split("\n")
    .map((line): ReportLine => {
      const item = record(parsed(line));
      const attributes = record(item["attributes"]);
      const title = text(attributes["title"]) || text(attributes["name"]) || text(item["name"]);
      const shown = text(attributes["name"]) || title;
      return file.name === "rules.ndjson"
        ? ["rule", `${text(item["rule_id"])}: ${shown}`]
        : [text(item["type"]), `${text(item["id"])}: ${shown}`];
    });
  return [head, ...items];
}

type Ask = (
  method: "GET" | "POST",
  path: string,
  what: string,
  signal: AbortSignal,
  form?: ReturnType<typeof fileForm>,
) => Promise<HttpAnswer>;

/** Asks one Kibana. A 503 is waited for, up to the limit over the whole set-up. */
function connect(setup: KibanaSetup, base: URL): Ask {
  const { send, credentials, waitMs, report, tenant } = setup;
  const { name, guard } = SERVERS[setup.server];
  const pause = setup.pause ?? ((ms, signal) => sleep(ms, undefined, { signal }));
  let looksLeft = Math.ceil(waitMs / POLL_MS);
  const authorization =
    credentials === undefined
      ? {}
      : "apiKey" in credentials
        ? { authorization: `ApiKey ${credentials.apiKey}` }
        : {
            authorization: `Basic ${Buffer.from(`${credentials.username}:${credentials.password}`).toString("base64")}`,
          };
  return async (method, path, what, signal, form) => {
    const request = {
      method,
      url: new URL(`${base.pathname.replace(/\/+$/u, "")}${path}`, base),
      headers: {
        [guard]: "sestrail",
        ...authorization,
        ...(tenant === undefined ? {} : { securitytenant: tenant }),
        ...(form === undefined ? {} : { "content-type": form.contentType }),
      },
      ...(form === undefined ? {} : { body: form.body }),
    };
    for (;;) {
      const answer = await reach(send, request, base, signal);
      if (answer.status !== 503 && !isStarting(path, answer)) return answer;
      if (looksLeft === 0) {
        throw new CodedError({
          code: "E_KIBANA_STARTING",
          what: `${base.origin} is still starting after ${waitMs / 1000} s, at ${what}`,
        });
      }
      looksLeft -= 1;
      report([
        "waiting",
        `${name} is starting (at most ${((looksLeft + 1) * POLL_MS) / 1000} s more)`,
      ]);
      await pause(POLL_MS, signal);
    }
  };
}

const STATUS_PATH = "/api/status";

/** A Kibana that has begun to answer says so; `degraded` is good enough to import. */
function isStarting(path: string, { status, body }: HttpAnswer): boolean {
  if (path !== STATUS_PATH || status !== 200) return false;
  const level = record(record(record(parsed(body))["status"])["overall"])["level"];
  return level === "unavailable" || level === "critical";
}

async function reach(
  send: Send,
  request: Parameters<Send>[0],
  base: URL,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  try {
    return await send(request, signal);
  } catch (error) {
    signal.throwIfAborted();
    const code = record(error)["code"];
    const isTls =
      /^(?:ERR_TLS|ERR_SSL|EPROTO|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_OSSL)/u.test(
        text(code),
      );
    throw new CodedError(
      {
        code: isTls ? "E_KIBANA_TLS" : "E_KIBANA_UNREACHABLE",
        what: `no answer from ${base.origin}`,
        why: messageOf(error) || text(code) || "no reason given",
      },
      { cause: error },
    );
  }
}

/** Waits until Kibana is there. Its version is told to those who may see it, and never asked for. */
async function greet(setup: KibanaSetup, kibana: Ask, signal: AbortSignal): Promise<string> {
  const what = `the status of ${baseOf(setup).origin}`;
  const status = goodAnswer(await kibana("GET", STATUS_PATH, what, signal), what);
  const level = text(record(record(status["status"])["overall"])["level"]);
  if (level === "") {
    throw new CodedError({ code: "E_KIBANA_NOT_KIBANA", what, why: "the answer tells no status" });
  }
  const version = text(record(status["version"])["number"]);
  return version === "" ? level : `${version}, ${level}`;
}

/** An import into a space that does not exist is answered with success, and lands where nobody sees it. */
async function findSpace(space: string, kibana: Ask, signal: AbortSignal): Promise<void> {
  const what = `the space ${space}`;
  const answer = await kibana("GET", `/api/spaces/space/${space}`, what, signal);
  if (answer.status === 404) {
    throw new CodedError({ code: "E_KIBANA_SPACE", what: `there is no space ${space}` });
  }
  if (answer.status === 403) {
    throw new CodedError({ code: "E_KIBANA_SPACE", what: `the space ${space} may not be seen` });
  }
  const found = text(goodAnswer(answer, what)["id"]);
  if (found !== space) {
    throw new CodedError({
      code: "E_KIBANA_NOT_KIBANA",
      what,
      why: `the answer is about ${found === "" ? "nothing" : found}`,
    });
  }
}

function baseOf({ url, server }: Pick<KibanaSetup, "url" | "server">): URL {
  const { name, variables } = SERVERS[server];
  const base = URL.canParse(url) ? new URL(url) : undefined;
  if (base === undefined || !/^https?:$/u.test(base.protocol)) {
    throw new CodedError({
      code: "E_USAGE",
      what: `the address of ${name} is no http or https URL`,
    });
  }
  if (base.username !== "" || base.password !== "") {
    throw new CodedError({
      code: "E_USAGE",
      what: `the address of ${base.origin} holds credentials`,
      todo: `Set ${variables}_USERNAME and ${variables}_PASSWORD.`,
    });
  }
  return base;
}
