/** Dead letters under replay: what is delivered goes, all else stays, once, whenever it is stopped. */
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { hasLetters, letterSource } from "../../src/sources/letters.ts";
import type { NotDone } from "../../src/sources/source.ts";

const calm = new AbortController().signal;
const REFUSED: NotDone = {
  kind: "failed",
  problem: { code: "E_REJECTED", what: "refused" },
  transient: false,
};

let folder = "";
let path = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sestrail-letters-"));
  path = join(folder, "dead.ndjson");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

const letter = (id: string, more: object = {}): string =>
  `${JSON.stringify({ record_id: id, destination: "es", raw: `{"id":"${id}"}`, ...more })}\n`;
const idIn = (line: string): string => {
  const found = JSON.parse(line) as { record_id: string };
  return found.record_id;
};
const linesIn = (file: string): string[] => readFileSync(file, "utf8").split("\n").filter(Boolean);
/** All letters in the folder but for what is half written. */
const held = (): string[] =>
  readdirSync(folder)
    .filter((name) => !name.endsWith(".rest"))
    .flatMap((name) => linesIn(join(folder, name)))
    .map(idIn)
    .toSorted();

/** Replays as far as it is told; gives the ids that were given. */
async function replay(isTaken: (id: string) => boolean, isEnded = true): Promise<string[]> {
  const source = letterSource("letters", [path]);
  const given: string[] = [];
  for await (const file of source.files(calm)) {
    const bytes = await file.open(calm);
    const id = idIn(Buffer.from(bytes as Uint8Array).toString());
    given.push(id);
    if (isTaken(id)) await file.ack();
    else await file.nack(REFUSED);
  }
  if (isEnded) source.dropDelivered();
  await source.close();
  return given;
}

const ABC = letter("a") + letter("b") + letter("c");

describe("a replay", () => {
  it("drops what is delivered, and keeps the rest byte for byte under its name", async () => {
    const odd = `{"record_id": "b",  "destination":"es", "raw":"\\u00e9"}\n`;
    writeFileSync(path, letter("a") + odd + letter("c"));
    expect(await replay((id) => id !== "b")).toEqual(["a", "b", "c"]);
    expect(readFileSync(path, "utf8")).toBe(odd);
    expect(readdirSync(folder)).toEqual(["dead.ndjson"]);
  });

  it("takes the file away when all is delivered", async () => {
    writeFileSync(path, ABC);
    await replay(() => true);
    expect(readdirSync(folder)).toEqual([]);
    expect(hasLetters(path)).toBe(false);
  });

  it("leaves all as it was when nothing is", async () => {
    writeFileSync(path, `${ABC}{"torn":`);
    const source = letterSource("letters", [path]);
    for await (const file of source.files(calm)) await file.nack(REFUSED);
    source.dropDelivered();
    expect(readFileSync(path, "utf8")).toBe(`${ABC}{"torn":`);
    expect(readdirSync(folder)).toEqual(["dead.ndjson"]);
  });

  it("sends a letter that is there twice once, and drops both", async () => {
    writeFileSync(path, ABC + letter("a") + letter("a", { destination: "otlp" }));
    expect(await replay((id) => id !== "c")).toEqual(["a", "b", "c", "a"]);
    expect(held()).toEqual(["c"]);
  });

  it("keeps what was not given, when it is stopped early", async () => {
    writeFileSync(path, ABC);
    const source = letterSource("letters", [path]);
    for await (const file of source.files(calm)) {
      await file.ack();
      break;
    }
    source.dropDelivered();
    expect(held()).toEqual(["b", "c"]);
  });

  it("keeps what a run writes meanwhile, by its open file or a new one", async () => {
    writeFileSync(path, ABC);
    const source = letterSource("letters", [path]);
    for await (const file of source.files(calm)) {
      if (file.name.endsWith("line 2")) {
        appendFileSync(`${path}.replaying`, letter("late"));
        writeFileSync(path, letter("new"));
      }
      if (!file.name.endsWith("line 4")) await file.ack();
    }
    source.dropDelivered();
    expect(held()).toEqual(["late", "new"]);
    // And the next takes both.
    expect((await replay(() => true)).toSorted()).toEqual(["late", "new"]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("a replay that was killed", () => {
  /** What the folder holds after each step at which it may be killed, and what had been delivered. */
  const moments: [string, () => void, string[]][] = [
    ["before it began", () => writeFileSync(path, ABC), ["a", "b", "c"]],
    [
      "when the file was claimed",
      () => {
        writeFileSync(path, ABC);
        renameSync(path, `${path}.replaying`);
      },
      ["a", "b", "c"],
    ],
    [
      "while the rest was written",
      () => {
        writeFileSync(`${path}.replaying`, ABC);
        writeFileSync(`${path}.replaying.rest`, letter("b").slice(0, 20));
      },
      ["a", "b", "c"],
    ],
    ["when the rest took its place", () => writeFileSync(`${path}.replaying`, letter("b")), ["b"]],
    [
      "between its last two steps",
      () => {
        writeFileSync(`${path}.replaying`, letter("b"));
        linkSync(`${path}.replaying`, path);
      },
      ["b"],
    ],
    [
      "and a run wrote more since",
      () => {
        writeFileSync(`${path}.replaying`, ABC);
        writeFileSync(path, letter("new"));
      },
      ["a", "b", "c", "new"],
    ],
  ];
  it.each(moments)("%s", async (_name, leave, expected) => {
    leave();
    expect(hasLetters(path)).toBe(true);
    // Killed once more, before anything is dropped: nothing is lost or doubled.
    await replay(() => true, false);
    expect(held()).toEqual(expected);
    expect((await replay((id) => id !== "b")).toSorted()).toEqual(expected);
    expect(held()).toEqual(expected.filter((id) => id === "b"));
    expect(await replay(() => true)).toEqual(expected.filter((id) => id === "b"));
    expect(readdirSync(folder).filter((name) => !name.endsWith(".rest"))).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });
});
