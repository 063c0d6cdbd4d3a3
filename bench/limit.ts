/**
 * What nobody can be faster than, and what one would write at first: `node limit.js NAME PATH`. Prints what it counted.
 * It loads nothing of sestrail.
 */
import { createReadStream, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createGunzip, gunzipSync } from "node:zlib";

function filesBelow(path: string): string[] {
  if (path.endsWith(".gz")) return [path];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const below = join(path, entry.name);
    return entry.isDirectory() || below.endsWith(".gz") ? filesBelow(below) : [];
  });
}

const LIMITS: Readonly<Record<string, (path: string) => Promise<number> | number>> = {
  /** One file as a stream: its plain bytes. */
  async gunzip(path) {
    let bytes = 0;
    const stored = createReadStream(path, { highWaterMark: 1 << 20 });
    for await (const chunk of stored.pipe(createGunzip({ chunkSize: 256 << 10 })))
      bytes += (chunk as Uint8Array).length;
    return bytes;
  },
  /** Each file of a folder whole: their plain bytes. */
  unzip(folder) {
    let bytes = 0;
    for (const path of filesBelow(folder)) bytes += gunzipSync(readFileSync(path)).length;
    return bytes;
  },
  /** The plain script: how many SES calls there are. */
  script(folder) {
    let calls = 0;
    for (const path of filesBelow(folder)) {
      const { Records } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as {
        Records: { eventSource?: string }[];
      };
      calls += Records.filter(({ eventSource }) => eventSource === "ses.amazonaws.com").length;
    }
    return calls;
  },
};

const [name = "", path = ""] = process.argv.slice(2);
const limit = LIMITS[name];
if (limit === undefined)
  throw new Error(`unknown: ${name}; known: ${Object.keys(LIMITS).join(" ")}`);
console.log(await limit(path));
