/** A disk that is full: what is written down, what is kept, and what is put out, one at a time. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openAccount, type Figures } from "./account.ts";
import { Broken } from "./broken.ts";
import { runChild, summaryOf } from "./child.ts";
import { fileDestination } from "./destinations.ts";
import { writeTrail } from "./trail.ts";
import type { Setting } from "./trial.ts";

const FILES = 250;
const EVENTS = 10;

/** What is full: its code, and how large it is. A checkpoint is small, and fills only what is smaller. */
const FULL = {
  "dead letters": { code: "E_DEAD_LETTER", pages: [1, 4, 8] },
  checkpoint: { code: "E_CHECKPOINT", pages: [1, 2, 3] },
  output: { code: "E_OUTPUT", pages: [1, 16, 64] },
} as const;
const PAGE_KIB = 4;

const mount = (...args: readonly string[]): void =>
  void execFileSync("mount", args, { stdio: "ignore" });

/** Puts an element that is no record between those of a file: it becomes a dead letter. */
const spoilt = (text: string): string =>
  text.replace("},{", `},{"eventSource":"ses.amazonaws.com",},{`);

/** Letters that are whole, by the file that they came from. */
function lettersIn(folder: string): ReadonlySet<string> {
  const names = existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: "utf8" })
    : [];
  const lines = names
    .filter((name) => name.includes(".ndjson"))
    .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n").slice(0, -1));
  return new Set(
    lines.map((line) => {
      const { position } = JSON.parse(line) as { position: { file: string } };
      return /([^/]+?)\.json/.exec(position.file)?.[1] ?? position.file;
    }),
  );
}

/** One trial. Without the rights to mount a small disk, `/dev/full` stands for one. */
export async function diskTrial(setting: Setting): Promise<Figures> {
  const { folder, chance, control } = setting;
  const canMount = process.getuid?.() === 0;
  const what = chance.of(
    canMount
      ? (["dead letters", "checkpoint", "output"] as const)
      : (["dead letters", "output"] as const),
  );
  const full = FULL[what];
  const small = join(folder, "small");
  const unmount = (): void => void execFileSync("umount", ["-l", small]);
  mkdirSync(small);
  if (canMount)
    mount("-t", "tmpfs", "-o", `size=${chance.of(full.pages) * PAGE_KIB}k`, "none", small);
  // Before the folder is deleted, where a signal ends all.
  if (canMount) process.prependListener("exit", unmount);
  try {
    const trail = writeTrail(
      join(folder, "trail"),
      setting.files ?? FILES,
      setting.events ?? EVENTS,
      what === "dead letters" ? spoilt : undefined,
    );
    const placeOf = (part: keyof typeof FULL): string =>
      join(part === what ? small : folder, part.replace(" ", "-"));
    const checkpoint = placeOf("checkpoint");
    const letters = placeOf("dead letters");
    const output = placeOf("output");
    const destination = fileDestination(output);
    const account = openAccount(trail, checkpoint, destination, control === "overlook");
    const argsWith = (kept: string, out: string): readonly string[] => [
      "ship",
      trail.folder,
      "--checkpoint",
      checkpoint,
      "--dead-letter",
      kept,
      "--to",
      `file:${out}`,
      "--append",
      "--summary",
      "json",
    ];
    const devFull = (part: string, path: string): string =>
      !canMount && part === what ? "/dev/full" : path;
    const ended = await runChild(
      argsWith(devFull("dead letters", `${letters}/`), devFull("output", output)),
      [1],
    );
    const { problems } = summaryOf(ended);
    if (!problems.some(({ code }) => code === full.code))
      throw new Broken(
        `${what}: no ${full.code} was told of, but ${problems.map(({ code }) => code).join(", ") || "nothing"}`,
      );
    const before = await account.look();
    const kept = lettersIn(letters);
    const unsafe =
      what === "dead letters" ? (await account.done()).filter((name) => !kept.has(name)) : [];
    if (unsafe.length > 0)
      throw new Broken(`${unsafe[0]} is called done, and its dead letter is not on the disk`);

    if (canMount) mount("-o", "remount,size=64m", small);
    if (control === "forget") {
      if (before === 0) await runChild(argsWith(`${letters}/`, output), [0, 3]);
      rmSync(checkpoint);
    }
    await runChild(argsWith(`${letters}/`, output), what === "dead letters" ? [3] : [0]);
    await account.look();
    if (what === "dead letters" && lettersIn(letters).size !== trail.idsOf.size)
      throw new Broken(`${trail.idsOf.size - lettersIn(letters).size} dead letters are lost`);
    return { [`full: ${what}`]: 1, "done before": before, ...(await account.settle()) };
  } finally {
    if (canMount) {
      process.off("exit", unmount);
      unmount();
    }
  }
}
