/**
 * The command table: what each command is for, what stands behind its name, examples. Help is made from it; a command
 * itself is a file in `cli/commands/`, its options are rows of the option table.
 */

/** One row of the command table. */
export interface CommandRow {
  /** What stands behind the command's name. */
  readonly usage: string;
  /** One line, without a full stop. */
  readonly doc: string;
  /** What the operands may be, in a line or two of help. */
  readonly operands?: readonly string[];
  /** Commands that work as they stand, where the samples are. */
  readonly examples: readonly (readonly [command: string, doc: string])[];
}

/** Commands by name, which may have two words. */
export const COMMANDS = {
  ship: {
    usage: "<source...> [--to <destination>...] [options]",
    doc: "reads CloudTrail, picks and explains the SES calls, delivers them",
    operands: [
      "source       file, folder, 'glob', s3://BUCKET/PREFIX, sqs:URL, - for stdin",
      "destination  stdout, file:PATH, elasticsearch:URL or otlp:URL",
    ],
    examples: [
      ["sestrail ship samples", "look at a made-up trail"],
      ["sestrail ship samples --changes --region 'eu-*'", "only changes, in Europe"],
      ["sestrail ship samples --format ecs > events.ndjson", "for other programs"],
      ["sestrail ship samples --to elasticsearch:http://localhost:9200", ""],
      ["sestrail ship samples --to otlp:http://localhost:4318 --dead-letter bad.ndjson", ""],
    ],
  },
  check: {
    usage: "[source...] [--to <destination>...] [options]",
    doc: "looks whether a run would begin and arrive; changes nothing",
    operands: ["As for ship: write check in its place, and leave the rest as it is."],
    examples: [
      ["sestrail check samples --to elasticsearch:http://localhost:9200", ""],
      ["sestrail check --to otlp:http://localhost:4318", "only the way out"],
    ],
  },
  look: {
    usage: "[ID] <source...> [options]",
    doc: "shows SES calls in order of time, or one of them whole",
    operands: [
      "source  file, folder, glob in quotes, s3://BUCKET/PREFIX, - for stdin",
      "ID      id of an event or its beginning, as in the last column: all that is known of it",
    ],
    examples: [
      ["sestrail look samples --changes", "what was changed, and by whom"],
      ["sestrail look samples --severity high --local", "what weighs most, by your clock"],
      ["sestrail look samples --denied | grep quarantine", "one line each in a pipe"],
    ],
  },
  who: {
    usage: "NAME|KEY|IP <source...> [options]",
    doc: "profiles a caller, an access key or an address, beside all others",
    operands: [
      "NAME    caller, as for --caller; KEY AKIA… or ASIA…; IP an address or a network",
      "source  file, folder, glob in quotes, s3://BUCKET/PREFIX, - for stdin",
    ],
    examples: [
      ["sestrail who mail-admin samples", "what it did, from where, what is unusual"],
      ["sestrail who 192.0.2.0/24 samples", "who came from there"],
    ],
  },
  detect: {
    usage: "<source...> [options]",
    doc: "finds what looks like abuse: single calls, bursts, sequences, what is new",
    operands: ["source  file, folder, glob in quotes, s3://BUCKET/PREFIX, - for stdin"],
    examples: [
      ["sestrail detect samples", "findings, the weightiest first, and what to do"],
      ["sestrail detect samples --fail-on high", "for cron: exit 4 where that is found"],
      ["sestrail detect samples --rule 'new-*' --history 0s", "what is seen for the first time"],
      ["sestrail detect --explain region-sweep", "what a rule finds"],
    ],
  },
  report: {
    usage: "<source...> [--output report.html] [options]",
    doc: "tells what happened on one page: findings, changes, who, from where",
    operands: ["source  file, folder, glob in quotes, s3://BUCKET/PREFIX, - for stdin"],
    examples: [
      ["sestrail report samples --output report.html", "a page for a browser, or for paper"],
      ["sestrail report samples", "as text, such as for a mail"],
      ["sestrail report samples --format json > report.json", ""],
    ],
  },
  count: {
    usage: "<source...> --by FIELD[,FIELD] [options]",
    doc: "counts SES calls by caller, address, action or another field",
    operands: ["source  file, folder with all below it, glob in quotes, - for stdin"],
    examples: [
      ["sestrail count samples --by caller", "who, how often, when"],
      ["sestrail count samples --by ip,key --denied", "from where, in vain"],
      ["sestrail count samples --by signal --format csv", "for a spreadsheet"],
    ],
  },
  history: {
    usage: "<source...> [TARGET] [--at TIME] [options]",
    doc: "tells each change of an identity or another thing, and what held when",
    operands: [
      "source  file, folder with all below it, glob in quotes, s3://BUCKET/PREFIX, - for stdin",
      "TARGET  example.com, a name with * or ?, account, or SORT:NAME: configuration_set:news",
    ],
    examples: [
      ["sestrail history samples example.com", "all its changes, and what holds"],
      ["sestrail history samples account --at 2026-11-20T13:10", "what held then?"],
    ],
  },
  verify: {
    usage: "<source...> [options]",
    doc: "proves by CloudTrail's digests that no log file was changed or is missing",
    operands: [
      "source  folder or s3://BUCKET/PREFIX with AWSLogs/ and its CloudTrail-Digest/;",
      "        --public-keys FILE holds AWS's public keys, else AWS is asked for them",
    ],
    // Those that work need a trail of your own.
    examples: [],
  },
  replay: {
    usage: "<dead-letter...> [--to <destination>...] [options]",
    doc: "sends again what --dead-letter kept",
    operands: ["dead-letter  file, folder with all below it, glob in quotes, - for stdin"],
    examples: [
      ["sestrail replay dead.ndjson", "look at what was kept"],
      ["sestrail replay dead.ndjson --to elasticsearch:http://localhost:9200", ""],
    ],
  },
  backfill: {
    usage: "<bucket...> --enqueue <queue> [options]",
    doc: "puts what a bucket holds on a queue, for many workers",
    operands: ["bucket  s3://BUCKET/PREFIX"],
    examples: [],
  },
  demo: {
    usage: "[--to <destination>...] [--output FOLDER] [options]",
    doc: "ships or writes a made-up week with planted stories",
    examples: [
      ["sestrail demo", "look at it"],
      ["sestrail demo --to elasticsearch:http://localhost:9200", ""],
      ["sestrail demo --output demo-trail --seed 7", "files to try things with"],
    ],
  },
  "setup elasticsearch": {
    usage: "<url> [options]",
    doc: "makes templates, lifecycle and empty data streams; prints what it did",
    operands: [
      "url  http://HOST:9200, https://HOST:9200 or cloud:NAME:CLOUD_ID; without it,",
      "     ELASTICSEARCH_URL. --print and --print-role need none",
    ],
    examples: [
      ["sestrail setup elasticsearch http://localhost:9200", ""],
      ["sestrail setup elasticsearch --print-role", "the rights that are needed, to paste"],
    ],
  },
  "setup kibana": {
    usage: "<url> [options]",
    doc: "imports the dashboards; with --rules the detection rules, too",
    operands: ["url  http://HOST:5601; without it, KIBANA_URL. --print needs none"],
    examples: [
      ["sestrail setup kibana http://localhost:5601 --rules", ""],
      ["sestrail setup kibana http://localhost:5601 --dry-run", "what would be imported"],
    ],
  },
  "setup opensearch-dashboards": {
    usage: "<url> [options]",
    doc: "imports the dashboards into OpenSearch Dashboards, in its own forms",
    operands: ["url  http://HOST:5601; without it, OPENSEARCH_DASHBOARDS_URL. --print needs none"],
    examples: [
      ["sestrail setup opensearch-dashboards http://localhost:5601", ""],
      ["sestrail setup opensearch-dashboards --print > opensearch.ndjson", "to import by hand"],
    ],
  },
  actions: {
    usage: "[word...] [--json]",
    doc: "lists the SES actions that are known, what they set and signal",
    examples: [
      ["sestrail actions dkim", "all that has to do with DKIM"],
      ["sestrail actions production access", "with all of these words, else with any"],
    ],
  },
  completion: {
    usage: "bash|zsh|fish",
    doc: "writes a script, so that the shell completes commands, options and values",
    examples: [
      ["sestrail completion bash", "in ~/.bashrc: source <(sestrail completion bash)"],
      ["sestrail completion fish", "in config.fish: sestrail completion fish | source"],
    ],
  },
  help: {
    usage: "[topic]",
    doc: "shows the help of a command, or a table such as errors or fields",
    examples: [["sestrail help errors", "what each code means, and what to do"]],
  },
} as const satisfies Readonly<Record<string, CommandRow>>;

/** Name of a command. */
export type CommandName = keyof typeof COMMANDS;

/** Names in table order. */
export const COMMAND_NAMES: readonly CommandName[] = Object.keys(COMMANDS) as CommandName[];

/** One command, with the members that it may have; undefined where there is none of that name. */
export function commandNamed(name: string | undefined): CommandRow | undefined {
  const known = COMMAND_NAMES.find((command) => command === name);
  return known === undefined ? undefined : COMMANDS[known];
}

/** The name of the command that the words begin with; its rest is what stands behind. */
export function commandAt(
  words: readonly string[],
): { readonly name: CommandName; readonly rest: readonly string[] } | undefined {
  const name = COMMAND_NAMES.find((known) => {
    const parts = known.split(" ");
    return parts.every((part, place) => words[place] === part);
  });
  return name === undefined ? undefined : { name, rest: words.slice(name.split(" ").length) };
}

/** Second words of commands that begin with this one: `setup` gives `elasticsearch`. */
export function secondWords(first: string): readonly string[] {
  return COMMAND_NAMES.filter((name) => name.startsWith(`${first} `)).map((name) =>
    name.slice(first.length + 1),
  );
}
