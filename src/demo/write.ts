/** The demo's only I/O: writes a tree into a folder. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Manifest, tallyOf } from "./manifest.ts";
import type { DemoFile } from "./file.ts";
import { demoSigner } from "./signing.ts";
import { demoWeek, type WeekOptions } from "./week.ts";

/** Name of the manifest, beside `AWSLogs/`: JSON, but hidden, so that the folder can be shipped as a whole. */
export const MANIFEST_NAME = ".manifest.json";
/** Name of the public key that the demo's digests are verified with, hidden for the same reason. */
export const PUBLIC_KEYS_NAME = ".public-keys.json";

/**
 * Writes the made-up week below a folder, which is made if need be, and its manifest beside it.
 * Files of other seeds or ends that are there already are left alone. Throws what the file system throws.
 */
export async function writeDemo(folder: string, options: WeekOptions): Promise<Manifest> {
  return await writeTree(folder, options, demoWeek(options));
}

/** Writes any files of the demo, and their manifest. */
export async function writeTree(
  folder: string,
  { seed, end }: { readonly seed: number; readonly end: Date },
  files: Iterable<DemoFile>,
): Promise<Manifest> {
  const tally = tallyOf(seed, end);
  const made = new Set<string>();
  for (const file of files) {
    const path = join(folder, ...file.key.split("/"));
    const parent = dirname(path);
    if (!made.has(parent)) {
      await mkdir(parent, { recursive: true });
      made.add(parent);
    }
    await writeFile(path, file.bytes());
    tally.add(file);
  }
  const manifest = tally.manifest();
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, MANIFEST_NAME), `${JSON.stringify(manifest, undefined, 2)}\n`);
  await writeFile(join(folder, PUBLIC_KEYS_NAME), demoSigner().publicKeys());
  return manifest;
}
