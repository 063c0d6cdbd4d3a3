/** A Source that never ends, in memory: files come when the test brings them, and are ours only while they are held. */
import type { LogFile, NotDone, Source } from "../../src/sources/source.ts";

/** What a waiting source may be made to do. */
export interface WaitingOptions {
  /** Files that it holds before they are asked for. */
  readonly maxAhead?: number;
  /** How often a file that is at work needs a heartbeat; absent: it needs none. */
  readonly beatEveryMs?: number;
}

/** A waiting source, and what its files were told. */
export interface WaitingSource extends Source {
  /** A file arrives. */
  bring(name: string, content: Uint8Array | string): void;
  /** `beat`, `ack`, `nack: kind` or `back` (given back, never taken), by file, in their order. */
  readonly told: ReadonlyMap<string, readonly string[]>;
  /** Files that are held ahead now. */
  held(): number;
  /** Resolves when something is told that was not told before. */
  heard(): Promise<void>;
  /** Whether it was told to slow down. */
  isSlow(): boolean;
}

/** A Source named `waiting`. */
export function waitingSource(options: WaitingOptions = {}): WaitingSource {
  const { maxAhead = 0, beatEveryMs } = options;
  const told = new Map<string, string[]>();
  /** What has arrived and was not fetched: as messages in a queue. */
  const arrived: LogFile[] = [];
  /** What was fetched and not given. */
  const ahead: LogFile[] = [];
  let isSlow = false;
  let wake = (): void => {};
  let hear = (): void => {};
  const tell = (name: string, word: string): void => {
    told.set(name, [...(told.get(name) ?? []), word]);
    hear();
  };
  const fetchAhead = (): void => {
    if (!isSlow) ahead.push(...arrived.splice(0, maxAhead - ahead.length));
  };
  const fileOf = (name: string, content: Uint8Array | string): LogFile => ({
    id: name,
    name,
    reopenable: true,
    ...(beatEveryMs === undefined
      ? {}
      : {
          heartbeat: {
            everyMs: beatEveryMs,
            beat: async () => tell(name, "beat"),
          },
        }),
    open: () => Buffer.from(content),
    ack: () => tell(name, "ack"),
    nack: ({ kind }: NotDone) => tell(name, `nack: ${kind}`),
  });
  return {
    name: "waiting",
    endless: true,
    maxAhead,
    told,
    held: () => ahead.length,
    isSlow: () => isSlow,
    heard: () =>
      new Promise((resolve) => {
        hear = resolve;
      }),
    bring(name, content) {
      arrived.push(fileOf(name, content));
      fetchAhead();
      wake();
    },
    slowDown(isFull) {
      isSlow = isFull;
      fetchAhead();
    },
    async *files(signal) {
      const onAbort = (): void => wake();
      signal.addEventListener("abort", onAbort);
      try {
        while (!signal.aborted) {
          const file = ahead.shift() ?? arrived.shift();
          if (file === undefined) {
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
          } else {
            fetchAhead();
            yield file;
          }
        }
      } finally {
        signal.removeEventListener("abort", onAbort);
        for (const file of ahead.splice(0)) tell(file.name, "back");
      }
    },
    close: () => Promise.resolve(),
  };
}
