// Writes npm-shrinkwrap.json, which is packed, from the lockfile: the very versions that were tested, for those who
// install. Without what only development needs, and without the registry's addresses.
import { readFile, writeFile } from "node:fs/promises";

const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
const packages = {};
for (const [path, { dev, resolved: _address, devDependencies: _tools, ...entry }] of Object.entries(
  lock.packages,
))
  if (dev !== true) packages[path] = entry;
await writeFile("npm-shrinkwrap.json", `${JSON.stringify({ ...lock, packages }, null, 2)}\n`);
