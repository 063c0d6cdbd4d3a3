import { describe, expect, it } from "vitest";
import type { Source } from "../../src/sources/source.ts";
import { stdinSource } from "../../src/sources/stdin.ts";

/** Reads the only LogFile; tells the text, and whether an abort ended the wait for more. */
async function readUntilAborted(source: Source): Promise<{ text: string; ended: boolean }> {
  const abort = new AbortController();
  let text = "";
  for await (const file of source.files(abort.signal)) {
    const reading = (async () => {
      for await (const chunk of (await file.open(abort.signal)) as AsyncIterable<Uint8Array>) {
        text += Buffer.from(chunk).toString();
        queueMicrotask(() => abort.abort());
      }
    })();
    const ended = reading.then(
      () => false,
      (error: unknown) => error === abort.signal.reason,
    );
    // A turn of the event loop after the abort: whoever still waits then waits for ever.
    const aborted = new Promise((resolve) => abort.signal.addEventListener("abort", resolve));
    const late = aborted.then(() => new Promise<false>((resolve) => setImmediate(resolve, false)));
    const isEnded = await Promise.race([ended, late]);
    return { text, ended: isEnded };
  }
  throw new Error("no file");
}

/** Someone who writes once and then nothing, but never ends. */
async function* silent(): AsyncGenerator<Uint8Array> {
  yield Buffer.from("once");
  await new Promise(() => {});
}

describe("stdin", () => {
  it("is left alone on abort, though nothing more comes", async () => {
    expect(await readUntilAborted(stdinSource(silent()))).toEqual({ text: "once", ended: true });
  });

  it("broken control: bytes that know nothing of the signal are found out", async () => {
    const careless: Source = {
      ...stdinSource(silent()),
      async *files(signal) {
        for await (const file of stdinSource(silent()).files(signal))
          yield { ...file, open: silent };
      },
    };
    expect(await readUntilAborted(careless)).toEqual({ text: "once", ended: false });
  });

  it("gives all bytes of a stream that ends", async () => {
    async function* two() {
      yield Buffer.from("a");
      yield Buffer.from("b");
    }
    const signal = new AbortController().signal;
    const texts: string[] = [];
    for await (const file of stdinSource(two()).files(signal))
      for await (const chunk of (await file.open(signal)) as AsyncIterable<Uint8Array>)
        texts.push(Buffer.from(chunk).toString());
    expect(texts).toEqual(["a", "b"]);
  });
});
