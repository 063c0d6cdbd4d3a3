/** Which LogFile comes next: Sources that end are taken one after another, those that never end beside them. */
import type { LogFile, Source } from "../sources/source.ts";

/**
 * The LogFiles of all Sources, to be shared by several readers. Ends when all are exhausted, or when `stop` aborts; what
 * a Source gave and nobody took by then is handed to `leave`.
 */
export function intake(
  sources: readonly Source[],
  stop: AbortSignal,
  leave: (file: LogFile) => void,
): AsyncGenerator<LogFile> {
  const endless = sources.filter(isEndless);
  if (endless.length === 0) return inTurn(sources, stop, leave);
  const ending = sources.filter((source) => !isEndless(source));
  const ways = [ending, ...endless.map((source) => [source])];
  return sideBySide(
    ways.map((way) => inTurn(way, stop, leave)),
    stop,
    leave,
  );
}

function isEndless({ endless }: Source): boolean {
  return endless === true;
}

async function* inTurn(
  sources: readonly Source[],
  stop: AbortSignal,
  leave: (file: LogFile) => void,
): AsyncGenerator<LogFile> {
  for (const source of sources) {
    for await (const file of source.files(stop)) {
      if (stop.aborted) {
        leave(file);
        return;
      }
      yield file;
    }
  }
}

/** Whatever comes first from several. One that fails ends all: the others are aborted by whoever hears of it. */
async function* sideBySide(
  ways: readonly AsyncGenerator<LogFile>[],
  stop: AbortSignal,
  leave: (file: LogFile) => void,
): AsyncGenerator<LogFile> {
  const coming = new Map<AsyncGenerator<LogFile>, Promise<Came>>();
  const ask = (way: AsyncGenerator<LogFile>): void => {
    coming.set(
      way,
      way.next().then((next) => ({ way, next })),
    );
  };
  ways.forEach(ask);
  try {
    while (coming.size > 0) {
      const { way, next } = await Promise.race(coming.values());
      coming.delete(way);
      if (next.done === true) continue;
      ask(way);
      if (stop.aborted) leave(next.value);
      else yield next.value;
    }
  } finally {
    for (const last of await Promise.allSettled(coming.values()))
      if (last.status === "fulfilled" && last.value.next.done !== true)
        leave(last.value.next.value);
  }
}

interface Came {
  readonly way: AsyncGenerator<LogFile>;
  readonly next: IteratorResult<LogFile>;
}
