/**
 * The option table: every option of every command, once. Flags, environment variables (`SESTRAIL_MAX_MEMORY`), keys of the
 * config file, help and `docs/options.md` are made from it, in this order.
 */

/**
 * How a value is written.
 * `size` bytes: `64MiB` · `duration` ms: `30s` · `count` a whole number · `time` ISO 8601, or `7d`: that long ago · `day` `2026-11-20` ·
 * `text` · `path` · `address` `127.0.0.1:9464`, or a port · `destination` as `--to` · `choice` one of a few words · `switch` on or off.
 */
export type OptionKind = "size" | "duration" | "count" | "time" | "day" | "text" | "path" | "address" | "destination" | "choice" | "switch";

/** Groups of `--help`, in their order: the questions that people come with. */
export const OPTION_GROUPS = ["What to keep", "Which events", "What to make up", "Where to", "How sure", "How to look", "How fast", "Limits"] as const;

/** A group of `--help`. */
export type OptionGroup = (typeof OPTION_GROUPS)[number];

/** One row of the option table. */
export interface OptionRow {
  readonly kind: OptionKind;
  /** Commands that take it. */
  readonly commands: readonly string[];
  readonly group: OptionGroup;
  /** One line of help, without a full stop. */
  readonly doc: string;
  /** Further sentences, for the docs. */
  readonly more?: string;
  /** As a person would write it. */
  readonly default?: string;
  /** What help shows where there is no default, or where it depends. */
  readonly unset?: string;
  /** The name of the value in help; by the kind where absent. */
  readonly value?: string;
  /** May be given several times. In one value (environment, file) they are separated by this. */
  readonly many?: "," | " ";
  /** The words of a `choice`. */
  readonly choices?: readonly string[];
  /** Commands that take only some of the words. */
  readonly choicesOf?: Readonly<Record<string, readonly string[]>>;
  /** The least allowed value. */
  readonly min?: string;
  /** The word for a `duration` without an end. */
  readonly endless?: string;
  /** What a `text` must match, and what that is in words: `"x" is no …`. */
  readonly pattern?: { readonly matches: RegExp; readonly words: string };
  /** A value, for the docs. */
  readonly example?: string;
  /** Few need it: `--help` only names it. */
  readonly rare?: true;
  /** May not be set in the config file. */
  readonly notInFile?: true;
}

const NAME_OF_STREAM = /^[a-z0-9_.]{1,100}$/;
const GLOB = /^[A-Za-z0-9*?._-]+$/;

const EVENT_FORMATS = ["text", "csv", "tsv", "ecs", "otel"] as const;
/** Forms of what each command writes. */
const FORMATS_OF = {
  ship: EVENT_FORMATS,
  check: EVENT_FORMATS,
  replay: EVENT_FORMATS,
  demo: EVENT_FORMATS,
  look: ["text", "csv", "tsv"],
  who: ["text", "csv", "tsv"],
  report: ["html", "text", "json"],
  count: ["text", "csv", "tsv"],
  verify: ["text", "json"],
  history: ["text", "json"],
  detect: ["text", "csv", "json", "sarif"],
} as const;

/** Commands that read CloudTrail files. */
const READERS = ["ship", "check", "count", "look", "who", "report", "detect", "history"] as const;
/** Those, and commands that look at files as wholes. */
const FILE_READERS = [...READERS, "verify", "backfill"] as const;

export const OPTIONS = {
  seed: { kind: "count", commands: ["demo"], group: "What to make up", default: "1", value: "N", doc: "which week is made up", more: "The same seed and end give the same week." },
  end: { kind: "time", commands: ["demo"], group: "What to make up", unset: "now", doc: "when the week ends", more: "Written as for `--since`.", example: "2026-11-21" },

  since: { kind: "time", commands: FILE_READERS, group: "What to keep", unset: "all", doc: "calls from this time on, 2026-11-20 or 7d", more: "A date and time in ISO 8601; UTC unless it says otherwise. `7d`, `1w` or `2d12h` is that long ago; `today`, `yesterday` and `monday` (the last one) are the beginning of that day; `14:05` is the last time that it was so late; `now`.", example: "2026-11-20" },
  until: { kind: "time", commands: FILE_READERS, group: "What to keep", unset: "all", doc: "calls before this time", more: "Written as for `--since`; the time itself is not included.", example: "2026-11-21T12:00:00Z" },
  on: { kind: "day", commands: FILE_READERS, group: "What to keep", unset: "all", doc: "calls of this whole day, in UTC", more: "A date, or `today`, `yesterday`, `monday`: the last one. The same as that day for `--since` and the next for `--until`.", example: "2026-11-20" },
  around: { kind: "time", commands: READERS, group: "Which events", unset: "all", doc: "calls within five minutes of this time", more: "Written as for `--since`.", example: "2026-11-21T09:03" },
  account: { kind: "text", commands: FILE_READERS, group: "What to keep", many: ",", unset: "all", value: "ID", doc: "calls in this account", more: "A file of `--config` may give accounts names: see above.", pattern: { matches: /^\d{12}$/, words: "account id: it has 12 digits" }, example: "111122223333" },
  region: { kind: "text", commands: FILE_READERS, group: "What to keep", many: ",", unset: "all", value: "GLOB", doc: "calls in this region", pattern: { matches: GLOB, words: "region, such as eu-west-1 or eu-*" }, example: "eu-*" },
  action: { kind: "text", commands: READERS, group: "What to keep", many: ",", unset: "all", value: "GLOB", doc: "calls of this action", pattern: { matches: GLOB, words: "action, such as DeleteIdentity or Delete*" }, example: "Delete*" },
  "event-source": { kind: "text", commands: READERS, group: "What to keep", many: ",", default: "ses.amazonaws.com", value: "GLOB", doc: "calls to this service", more: "Calls to other services are delivered with everything but the SES fields.", pattern: { matches: GLOB, words: "event source, such as ses.amazonaws.com" }, example: "ses.amazonaws.com,iam.*" },
  "writes-only": { kind: "switch", rare: true, commands: READERS, group: "What to keep", default: "off", doc: "no calls that only read", more: "Keeps sends, and calls that nothing is known of." },
  changes: { kind: "switch", commands: READERS, group: "What to keep", default: "off", doc: "only what changes something: no reads, no sends", more: "Creates, updates, deletes, starts and stops, and calls that nothing is known of." },
  related: { kind: "switch", commands: READERS, group: "What to keep", default: "off", doc: "also calls beside SES that tell of mail", more: "Users and keys made for SMTP, rights on SES given, keys put into quarantine, quotas and support cases for SES, trails and log deliveries cut, WorkMail organisations made. They carry an effect and signals." },
  caller: { kind: "text", commands: READERS, group: "Which events", many: ",", unset: "all", value: "GLOB", doc: "calls of this caller, by name, session or ARN", example: "ci-*" },
  key: { kind: "text", commands: READERS, group: "Which events", many: ",", unset: "all", value: "GLOB", doc: "calls with this access key", example: "AKIAVX4MSXMEAEXAMPLE" },
  ip: { kind: "text", commands: READERS, group: "Which events", many: ",", unset: "all", value: "CIDR", doc: "calls from this address or network", example: "198.51.100.0/24" },
  identity: { kind: "text", commands: READERS, group: "Which events", many: ",", unset: "all", value: "GLOB", doc: "calls about this sender identity, or its domain", example: "example.com" },
  target: { kind: "text", commands: READERS, group: "Which events", many: ",", unset: "all", value: "GLOB", doc: "calls about this thing, by name or ARN", example: "newsletter-*" },
  signal: { kind: "text", commands: READERS, group: "Which events", many: ",", unset: "all", value: "GLOB", doc: "calls with this signal", more: "`*` is any: calls with a signal.", example: "policy_*" },
  severity: { kind: "choice", commands: READERS, group: "Which events", many: ",", choices: ["info", "low", "medium", "high"], unset: "all", value: "WORD", doc: "calls that weigh so much: low, medium, high", more: "As much as the weightiest signal; each weight is named: `medium,high`.", example: "medium,high" },
  denied: { kind: "switch", commands: READERS, group: "Which events", default: "off", doc: "only what was refused for a missing right" },
  failed: { kind: "switch", commands: READERS, group: "Which events", default: "off", doc: "only what failed, for whatever reason" },
  people: { kind: "switch", commands: READERS, group: "Which events", default: "off", doc: "only people: root, Identity Center, console, MFA", more: "A user's key without MFA is not taken for a person's: programs have such keys." },
  grep: { kind: "text", commands: READERS, group: "Which events", many: " ", unset: "all", value: "WORD", doc: "calls with this word anywhere in the event", more: "In any field but those that tell where and when the record was read. A part of a word is enough. Given several times, one of them is enough; in a variable they are separated by blanks." },
  "keep-original": { kind: "switch", rare: true, commands: ["ship", "check", "replay", "demo"], group: "What to keep", default: "off", doc: "put the raw record into the event", more: "In `event.original` (ECS) or `log.record.original` (OpenTelemetry)." },

  verify: { kind: "switch", rare: true, commands: ["ship"], group: "How sure", default: "off", doc: "read only log files that CloudTrail's digests vouch for", more: "All digests are read first. A file that was changed, or that no proven digest names, is not read: E_FILE_CHANGED, E_NOT_VOUCHED. For folders and buckets with `CloudTrail-Digest/`; see docs/verify.md." },
  "public-keys": { kind: "path", rare: true, commands: ["verify", "ship"], group: "How sure", unset: "AWS is asked", value: "FILE", doc: "public keys of CloudTrail, so that AWS is not asked", more: "PEM, or what `aws cloudtrail list-public-keys` writes.", example: "public-keys.json" },
  output: { kind: "path", commands: ["demo", "report"], group: "Where to", unset: "none", value: "PATH", doc: "write here: demo its files, report its page", more: "`report` writes one file, a page unless `--format` says otherwise, which takes its name when it is complete. `demo` writes a folder, and ships nothing. A manifest of what was planted is written beside them, and the public key that `sestrail verify` needs for their digests.", example: "demo-trail" },
  at: { kind: "time", commands: ["history"], group: "How to look", unset: "the last record", doc: "what held at this time", more: "Written as for `--since`. Later changes are left out.", example: "2026-11-20T12:00" },
  by: { kind: "text", commands: ["count"], group: "How to look", many: ",", unset: "needed", value: "FIELD", doc: "what to count by, such as caller,action", more: "Fields by their whole or short names: see `sestrail help fields`. An event with several values counts for each.", example: "caller,action" },
  top: { kind: "count", commands: ["count", "who"], group: "How to look", min: "1", unset: "20, who 5", value: "N", doc: "show so many, the largest first", more: "`who` shows so many of each sort. In csv and tsv all are shown where nobody says how many." },
  enqueue: { kind: "text", commands: ["backfill"], group: "Where to", unset: "needed", value: "QUEUE", doc: "queue that gets a message for each object", more: "`sqs:` and the URL of the queue. Any number of `sestrail ship sqs:URL` may read it.", example: "sqs:https://sqs.eu-west-1.amazonaws.com/111122223333/trail" },
  rule: { kind: "text", commands: ["detect"], group: "How to look", many: ",", unset: "all", value: "GLOB", doc: "ask only this detection rule, by its key", more: "Keys stand behind the names of findings, and in docs/alerts.md.", example: "new-*" },
  "own-rules": { kind: "text", commands: ["detect"], group: "How to look", many: " ", unset: "none", value: "PATH", doc: "rules of your own beside these: YAML, file or folder", more: "See docs/detect.md. May be given several times; in a variable paths are separated by blanks.", example: "our-rules.yaml" },
  "min-severity": { kind: "choice", commands: ["detect"], group: "How to look", choices: ["low", "medium", "high"], default: "low", value: "WORD", doc: "ask only rules that weigh so much: low, medium, high", example: "medium" },
  "fail-on": { kind: "choice", commands: ["detect"], group: "How sure", choices: ["low", "medium", "high"], unset: "never", value: "WORD", doc: "exit with 4 where a finding weighs so much", more: "For cron and pipelines. What could not be read is told as before, but 4 goes before 3.", example: "high" },
  history: { kind: "duration", commands: ["detect"], group: "How sure", default: "2d", min: "0s", doc: "learn so long before anything is new", more: "Rules on what is new have to know what there was before. With `--since` the records of that time before it are read as well, and only learned from. Without, what is new is told from so long after the first record on. What was not seen for 30 days is new again.", example: "30d" },
  explain: { kind: "text", commands: ["detect"], group: "How to look", unset: "none", value: "RULE", doc: "say what a rule finds and what to do, read nothing", more: "By its key; globs are understood, `*` is all of them.", example: "region-sweep" },
  to: { kind: "destination", commands: ["ship", "check", "replay", "demo"], group: "Where to", many: " ", default: "stdout", doc: "destination; may be given several times", more: "`stdout`, `file:PATH`, `elasticsearch:URL` or `otlp:URL`. Without a URL, `elasticsearch` takes `ELASTICSEARCH_URL`, and `otlp` the standard `OTEL_EXPORTER_OTLP_ENDPOINT`, else `http://localhost:4318`.", example: "elasticsearch:http://localhost:9200" },
  space: { kind: "text", commands: ["setup kibana"], group: "Where to", default: "default", value: "ID", doc: "space of Kibana, which must exist", pattern: { matches: /^[a-z0-9_-]+$/, words: "id of a space: small letters, digits, _ and -" } },
  tenant: { kind: "text", commands: ["setup opensearch-dashboards"], group: "Where to", unset: "the server chooses", value: "NAME", doc: "tenant of OpenSearch's security plugin", more: "`global_tenant`, `__user__` for one's own, or the name of another." },
  rules: { kind: "switch", commands: ["setup kibana"], group: "Where to", default: "off", doc: "import the detection rules, switched off" },
  format: { kind: "choice", commands: ["ship", "look", "who", "report", "detect", "count", "history", "verify", "check", "replay", "demo"], group: "Where to", choices: ["text", "csv", "tsv", "ecs", "otel", "json", "sarif", "html"], choicesOf: FORMATS_OF, unset: "by output", value: "FORMAT", doc: "text, csv, tsv, ecs or otel", more: "Of stdout and files: text on a terminal, else ECS, one JSON document a line. `text` is a table for people, `csv` (RFC 4180) and `tsv` have a line for each event, for spreadsheets and grep; `otel` is the OTLP file format. Elasticsearch gets ECS and OTLP gets OpenTelemetry in any case." },
  columns: { kind: "text", rare: true, commands: ["ship", "look", "check", "replay", "demo"], group: "Where to", many: ",", unset: "those of tsv", value: "NAME", doc: "columns of csv and tsv", more: "Names of the columns in docs/terminal.md, or of fields, whole or short: see `sestrail help fields`. Several values of a field stand in one cell.", example: "time,caller,key,ip,what_happened" },
  append: { kind: "switch", commands: ["ship", "check", "replay", "demo"], group: "Where to", default: "off", doc: "add to a file, not replace it", more: "Without it a file is written beside and takes its name when it is complete." },
  namespace: { kind: "text", rare: true, commands: ["ship", "check", "replay", "demo", "setup elasticsearch"], group: "Where to", default: "default", value: "NAME", doc: "namespace of the data stream", pattern: { matches: NAME_OF_STREAM, words: "name for a data stream: small letters, digits, _ and ." } },
  dataset: { kind: "text", rare: true, commands: ["ship", "check", "replay", "demo", "setup elasticsearch"], group: "Where to", default: "ses.cloudtrail", value: "NAME", doc: "dataset of the data stream", more: "With `aws.cloudtrail` Elastic's own detection rules run on the data.", pattern: { matches: NAME_OF_STREAM, words: "name for a data stream: small letters, digits, _ and ." } },
  setup: { kind: "switch", rare: true, commands: ["ship", "check", "replay", "demo"], group: "Where to", default: "on", unset: "they are made", doc: "don't make templates in Elasticsearch", more: "By default templates and lifecycle are made where they are absent, and never overwritten when newer." },
  retention: { kind: "text", commands: ["setup elasticsearch"], group: "What to keep", unset: "for ever", value: "TIME", doc: "how long Elasticsearch keeps events", more: "In Elasticsearch's units, such as `90d`. It is remembered: a later setup without it changes nothing.", pattern: { matches: /^[1-9][0-9]*[dhm]$/, words: "time to keep events; write for example 365d" }, example: "365d" },
  logsdb: { kind: "switch", commands: ["setup elasticsearch"], group: "What to keep", default: "off", doc: "needs about half the disk space, but more time to index", more: "Elasticsearch's LogsDB index mode. It is remembered, too." },
  overwrite: { kind: "switch", commands: ["setup elasticsearch", "setup kibana", "setup opensearch-dashboards"], group: "How sure", default: "off", doc: "replace what is there, even if others made it", more: "Templates that are newer or were made by others; boards and rules, and all changes that you made to them." },
  print: { kind: "switch", commands: ["setup elasticsearch", "setup kibana", "setup opensearch-dashboards"], group: "How to look", default: "off", doc: "write what would be sent, ask no server" },
  "print-role": { kind: "switch", commands: ["setup elasticsearch"], group: "How to look", default: "off", doc: "write the rights that are needed, to paste" },

  "dead-letter": { kind: "path", commands: ["ship", "check", "replay"], group: "How sure", unset: "none", doc: "keep what can't be read or delivered", more: "One JSON document a line: the reason, the position and the raw bytes. Without it, a file that holds such a thing is not marked as done; with it, only one whose letter can't be sent again. A folder gets a file for each run.", example: "dead.ndjson" },
  follow: { kind: "switch", commands: ["ship"], group: "How sure", default: "off", doc: "go on reading what comes, until stopped", more: "Folders, globs and files: a file is read when it is whole, and again when it has changed. Gzip and the `{\"Records\":[…]}` of CloudTrail (up to 1 MiB) are whole when their content says so; others when they have been still for a second. They are looked at twice a second, so that it works over networks, too. Of a bucket the days of now are listed once a minute, and all of it every six hours; a queue (`sqs:`) costs less and tells sooner. Remembers what is done, in the file of `--checkpoint` or else in one of its own, which is told at the start. Servers that are away are tried for ever, unless `--retry-for` and `--wait` say otherwise. From stdin it is a filter: each record leaves within a second." },
  "until-empty": { kind: "switch", rare: true, commands: ["ship"], group: "How sure", default: "off", doc: "end when the queue is empty", more: "Of `sqs:` sources, which else are read until the run is stopped. A queue is empty when nobody holds a message of it any more." },
  checkpoint: { kind: "path", commands: ["ship", "check", "backfill"], group: "How sure", unset: "none", doc: "remember what is done, skip it next time", more: "One file, made if there is none; it grows by about 40 bytes a log file. A file that has changed is read again; so is one that was not done to its end. What options left out of a file that is done stays left out. One run at a time. With `file:` it needs `--append`.", example: "sestrail.checkpoint" },
  recheck: { kind: "switch", rare: true, commands: ["ship", "replay", "demo"], group: "How sure", default: "off", doc: "ask Elasticsearch for every event first", more: "Finds events that a checkpoint does not know to be there, such as those of an earlier run without one, behind a rollover. Without a checkpoint it is always done." },
  "retry-for": { kind: "duration", commands: ["ship", "check", "replay", "demo"], group: "How sure", default: "5m", min: "0s", endless: "forever", doc: "how long to try a delivery again", more: "Counted from when a destination began to refuse everything, or from a batch's own first failure. `forever` never gives up; `0s` tries once." },
  wait: { kind: "duration", rare: true, commands: ["ship", "replay", "demo"], group: "How sure", default: "0s", min: "0s", doc: "how long to wait for a server that starts later", more: "Before anything is read: a server that can't be reached, or says that it isn't ready, is asked again until the time is up. For jobs that start beside their Elasticsearch or Collector.", example: "60s" },
  grace: { kind: "duration", rare: true, commands: ["ship", "replay", "demo"], group: "How sure", default: "25s", min: "0s", doc: "how long a stop may take to finish what is begun", more: "After the first Ctrl-C or SIGTERM. Kubernetes kills after 30 seconds, `docker stop` after 10." },
  "dry-run": { kind: "switch", commands: ["ship", "replay", "setup elasticsearch", "setup kibana", "setup opensearch-dashboards", "backfill"], group: "How sure", default: "off", doc: "try it: send nothing, change nothing", more: "A run reads everything, counts what it would send, and sends nothing; `setup` asks the server, and changes nothing." },

  "assume-role": { kind: "text", rare: true, commands: [...READERS, "backfill"], group: "How to look", unset: "none", value: "ARN", doc: "read buckets by the rights of this role", more: "Such as one in the account that owns the bucket. Queues are read by your own rights: their policy may name other accounts.", pattern: { matches: /^arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/, words: "role: write it as arn:aws:iam::111122223333:role/NAME" }, example: "arn:aws:iam::111122223333:role/trail-reader" },
  "external-id": { kind: "text", rare: true, commands: [...READERS, "backfill"], group: "How to look", unset: "none", value: "ID", doc: "what the role of --assume-role may ask for", pattern: { matches: /^[\w+=,.@:/-]{2,1224}$/, words: "external id" }, example: "5f8e" },
  local: { kind: "switch", rare: true, commands: [...READERS, "replay", "demo"], group: "How to look", default: "off", doc: "times by the clock of this machine, or of TZ", more: "Shown, and read in `--since` and its like where they say no offset. The zone stands above the table. `TZ=Europe/Berlin` names another. In csv, tsv, ECS and OpenTelemetry times stay UTC." },
  "requester-pays": { kind: "switch", rare: true, commands: FILE_READERS, group: "How to look", default: "off", doc: "pay for reading a bucket of others", more: "For buckets that are set to *Requester Pays*: without it they refuse." },

  concurrency: { kind: "count", rare: true, commands: ["ship", "look", "who", "report", "detect", "count", "history", "verify", "check", "replay"], group: "How fast", default: "4", min: "1", value: "N", doc: "files read side by side", more: "Where nothing is set and a source is a bucket: 16, since there the wait is the network's." },
  workers: { kind: "text", rare: true, commands: ["ship"], group: "How fast", default: "1", value: "N", doc: "threads that read files, or auto", more: "Each reads, shapes and delivers files of its own, so that the order of events is another. `auto` begins alone, and goes on with as many as the machine has cores where files are left after a second; of a queue, when it was busy for a second without a rest. Files, folders, buckets and queues only: stdin and `--follow` are read by one thread, and so is what is written as text in order of time. `--concurrency` and `--max-memory` are for all of them together; with `auto` and a bucket or a queue the first thread keeps all of `--concurrency`, and those that come have a share beside it.", pattern: { matches: /^(?:auto|[1-9]\d?)$/, words: "number of threads; write for example 4, or auto" }, example: "auto" },
  "max-memory": { kind: "size", rare: true, commands: ["ship", "check", "replay", "demo"], group: "How fast", default: "64MiB", min: "1MiB", doc: "memory for events that are not yet delivered", more: "Counted for each destination: the event as it is sent, and its raw record, until it is settled; reading waits while that much is open. While it is full, the whole process takes about twice that, and 200 MB: copies, requests on their way and garbage among it; docs/guarantees.md tells how that was measured." },
  "max-record": { kind: "size", rare: true, commands: ["ship", "look", "who", "report", "detect", "count", "history", "check", "replay"], group: "Limits", default: "16MiB", min: "1KiB", doc: "largest record", more: "A larger one is counted as unreadable." },
  "max-decompressed": { kind: "size", rare: true, commands: ["ship", "look", "who", "report", "detect", "count", "history", "check"], group: "Limits", unset: "no limit", min: "1KiB", doc: "largest unzipped file", more: "A file that unzips to more is counted as unreadable and not marked as done.", example: "2GiB" },
  "max-nesting": { kind: "count", rare: true, commands: ["ship", "look", "who", "report", "detect", "count", "history", "check", "replay"], group: "Limits", default: "256", min: "1", value: "N", doc: "deepest nesting of a record", more: "A list or object inside of the record adds one level; the record alone has 1. A record that is nested deeper is counted as unreadable." },

  summary: { kind: "choice", commands: ["ship", "look", "who", "report", "detect", "count", "history", "replay", "demo"], group: "How to look", choices: ["text", "json"], default: "text", doc: "form of the summary on stderr", more: "With `json` every line on stderr is a JSON object: one for each problem as it happens (the same one often: once a minute), and the last one is the summary. There is no progress line." },
  "log-format": { kind: "choice", rare: true, commands: ["ship", "replay"], group: "How to look", choices: ["text", "json"], unset: "by output", doc: "log of a long run on stderr", more: "One line for each thing of note: `time`, `level` (`info`, `warn`: unexpected, and nothing lost, `error`: something is missing, or somebody has to act), `code`, `what`, `why`, `todo`, `count`. The same thing is told at once, and then once a minute with a count. With `json` the summary is JSON, too. Without this option a run that takes longer than 10 s logs text, and on a terminal nothing." },
  "summary-every": { kind: "duration", rare: true, commands: ["ship"], group: "How to look", unset: "at the end", min: "1s", doc: "how often Elasticsearch gets a summary", more: "Each holds what came since the one before, and the last one how the run ended. Where sources never end, one is written every 5 minutes also without this option.", example: "5m" },
  status: { kind: "address", commands: ["ship"], group: "How to look", unset: "off", doc: "show health and metrics at this address", more: "`/healthz`, `/readyz` and `/metrics` for Prometheus, by HTTP. A port alone is one of this machine only (127.0.0.1). There is no password and no TLS: name another address only where you trust the network.", example: "127.0.0.1:9464" },
  json: { kind: "switch", commands: ["actions"], group: "How to look", default: "off", doc: "write JSON" },
  config: { kind: "path", commands: ["ship", "look", "who", "report", "detect", "count", "history", "verify", "check", "replay", "demo", "backfill"], group: "How to look", unset: "none", notInFile: true, doc: "file with options, YAML or JSON", more: "Its keys are the long names of the options, and `source` and `accounts`: see above. No file is read that was not named.", example: "sestrail.yaml" },
} as const satisfies Readonly<Record<string, OptionRow>>;

/** Name of an option, without the dashes. */
export type OptionName = keyof typeof OPTIONS;

/** Names in table order. */
export const OPTION_NAMES: readonly OptionName[] = Object.keys(OPTIONS) as OptionName[];

/** One row, with the members that it may have. */
export function optionRow(name: OptionName): OptionRow {
  return OPTIONS[name];
}

/** The same, as far as it concerns one command. */
export function optionRowOf(name: OptionName, command: string): OptionRow {
  const row = optionRow(name);
  const choices = row.choicesOf?.[command];
  if (choices === undefined) return row;
  const doc = `${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}`;
  return { ...row, choices, doc };
}

/** The environment variable of an option: `max-memory` → `SESTRAIL_MAX_MEMORY`. */
export function environmentName(name: OptionName): string {
  return `SESTRAIL_${name.toUpperCase().replaceAll("-", "_")}`;
}

/** The flag that people write to change the default: `--to`, `--no-setup`. */
export function flagOf(name: OptionName): string {
  const row = optionRow(name);
  return row.kind === "switch" && row.default === "on" ? `--no-${name}` : `--${name}`;
}

/** What stands for the value in help: `SIZE`; empty for switches. */
export function valueName(name: OptionName): string {
  const row = optionRow(name);
  if (row.value !== undefined) return row.value;
  if (row.choices !== undefined) return row.choices.join("|");
  return row.kind === "switch" ? "" : VALUE_NAMES[row.kind];
}

const VALUE_NAMES = { size: "SIZE", duration: "TIME", count: "N", time: "WHEN", day: "DATE", text: "TEXT", path: "PATH", address: "ADDRESS", destination: "DEST", choice: "WORD" } as const;
