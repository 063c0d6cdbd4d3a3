/** A Sink that has it noted when its destination takes nothing any more, and when it is well again. */
import type { Sink } from "../sinks/sink.ts";
import { watchedSink } from "../status/watched-sink.ts";
import type { Note } from "./note.ts";

/** The same Sink, with notes. */
export function notedSink(sink: Sink, note: (note: Note) => void): Sink {
  const about = sink.name;
  return watchedSink(sink, {
    nowMs: () => performance.now(),
    onFailing: (why) =>
      note({ level: "warn", code: "FAILING", what: `${about} takes nothing now`, why, about }),
    onWell: (afterMs) =>
      note({
        level: "info",
        code: "WELL",
        what: `${about} takes events again, after ${(afterMs / 1000).toFixed(1)} s`,
        about,
      }),
  }).sink;
}
