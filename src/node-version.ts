/**
 * Whether this Node can run sestrail. Asked before anything else is loaded, so this file imports nothing, and is written so
 * that Nodes too old for the rest can read it.
 */

/** The oldest Node that will do, as `engines` of package.json says it: a test compares the two. */
export const OLDEST_NODE = "20.19";

/** What to tell who runs it with an older Node: one sentence. Undefined where the version will do. */
export function tooOldNode(version: string, path: string): string | undefined {
  const [major, minor] = numbersOf(version);
  const [leastMajor, leastMinor] = numbersOf(OLDEST_NODE);
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return undefined;
  return `sestrail needs Node ${OLDEST_NODE} or newer; this is ${version} (${path})`;
}

function numbersOf(version: string): readonly [major: number, minor: number] {
  const [major = "0", minor = "0"] = version.split(".");
  return [Number(major), Number(minor)];
}
