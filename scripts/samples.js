// Writes samples/ anew: `npm run samples` builds first, since Node 20 does not run TypeScript.
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SAMPLE, sampleDay } from "../dist/demo/sample.js";
import { writeTree } from "../dist/demo/write.js";

const folder = fileURLToPath(new URL("../samples/", import.meta.url));
await rm(`${folder}AWSLogs`, { recursive: true, force: true });
const { files, records, ses } = await writeTree(folder, SAMPLE, sampleDay());
console.log(
  `samples: ${files.log} log files, ${files.digest} digests, ${records} records, ${ses.records} of Amazon SES`,
);
