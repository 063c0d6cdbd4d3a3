/** One object of a bucket as a LogFile. */
import type { LogFile } from "../source.ts";
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

/** The LogFile of an object. Nobody needs to be told what becomes of it. */
export function objectFile(
  bucket: Bucket,
  object: Listed,
  downloading: DownloadOptions,
  isNamed: boolean,
): LogFile {
  const { key, etag, sizeBytes } = object;
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
    isGuess: !isNamed && !isJsonName(key),
    open: (signal) => download(bucket, object, { ...downloading, onBegun }, signal),
    ack() {},
    nack() {},
  };
}
