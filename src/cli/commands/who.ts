/** `sestrail who`: the profile of a caller, a key or an address. */
import { askingSink } from "../../ask/asking-sink.ts";
import { profileLines, profilePage } from "../../ask/profile-page.ts";
import { profilePart, profiler, type Profile, type ProfilePart } from "../../ask/profile.ts";
import { usage, type UsageProblem } from "../../config/asked.ts";
import { resolveOptions } from "../../config/resolve.ts";
import type { ShipConfig } from "../../config/ship-config.ts";
import { didYouMean } from "../../config/suggest.ts";
import type { OptionValues } from "../../config/values.ts";
import type { Engine } from "../../job/engine.ts";
import { eventFilter, type Filters } from "../../ses/filter.ts";
import { networkMatcher } from "../../ses/values/network.ts";
import { printable } from "../../shape/printable.ts";
import { streamTarget } from "../../sinks/stdout.ts";
import { FILTERS, FILTER_NAMES } from "../../tables/filters.ts";
import { configureRun, optionSources } from "../configuration/configure.ts";
import { usageLines } from "../screen/problems.ts";
import { commandText } from "../screen/quote.ts";
import { proseWidth, textColumns, writeLines, type Terminal } from "../screen/terminal.ts";
import { deliver } from "./deliver.ts";

/** Runs `sestrail who` and gives the exit code: 2 where nobody is called so. */
export async function who(terminal: Terminal, loadEngine: () => Promise<Engine>): Promise<number> {
  const { stdout, stderr } = terminal;
  const configured = await configureRun("who", terminal, { first: 1 });
  const sources = await optionSources("who", terminal);
  const { values } = resolveOptions(sources);
  const [subject] = sources.asked.operands;
  const problems = [
    ...("problems" in configured ? configured.problems : []),
    ...wrongSubject(subject),
  ];
  if ("problems" in configured || subject === undefined || problems.length > 0) {
    writeLines(stderr, usageLines(problems, proseWidth(stderr)));
    return 2;
  }
  const config = { ...configured.config, destinations: [] };
  const isOther = eventFilter(filtersFor(subject)) ?? (() => undefined);
  const { take, profile } = profiler();
  let found: Profile | undefined;
  const code = await deliver(
    terminal,
    {
      again: ["who", ...config.sources],
      config,
      sinks: [
        askingSink<ProfilePart>(streamTarget("stdout", stdout.stream), {
          part: (event) => profilePart(event, isOther(event) === undefined),
          take,
          answer: () => answerOf((found = profile()), subject, values, config, terminal),
        }),
      ],
    },
    await loadEngine(),
  );
  if (code !== 0 || found === undefined || found.mine.count > 0 || found.rest.count === 0)
    return code;
  writeLines(stderr, usageLines([nobody(subject, found, config)], proseWidth(stderr)));
  return 2;
}

/** Values that are shown of each sort to people who do not say how many. */
const USUAL_TOP = 5;

function answerOf(
  profile: Profile,
  subject: string,
  { top, format }: OptionValues,
  { view, sources }: ShipConfig,
  terminal: Terminal,
): readonly string[] {
  if (profile.mine.count === 0) return [];
  if (format === "csv" || format === "tsv") return profileLines(format, profile);
  const lines = profilePage(profile, {
    ...view,
    subject: printable(subject),
    columns: textColumns(terminal),
    top: top ?? USUAL_TOP,
  });
  if (!terminal.stdout.isTerminal || sources.includes("-")) return lines;
  const next = commandText(["look", ...sources, `--${filterFor(subject)}`, subject]);
  return [...lines, "", `Next: ${next}`];
}

function filterFor(subject: string): "ip" | "key" | "caller" {
  if (networkMatcher(subject) !== undefined) return "ip";
  // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html (unique identifiers)
  return /^(?:AKIA|ASIA)[A-Z0-9*?]*$/i.test(subject) ? "key" : "caller";
}

const ASKS_NOTHING = Object.fromEntries(
  FILTER_NAMES.map((name) => [name, FILTERS[name].fits === "switch" ? false : []]),
) as unknown as Filters;

function filtersFor(subject: string): Filters {
  return { ...ASKS_NOTHING, [filterFor(subject)]: [subject] };
}

function wrongSubject(subject: string | undefined): readonly UsageProblem[] {
  return subject === undefined
    ? [usage("who", "is to be profiled? Name a caller, an access key or an address")]
    : [];
}

function nobody(subject: string, { rest }: Profile, { sources }: ShipConfig): UsageProblem {
  const facet = { ip: "from", key: "key", caller: "caller" } as const;
  const filter = filterFor(subject);
  const names = rest.groups[facet[filter]].flatMap(({ values }) => values);
  // A caller stands with its kind behind it.
  const known = names.map((name) => name.replace(/ \([a-z]+\)$/, ""));
  const all = commandText(["count", ...sources, "--by", filter]);
  return usage(subject, `made no calls${didYouMean(subject, known)}; who did: ${all}`);
}
