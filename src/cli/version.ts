/** The version, as the package says it. */
import { readFile } from "node:fs/promises";

/** Such as `0.1.0`. */
export async function readVersion(): Promise<string> {
  // Two folders up from src/cli as well as from dist/cli.
  const text = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  const manifest: unknown = JSON.parse(text);
  return typeof manifest === "object" &&
    manifest !== null &&
    "version" in manifest &&
    typeof manifest.version === "string"
    ? manifest.version
    : "unknown";
}
