/** A folder of log files whose every event is known by name: `f3-17` is the 18th event of the file `f3`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { trailOf } from "../../test/support/running.ts";

/** What was written. */
export interface Trail {
  readonly folder: string;
  /** Ids of the events by the name of their file, without its ending. */
  readonly idsOf: Map<string, readonly string[]>;
}

/** A trail with no files yet. */
export function emptyTrail(folder: string): Trail {
  mkdirSync(folder, { recursive: true });
  return { folder, idsOf: new Map() };
}

/** Notes a file of so many events; answers what is to be in it. */
export function noteFile({ idsOf }: Trail, name: string, events: number): string {
  idsOf.set(
    name,
    Array.from({ length: events }, (_, index) => `${name}-${index}`),
  );
  return trailOf(name, events);
}

/** Writes a trail of so many gzipped files. `spoil` may damage what is written. */
export function writeTrail(
  folder: string,
  files: number,
  events: number,
  spoil: (text: string) => string = (text) => text,
): Trail {
  const trail = emptyTrail(folder);
  for (let index = 0; index < files; index++) {
    const text = spoil(noteFile(trail, `f${index}`, events));
    writeFileSync(join(folder, `f${index}.json.gz`), gzipSync(text, { level: 1 }));
  }
  return trail;
}

/** The file of an event, by its id. */
export function fileOf(id: string): string {
  return id.slice(0, id.lastIndexOf("-"));
}
