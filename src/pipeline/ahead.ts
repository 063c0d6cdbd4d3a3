/** Small files on disk are opened some time ahead of their readers, so that they are unzipped together meanwhile. */
import { beginsLikeJson } from "../records/kind.ts";
import { joinableBytes, unzipTogether } from "../records/together.ts";
import type { LogFile } from "../sources/source.ts";

/** A LogFile that is to be read, and its plain bytes where they are there. */
export interface Taken {
  readonly file: LogFile;
  readonly plain?: Uint8Array | undefined;
}

/** What is taken ahead. */
export interface AheadOptions {
  readonly stop: AbortSignal;
  /** Given what was taken and not read before the stop. */
  readonly leave: (file: LogFile) => void;
  /** By the checkpoint: not to be opened. */
  readonly isDone: (file: LogFile) => boolean;
}

/** LogFiles that are unzipped together. */
interface Handful {
  readonly taken: Promise<readonly Taken[]>;
  /** It ends with one that is read as a stream: others may want what comes behind it. */
  readonly endsLarge: boolean;
}

/** Files that are unzipped together, and their plain bytes, at the most. */
const TOGETHER_COUNT = 32;
const TOGETHER_BYTES = 1024 * 1024;

/** The same LogFiles in the same order: while one handful is read, the next is unzipped. */
export async function* takenAhead(
  files: AsyncIterator<LogFile>,
  options: AheadOptions,
): AsyncGenerator<Taken> {
  const { stop, leave } = options;
  let next: Promise<Handful | undefined> | undefined;
  for (;;) {
    const handful = await (next ?? handfulOf(files, options));
    if (handful === undefined) return;
    next = handful.endsLarge ? undefined : handfulOf(files, options);
    // What it fails with is thrown when it is asked for.
    next?.catch(() => {});
    for (const one of await handful.taken) {
      if (stop.aborted) leave(one.file);
      else yield one;
    }
  }
}

/** The next files, which are being unzipped when this resolves. Undefined: there are no more. */
async function handfulOf(
  files: AsyncIterator<LogFile>,
  { stop, isDone }: AheadOptions,
): Promise<Handful | undefined> {
  const taken: LogFile[] = [];
  const zipped = new Map<LogFile, Uint8Array>();
  const plain = new Map<LogFile, Uint8Array>();
  let endsLarge = false;
  for (let bytes = 0; !endsLarge && taken.length < TOGETHER_COUNT && bytes < TOGETHER_BYTES;) {
    const next = await files.next();
    if (next.done === true) break;
    const file = next.value;
    taken.push(file);
    if (stop.aborted || isDone(file)) continue;
    const stored = storedOf(file, stop);
    const plainBytes = stored === undefined ? undefined : joinableBytes(stored);
    if (stored === undefined) endsLarge = true;
    else if (plainBytes !== undefined) zipped.set(file, stored);
    else if (beginsLikeJson(stored)) plain.set(file, stored);
    bytes += plainBytes ?? stored?.length ?? 0;
  }
  if (taken.length === 0) return undefined;
  return { taken: unzipped(taken, zipped, plain), endsLarge };
}

/** All of a small file. What can't be opened its reader meets again, and tells of it. */
function storedOf(file: LogFile, signal: AbortSignal): Uint8Array | undefined {
  if (file.place?.kind !== "disk") return undefined;
  try {
    const stored = file.open(signal);
    return stored instanceof Uint8Array ? stored : undefined;
  } catch {
    return undefined;
  }
}

async function unzipped(
  files: readonly LogFile[],
  zipped: ReadonlyMap<LogFile, Uint8Array>,
  plain: Map<LogFile, Uint8Array>,
): Promise<readonly Taken[]> {
  const parts = zipped.size < 2 ? undefined : await unzipTogether([...zipped.values()]);
  if (parts !== undefined)
    [...zipped.keys()].forEach((file, place) => {
      const part = parts[place];
      if (part !== undefined) plain.set(file, part);
    });
  return files.map((file) => ({ file, plain: plain.get(file) }));
}
