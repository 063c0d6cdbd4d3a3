/** Which LogFile comes next: Sources that end are taken one after another, those that never end beside them. */
import type { LogFile, Source } from "../sources/source.ts";

/** What LogFiles are taken with. */
export interface IntakeOptions {
  readonly stop: AbortSignal;
  /** Given what a Source gave and nobody took before the stop. */
  readonly leave: (file: LogFile) => void;
  /** By the checkpoint. */
  readonly isDone: (file: LogFile) => boolean;
}

/**
 * The LogFiles of all Sources, to be shared by several readers. Ends when all are exhausted, or when `stop` aborts.
 */
export function intake(
  sources: readonly Source[],
  options: IntakeOptions,
): AsyncGenerator<LogFile> {
  const endless = sources.filter(isEndless);
  if (endless.length === 0) return inTurn(sources, options);
  const ending = sources.filter((source) => !isEndless(source));
  const ways = [ending, ...endless.map((source) => [source])];
  return sideBySide(
    ways.map((way) => inTurn(way, options)),
    options,
  );
}

function isEndless({ endless }: Source): boolean {
  return endless === true;
}

async function* inTurn(
  sources: readonly Source[],
  { stop, leave, isDone }: IntakeOptions,
): AsyncGenerator<LogFile> {
  for (const source of sources) {
    for await (const file of source.files(stop, isDone)) {
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
  { stop, leave }: IntakeOptions,
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
