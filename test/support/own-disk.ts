/** A disk of a test's own that takes nothing more, until it is mended. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** Where it is, and how it is mended. */
export interface OwnDisk {
  readonly folder: string;
  readonly mend: () => void;
}

const FAULTS = {
  full: { options: "size=64k", mended: "remount,size=64m" },
  "read-only": { options: "ro", mended: "remount,rw" },
} as const;

/** Mounts it, for the time of the test. Undefined where it may not: then nothing can be tried. */
export function ownDisk(fault: keyof typeof FAULTS): OwnDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-disk-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (process.getuid?.() !== 0) {
    if (fault === "full") return undefined;
    // For all but root a folder is enough.
    chmodSync(folder, 0o500);
    return { folder, mend: () => chmodSync(folder, 0o700) };
  }
  const { options, mended } = FAULTS[fault];
  const mount = (how: string): void =>
    void execFileSync("mount", ["-t", "tmpfs", "-o", how, "none", folder], { stdio: "ignore" });
  try {
    mount(options);
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync("umount", ["-l", folder]));
  return { folder, mend: () => mount(mended) };
}
