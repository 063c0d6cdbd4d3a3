/** The index templates, whole: what `setup` installs and `--print` shows. Pure. */
import type { TemplateBody } from "./features.ts";
import { type Lacking, eventMappings, otelMappings, runMappings } from "./mappings.ts";

/**
 * Version of the templates. It goes up with every change of what they hold: a higher one replaces a lower one on the
 * server and rolls the data streams over, never the other way round.
 */
export const TEMPLATE_VERSION = 1;

/** Who made a template: it is ours to replace. */
export const MANAGED_BY = "sestrail";

/**
 * Above every template that Elastic ships (100 to 200) and the range that it asks others to stay out of (to 500).
 * Source: https://www.elastic.co/docs/manage-data/data-store/templates
 */
const PRIORITY = 550;

/** Dataset of the run summaries. */
export const RUN_DATASET = "sestrail.run";

/** What may be chosen. It is remembered in the template, so that an update keeps it. */
export interface TemplateChoices {
  /** How long events are kept, such as `365d`; undefined: for ever. */
  readonly retention?: string;
  /** LogsDB index mode: about half the disk, some more work while indexing. */
  readonly logsdb?: boolean;
}

/** One request of an installation. */
export interface TemplatePart {
  readonly path: `/_component_template/${string}` | `/_index_template/${string}`;
  readonly body: TemplateBody;
}

/** An index template with its component templates. */
export interface TemplateSet {
  /** Name of the index template: the data streams' own, without the namespace. */
  readonly name: string;
  readonly pattern: string;
  /** In the order of installation: the index template is the last. */
  readonly parts: readonly TemplatePart[];
}

/** Who, what and how: the answer to what a template was made with, when it is met again. */
function about(description: string, choices: TemplateChoices, lacking: Lacking): TemplateBody {
  const { retention, logsdb } = choices;
  return {
    version: TEMPLATE_VERSION,
    _meta: {
      managed_by: MANAGED_BY,
      description,
      ...(retention === undefined ? {} : { retention }),
      ...(logsdb === true ? { logsdb } : {}),
      ...(lacking.size === 0 ? {} : { without: [...lacking].sort() }),
    },
  };
}

function settingsOf(choices: TemplateChoices, lacking: Lacking): TemplateBody {
  const logsdb = choices.logsdb === true && !lacking.has("logsdb");
  return {
    ...(lacking.has("index.codec") ? {} : { "index.codec": "best_compression" }),
    // Nothing is dynamic: the limit is only there to be known.
    "index.mapping.total_fields.limit": 1000,
    ...(lacking.has("index.mode") ? {} : { "index.mode": logsdb ? "logsdb" : "standard" }),
    // Without this LogsDB sorts by host.name, which these events do not have.
    ...(logsdb ? { "index.sort.field": ["@timestamp"], "index.sort.order": ["desc"] } : {}),
  };
}

function templateSet(
  dataset: string,
  description: string,
  mappings: TemplateBody,
  choices: TemplateChoices,
  lacking: Lacking,
): TemplateSet {
  const name = `logs-${dataset}`;
  const component = (part: string, template: TemplateBody): TemplatePart => ({
    path: `/_component_template/${name}@${part}`,
    body: { ...about(`${description}: ${part}`, choices, lacking), template },
  });
  const { retention } = choices;
  const components = ["mappings", "settings", ...(lacking.has("lifecycle") ? [] : ["lifecycle"])];
  const custom = lacking.has("custom_components") ? [] : [`${name}@custom`];
  return {
    name,
    pattern: `${name}-*`,
    parts: [
      component("mappings", { mappings }),
      component("settings", { settings: settingsOf(choices, lacking) }),
      ...(lacking.has("lifecycle")
        ? []
        : [
            component("lifecycle", {
              lifecycle: retention === undefined ? {} : { data_retention: retention },
            }),
          ]),
      {
        path: `/_index_template/${name}`,
        body: {
          ...about(description, choices, lacking),
          index_patterns: [`${name}-*`],
          priority: PRIORITY,
          data_stream: {},
          composed_of: [...components.map((part) => `${name}@${part}`), ...custom],
          ...(custom.length === 0 ? {} : { ignore_missing_component_templates: custom }),
        },
      },
    ],
  };
}

/** Templates of the events as sestrail writes them. */
export function eventTemplates(
  dataset: string,
  choices: TemplateChoices,
  lacking: Lacking,
): TemplateSet {
  return templateSet(dataset, "Amazon SES API activity", eventMappings(lacking), choices, lacking);
}

/** Templates of the events as a Collector writes them. */
export function otelTemplates(
  dataset: string,
  choices: TemplateChoices,
  lacking: Lacking,
): TemplateSet {
  const description = "Amazon SES API activity by way of OpenTelemetry";
  return templateSet(`${dataset}.otel`, description, otelMappings(lacking), choices, lacking);
}

/** Templates of the run summaries. */
export function runTemplates(choices: TemplateChoices, lacking: Lacking): TemplateSet {
  return templateSet(RUN_DATASET, "Runs of sestrail", runMappings(lacking), choices, lacking);
}
