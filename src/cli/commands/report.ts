/** `sestrail report`: what happened, on one page. */
import { hash } from "node:crypto";
import { askingSink } from "../../ask/asking-sink.ts";
import { coverage } from "../../ask/report/coverage.ts";
import { reportJson } from "../../ask/report/data.ts";
import type { ReportBooks, ReportFacts } from "../../ask/report/facts.ts";
import { gatherer } from "../../ask/report/gather.ts";
import { reportMail } from "../../ask/report/mail.ts";
import { reportPage } from "../../ask/report/page.ts";
import { reportDocument } from "../../ask/report/sections.ts";
import { STYLE } from "../../ask/report/style.ts";
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { OptionValues } from "../../config/values.ts";
import type { Engine } from "../../job/engine.ts";
import type { Books } from "../../pipeline/books.ts";
import { fileTarget } from "../../sinks/file.ts";
import { streamTarget } from "../../sinks/stdout.ts";
import type { Source } from "../../sources/source.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { usageLines } from "../screen/problems.ts";
import { proseWidth, writeLines, type Terminal } from "../screen/terminal.ts";
import { deliver } from "./deliver.ts";

/** Runs `sestrail report` and gives the exit code. */
export async function report(
  terminal: Terminal,
  loadEngine: () => Promise<Engine>,
): Promise<number> {
  const { stdout, stderr, now } = terminal;
  const configured = await configureRun("report", terminal);
  const { values } = resolveOptions(await optionSources("report", terminal));
  const { output } = values;
  const format = values.format ?? (output === undefined ? "text" : "html");
  const problems = [
    ...("problems" in configured ? configured.problems : []),
    ...wrongOutput(format, output, stdout.isTerminal),
  ];
  if ("problems" in configured || problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const config = { ...configured.config, destinations: [] };
  const engine = await loadEngine();
  const { part, take, gathered } = gatherer({ learnMs: LEARN_MS });
  const names = coverage();
  let books: Books | undefined;
  const answer = (): readonly string[] =>
    linesOf(format, {
      gathered: gathered(),
      coverage: names.covered(),
      books: booksOf(books),
      sources: config.sources,
      madeAt: now().toISOString(),
      view: config.view,
    });
  const code = await deliver(
    terminal,
    {
      again: ["report", ...config.sources],
      config,
      onStart: (live) => void (books = live),
      sinks: (tell) => [
        askingSink(
          output === undefined
            ? streamTarget("stdout", stdout.stream)
            : fileTarget(output, { append: false, report: tell }),
          { part, take, answer },
        ),
      ],
    },
    {
      ...engine,
      openSource: async (...asked) => named(await engine.openSource(...asked), names.add),
    },
  );
  return code;
}

/** How long what is new is only learned, from the first record on. */
const LEARN_MS = 2 * 86_400_000;

function linesOf(format: OptionValues["format"], facts: ReportFacts): readonly string[] {
  if (format === "json") return [reportJson(facts)];
  const document = reportDocument(facts);
  return format === "html"
    ? [reportPage(document, hash("sha256", STYLE, "base64"))]
    : reportMail(document);
}

/** The Source, and its files' names told. */
function named(source: Source, add: (name: string) => void): Source {
  return {
    ...source,
    async *files(...asked: Parameters<Source["files"]>) {
      for await (const file of source.files(...asked)) {
        add(file.name);
        yield file;
      }
    },
  };
}

function booksOf(books: Books | undefined): ReportBooks {
  return {
    files: books?.files.read ?? 0,
    unreadableFiles: books?.files.unreadable ?? 0,
    records: books?.records ?? 0,
    otherServices: books?.otherServices ?? 0,
    leftOut: books?.leftOut ?? 0,
    unreadable: (books?.unreadable ?? 0) + (books?.unshapeable ?? 0),
    copies: books?.destinations[0]?.duplicate ?? 0,
  };
}

function wrongOutput(
  format: OptionValues["format"],
  output: string | undefined,
  isTerminal: boolean,
): readonly UsageProblem[] {
  return format === "html" && output === undefined && isTerminal
    ? [usage("--format html", "is a page for a browser: add --output report.html")]
    : [];
}
