/** LogFiles that the main thread hands to a worker, as a Source. */
import type { Checkpoint } from "../../checkpoint/checkpoint.ts";
import { notBegun } from "../../pipeline/not-done.ts";
import type { Places } from "../../sources/places.ts";
import type { Fetched, LogBytes, LogFile, NotDone, Source } from "../../sources/source.ts";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { Handed, Orders } from "./messages.ts";

/** Where LogFiles come from, and what becomes of them. */
export interface HandedOptions {
  readonly orders: Pick<Orders, "handedCount" | "places">;
  readonly places: Places;
  /** One for each Source over a network. */
  readonly fetched: readonly Fetched[];
  /** Called when few are left: more are to be handed. */
  readonly onHungry: () => void;
  /** Called for each that came over a network: it was opened, or why it could not be. */
  readonly onOpened: (number: number, problem: Problem | undefined) => void;
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

/** With fewer bytes than so many left, and few files, more are asked for: others may want them. */
const FEW_BYTES = 2 * 1024 * 1024;

/** Opens the Source. */
export function handedSource(options: HandedOptions): HandedSource {
  const { orders, places, fetched, onHungry, onOpened, onSettled } = options;
  const few = Math.ceil(orders.handedCount / 2);
  const waiting: Handed[] = [];
  const sure = new Set<string>();
  let isLast = false;
  let isAsked = false;
  let wake = (): void => {};

  /** `atWorkBytes`: what is read next. */
  const askForMore = (atWorkBytes = 0): void => {
    const bytes = waiting.reduce((sum, { sizeBytes }) => sum + sizeBytes, atWorkBytes);
    if (isAsked || isLast || waiting.length >= few || bytes >= FEW_BYTES) return;
    isAsked = true;
    onHungry();
  };

  function fileOf({ number, place, fetched: by, maybeSent }: Handed): LogFile {
    const file = places.fileAt(place, by === undefined ? undefined : fetched[by]);
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
      open: (signal) =>
        by === undefined ? file.open(signal) : told(number, () => file.open(signal)),
      ack: () => settle(),
      nack: settle,
    };
  }

  async function told(number: number, open: () => ReturnType<LogFile["open"]>): Promise<LogBytes> {
    try {
      const bytes = await open();
      // An empty object is not asked for: it tells nothing of the others.
      if (!(bytes instanceof Uint8Array) || bytes.length > 0) onOpened(number, undefined);
      return bytes;
    } catch (thrown) {
      if (thrown instanceof CodedError) onOpened(number, thrown.problem);
      throw thrown;
    }
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
      places: orders.places,
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
      close: async () => places.close(),
    },
  };
}
