/** A Source over files that are held in memory, which records what it is told of each. */
import type { LogFile, Source } from "../../src/sources/source.ts";

/** What a memory source was told of its files. */
export interface MemorySource extends Source {
  /** `ack` or `nack: why`, by file, in the order in which it was told. */
  readonly told: ReadonlyMap<string, readonly string[]>;
  /** Bytes that were taken from its files so far. */
  readonly bytesTaken: () => number;
}

/** Content of a file: whole, or in pieces that are made when they are asked for. */
export type Content = Uint8Array | string | (() => Iterable<Uint8Array>);

/** A Source named `memory`. */
export function memorySource(contents: Readonly<Record<string, Content>>): MemorySource {
  const told = new Map<string, string[]>();
  let taken = 0;
  const tell = (name: string, word: string): void => {
    told.set(name, [...(told.get(name) ?? []), word]);
  };
  const fileOf = (name: string, content: Content): LogFile => ({
    id: name,
    name,
    reopenable: true,
    open(signal) {
      if (typeof content === "function") {
        return (async function* () {
          for (const piece of content()) {
            signal.throwIfAborted();
            taken += piece.length;
            yield piece;
          }
        })();
      }
      const bytes = Buffer.from(content);
      taken += bytes.length;
      return bytes;
    },
    ack: () => tell(name, "ack"),
    nack: ({ problem: { what, why } }) =>
      tell(name, `nack: ${what}${why === undefined ? "" : `: ${why}`}`),
  });
  return {
    name: "memory",
    told,
    bytesTaken: () => taken,
    async *files(signal) {
      for (const [name, content] of Object.entries(contents)) {
        if (signal.aborted) return;
        yield fileOf(name, content);
      }
    },
    close: () => Promise.resolve(),
  };
}
