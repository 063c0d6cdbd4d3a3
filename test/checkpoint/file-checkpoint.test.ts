/** The checkpoint file: what crashes, damage and other processes do to it. */
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "../../src/checkpoint/checkpoint.ts";
import { openFileCheckpoint, readFileCheckpoint } from "../../src/checkpoint/file-checkpoint.ts";
import { HEADER_BYTES, LINE_BYTES } from "../../src/checkpoint/lines.ts";
import { thisOwner } from "../../src/checkpoint/owner.ts";
import { ownDisk } from "../support/own-disk.ts";

const calm = new AbortController().signal;
const newPath = (): string => join(mkdtempSync(join(tmpdir(), "sestrail-checkpoint-")), "c");
const open = (path: string): Promise<Checkpoint> =>
  openFileCheckpoint(path, { makeSafe: () => Promise.resolve(), onFailure: () => {} }, calm);

/** A checkpoint with these files done, closed. */
async function madeWith(ids: readonly string[]): Promise<string> {
  const path = newPath();
  const checkpoint = await open(path);
  for (const id of ids) {
    checkpoint.begin({ id });
    checkpoint.finish({ id });
  }
  await checkpoint.close();
  return path;
}

const states = async (path: string, ids: readonly string[]): Promise<string[]> => {
  const checkpoint = await open(path);
  const found = ids.map((id) => checkpoint.stateOf({ id }));
  await checkpoint.close();
  return found;
};

describe("a checkpoint file", () => {
  it("can be read by its owner only", async () => {
    expect(statSync(await madeWith(["a"])).mode & 0o777).toBe(0o600);
  });

  it("drops what a crash tore off its end, at every byte, and goes on behind", async () => {
    const ids = ["a", "b", "c"];
    const whole = readFileSync(await madeWith(ids));
    for (let cut = 1; cut <= 2 * LINE_BYTES; cut++) {
      const path = newPath();
      writeFileSync(path, whole.subarray(0, whole.length - cut));
      const lost = Math.ceil(cut / LINE_BYTES);
      const expected = ids.map((_, index) => (index < ids.length - lost ? "done" : "begun"));
      const checkpoint = await open(path);
      expect(ids.map((id) => checkpoint.stateOf({ id }))).toEqual(expected);
      checkpoint.finish({ id: "d" });
      await checkpoint.close();
      expect(await states(path, [...ids, "d"])).toEqual([...expected, "done"]);
    }
  });

  it("drops the zeros that a power failure may leave", async () => {
    const path = await madeWith(["a", "b"]);
    appendFileSync(path, Buffer.alloc(3 * LINE_BYTES + 5));
    expect(await states(path, ["a", "b", "c"])).toEqual(["done", "done", "new"]);
    expect((statSync(path).size - HEADER_BYTES) % LINE_BYTES).toBe(0);
  });

  it("refuses any other damage, wherever it is, and leaves it as it is", async () => {
    const whole = readFileSync(await madeWith(["a", "b", "c"]));
    // The last line may be torn; every byte before must be as it was written.
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: whole.length - LINE_BYTES - 1 }),
        fc.integer({ min: 1, max: 255 }),
        async (place, change) => {
          const path = newPath();
          const bytes = Buffer.from(whole);
          bytes[place] = (bytes[place] as number) ^ change;
          writeFileSync(path, bytes);
          // Of the salt every character is as good as another: it was never told what it should be.
          const isSalt = place >= HEADER_BYTES - 23 && place < HEADER_BYTES - 1;
          const opened = await open(path).then(
            async (checkpoint) => {
              await checkpoint.close();
              return "opened";
            },
            (error: { code?: string }) => error.code,
          );
          if (isSalt && opened === "opened") return;
          expect(opened).toBe("E_CHECKPOINT_DAMAGED");
          expect(readFileSync(path).equals(bytes)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("refuses a file that is something else, and leaves it as it is", async () => {
    for (const text of ["hello\n", '{"Records":[]}', "sestrail-checkpoint 2 ".padEnd(60, "x")]) {
      const path = newPath();
      writeFileSync(path, text);
      await expect(open(path)).rejects.toMatchObject({ code: "E_CHECKPOINT_DAMAGED" });
      expect(readFileSync(path, "utf8")).toBe(text);
      expect(existsSync(`${path}.lock`)).toBe(false);
    }
  });

  it("takes an empty file for a new one", async () => {
    const path = newPath();
    writeFileSync(path, "");
    expect(await states(path, ["a"])).toEqual(["new"]);
  });

  it("says what could not be written", async () => {
    const path = newPath();
    writeFileSync(path, "a file");
    await expect(open(join(path, "below"))).rejects.toMatchObject({
      code: "E_CHECKPOINT",
    });
  });

  it("is not begun on a disk that is read-only, and is once it can be written", async () => {
    const disk = ownDisk("read-only");
    if (disk === undefined) return;
    const path = join(disk.folder, "c");
    await expect(open(path)).rejects.toMatchObject({ code: "E_CHECKPOINT" });
    disk.mend();
    expect(await states(path, ["a"])).toEqual(["new"]);
  });

  it("is read by a run that writes nothing, beside one that does", async () => {
    const path = await madeWith(["a"]);
    const writing = await open(path);
    expect(readFileCheckpoint(path).stateOf({ id: "a" })).toBe("done");
    expect(readFileCheckpoint(newPath()).stateOf({ id: "a" })).toBe("new");
    await writing.close();
  });

  it("writes itself anew when it says much twice, whatever was left of an earlier try", async () => {
    const ids = Array.from({ length: 12_000 }, (_, index) => `file ${index}`);
    const path = await madeWith(ids);
    const before = statSync(path).size;
    writeFileSync(`${path}.new`, "sestrail-checkpoint 1 half of a line that was being wr");
    const found = await states(path, ["file 0", "file 11999", "file 12000"]);
    expect(found).toEqual(["done", "done", "new"]);
    expect(statSync(path).size).toBeLessThan(before * 0.6);
    expect(existsSync(`${path}.new`)).toBe(false);
    // Torn afterwards, it loses no more than its last line.
    truncateSync(path, statSync(path).size - 3);
    const after = await states(path, ids);
    expect(after.filter((state) => state === "done")).toHaveLength(11_999);
  });
});

describe("two processes on one checkpoint", () => {
  const times = { beatMs: 5, watchMs: 30 };

  it("the second is refused while the first lives, and told who that is", async () => {
    const path = newPath();
    const first = await open(path);
    await expect(open(path)).rejects.toMatchObject({
      code: "E_CHECKPOINT_IN_USE",
      message: expect.stringContaining(`pid ${thisOwner().pid}`) as string,
    });
    await first.close();
    await (await open(path)).close();
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it.each([
    ["is gone", { pid: 2 ** 22 + 1 }],
    ["has given its number to another", { startTicks: "1" }],
  ])("follows at once one that %s", async (_, change) => {
    const path = newPath();
    writeFileSync(`${path}.lock`, JSON.stringify({ ...thisOwner(), token: "dead", ...change }));
    await (await open(path)).close();
  });

  it.each([
    ["a reboot", { bootId: "another" }],
    ["in another container", { pidNamespace: "pid:[1]" }],
  ])("follows one that shows no sign of life after %s, and no sooner", async (_, change) => {
    const { takeLock } = await import("../../src/checkpoint/lock.ts");
    const path = newPath();
    const text = JSON.stringify({ ...thisOwner(), token: "far", ...change });
    writeFileSync(`${path}.lock`, text);
    const lock = await takeLock(path, calm, times);
    lock.assertHeld();
    lock.release();
  });

  it("does not follow one in another container that shows signs of life", async () => {
    const { takeLock } = await import("../../src/checkpoint/lock.ts");
    const path = newPath();
    const far = JSON.stringify({ ...thisOwner(), token: "far", pidNamespace: "pid:[1]" });
    writeFileSync(`${path}.lock`, far);
    const beat = setInterval(() => writeFileSync(`${path}.lock`, far), 2);
    await expect(takeLock(path, calm, times)).rejects.toMatchObject({
      code: "E_CHECKPOINT_IN_USE",
    });
    clearInterval(beat);
    expect(readFileSync(`${path}.lock`, "utf8")).toBe(far);
  });

  it("one that was followed writes nothing more", async () => {
    const path = newPath();
    const still = await open(path);
    const before = readFileSync(path);
    writeFileSync(`${path}.lock`, JSON.stringify({ ...thisOwner(), token: "quicker" }));
    still.finish({ id: "x" });
    await expect(still.flush()).rejects.toMatchObject({ code: "E_CHECKPOINT_IN_USE" });
    await still.close().catch(() => {});
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}.lock`)).toBe(true);
  });

  it("of many that follow a dead one together, one gets it", async () => {
    const { takeLock } = await import("../../src/checkpoint/lock.ts");
    const path = newPath();
    writeFileSync(
      `${path}.lock`,
      JSON.stringify({ ...thisOwner(), token: "dead", pid: 2 ** 22 + 1 }),
    );
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => takeLock(path, calm, times)),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  });
});
