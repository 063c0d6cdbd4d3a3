/** SIGTERM at random moments, once or twice: exit 143, a checkpoint that is right, and a next run that completes it. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openAccount, type Figures } from "./account.ts";
import { Broken } from "./broken.ts";
import { runChild, startChild, summaryOf } from "./child.ts";
import { slowDestination } from "./destinations.ts";
import { randomMoment } from "./kill.ts";
import { writeTrail } from "./trail.ts";
import type { Setting } from "./trial.ts";

const FILES = 60;
const EVENTS = 100;
const SLOWEST_MS = 500;
/** A stop may take as long as its grace, and what the end of a run takes. */
const END_MS = 15_000;

/** One trial. */
export async function signalsTrial(setting: Setting): Promise<Figures> {
  const { folder, chance, control } = setting;
  const files = setting.files ?? FILES;
  const trail = writeTrail(join(folder, "trail"), files, setting.events ?? EVENTS);
  const checkpoint = join(folder, "checkpoint");
  const destination = await slowDestination(chance, SLOWEST_MS);
  try {
    const account = openAccount(trail, checkpoint, destination, control === "overlook");
    const graceMs = chance.of([100, 1_000, 25_000]);
    const args = ["ship", trail.folder, "--checkpoint", checkpoint, ...destination.args];
    const options = { env: destination.env ?? {} };
    const child = startChild([...args, "--grace", `${graceMs}ms`, "--summary", "json"], options);
    await randomMoment(child, checkpoint, setting);
    child.kill("SIGTERM");
    const toldMs = Date.now();
    const isTwice = chance.is(0.3);
    if (isTwice) {
      await sleep(chance.below(300));
      child.kill("SIGTERM");
    }
    const ended = await child.ended;
    if (Date.now() - toldMs > graceMs + END_MS)
      throw new Broken(`the stop took ${Date.now() - toldMs} ms, with a grace of ${graceMs} ms`);
    // Before the program could listen, the signal itself ends it: for a shell, that is 143 as well.
    const isUnheard = ended.signal === "SIGTERM";
    if (!isUnheard && ended.code !== 143 && ended.code !== 0)
      throw new Broken(`exit ${ended.code ?? ended.signal}, not 143: ${ended.err.slice(-600)}`);
    const done = await account.look();
    if (!isUnheard) {
      const { acked } = summaryOf(ended).files;
      if (acked !== done)
        throw new Broken(`the summary says ${acked} files are done, the checkpoint ${done}`);
      if (ended.code === 0 && done !== files)
        throw new Broken(`exit 0 with ${done} of ${files} files done`);
    }
    if (control === "forget") rmSync(checkpoint, { force: true });
    await runChild(args, [0], options);
    await account.look();
    const stops = ended.code === 143 ? 1 : 0;
    return {
      stops,
      twice: isTwice ? 1 : 0,
      "before it listens": isUnheard ? 1 : 0,
      ...(await account.settle()),
    };
  } finally {
    await destination.close();
  }
}
