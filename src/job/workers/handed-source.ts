/** LogFiles that the main thread hands to a worker, as a Source. */
import type { Checkpoint } from "../../checkpoint/checkpoint.ts";
import { notBegun } from "../../pipeline/not-done.ts";
import { fileAt } from "../../sources/files.ts";
import type { LogFile, NotDone, Source } from "../../sources/source.ts";
import type { Handed } from "./messages.ts";

/** Where LogFiles come from, and what becomes of them. */
export interface HandedOptions {
  /** Called when few are left: more are to be handed. */
  readonly onHungry: () => void;
  /** Called once for each that was handed. */
  readonly onSettled: (number: number, notDone: NotDone | undefined) => void;
}

/** The Source, and its other end. */
export interface HandedSource {
  readonly source: Source;
  /** What the main thread's checkpoint knows of them. */
  readonly known: Pick<Checkpoint, "stateOf">;
  take(files: readonly Handed[], isLast: boolean): void;
}

/** With fewer than so many left, and fewer bytes, more are asked for: others may want them. */
const FEW = 32;
const FEW_BYTES = 2 * 1024 * 1024;

/** Opens the Source. */
export function handedSource({ onHungry, onSettled }: HandedOptions): HandedSource {
  const waiting: Handed[] = [];
  const sure = new Set<string>();
  let isLast = false;
  let isAsked = false;
  let wake = (): void => {};

  /** `atWorkBytes`: what is read next. */
  const askForMore = (atWorkBytes = 0): void => {
    const bytes = waiting.reduce((sum, { sizeBytes }) => sum + sizeBytes, atWorkBytes);
    if (isAsked || isLast || waiting.length >= FEW || bytes >= FEW_BYTES) return;
    isAsked = true;
    onHungry();
  };

  function fileOf({ number, place, maybeSent }: Handed): LogFile {
    const file = fileAt(place);
    if (!maybeSent) sure.add(file.id);
    const settle = (notDone?: NotDone): void => {
      sure.delete(file.id);
      onSettled(number, notDone);
    };
    return {
      place,
      id: file.id,
      name: file.name,
      get sizeBytes() {
        return file.sizeBytes;
      },
      get reopenable() {
        return file.reopenable;
      },
      ...(file.isGuess === undefined ? {} : { isGuess: file.isGuess }),
      open: (signal) => file.open(signal),
      ack: () => settle(),
      nack: settle,
    };
  }

  return {
    known: { stateOf: ({ id }) => (sure.has(id) ? "new" : "begun") },
    take(files, last) {
      waiting.push(...files);
      isAsked = false;
      isLast = last;
      wake();
    },
    source: {
      name: "files that were handed over",
      hasPlaces: true,
      async *files(signal) {
        signal.addEventListener("abort", () => wake(), { once: true });
        while (!signal.aborted) {
          const next = waiting.shift();
          askForMore(next?.sizeBytes);
          if (next !== undefined) yield fileOf(next);
          else if (isLast) return;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
        for (const { number, name } of waiting.splice(0)) onSettled(number, notBegun(name));
      },
      async close() {},
    },
  };
}
