/** A followed folder, glob and file: what comes is given when it is whole, once, and again when it has changed. */
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import type { LogFile, NotDone, Source } from "../../src/sources/source.ts";
import { followSource } from "../../src/sources/follow/follow.ts";
import { waitingSourceContract } from "../contract/waiting-source.ts";

/** Looks often, so that no test waits long. */
const TIMES = { pollMs: 5, coldMs: 50, fullMs: 100 };
const follow = (path: string): Source => followSource(path, { report: () => {}, times: TIMES });
const newFolder = (): string => mkdtempSync(join(tmpdir(), "sestrail-follow-"));
const whole = gzipSync('{"Records":[]}');

/** As if it had lain there for a minute: whole beyond doubt. */
function writeOld(path: string, content: Uint8Array | string): void {
  writeFileSync(path, content);
  const then = new Date(Date.now() - 60_000);
  utimesSync(path, then, then);
}

const stops: AbortController[] = [];
afterEach(() => stops.splice(0).forEach((stop) => stop.abort()));

/** Takes files one by one, and acks them. */
function taking(
  source: Source,
  isDone?: (file: LogFile) => boolean,
): { readonly next: () => Promise<LogFile> } {
  const stop = new AbortController();
  stops.push(stop);
  const files = source.files(stop.signal, isDone)[Symbol.asyncIterator]();
  return {
    async next() {
      const next = await files.next();
      if (next.done === true) throw new Error("it ended");
      return next.value;
    },
  };
}

waitingSourceContract("a followed folder", {
  async make() {
    const folder = newFolder();
    return {
      source: follow(folder),
      bring: (name) => writeOld(join(folder, name), '{"Records":[]}'),
      held: () => 0,
      givenBack: () => [],
    };
  },
});

describe("a followed folder", () => {
  it("gives what is there, then what comes, also below, by rename and through links", async () => {
    const folder = newFolder();
    const beside = newFolder();
    writeOld(join(folder, "b.json"), "[]");
    mkdirSync(join(folder, "deep/er"), { recursive: true });
    writeOld(join(folder, "deep/er/c.json"), "[]");
    writeOld(join(folder, ".hidden.json"), "[]");
    const { next } = taking(follow(folder));
    const name = async (): Promise<string> => (await next()).name.slice(folder.length + 1);
    expect([await name(), await name()]).toEqual(["b.json", "deep/er/c.json"]);

    mkdirSync(join(folder, "2026/11"), { recursive: true });
    writeFileSync(join(folder, "2026/11/new.json.gz"), whole);
    expect(await name()).toBe("2026/11/new.json.gz");
    writeOld(join(beside, "moved.json"), "[]");
    renameSync(join(beside, "moved.json"), join(folder, "moved.json"));
    expect(await name()).toBe("moved.json");
    writeOld(join(beside, "target.json"), "[]");
    symlinkSync(join(beside, "target.json"), join(folder, "link.json"));
    expect(await name()).toBe("link.json");
  });

  it("waits for one that is still being written, and takes whole gzip at once", async () => {
    const folder = newFolder();
    const path = join(folder, "half.json.gz");
    writeFileSync(path, whole.subarray(0, 10));
    const { next } = taking(follow(folder));
    const coming = next();
    writeFileSync(join(folder, "other.json.gz"), whole);
    expect((await coming).name).toBe(join(folder, "other.json.gz"));
    appendFileSync(path, whole.subarray(10));
    const { name, version } = await next();
    expect([name, version?.split("|")[0]]).toEqual([path, String(whole.length)]);
  });

  it("gives a file again when it has grown, though no folder tells of it", async () => {
    const folder = newFolder();
    const path = join(folder, "log.ndjson");
    writeOld(path, "{}\n");
    const { next } = taking(follow(folder));
    const first = await next();
    await first.ack();
    writeOld(path, "{}\n{}\n");
    const then = new Date(Date.now() - 50_000);
    utimesSync(path, then, then);
    utimesSync(folder, new Date(0), new Date(0));
    const second = await next();
    expect([second.id, second.version === first.version]).toEqual([first.id, false]);
  });

  it("leaves out what the checkpoint calls done", async () => {
    const folder = newFolder();
    for (const name of ["a", "b", "c"]) writeOld(join(folder, name), "[]");
    const { next } = taking(follow(folder), ({ name }) => !name.endsWith("b"));
    expect((await next()).name).toBe(join(folder, "b"));
  });

  it("does not give again what is at work or was acked, nor what can't be done", async () => {
    const folder = newFolder();
    for (const name of ["a", "b", "c"]) writeOld(join(folder, name), "[]");
    const { next } = taking(follow(folder));
    const damaged: NotDone = {
      kind: "failed",
      problem: { code: "E_GZIP_CORRUPT", what: "b is damaged" },
      transient: false,
    };
    await (await next()).ack();
    await (await next()).nack(damaged);
    await next();
    const coming = next();
    // Many looks later the next is still the one that comes now.
    writeOld(join(folder, "z"), "[]");
    expect((await coming).name).toBe(join(folder, "z"));
  });

  it("tolerates files and folders that go", async () => {
    const folder = newFolder();
    mkdirSync(join(folder, "day"));
    writeFileSync(join(folder, "day/half.json"), "{");
    const { next } = taking(follow(folder));
    const coming = next();
    rmSync(join(folder, "day"), { recursive: true });
    writeOld(join(folder, "z"), "[]");
    expect((await coming).name).toBe(join(folder, "z"));
    rmSync(folder, { recursive: true });
    const later = next();
    mkdirSync(folder);
    writeOld(join(folder, "back"), "[]");
    expect((await later).name).toBe(join(folder, "back"));
  });

  it("control: with folders looked at once only, nothing that comes is found", async () => {
    const folder = newFolder();
    writeOld(join(folder, "a"), "[]");
    const blind = followSource(folder, {
      report: () => {},
      times: { pollMs: 3_600_000, coldMs: 3_600_000, fullMs: 3_600_000 },
    });
    const { next } = taking(blind);
    await next();
    writeOld(join(folder, "b"), "[]");
    const turns = async (): Promise<string> => {
      for (let turn = 0; turn < 100; turn++) await new Promise((resolve) => setImmediate(resolve));
      return "nothing";
    };
    expect(await Promise.race([next(), turns()])).toBe("nothing");
  });
});

describe("a followed glob, and a followed file", () => {
  it("are looked up again and again", async () => {
    const folder = newFolder();
    const { next } = taking(follow(join(folder, "*.json")));
    const coming = next();
    writeOld(join(folder, "no.txt"), "[]");
    writeOld(join(folder, "yes.json"), "[]");
    expect((await coming).name).toContain("yes.json");
    const single = taking(follow(join(folder, "later")));
    const later = single.next();
    writeOld(join(folder, "later"), "[]");
    expect((await later).name).toBe(join(folder, "later"));
  });
});
