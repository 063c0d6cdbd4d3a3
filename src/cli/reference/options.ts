/** The page of options. */
import {
  OPTION_GROUPS,
  OPTION_NAMES,
  environmentName,
  flagOf,
  optionRow,
  valueName,
  type OptionName,
} from "../../tables/options.ts";
import { FILTERS, FILTER_NAMES, type FilterRow } from "../../tables/filters.ts";
import type { Reference } from "./page.ts";

/** Options by group, with variables and defaults. */
export function optionsReference(): Reference {
  return {
    title: "Options",
    intro: [
      "An option may be a flag, a variable of the environment, or a key of the file that `--config` names (its name without the dashes). A flag goes before a variable, a variable before the file, the file before the default.",
      "Sizes are written as `64MiB` or `10MB`, time spans as `500ms`, `30s`, `5m`, `1h` or `7d`, times as `2026-11-20`, `2026-11-20T09:00:00Z`, `7d` (that long ago), `yesterday` or `14:05`. Each switch has a form with `--no-`; as a variable or key it is `on` or `off`. Lists are separated by commas, destinations in a variable by blanks; in the file both may be lists.",
      "Filters choose events: of several values of one filter any is enough, several filters must all agree. Large and small letters are the same; `*` is any text, `?` any one character. What a filter leaves out is counted as left out by its option.",
      "Two keys of the file are no options. `source` is what `ship` and `check` read where the command line names nothing: one, or a list. `accounts` gives account ids names, such as `accounts: {prod: 111122223333}`; then `--account prod` is understood.",
      "Secrets are never options. Elasticsearch: `ELASTICSEARCH_API_KEY`, or `ELASTICSEARCH_USERNAME` and `ELASTICSEARCH_PASSWORD`; the same names with `_FILE` name a file that holds the secret; Kibana has the same with `KIBANA_`, OpenSearch Dashboards with `OPENSEARCH_DASHBOARDS_`. OTLP: `OTEL_EXPORTER_OTLP_HEADERS`, or a file named by `OTEL_EXPORTER_OTLP_HEADERS_FILE`.",
    ],
    tables: OPTION_GROUPS.map((group) => ({
      title: group,
      head: ["Option", "Default", "Variable", "What it does"],
      rows: OPTION_NAMES.filter((name) => optionRow(name).group === group).map(optionCells),
    })).filter(({ rows }) => rows.length > 0),
  };
}

function optionCells(name: OptionName): readonly string[] {
  const row = optionRow(name);
  const sentence = `${row.doc.charAt(0).toUpperCase()}${row.doc.slice(1)}.`;
  const more = row.more === undefined ? "" : ` ${row.more}`;
  const looksAt = fieldsOf(name);
  const only = row.commands.includes("ship") ? "" : ` For \`${row.commands.join("`, `")}\`.`;
  const example = row.example === undefined ? "" : ` Example: \`${row.example}\`.`;
  return [
    `\`${`${flagOf(name)} ${valueName(name)}`.trim()}\``,
    row.unset ?? `\`${row.default ?? ""}\``,
    `\`${environmentName(name)}\``,
    `${sentence}${more}${looksAt}${only}${example}`,
  ];
}

/** The fields that a filter looks at. */
function fieldsOf(option: OptionName): string {
  const name = FILTER_NAMES.find((filter) => filter === option);
  const { fields }: FilterRow = name === undefined ? NO_FILTER : FILTERS[name];
  if (fields.length === 0) return "";
  return ` Looks at ${fields.map((field) => `\`${field}\``).join(", ")}.`;
}

const NO_FILTER: FilterRow = { fields: [], fits: "switch" };
