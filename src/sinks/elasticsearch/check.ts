/** Proves that events would arrive: connection, product, rights, template. Changes nothing. */
import type { CheckResult } from "../sink.ts";
import { CodedError } from "../../telemetry/problem.ts";
import { destinationName } from "./address.ts";
import { valueIn } from "./answer.ts";
import { ask, isRefused } from "./ask.ts";
import type { Client } from "./client.ts";
import { type Party, problemOf } from "./faults.ts";
import { dataStreams, productIn, standingOf } from "./installed.ts";
import { ELASTIC_DATASET } from "./install.ts";
import { TEMPLATE_VERSION } from "./templates.ts";

/** What is looked at. */
export interface CheckOptions {
  readonly connection: Party;
  readonly dataset: string;
  readonly stream: string;
}

type Line = readonly [label: string, text: string];

/** Whether we may write; undefined where the server has no security to ask. */
async function mayWrite(
  client: Client,
  stream: string,
  privilege: string,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const body = { index: [{ names: [stream], privileges: [privilege] }] };
  const path = "/_security/user/_has_privileges";
  const answer = await ask(client, { method: "POST", path, body }, signal);
  if (answer.kind !== "granted") return undefined;
  return valueIn(answer.body, "has_all_requested") === true;
}

async function templateLine(client: Client, dataset: string, signal: AbortSignal): Promise<string> {
  const name = `logs-${dataset}`;
  if (dataset === ELASTIC_DATASET) return `${name} is Elastic's, and is left to its integration`;
  const standing = await standingOf(client, `/_index_template/${name}`, signal);
  if ("why" in standing) return `${name} cannot be looked at: ${standing.why}`;
  if (standing.kind === "absent") {
    return `${name} is not there: a run or \`sestrail setup elasticsearch\` installs it`;
  }
  if (standing.kind === "others") return `${name} is somebody else's: it is left as it is`;
  const version = `${name} version ${standing.version}`;
  if (standing.kind === "current") return `${version} is there`;
  return standing.kind === "newer"
    ? `${version} is newer than ours, ${TEMPLATE_VERSION}: it is left as it is`
    : `${version} is there: a run or \`sestrail setup elasticsearch\` updates it to ${TEMPLATE_VERSION}`;
}

/** Checks one destination. A fault is a line of the answer, not an exception; an abort is. */
export async function checkElasticsearch(
  client: Client,
  { connection, dataset, stream }: CheckOptions,
  signal: AbortSignal,
): Promise<CheckResult> {
  const name = destinationName(connection.url);
  const root = await ask(client, { method: "GET", path: "/" }, signal);
  const product = root.kind === "granted" ? productIn(root.body) : undefined;
  if (product === undefined && !isRefused(root, 403)) {
    const fault =
      root.kind === "granted"
        ? ({ kind: "foreign", why: "it does not tell its version" } as const)
        : root;
    const error = new CodedError(problemOf(fault, connection));
    return { ok: false, lines: [[name, `${error.message} [${error.code}]`]] };
  }

  const may = await mayWrite(client, stream, "create_doc", signal);
  const writes =
    may === undefined
      ? `writes to ${stream}`
      : `${may ? "may" : "may not"} write to ${stream}${connection.from === undefined ? "" : ` with ${connection.from}`}`;
  const lines: Line[] = [[name, `${product ?? "a version that may not be asked"}, ${writes}`]];
  let ok = may !== false;

  const streams = await dataStreams(client, stream, signal);
  if (!("kind" in streams)) {
    const there = streams.includes(stream);
    lines.push([
      "data stream",
      there ? `${stream} is there` : `${stream} is made with the first event`,
    ]);
    if (!there && (await mayWrite(client, stream, "auto_configure", signal)) === false) {
      lines.push(["data stream", `${stream} may not be made: the right auto_configure is missing`]);
      ok = false;
    }
  }
  lines.push(["template", await templateLine(client, dataset, signal)]);
  return { ok, lines };
}
