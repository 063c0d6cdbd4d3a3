/** Makes the pictures of the README: `npm run pictures`. Runs each command in a terminal, by `script` of util-linux. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { terminalPicture } from "./terminal-picture.js";

const ROOT = resolve(import.meta.dirname, "..");
const PICTURES = [
  { name: "terminal", columns: 132, args: "ship samples --writes-only --account 111122223333" },
  { name: "demo", columns: 110, args: "demo --end 2026-11-24 --output demo-trail" },
];

const folder = mkdtempSync(join(tmpdir(), "sestrail-pictures-"));
symlinkSync(join(ROOT, "samples"), join(folder, "samples"));
for (const { name, columns, args } of PICTURES) {
  const program = `stty cols ${columns} rows 50; node "${ROOT}/dist/main.js" ${args}`;
  const output = execFileSync("script", ["-qec", program, "/dev/null"], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, TERM: "xterm-256color" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  writeFileSync(
    join(ROOT, `docs/pictures/${name}.svg`),
    terminalPicture(`npx sestrail ${args}`, output),
  );
}
rmSync(folder, { recursive: true });
