/** Files come every 50 ms, beside a `ship --follow` that is killed again and again. */
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Chance } from "../chance.ts";
import { openAccount, type Figures } from "./account.ts";
import { Broken } from "./broken.ts";
import { startChild } from "./child.ts";
import type { Destination } from "./destinations.ts";
import { randomMoment } from "./kill.ts";
import { emptyTrail, noteFile, type Trail } from "./trail.ts";
import type { Setting } from "./trial.ts";

const FILES = 120;
const EVENTS = 20;
const EVERY_MS = 50;
/** Between the two halves of a file that is not written at once. */
const HALF_MS = 30;
/** After the last file has come, all must be done after so long. */
const DONE_AFTER_MS = 60_000;

/** Writes a file as others do: gzip at once, in two halves, renamed when it is whole, or plain. */
async function writeOne(trail: Trail, name: string, events: number, chance: Chance): Promise<void> {
  const path = join(trail.folder, `${name}.json`);
  const text = noteFile(trail, name, events);
  const zipped = gzipSync(text, { level: 1 });
  switch (chance.below(4)) {
    case 0:
      return writeFileSync(`${path}.gz`, zipped);
    case 1:
      writeFileSync(join(trail.folder, `.${name}.part`), zipped);
      return renameSync(join(trail.folder, `.${name}.part`), `${path}.gz`);
    case 2: {
      const half = Math.floor(zipped.length / 2);
      writeFileSync(`${path}.gz`, zipped.subarray(0, half));
      await sleep(HALF_MS);
      return writeFileSync(`${path}.gz`, zipped.subarray(half), { flag: "a" });
    }
    default:
      return writeFileSync(path, text);
  }
}

/** One trial. */
export async function followTrial(setting: Setting, destination: Destination): Promise<Figures> {
  const { folder, chance, control } = setting;
  const files = setting.files ?? FILES;
  const trail = emptyTrail(join(folder, "trail"));
  const checkpoint = join(folder, "checkpoint");
  const account = openAccount(trail, checkpoint, destination, control === "overlook");
  const args = ["ship", trail.folder, "--follow", "--checkpoint", checkpoint, ...destination.args];
  const state = { isWritten: false, isOver: false };
  const writing = (async () => {
    for (let index = 0; index < files && !state.isOver; index++) {
      await writeOne(trail, `f${index}`, setting.events ?? EVENTS, chance);
      await sleep(EVERY_MS);
    }
  })().finally(() => (state.isWritten = true));
  try {
    let kills = 0;
    do {
      const child = startChild(args);
      await randomMoment(child, checkpoint, setting);
      child.kill("SIGKILL");
      if ((await child.ended).signal === "SIGKILL") kills += 1;
      const done = await account.look();
      await destination.disturb();
      if (control === "forget" && done > 0) rmSync(checkpoint);
    } while (!state.isWritten);
    await writing;

    const last = startChild(args, { hangsAfterMs: 2 * DONE_AFTER_MS });
    const endMs = Date.now() + DONE_AFTER_MS;
    while (!last.isOver() && (await account.done()).length < files) {
      if (Date.now() > endMs)
        throw new Broken(`not all is done ${DONE_AFTER_MS / 1000} s after it came`);
      await sleep(4 * EVERY_MS);
    }
    last.kill("SIGTERM");
    const { code, err } = await last.ended;
    if (code !== 143) throw new Broken(`exit ${code}, not 143: ${err.slice(-600)}`);
    await account.look();
    return { kills, ...(await account.settle()) };
  } finally {
    // Nothing is written into a folder that is about to go.
    state.isOver = true;
    await writing;
  }
}
