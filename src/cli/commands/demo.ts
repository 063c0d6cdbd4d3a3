/** `sestrail demo`: a made-up week of CloudTrail files with planted stories, shipped or written to a folder. */
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { DemoFile } from "../../demo/file.ts";
import { tallyOf, type Manifest, type Tally } from "../../demo/manifest.ts";
import { demoWeek } from "../../demo/week.ts";
import { MANIFEST_NAME, writeDemo } from "../../demo/write.ts";
import { fit } from "../../shape/width.ts";
import type { LogFile, Source } from "../../sources/source.ts";
import { CodedError, messageOf } from "../../telemetry/problem.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { deliver } from "./deliver.ts";
import type { Engine } from "../../job/engine.ts";
import { formatCount, formatCounted } from "../screen/format.ts";
import { usageLines } from "../screen/problems.ts";
import { commandText } from "../screen/quote.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";
import { wrap } from "../screen/wrap.ts";

/** Runs `sestrail demo` and gives the exit code. */
export async function demo(terminal: Terminal, loadEngine: () => Promise<Engine>): Promise<number> {
  const { stdout, stderr } = terminal;
  const sources = await optionSources("demo", terminal);
  const { values, setBy } = resolveOptions(sources);
  const problems: UsageProblem[] = sources.asked.operands.map((operand) =>
    usage(operand, "demo makes its own files; to ship others: sestrail ship"),
  );
  for (const name of ["to", "format", "append"] as const) {
    const subject = setBy.get(name);
    if (values.output !== undefined && subject !== undefined)
      problems.push(usage(subject, "does not go with --output, which only writes the files"));
  }
  const configured = await configureRun("demo", terminal);
  if ("problems" in configured || problems.length > 0) {
    const all = [...("problems" in configured ? configured.problems : []), ...problems];
    writeLines(stderr, usageLines(all, proseWidth(stderr)));
    return 2;
  }
  const options = { seed: values.seed, end: new Date(values.end ?? terminal.now()) };
  if (values.output !== undefined) {
    writeLines(stdout, [
      ...storyLines(await written(values.output, options), proseWidth(stdout)),
      "",
      ...filesNext(values.output),
    ]);
    return 0;
  }

  const engine = await loadEngine();
  let isWhole = false;
  const files = function* (): Generator<DemoFile> {
    yield* demoWeek(options);
    isWhole = true;
  };
  const tally = tallyOf(options.seed, options.end);
  // What the stories leave beside SES is part of them.
  const selection = { ...configured.config.selection, related: true };
  const config = { ...configured.config, selection, onlySes: false };
  const code = await deliver(
    terminal,
    { again: ["demo"], config, sources: [demoSource(files(), tally)] },
    engine,
  );
  // Of a week that was not told to its end, nothing is promised.
  if (configured.config.summary === "text" && isWhole) {
    writeLines(stderr, ["", ...storyLines(tally.manifest(), proseWidth(stderr))]);
    if (stdout.isTerminal && stderr.isTerminal) writeLines(stderr, ["", ...WEEK_NEXT]);
  }
  return code;
}

/** What the source is called in summaries. */
const NAME = "a made-up week";

/** A Source over the demo's files, which are made as they are asked for. */
export function demoSource(files: Iterable<DemoFile>, tally: Tally): Source {
  return {
    name: NAME,
    // oxlint-disable-next-line typescript/require-await -- a Source is asynchronous; this one has nothing to wait for
    async *files(signal) {
      for (const file of files) {
        if (signal.aborted) return;
        tally.add(file);
        yield logFileOf(file);
      }
    },
    async close() {},
  };
}

function logFileOf(file: DemoFile): LogFile {
  return {
    id: file.key,
    name: file.key,
    reopenable: true,
    open: () => file.bytes(),
    ack() {},
    nack() {},
  };
}

async function written(
  folder: string,
  options: { readonly seed: number; readonly end: Date },
): Promise<Manifest> {
  try {
    return await writeDemo(folder, options);
  } catch (failure) {
    throw new CodedError({
      code: "E_OUTPUT",
      what: `the week could not be written to ${folder}`,
      why: messageOf(failure),
    });
  }
}

/** What the week holds, and the stories in it. */
function storyLines(manifest: Manifest, width: number): readonly string[] {
  const { files, records, ses, stories, seed, end } = manifest;
  const until = `${end.slice(0, 16).replace("T", " ")} UTC`;
  const lines = Object.entries(stories).flatMap(([name, { records: planted, happens }]) => {
    const head = `  ${fit(name, NAME_WIDTH)}${formatCounted(planted, "record").padStart(11)}  `;
    const [first = "", ...rest] = wrap(happens, width - head.length);
    return [head + first, ...rest.map((line) => " ".repeat(head.length) + line)];
  });
  return [
    `made up     ${formatCounted(files.log, "log file")}, ${formatCounted(records, "record")}, ${formatCount(ses.records)} of SES; seven days until ${until}, seed ${seed}`,
    `planted     ${Object.keys(stories).length} stories`,
    ...lines,
  ];
}

const NAME_WIDTH = 22;

/** Leads from files to the stories in them. */
function filesNext(folder: string): readonly string[] {
  return [
    `Next: ${commandText(["ship", folder, "--changes", "--related"])}`,
    `      shows most of the stories; ${MANIFEST_NAME} names their records`,
  ];
}

/** The same where no files are there yet. */
const WEEK_NEXT: readonly string[] = [
  "Next: sestrail demo --output demo-trail && sestrail ship demo-trail --changes --related",
  "or    sestrail demo --to elasticsearch:http://localhost:9200",
];
