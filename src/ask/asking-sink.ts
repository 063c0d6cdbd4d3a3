/** A Sink that sends nothing: it takes what a question needs of each event, and writes the answer when all is read. */
import type { SesEvent } from "../ses/event.ts";
import { endsOf, LINE_LIMITS, type LineTarget } from "../sinks/lines.ts";
import { newRecords } from "../sinks/seen.ts";
import type { BatchLimits, Outcome, Sink } from "../sinks/sink.ts";

/** A question about all events. */
export interface Question<Part> {
  /** What is needed of an event. Pure. */
  readonly part: (event: SesEvent) => Part;
  /** Takes it in; called once for each record, copies are left out as far as they are known. */
  readonly take: (part: Part) => void;
  /** The answer, as lines. */
  readonly answer: () => readonly string[];
}

/** Of a part in memory; parts are small, and soon taken in. */
const PART_BYTES = 512;

/** Nothing waits for a disk: small batches are over before the garbage collector would have to carry them on. */
const ASKING_LIMITS: BatchLimits = { ...LINE_LIMITS, maxItems: 50 };

const DUPLICATE: Outcome = { kind: "duplicate" };
const DELIVERED: Outcome = { kind: "delivered" };

/** Asks it of all events. */
export function askingSink<Part>(target: LineTarget, question: Question<Part>): Sink<Part> {
  const isNew = newRecords();
  return {
    name: target.name,
    limits: ASKING_LIMITS,
    shape: (event) => ({ body: question.part(event), sizeBytes: PART_BYTES }),
    open: () => target.open(),
    check: () => target.check(),
    write: (items) =>
      Promise.resolve(
        items.map(({ id, body }) => {
          if (!isNew(id)) return DUPLICATE;
          question.take(body);
          return DELIVERED;
        }),
      ),
    async finish(signal) {
      const lines = question.answer();
      if (lines.length > 0) await target.write(`${lines.join("\n")}\n`, signal);
    },
    ...endsOf(target),
    close: () => target.close(),
  };
}
