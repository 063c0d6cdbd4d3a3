/** What `sestrail setup elasticsearch` does: all templates, all data streams, and a line for each. */
import { destinationName } from "./address.ts";
import { ask } from "./ask.ts";
import type { Client } from "./client.ts";
import { type Party, faultError } from "./faults.ts";
import { FEATURES, type TemplateBody, lackingFeatures } from "./features.ts";
import {
  ELASTIC_DATASET,
  type Make,
  greet,
  install,
  isFault,
  lackingWorthSaying,
  rollOver,
} from "./install.ts";
import { dataStreams, standingOf } from "./installed.ts";
import {
  RUN_DATASET,
  type TemplateChoices,
  eventTemplates,
  otelTemplates,
  runTemplates,
} from "./templates.ts";

/** What is to be set up. */
export interface SetupOptions extends TemplateChoices {
  readonly connection: Party;
  readonly dataset: string;
  readonly namespace: string;
  /** Replaces templates that are newer or somebody else's. */
  readonly overwrite: boolean;
  /** Asks the server, and changes nothing. */
  readonly dryRun: boolean;
}

/** Lines for people: `[label, text]`. */
export type ReportLine = readonly [label: string, text: string];

const WORDS = {
  absent: ["installed", "would be installed"],
  older: ["updated", "would be updated"],
  changed: ["written again with other choices", "would be written again with other choices"],
  current: ["is up to date", "is up to date"],
  replaced: ["replaced", "would be replaced"],
} as const;

/** Makes an empty data stream, so that dashboards find their fields before the first event. */
async function makeStream(
  client: Client,
  stream: string,
  dryRun: boolean,
  signal: AbortSignal,
): Promise<string> {
  const there = await dataStreams(client, stream, signal);
  if (!isFault(there) && there.includes(stream)) return "is there";
  if (dryRun) return "would be made";
  const path = `/_data_stream/${encodeURIComponent(stream)}`;
  const answer = await ask(client, { method: "PUT", path }, signal);
  return answer.kind === "granted" ? "made, empty" : `is made with the first event (${answer.why})`;
}

/** Gives existing data streams the retention: a template reaches new ones alone. */
async function applyRetention(
  client: Client,
  stream: string,
  retention: string,
  signal: AbortSignal,
): Promise<string> {
  const path = `/_data_stream/${encodeURIComponent(stream)}/_lifecycle`;
  const body = { data_retention: retention };
  const answer = await ask(client, { method: "PUT", path, body }, signal);
  return answer.kind === "granted"
    ? `keeps events for ${retention}`
    : `keeps its own retention (${answer.why})`;
}

/** The sets of a dataset, in the order of installation. */
function setsOf(dataset: string): readonly Make[] {
  return [
    (choices, lacking) => eventTemplates(dataset, choices, lacking),
    (choices, lacking) => otelTemplates(dataset, choices, lacking),
    runTemplates,
  ];
}

/** Everything that would be sent to a server that has every feature: for `--print`. Pure. */
export function printedSetup(
  options: Pick<SetupOptions, "dataset" | "namespace"> & TemplateChoices,
): readonly { readonly method: "PUT"; readonly path: string; readonly body?: TemplateBody }[] {
  const { dataset, namespace } = options;
  const put = (path: string, body?: TemplateBody) =>
    body === undefined
      ? ({ method: "PUT", path } as const)
      : ({ method: "PUT", path, body } as const);
  const parts =
    dataset === ELASTIC_DATASET
      ? runTemplates(options, new Set()).parts
      : setsOf(dataset).flatMap((make) => make(options, new Set()).parts);
  const streams = dataset === ELASTIC_DATASET ? [RUN_DATASET] : [dataset, RUN_DATASET];
  return [
    ...parts.map((part) => put(part.path, part.body)),
    ...streams.map((name) => put(`/_data_stream/logs-${name}-${namespace}`)),
  ];
}

function choicesOf({ retention, logsdb }: TemplateChoices): TemplateChoices {
  return {
    ...(retention === undefined ? {} : { retention }),
    ...(logsdb === undefined ? {} : { logsdb }),
  };
}

/** What a set was made with before, and what is asked for now, which goes first. */
async function rememberedChoices(
  client: Client,
  name: string,
  asked: TemplateChoices,
  signal: AbortSignal,
): Promise<TemplateChoices> {
  const standing = await standingOf(client, `/_index_template/${name}`, signal);
  return "choices" in standing ? { ...standing.choices, ...asked } : asked;
}

/**
 * Sets everything up, and tells what was done. Throws a coded error where the server cannot be reached or does not
 * allow it. Templates that are newer or somebody else's are left as they are, and named.
 */
export async function setupElasticsearch(
  client: Client,
  options: SetupOptions,
  signal: AbortSignal,
): Promise<readonly ReportLine[]> {
  const { connection, dataset, namespace, dryRun } = options;
  const lines: ReportLine[] = [];
  lines.push([destinationName(connection.url), await greet(client, connection, signal)]);
  const lacking = await lackingFeatures(client, signal);
  if (isFault(lacking)) throw faultError(lacking, connection);

  const elastic = dataset === ELASTIC_DATASET;
  if (elastic) {
    lines.push(["template", `logs-${dataset} is Elastic's, and is left to its integration`]);
  }
  for (const make of elastic ? [runTemplates] : setsOf(dataset)) {
    const { name } = make({}, lacking);
    const choices = await rememberedChoices(client, name, choicesOf(options), signal);
    const set = make(choices, lacking);
    const streams = await dataStreams(client, set.pattern, signal);
    const done = await install(client, set, options, signal);
    if (done.kind === "failed") throw faultError(done.fault, connection);
    if (done.kind === "left") {
      const whose = done.standing === "newer" ? "newer than this sestrail" : "somebody else's";
      lines.push(["template", `${name} is left as it is: ${done.path} is ${whose} (--overwrite)`]);
      continue;
    }
    lines.push(["template", `${name} ${WORDS[done.before][dryRun ? 1 : 0]}`]);
    for (const stream of isFault(streams) || dryRun ? [] : streams) {
      if (done.before !== "current") {
        lines.push(["data stream", `${stream} ${await rollOver(client, stream, signal)}`]);
      }
      if (options.retention !== undefined && !lacking.has("lifecycle")) {
        const text = await applyRetention(client, stream, options.retention, signal);
        lines.push(["data stream", `${stream} ${text}`]);
      }
    }
  }
  for (const name of elastic ? [RUN_DATASET] : [dataset, RUN_DATASET]) {
    const stream = `logs-${name}-${namespace}`;
    lines.push(["data stream", `${stream} ${await makeStream(client, stream, dryRun, signal)}`]);
  }
  for (const name of lackingWorthSaying(lacking, options)) {
    lines.push(["without", `${name}, which this server lacks: ${FEATURES[name].without}`]);
  }
  return lines;
}
