/** One object as CloudTrail delivers it. */
import { gzipSync } from "node:zlib";
import type { JsonObject } from "./json.ts";
import type { FileKind } from "./keys.ts";
import type { SignalName } from "../tables/signals.ts";
import type { StoryName } from "./stories.ts";

/** One delivered object. */
export interface DemoFile {
  /** `AWSLogs/<account>/CloudTrail/<region>/YYYY/MM/DD/….json.gz`, with `/` on every system. */
  readonly key: string;
  readonly kind: FileKind;
  /** Records of a log or insight file, in the order of the file; a digest has none. */
  readonly records: readonly JsonObject[];
  /** Which of the records a story planted. */
  readonly planted: readonly PlantedRecord[];
  /** The file's text: one line of JSON without a newline at its end. */
  text(): string;
  /** The text, gzipped: the same bytes each time on one machine (zlib's output differs between builds of zlib). */
  bytes(): Uint8Array;
}

/** A record that a story planted. */
export interface PlantedRecord {
  readonly story: StoryName;
  readonly eventID: string;
  /** Signals that it must raise. */
  readonly signals: readonly SignalName[];
}

/** A file of a document. `records` are those that are in it. */
export function fileOf(
  key: string,
  kind: FileKind,
  document: JsonObject,
  records: readonly JsonObject[] = [],
  planted: readonly PlantedRecord[] = [],
): DemoFile {
  const text = (): string => JSON.stringify(document);
  return { key, kind, records, planted, text, bytes: () => gzipSync(text(), { level: 6 }) };
}
