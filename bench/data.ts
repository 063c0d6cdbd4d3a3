/** Files to measure with, made once from made-up records and kept in bench/data. */
import {
  copyFileSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { createGzip, gzipSync } from "node:zlib";
import { writeDemo } from "../src/demo/write.ts";
import { benchRecords, iamCalls } from "./records.ts";

const FOLDER = join("bench", "data");

/** A gzipped CloudTrail file of so many records, with this share of SES calls. Answers its path. */
export async function trailFile(count: number, sesShare: number): Promise<string> {
  const path = join(FOLDER, `${count}-${sesShare * 100}.json.gz`);
  if (existsSync(path)) return path;
  mkdirSync(FOLDER, { recursive: true });
  const gzip = createGzip();
  const written = gzip.pipe(createWriteStream(`${path}.part`));
  let separator = '{"Records":[';
  let pending = "";
  for (const record of benchRecords({ count, sesShare, seed: 1 })) {
    pending += separator + record;
    separator = ",";
    if (pending.length < 1 << 20) continue;
    if (!gzip.write(pending)) await once(gzip, "drain");
    pending = "";
  }
  gzip.end(`${pending}]}`);
  await once(written, "finish");
  renameSync(`${path}.part`, path);
  return path;
}

/** A tree of small files, some KB each, as real trails are. Answers its folder. */
export function smallTree(files: number): string {
  const folder = join(FOLDER, `tree-${files}`);
  if (existsSync(join(folder, "complete"))) return folder;
  const records = benchRecords({ count: files * 8, sesShare: 0.02, seed: 2 })[Symbol.iterator]();
  for (let file = 0; file < files; file++) {
    const day = join(
      folder,
      "AWSLogs",
      "111122223333",
      "CloudTrail",
      "eu-west-1",
      String(file % 28),
    );
    mkdirSync(day, { recursive: true });
    // From 1 to 15 records a file.
    const size = 1 + ((file * 7) % 15);
    const some = Array.from({ length: size }, () => {
      const next = records.next();
      return next.done === true ? "{}" : next.value;
    });
    writeFileSync(join(day, `${file}.json.gz`), gzipSync(`{"Records":[${some.join(",")}]}`));
  }
  writeFileSync(join(folder, "complete"), "");
  return folder;
}

/** The demo's week as files. Answers its folder. */
export async function demoFolder(): Promise<string> {
  const folder = join(FOLDER, "demo");
  if (!existsSync(folder))
    await writeDemo(folder, { seed: 1, end: new Date("2026-11-24T00:00:00Z") });
  return folder;
}

/** A gzipped CloudTrail file of so many IAM calls, of which none tells of mail. Answers its path. */
export function iamFile(count: number): string {
  const path = join(FOLDER, `iam-${count}.json.gz`);
  if (!existsSync(path))
    writeFileSync(path, gzipSync(`{"Records":[${[...iamCalls(count)].join(",")}]}`));
  return path;
}

/** A folder of so many files of so many SES records each. Answers its path. */
export async function sesFolder(files: number, records: number): Promise<string> {
  const folder = join(FOLDER, `ses-${files}x${records}`);
  mkdirSync(folder, { recursive: true });
  const one = await trailFile(records, 1);
  // The ids are the same in each: nothing that is measured looks at that.
  for (let file = 0; file < files; file += 1) copyFileSync(one, join(folder, `${file}.json.gz`));
  return folder;
}
