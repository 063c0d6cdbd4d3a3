/** Records of any CloudTrail bytes, for those who want the records themselves. */
import { prefilterOf } from "../records/prefilter.ts";
import { limitsOf } from "../config/selection.ts";
import type { OptionName } from "../tables/options.ts";
import { refuseNoBytes, type Bytes } from "./bytes.ts";
import { readElements, type ReadElement } from "./elements.ts";
import { valuesOf, type OptionsOf } from "./options.ts";

const LIMIT_NAMES = ["max-record", "max-decompressed", "max-nesting"] as const;

/** How `readRecords` reads. */
export interface ReadRecordsOptions extends OptionsOf<(typeof LIMIT_NAMES)[number]> {
  /** What positions and messages call the file; `stream` by default. */
  readonly name?: string | undefined;
  /** Ends reading. Give it to the stream, too, where that may hang. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Every Element of one CloudTrail file, of all services, in its order: `{ record }`, or `{ unreadable }` with the
 * reason and the bytes, which costs only itself. Digest and insight files hold none.
 *
 * Throws after the last Element where the file could not be read to its end: a CodedError where it is cut, damaged,
 * empty or over a limit; the stream's own failure as it is; the signal's reason.
 */
export function readRecords(
  bytes: Bytes,
  options: ReadRecordsOptions = {},
): AsyncGenerator<ReadElement, void, undefined> {
  const isLimit = (name: OptionName): boolean => LIMIT_NAMES.some((known) => known === name);
  const values = valuesOf(options, isLimit, ["name", "signal"]);
  refuseNoBytes(bytes, "readRecords");
  return each(
    readElements(bytes, {
      name: options.name ?? "stream",
      reading: { ...limitsOf(values), prefilter: prefilterOf(undefined) },
      signal: options.signal ?? new AbortController().signal,
    }),
  );
}

async function* each(
  chunks: ReturnType<typeof readElements>,
): AsyncGenerator<ReadElement, void, undefined> {
  for await (const { elements } of chunks) yield* elements;
}
