/** Proves that events would arrive: connection, product, rights, template. Changes nothing. */
import { CodedError } from "../../telemetry/problem.ts";
import type { CheckResult } from "../sink.ts";
import { destinationName } from "./address.ts";
import { valueIn } from "./answer.ts";
import { ask } from "./ask.ts";
import type { Client } from "./client.ts";
import { type Party, faultError } from "./faults.ts";
import { ELASTIC_DATASET, greet, isFault } from "./install.ts";
import { dataStreams, standingOf } from "./installed.ts";
import { TEMPLATE_VERSION } from "./templates.ts";

/** What is looked at. */
export interface CheckOptions {
  readonly connection: Party;
  readonly dataset: string;
  readonly stream: string;
}

type Line = readonly [label: string, text: string];

/** Whether we have a right on the data stream; undefined where the server has no security to ask. */
async function mayDo(
  client: Client,
  party: Party,
  stream: string,
  privilege: string,
  signal: AbortSignal,
): Promise<boolean | undefined> {
  const body = { index: [{ names: [stream], privileges: [privilege] }] };
  const path = "/_security/user/_has_privileges";
  const answer = await ask(client, { method: "POST", path, body }, signal);
  if (answer.kind === "granted") return valueIn(answer.body, "has_all_requested") === true;
  if (answer.kind === "refused") return undefined;
  throw faultError(answer, party);
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

async function look(
  client: Client,
  { connection, dataset, stream }: CheckOptions,
  signal: AbortSignal,
): Promise<CheckResult> {
  const product = await greet(client, connection, signal);
  const may = await mayDo(client, connection, stream, "create_doc", signal);
  const as = connection.from === undefined ? "" : ` with ${connection.from}`;
  const writes =
    may === undefined
      ? `writes to ${stream}`
      : `${may ? "may" : "may not"} write to ${stream}${as}`;
  const lines: Line[] = [[destinationName(connection.url), `${product}, ${writes}`]];
  let ok = may !== false;

  const streams = await dataStreams(client, stream, signal);
  if (isFault(streams)) {
    lines.push(["data stream", `${stream} may not be looked at: ${streams.why}`]);
  } else if (streams.includes(stream)) {
    lines.push(["data stream", `${stream} is there`]);
  } else if ((await mayDo(client, connection, stream, "auto_configure", signal)) === false) {
    lines.push(["data stream", `${stream} may not be made: the right auto_configure is missing`]);
    ok = false;
  } else {
    lines.push(["data stream", `${stream} is made with the first event`]);
  }
  lines.push(["template", await templateLine(client, dataset, signal)]);
  return { ok, lines };
}

/** Checks one destination. A fault is a line of the answer, not an exception; an abort is. */
export async function checkElasticsearch(
  client: Client,
  options: CheckOptions,
  signal: AbortSignal,
): Promise<CheckResult> {
  try {
    return await look(client, options, signal);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    const name = destinationName(options.connection.url);
    return { ok: false, lines: [[name, `${error.message} [${error.code}]`]] };
  }
}
