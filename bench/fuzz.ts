/**
 * Looks for what no test thought of; each case has a seed of its own, which is told when it fails, and makes it again.
 *
 *     npm run fuzz -- SECONDS [SEED]            damaged bytes through the reader, and runs in which everything may go wrong
 *     npm run fuzz -- --inputs COUNT [SEED]     made-up inputs, from their bytes to every shape, against an oracle
 */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { imbalances } from "../src/pipeline/books.ts";
import { logFileOf, readAll, type Read } from "../test/support/reading.ts";
import { ran } from "../test/support/running.ts";
import { Chance } from "./chance.ts";
import { checkInput } from "./inputs/check.ts";
import { someInput } from "./inputs/input.ts";
import { brokenSink, brokenSource, damaged, inPieces, recordText } from "./misfortune.ts";

/** A run that takes longer hangs: all that it waits for takes milliseconds. */
const HANGS_AFTER_MS = 30_000;
const SES = ['"ses.amazonaws.com"'];

const ENVELOPES: readonly ((texts: readonly string[]) => string)[] = [
  (texts) => `{"Records":[${texts.join(",")}]}`,
  (texts) => `[${texts.join(",\n")}]`,
  (texts) => texts.join("\n"),
  (texts) => texts.map((text) => `{"Records":[${text}]}`).join(""),
  (texts) => JSON.stringify({ Events: texts.map((text) => ({ CloudTrailEvent: text })) }),
  (texts) => JSON.stringify({ logEvents: texts.map((message) => ({ message })) }),
  (texts) => texts.map((text) => `{"detail":${text}}`).join("\n"),
  (texts) => JSON.stringify({ Records: texts.map((body) => ({ body })) }),
];

/** What must be the same however the bytes come. */
function comparable({ records, unreadable, elements, end }: Read): unknown {
  return { records, unreadable, elements, end };
}

/** Damaged bytes: nothing throws, all is counted, and pieces give what the whole gives. */
async function fuzzReading(chance: Chance): Promise<void> {
  const texts = Array.from({ length: 1 + chance.below(8) }, (_, place) =>
    recordText(String(place), chance.of(["ses.amazonaws.com", "ec2.amazonaws.com"])),
  );
  const plain = damaged(Buffer.from(chance.of(ENVELOPES)(texts)), chance);
  const maxRecordBytes = chance.of([1 << 24, 1 << 24, 200]);
  const whole = await readAll(plain, { maxRecordBytes });
  const filtered = await readAll(inPieces(plain, chance), { maxRecordBytes, needles: SES });
  for (const { elements, records, unreadable, unrecognised, passedOver } of [whole, filtered]) {
    assert.equal(elements, records.length + unreadable.length + unrecognised + passedOver);
    assert.ok(passedOver >= 0);
  }
  // Over the limit, where to go on is looked for in what is there, which pieces decide.
  if (maxRecordBytes > plain.length) {
    const pieces = await readAll(inPieces(plain, chance), { maxRecordBytes });
    assert.deepEqual(comparable(pieces), comparable(whole));
    const unzipped = await readAll(inPieces(gzipSync(plain, { level: 1 }), chance), {
      maxRecordBytes,
    });
    assert.deepEqual(comparable(unzipped), comparable(whole));
  }
  // Damaged gzip, whole and in pieces, from a file that can be read again and one that can't.
  const zipped = damaged(gzipSync(plain, { level: 1 }), chance);
  const content = chance.is(0.5) ? zipped : inPieces(zipped, chance);
  const read = await readAll({ ...logFileOf(content), reopenable: chance.is(0.7) });
  assert.equal(read.elements, read.records.length + read.unreadable.length + read.passedOver);
}

/** A run in which everything may go wrong: files end once, the books balance, nothing is acked that is not settled. */
async function fuzzRun(chance: Chance): Promise<void> {
  const isWild = chance.is(0.4);
  const sources = Array.from({ length: 1 + chance.below(2) }, (_, place) =>
    brokenSource(chance, `source${place}`),
  );
  const sinks = Array.from({ length: 1 + chance.below(3) }, (_, place) =>
    brokenSink(chance, `sink${place}`, isWild),
  );
  const drain = new AbortController();
  const abort = new AbortController();
  const timers = [
    ...(chance.is(0.2) ? [setTimeout(() => drain.abort(), chance.below(20))] : []),
    ...(chance.is(0.2) ? [setTimeout(() => abort.abort(), chance.below(30))] : []),
  ];
  const folder = mkdtempSync(join(tmpdir(), "sestrail-fuzz-"));
  const deadLetterPath = chance.is(0.5) ? `${folder}/` : undefined;
  let hangs: NodeJS.Timeout | undefined;
  const result = await Promise.race([
    ran(
      sources.map(({ source }) => source),
      sinks.map(({ sink }) => sink),
      {
        concurrency: 1 + chance.below(6),
        maxMemoryBytes: chance.of([1, 2_000, 50_000, 1e9]),
        retryForMs: chance.of([0, 5, 300]),
        deadLetterPath,
        drain: drain.signal,
        abort: abort.signal,
      },
    ),
    new Promise<never>((_resolve, reject) => {
      hangs = setTimeout(() => reject(new Error("the run hangs")), HANGS_AFTER_MS);
    }),
  ]).finally(() => {
    for (const timer of [...timers, hangs]) clearTimeout(timer);
    rmSync(folder, { recursive: true });
  });
  const { books, thrown } = result;
  assert.deepEqual(imbalances(books), []);
  const files = sources.flatMap((made) => made.files);
  const told = files.filter((file) => file.told.length > 0);
  for (const file of told) assert.equal(file.told.length, 1, `${file.name} ended twice`);
  // One that was given and never begun ends, too, and was not read.
  const read = told.filter((file) => file.told[0] !== "not-begun");
  assert.equal(read.length, books.files.read);
  assert.equal(books.files.acked + books.files.nacked, books.files.read);
  for (const { settled } of sinks)
    for (const [id, kinds] of settled) assert.equal(kinds.length, 1, `${id} was sent again`);
  const isKept = (kind: string | undefined): boolean =>
    kind === "delivered" ||
    kind === "duplicate" ||
    (kind === "rejected" && deadLetterPath !== undefined);
  for (const file of told) {
    const isSettled = sinks.every(({ settled }) =>
      file.ids.every((id) => isKept(settled.get(id)?.[0])),
    );
    if (file.told[0] === "ack") assert.ok(isSettled, `${file.name} was acked too early`);
    // Where nothing stopped the run, what could be acked was.
    else if (thrown === undefined && !drain.signal.aborted && file.isGood)
      assert.ok(!isSettled, `${file.name} was not acked`);
  }
  if (thrown !== undefined || drain.signal.aborted || abort.signal.aborted) return;
  assert.equal(told.length, files.length);
  for (const [place, { settled }] of sinks.entries()) {
    const to = books.destinations[place];
    assert.equal(settled.size, (to?.delivered ?? 0) + (to?.duplicate ?? 0) + (to?.rejected ?? 0));
    assert.equal(settled.size + (to?.unsettled ?? 0), books.shaped);
  }
}

const args = process.argv.slice(2);
const isInputs = args[0] === "--inputs";
const [amount = "60", seed = String(Date.now() % 2 ** 31)] = isInputs ? args.slice(1) : args;
const endMs = Date.now() + Number(amount) * 1_000;
let current = Number(seed);
let cases = 0;
const ideas = new Map<string, number>();

async function tryOne(): Promise<void> {
  const chance = new Chance(current);
  if (!isInputs) {
    await fuzzReading(chance);
    await fuzzRun(new Chance(current));
    return;
  }
  const input = someInput(chance);
  ideas.set(input.idea, (ideas.get(input.idea) ?? 0) + 1);
  await checkInput(input, chance);
}

process.on("unhandledRejection", (reason) => {
  console.error(`seed ${current}: a rejection that nobody handles`, reason);
  process.exit(1);
});
while (isInputs ? cases < Number(amount) : cases === 0 || Date.now() < endMs) {
  try {
    await tryOne();
  } catch (error) {
    console.error(`seed ${current} fails`, error);
    process.exit(1);
  }
  current = (current + 1) % 2 ** 31;
  cases += 1;
  if (isInputs && cases % 100_000 === 0) console.log(`${cases.toLocaleString("en")} inputs`);
}
const of = [...ideas].map(([idea, count]) => `${idea} ${count.toLocaleString("en")}`).join(", ");
const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${cases.toLocaleString("en")} cases, up to seed ${current - 1}: nothing found` +
    (isInputs ? ` (${of}; at most ${peakMb} MiB of memory)` : ""),
);
