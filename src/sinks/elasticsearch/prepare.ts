/** What a run does before its first write: greets the server and installs what is missing, quietly. */
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import { destinationName } from "./address.ts";
import type { Client } from "./client.ts";
import { type Fault, type Party, faultError, isPassing } from "./faults.ts";
import { FEATURES, lackingFeatures } from "./features.ts";
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
import { RUN_DATASET, eventTemplates, runTemplates } from "./templates.ts";

/** What a run is told. */
export interface PrepareOptions {
  readonly connection: Party;
  readonly dataset: string;
  readonly namespace: string;
  readonly setup: boolean;
  readonly report: (problem: Problem) => void;
}

/**
 * Before the first write: proves that Elasticsearch answers, and installs what is missing. Where it may not, and the
 * data stream is there, it warns and goes on; else it throws, since Elasticsearch would guess types that stay.
 */
export async function prepareElasticsearch(
  client: Client,
  options: PrepareOptions,
  signal: AbortSignal,
): Promise<void> {
  const { connection, dataset, namespace } = options;
  await greet(client, connection, signal);
  if (!options.setup) return;
  if (dataset !== ELASTIC_DATASET) {
    const make: Make = (choices, lacking) => eventTemplates(dataset, choices, lacking);
    await prepareSet(client, make, `logs-${dataset}-${namespace}`, true, options, signal);
  }
  await prepareSet(
    client,
    runTemplates,
    `logs-${RUN_DATASET}-${namespace}`,
    false,
    options,
    signal,
  );
}

async function prepareSet(
  client: Client,
  make: Make,
  stream: string,
  needed: boolean,
  { connection, report }: PrepareOptions,
  signal: AbortSignal,
): Promise<void> {
  const { name } = make({}, new Set());
  const standing = await standingOf(client, `/_index_template/${name}`, signal);
  if (standing.kind === "current") return;
  if (standing.kind === "newer" || standing.kind === "others") {
    const whose = standing.kind === "newer" ? "newer than this sestrail" : "somebody else's";
    report({
      code: "E_ES_TEMPLATE",
      what: `the index template ${name} is ${whose}, and is left as it is`,
    });
    return;
  }

  const refuse = async (fault: Fault): Promise<void> => {
    const { why } = fault;
    if (fault.kind !== "refused" || fault.status === 401 || isPassing(fault.status, fault.type)) {
      throw faultError(fault, connection);
    }
    const streams = await dataStreams(client, stream, signal);
    if (needed && !isFault(streams) && streams.length === 0) {
      throw new CodedError({
        code: "E_ES_SETUP",
        what: `the index template ${name} could not be installed, and ${stream} does not exist`,
        why,
      });
    }
    report({
      code: "E_ES_TEMPLATE",
      what: `the index template ${name} could not be looked at or updated`,
      why,
      todo: "Run it once with more rights: sestrail setup elasticsearch URL; or leave it with --no-setup.",
    });
  };

  if (isFault(standing)) return refuse(standing);
  const lacking = await lackingFeatures(client, signal);
  if (isFault(lacking)) return refuse(lacking);
  const set = make("choices" in standing ? standing.choices : {}, lacking);
  const streams = await dataStreams(client, stream, signal);
  const done = await install(client, set, { overwrite: false, dryRun: false }, signal);
  if (done.kind === "failed") return refuse(done.fault);
  if (done.kind === "installed" && !isFault(streams) && streams.length > 0) {
    await rollOver(client, stream, signal);
  }
  const missed = needed ? lackingWorthSaying(lacking, {}) : [];
  if (missed.length > 0) {
    report({
      code: "E_ES_FALLBACK",
      what: `${destinationName(connection.url)} lacks ${missed.join(", ")}`,
      why: missed.map((feature) => FEATURES[feature].without).join("; "),
    });
  }
  return undefined;
}
