/** A run with a checkpoint that is killed with -9 at random moments, and started again, until it is through. */
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LINE_BYTES } from "../../src/checkpoint/lines.ts";
import { openAccount, type Figures } from "./account.ts";
import { runChild, startChild, type Child } from "./child.ts";
import type { Destination } from "./destinations.ts";
import type { Setting } from "./trial.ts";
import { writeTrail } from "./trail.ts";

const FILES = 60;
/** One of so many kills comes while the program still starts. */
const EARLY_SHARE = 0.2;
const EARLY_MS = 400;
const LATER_MS = 80;
const LOOK_MS = 2;
const MOST_LINES = 60;
/** No moment is later: a run that follows may have nothing more to do. */
const LONGEST_MS = 10_000;
const LONGEST_TO_DONE_MS = 60_000;

const bytesOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Waits for a random moment of a run: while it starts, or soon after its checkpoint has grown by some lines. Where the
 * checkpoint is to be forgotten: until a file is called done, so that it makes a difference.
 */
export async function randomMoment(
  child: Child,
  checkpoint: string,
  { chance, control }: Pick<Setting, "chance" | "control">,
  mostLines = MOST_LINES,
): Promise<void> {
  const endMs = Date.now() + (control === "forget" ? LONGEST_TO_DONE_MS : LONGEST_MS);
  if (control === "forget") {
    const isDone = (): boolean =>
      existsSync(checkpoint) && /^[\w-]{16}d/m.test(readFileSync(checkpoint, "latin1"));
    while (!child.isOver() && !isDone() && Date.now() < endMs) await sleep(LOOK_MS);
    return;
  }
  if (chance.is(EARLY_SHARE)) {
    await sleep(chance.below(EARLY_MS));
    return;
  }
  const enough = bytesOf(checkpoint) + (1 + chance.below(mostLines)) * LINE_BYTES;
  while (!child.isOver() && bytesOf(checkpoint) < enough && Date.now() < endMs)
    await sleep(LOOK_MS);
  await sleep(chance.below(LATER_MS));
}

/** One trial; `events` a file, unless the command line says otherwise. */
export async function killTrial(
  setting: Setting,
  destination: Destination,
  events: number,
): Promise<Figures> {
  const { folder, chance, control } = setting;
  const files = setting.files ?? FILES;
  const trail = writeTrail(join(folder, "trail"), files, setting.events ?? events);
  const checkpoint = join(folder, "checkpoint");
  const account = openAccount(trail, checkpoint, destination, control === "overlook");
  const args = ["ship", trail.folder, "--checkpoint", checkpoint, ...destination.args];
  const options = { env: destination.env ?? {} };
  const wanted = control === undefined ? setting.kills : undefined;
  /** So few lines that the run is not through long before its last kill: each file has two. */
  const mostLines = (left: number): number => {
    if (wanted === undefined) return MOST_LINES;
    const toCome = 2 * files - bytesOf(checkpoint) / LINE_BYTES;
    return Math.max(1, Math.floor(toCome / left));
  };
  let kills = 0;
  for (let left = wanted ?? 1 + chance.below(5); left > 0; left--) {
    const child = startChild(args, options);
    await randomMoment(child, checkpoint, setting, mostLines(left));
    if (chance.is(0.5)) await destination.meanwhile?.();
    child.kill("SIGKILL");
    if ((await child.ended).signal === "SIGKILL") kills += 1;
    await account.look();
    await destination.disturb();
    if (control === "forget") rmSync(checkpoint);
  }
  await runChild(args, [0], options);
  await account.look();
  return { kills, ...(await account.settle()) };
}
