/**
 * Breaks a run in every way that can be made to happen, and counts what is there afterwards.
 * `npm run chaos -- [NAME…] [--trials N] [--seed S] [--files N] [--events N] [--kills N] [--no-controls]`; `npm run chaos -- --list` names the faults.
 *
 * Each trial runs the real program as a child and kills only children of its own. Its seed, which is told, decides all
 * that is left to chance but the clock. Each fault is tried with broken controls first, which must be noticed.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Chance } from "../chance.ts";
import type { Figures } from "./account.ts";
import { Broken } from "./broken.ts";
import { endChildren } from "./child.ts";
import { FAULTS } from "./faults.ts";
import type { Control, Fault } from "./trial.ts";

/** How the trials of one fault went. */
interface Row {
  readonly fault: string;
  held: number;
  broken: number;
  caught: number;
  uncaught: number;
  readonly figures: Map<string, number>;
}

const numeric = (option: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  if (/^\d{1,10}$/.test(text)) return Number(text);
  console.error(`--${option} takes a number, not ${text}`);
  process.exit(2);
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: "boolean" },
    "no-controls": { type: "boolean", default: false },
    trials: { type: "string" },
    seed: { type: "string" },
    files: { type: "string" },
    events: { type: "string" },
    kills: { type: "string" },
  },
});
const seed = numeric("seed", values.seed) ?? Date.now() % 2 ** 31;
const trials = numeric("trials", values.trials);
const files = numeric("files", values.files);
const events = numeric("events", values.events);
const kills = numeric("kills", values.kills);

const told = (figures: Iterable<readonly [string, number]>): string =>
  [...figures].map(([name, number]) => `${name} ${number.toLocaleString("en")}`).join(", ");

/** One trial, in a folder of its own. */
async function attempt(fault: Fault, ownSeed: number, control?: Control): Promise<Figures> {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-chaos-"));
  const clear = (): void => rmSync(folder, { recursive: true, force: true });
  process.on("exit", clear);
  try {
    return await fault.trial({
      folder,
      chance: new Chance(ownSeed),
      control,
      files,
      events,
      kills,
    });
  } finally {
    endChildren();
    process.off("exit", clear);
    clear();
  }
}

async function controlled(fault: Fault, control: Control, row: Row): Promise<void> {
  const line = `${fault.name}  seed ${seed}  control ${control}:`;
  try {
    await attempt(fault, seed, control);
    row.uncaught += 1;
    console.log(`${line} NOT NOTICED: this trial proves nothing`);
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    row.caught += 1;
    console.log(`${line} noticed, as it must be: ${error.message}`);
  }
}

async function tried(fault: Fault, ownSeed: number, row: Row): Promise<void> {
  const begunMs = performance.now();
  const took = (): string => `${((performance.now() - begunMs) / 1000).toFixed(1)} s`;
  try {
    const figures = Object.entries(await attempt(fault, ownSeed));
    for (const [name, number] of figures)
      row.figures.set(name, (row.figures.get(name) ?? 0) + number);
    row.held += 1;
    console.log(`${fault.name}  seed ${ownSeed}  holds  ${told(figures)}  ${took()}`);
  } catch (error) {
    row.broken += 1;
    const why = error instanceof Broken ? error.message : error;
    console.log(`${fault.name}  seed ${ownSeed}  BROKEN  ${took()}`, why);
  }
}

function chosen(): readonly Fault[] {
  const unknown = positionals.filter((name) => FAULTS.every((fault) => fault.name !== name));
  if (unknown.length > 0) {
    console.error(`no fault is called ${unknown.join(", ")}; see: npm run chaos -- --list`);
    process.exit(2);
  }
  return FAULTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
}

if (values.list === true) {
  for (const { name, about, needs, trials: usual } of FAULTS)
    console.log(
      `${name}: ${about}. ${usual} trials.${needs.length > 0 ? ` Needs ${needs.join(", ")}.` : ""}`,
    );
  process.exit(0);
}
// So that its children end, too.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => process.exit(130));

const rows: Row[] = [];
const skipped: string[] = [];
console.log(`seed ${seed}`);
for (const fault of chosen()) {
  const absent = fault.needs.filter((name) => (process.env[name] ?? "") === "");
  if (absent.length > 0) {
    skipped.push(`${fault.name}: skipped, ${absent.join(" and ")} not set`);
    continue;
  }
  const row: Row = {
    fault: fault.name,
    held: 0,
    broken: 0,
    caught: 0,
    uncaught: 0,
    figures: new Map(),
  };
  rows.push(row);
  if (!values["no-controls"])
    for (const control of fault.controls) await controlled(fault, control, row);
  for (let trial = 0; trial < (trials ?? fault.trials); trial++)
    await tried(fault, seed + trial, row);
}
console.log("\n| fault | trials | held | broken | controls noticed | counted |");
console.log("|---|---|---|---|---|---|");
for (const { fault, held, broken, caught, uncaught, figures } of rows)
  console.log(
    `| ${fault} | ${held + broken} | ${held} | ${broken} | ${caught} of ${caught + uncaught} | ${told(figures)} |`,
  );
for (const line of skipped) console.log(line);
process.exit(rows.some(({ broken, uncaught }) => broken + uncaught > 0) ? 1 : 0);
