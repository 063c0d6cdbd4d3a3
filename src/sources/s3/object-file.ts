/** One object of a bucket as a LogFile. */
import type { Elsewhere, LogFile, ObjectPlace } from "../source.ts";
import type { Bucket, Listed } from "./bucket.ts";
import { download, type DownloadOptions } from "./download.ts";
import { addressOf } from "./failure.ts";

/** An answer or a piece of it that does not come within this is asked for again. */
export const STALL_MS = 30_000;

const JSON_NAME = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;

/** What is called so is an object, and no folder. */
export function isJsonName(key: string): boolean {
  return JSON_NAME.test(key);
}

/** What a client of another thread is made with, beside the environment. */
export type PlaceSettings = Pick<ObjectPlace, "requesterPays" | "role" | "stallMs">;

/** How an object is read, here and elsewhere. */
export interface ObjectFileOptions {
  readonly downloading: DownloadOptions;
  /** Somebody asked for just this object. */
  readonly isNamed: boolean;
  readonly settings: PlaceSettings;
  readonly elsewhere: Elsewhere;
}

/** The LogFile of an object. Nobody needs to be told what becomes of it. */
export function objectFile(
  bucket: Bucket,
  object: Listed,
  { downloading, isNamed, settings, elsewhere }: ObjectFileOptions,
): LogFile {
  const { key, etag, sizeBytes } = object;
  const isGuess = !isNamed && !isJsonName(key);
  const name = addressOf({ bucket: bucket.name, key });
  let metadata: LogFile["metadata"];
  const onBegun: DownloadOptions["onBegun"] = (begun) => {
    metadata = begun.metadata;
    downloading.onBegun(begun);
  };
  return {
    get metadata() {
      return metadata;
    },
    id: name,
    version: etag,
    name,
    sizeBytes,
    reopenable: true,
    isGuess,
    place: { kind: "object", bucket: bucket.name, key, etag, sizeBytes, isGuess, ...settings },
    elsewhere,
    open: (signal) => download(bucket, object, { ...downloading, onBegun }, signal),
    ack() {},
    nack() {},
  };
}
