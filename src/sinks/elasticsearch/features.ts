/**
 * What the index templates use that not every server has: each with a smallest template that uses it, and what takes
 * its place. The server is asked for each, and changes nothing by that; nothing here knows engines or versions.
 */
import { type Answer, ask } from "./ask.ts";
import type { Client } from "./client.ts";
import type { Fault } from "./faults.ts";

/** Part of an index template. */
export type TemplateBody = Readonly<Record<string, unknown>>;

interface Feature {
  /** A template that uses it, and nothing else. */
  readonly probe: TemplateBody;
  /** What is done without it. */
  readonly without: string;
}

const field = (mapping: TemplateBody): TemplateBody => ({
  template: { mappings: { properties: { probe: mapping } } },
});

const FEATURE_TABLE = {
  constant_keyword: {
    probe: field({ type: "constant_keyword" }),
    without: "names of the data stream are plain keywords",
  },
  match_only_text: {
    probe: field({ type: "match_only_text" }),
    without: "prose is plain text, which takes some more disk",
  },
  flattened: {
    probe: field({ type: "flattened", ignore_above: 8191 }),
    // OpenSearch's flat_object refuses whole documents for a string over 32 KB or a list of texts.
    without: "aws.cloudtrail.flattened.* is kept but cannot be searched; the JSON texts can",
  },
  passthrough: {
    probe: field({ type: "passthrough", priority: 10 }),
    without: "attributes of OpenTelemetry events get their short names by aliases",
  },
  "index.mode": {
    probe: { template: { settings: { "index.mode": "standard" } } },
    without: "the server's only index mode is used",
  },
  "index.codec": {
    probe: { template: { settings: { "index.codec": "best_compression" } } },
    without: "the server's own compression is used",
  },
  logsdb: {
    probe: { template: { settings: { "index.mode": "logsdb" } } },
    without: "the standard index mode is used",
  },
  lifecycle: {
    probe: { template: { lifecycle: {} } },
    without: "indices are not rolled over or deleted by age, unless a policy of your own does it",
  },
  custom_components: {
    probe: {
      composed_of: ["sestrail-probe@custom"],
      ignore_missing_component_templates: ["sestrail-probe@custom"],
    },
    without: "there is no @custom component template for settings of your own",
  },
} as const satisfies Readonly<Record<string, Feature>>;

/** Name of a feature. */
export type FeatureName = keyof typeof FEATURE_TABLE;

/** The table, to be looked up by name. */
export const FEATURES: Readonly<Record<FeatureName, Feature>> = FEATURE_TABLE;

/** Names in table order. */
export const FEATURE_NAMES = Object.keys(FEATURE_TABLE) as readonly FeatureName[];

function simulate(client: Client, template: TemplateBody, signal: AbortSignal): Promise<Answer> {
  const body = {
    index_patterns: ["sestrail-probe-*"],
    priority: 1_000_000,
    data_stream: {},
    ...template,
  };
  return ask(client, { method: "POST", path: "/_index_template/_simulate", body }, signal);
}

/** Features that the server lacks; a Fault where it does not answer the question. */
export async function lackingFeatures(
  client: Client,
  signal: AbortSignal,
): Promise<ReadonlySet<FeatureName> | Fault> {
  const lacking = new Set<FeatureName>();
  for (const name of FEATURE_NAMES) {
    const answer = await simulate(client, FEATURES[name].probe, signal);
    if (answer.kind === "refused" && answer.status === 400) lacking.add(name);
    else if (answer.kind !== "granted") return answer;
  }
  return lacking;
}
