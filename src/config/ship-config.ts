/** What `sestrail ship` is asked to do: every option decided, every destination understood. Pure. */
import { hash } from "node:crypto";
import { join } from "node:path";
import type { ReadLimits } from "../pipeline/request.ts";
import type { Selection } from "../ses/select.ts";
import { COLUMN_NAMES, isColumn } from "../shape/chosen.ts";
import type { TextOptions } from "../shape/text/table.ts";
import type { ViewOptions } from "../shape/text/view.ts";
import { SHAPE_NAMES, type Destination, type ShapeName } from "../sinks/destination.ts";
import type { AwsRole } from "../sources/aws/role.ts";
import { isS3Address } from "../sources/s3/address.ts";
import { isQueueAddress } from "../sources/sqs/address.ts";
import { OPTIONS } from "../tables/options.ts";
import { usage, type UsageProblem } from "./asked.ts";
import { maskAddress, readDestination } from "./destinations.ts";
import { readListenAddress, type ListenAddress } from "./listen-address.ts";
import { didYouMean } from "./suggest.ts";
import { resolveOptions, type OptionSources } from "./resolve.ts";
import { roleOf, roleProblems } from "./role.ts";
import type { Zone } from "./zone.ts";
import { limitsOf, selectionOf, selectionProblems } from "./selection.ts";

/** A ship command that can begin. */
export interface ShipConfig {
  /** As named: files, folders, globs, `-`. */
  readonly sources: readonly string[];
  /** None with `--dry-run`. */
  readonly destinations: readonly Destination[];
  readonly selection: Selection;
  /** Whose clock and names people's tables have. */
  readonly view: ViewOptions;
  /** `--on`, of which the selection knows only the bounds. */
  readonly on: string | undefined;
  /** `--around`, in the same way. */
  readonly around: string | undefined;
  readonly limits: ReadLimits;
  /** Nothing but SES calls is selected. */
  readonly onlySes: boolean;
  /** Somebody asked for the format of stdout and files. */
  readonly formatIsChosen: boolean;
  readonly keepOriginal: boolean;
  readonly concurrency: number;
  /** Only files that digests vouch for are read; undefined: all are. */
  readonly verify: { readonly keysPath: string | undefined } | undefined;
  /** Threads; `auto`: as many as pay. */
  readonly workers: number | "auto";
  /** Whoever reads a bucket pays for it. */
  readonly requesterPays: boolean;
  /** Buckets are read by its rights. */
  readonly role: AwsRole | undefined;
  readonly maxMemoryBytes: number;
  /** How long a server that starts later is waited for. */
  readonly waitForMs: number;
  readonly retryForMs: number;
  readonly deadLetterPath: string | undefined;
  readonly checkpointPath: string | undefined;
  /** Nobody named the checkpoint: its place is to be told. */
  readonly checkpointIsOwn: boolean;
  /** Sources are read on until the run is stopped. */
  readonly follow: boolean;
  /** A queue ends when it is empty. */
  readonly untilEmpty: boolean;
  /** How long what is begun may take to finish after the first signal. */
  readonly graceMs: number;
  /** Every event may be in its destination already. */
  readonly recheck: boolean;
  readonly dryRun: boolean;
  readonly summary: "text" | "json";
  /** How a long run logs; undefined: by output. */
  readonly logFormat: "text" | "json" | undefined;
  /** How often a summary of the run is written; undefined: as often as it takes, where sources never end. */
  readonly summaryEveryMs: number | undefined;
  /** Where health and metrics are shown; undefined: nowhere. */
  readonly status: ListenAddress | undefined;
}

/** A config, or everything that is wrong. */
export type Configured<Config> =
  | { readonly config: Config }
  | { readonly problems: readonly UsageProblem[] };

/** What a config depends on besides options. */
export interface Surroundings {
  /** What stdout gets where no format is asked for: text on a terminal, else ECS. */
  readonly stdoutFormat: ShapeName;
  /** The layout that text on stdout would have. */
  readonly text: TextOptions;
  /** The text of a file that holds a secret; throws where it cannot be read. */
  readonly readFile: (path: string) => string;
}

/** What is to be read: those of the command line, else, for CloudTrail files, those of the config file. */
function sourcesOf({ asked, command, file, hasOwnSources }: OptionSources): readonly string[] {
  const takesFile =
    (command === "ship" && hasOwnSources !== true) ||
    (command !== "ship" && command !== "replay" && command !== "demo");
  return asked.operands.length > 0 || !takesFile ? asked.operands : (file?.sources ?? []);
}

/** The zone of `--local`, and names that the config file gives accounts. */
function viewOf(zone: Zone | undefined, file: OptionSources["file"]): ViewOptions {
  const accounts = new Map([...(file?.accounts ?? [])].map(([name, id]) => [id, name]));
  return { ...(zone === undefined ? {} : { zone }), ...(accounts.size === 0 ? {} : { accounts }) };
}

/** Files read side by side where the wait is the network's. */
const REMOTE_CONCURRENCY = 16;
const FOR_EVER = Number.POSITIVE_INFINITY;

/**
 * Where a run that follows remembers what is done, when nobody says where: one file for the same sources and
 * destinations. Undefined where there is no home.
 * Source: https://specifications.freedesktop.org/basedir-spec/latest/ (XDG_STATE_HOME)
 */
function ownCheckpoint(env: OptionSources["env"], request: unknown): string | undefined {
  const home = env["HOME"];
  const named = env["XDG_STATE_HOME"];
  const state = named?.startsWith("/") === true ? named : home && join(home, ".local/state");
  if (state === undefined || state === "") return undefined;
  const name = hash("sha256", JSON.stringify(request), "hex").slice(0, 12);
  return join(state, "sestrail", `${name}.checkpoint`);
}

function isRemote(operand: string): boolean {
  return isS3Address(operand) || isQueueAddress(operand);
}

/** What does not go with queues, or only with them. */
function queueProblems(
  queues: readonly string[],
  command: string,
  values: ReturnType<typeof resolveOptions>["values"],
  setBy: ReturnType<typeof resolveOptions>["setBy"],
): readonly UsageProblem[] {
  const [queue] = queues;
  if (queue === undefined)
    return values["until-empty"]
      ? [usage(setBy.get("until-empty") ?? "--until-empty", "is for queues, and none is named")]
      : [];
  if (command !== "ship" && command !== "check")
    return [usage(queue, "is a queue: looking would take its messages away from who ships them")];
  if (values["dry-run"])
    return [
      usage(
        setBy.get("dry-run") ?? "--dry-run",
        "does not go with a queue, where each look at a message counts as a try",
      ),
    ];
  return [];
}

/** Decides a ship command. */
export function shipConfig(
  sources: OptionSources,
  surroundings: Surroundings,
): Configured<ShipConfig> {
  const { values, setBy, zone, problems: wrongOptions } = resolveOptions(sources);
  const problems = [...wrongOptions];
  const operands = sourcesOf(sources);
  if (operands.length === 0 && sources.hasOwnSources !== true)
    problems.push(usage("source", "none is named; name a file, a folder, a glob, or - for stdin"));
  if (operands.filter((operand) => operand === "-").length > 1)
    problems.push(usage("-", "stdin can be read only once"));
  if (operands.includes("")) problems.push(usage('""', "is no source"));

  // Two destinations may find the same variable wrong.
  const isNew = (problem: UsageProblem): boolean =>
    !problems.some(
      ({ subject: other, text }) => other === problem.subject && text === problem.text,
    );
  // Whoever waits for the end of a stream may wait for ever. Sources of a library's user may be such streams.
  const { follow } = values;
  const queues = operands.filter(isQueueAddress);
  const untilEmpty = values["until-empty"];
  /** It goes on until it is stopped. */
  const goesOn = follow || (queues.length > 0 && !untilEmpty);
  const mayNeverEnd =
    follow ||
    queues.length > 0 ||
    operands.includes("-") ||
    (sources.command === "ship" && sources.hasOwnSources === true);
  const view = viewOf(zone, sources.file);
  const text = {
    ...surroundings.text,
    ...view,
    order: mayNeverEnd ? "arrival" : "time",
  } as const;
  const followsFiles =
    follow && operands.some((operand) => operand !== "-" && !isQueueAddress(operand));
  const subject = setBy.get("to") ?? "--to";
  const destinations: Destination[] = [];
  for (const named of values.to) {
    const read = readDestination(named, subject, {
      ...surroundings,
      text,
      env: sources.env,
      // Other forms are those of commands that do not ship.
      format: SHAPE_NAMES.find((shape) => shape === values.format),
      columns: values.columns,
      append: values.append,
      hasCheckpoint: values.checkpoint !== undefined || followsFiles,
      setup: values.setup,
      dataStream: { dataset: values.dataset, namespace: values.namespace },
    });
    if ("problems" in read) problems.push(...read.problems.filter((problem) => isNew(problem)));
    else if (destinations.some((other) => other.name === read.destination.name))
      problems.push(usage(`${subject} ${maskAddress(named)}`, "is named twice"));
    else destinations.push(read.destination);
  }
  const understood = destinations.length === values.to.length;
  const has = (kind: Destination["kind"]): boolean =>
    destinations.some((destination) => destination.kind === kind);
  const formatSetBy = setBy.get("format");
  if (formatSetBy !== undefined && understood && !has("stdout") && !has("file"))
    problems.push(usage(formatSetBy, "is for stdout and files, and neither is a destination here"));
  const columnsSetBy = setBy.get("columns") ?? "--columns";
  if (values.columns.length > 0 && values.format !== "csv" && values.format !== "tsv")
    problems.push(usage(columnsSetBy, "are for --format csv or tsv"));
  for (const name of values.columns)
    if (!isColumn(name))
      problems.push(
        usage(
          columnsSetBy,
          `there is no column or field ${name}${didYouMean(name, COLUMN_NAMES)}; fields: sestrail help fields`,
        ),
      );
  if (values.append && understood && !has("file"))
    problems.push(
      usage(setBy.get("append") ?? "--append", "is for files, and none is a destination here"),
    );
  if (values.verify && (follow || operands.some((named) => named === "-" || isQueueAddress(named))))
    problems.push(
      usage(
        "--verify",
        "is for folders and buckets that are read to their end, with their digests",
      ),
    );
  if (sources.command === "ship" && !values.verify && values["public-keys"] !== undefined)
    problems.push(usage(setBy.get("public-keys") ?? "--public-keys", "goes with --verify"));
  const deadLetterPath = values["dead-letter"];
  if (deadLetterPath !== undefined && has("file") && values.to.includes(`file:${deadLetterPath}`))
    problems.push(usage(setBy.get("dead-letter") ?? "--dead-letter", "is a destination, too"));
  const checkpointPath =
    values.checkpoint ??
    (followsFiles ? ownCheckpoint(sources.env, [operands, values.to]) : undefined);
  if (followsFiles && checkpointPath === undefined)
    problems.push(
      usage("--follow", "needs a place to remember what is done: add --checkpoint PATH"),
    );
  if (follow && values["dry-run"])
    problems.push(usage("--follow", "does not go with --dry-run, which remembers nothing"));
  if (goesOn && !followsFiles && has("file") && !values.append)
    problems.push(
      usage(
        follow ? "--follow" : (queues[0] ?? ""),
        "never ends by itself, so that a file needs --append",
      ),
    );
  problems.push(...queueProblems(queues, sources.command, values, setBy));
  if (checkpointPath !== undefined && has("file") && !values.append)
    problems.push(
      usage(
        setBy.get("checkpoint") ?? (follow ? "--follow" : "--checkpoint"),
        "passes over what is done, so that a file needs --append: else it would hold only what is new",
      ),
    );
  problems.push(...selectionProblems(values, setBy), ...roleProblems(values, setBy));
  if (problems.length > 0) return { problems };

  return {
    config: {
      sources: operands,
      destinations: values["dry-run"] ? [] : destinations,
      selection: selectionOf(values, zone?.clock),
      view,
      on: values.on,
      around: values.around,
      limits: limitsOf(values),
      onlySes:
        !values.related &&
        values["event-source"].every((source) => source === OPTIONS["event-source"].default),
      formatIsChosen: formatSetBy !== undefined,
      keepOriginal: values["keep-original"],
      concurrency:
        !setBy.has("concurrency") && operands.some(isRemote)
          ? REMOTE_CONCURRENCY
          : values.concurrency,
      verify: values.verify ? { keysPath: values["public-keys"] } : undefined,
      workers: values.workers === "auto" ? "auto" : Number(values.workers),
      requesterPays: values["requester-pays"],
      role: roleOf(values),
      maxMemoryBytes: values["max-memory"],
      waitForMs: goesOn && !setBy.has("wait") ? FOR_EVER : values.wait,
      retryForMs: goesOn && !setBy.has("retry-for") ? FOR_EVER : values["retry-for"],
      deadLetterPath,
      checkpointPath,
      checkpointIsOwn: values.checkpoint === undefined && checkpointPath !== undefined,
      follow,
      untilEmpty,
      graceMs: values.grace,
      recheck: values.recheck,
      dryRun: values["dry-run"],
      // Who collects lines of JSON can do nothing with a summary in text.
      summary: values["log-format"] === "json" ? "json" : values.summary,
      logFormat: values["log-format"],
      summaryEveryMs: values["summary-every"],
      status: values.status === undefined ? undefined : readListenAddress(values.status),
    },
  };
}
