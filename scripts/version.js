/** Writes the version of package.json into the source. Called by `npm version`. */
import { readFileSync, writeFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync("package.json", "utf8"));
const path = "src/tables/version.ts";
writeFileSync(path, readFileSync(path, "utf8").replace(/VERSION = ".*"/, `VERSION = "${version}"`));
