/** LogFiles of objects that are named one by one, in any bucket: by the message of a queue, or an event of Lambda. */
import { CodedError } from "../../telemetry/problem.ts";
import type { AwsRole } from "../aws/role.ts";
import type { AwsEnvironment } from "../aws/settings.ts";
import type { NamedObject } from "../notification.ts";
import type { Fetched, LogFile } from "../source.ts";
import { openBucket, type Bucket } from "./bucket.ts";
import { download, type DownloadOptions } from "./download.ts";
import { addressOf } from "./failure.ts";
import { isJsonName, STALL_MS, type PlaceSettings } from "./object-file.ts";

/** With what objects are read. */
export interface NamedObjectsOptions {
  readonly env: AwsEnvironment;
  readonly fetched: Fetched;
  readonly requesterPays: boolean;
  readonly role?: AwsRole | undefined;
  readonly stallMs?: number | undefined;
}

/** Opens objects by their names. A bucket has one client, however many of its objects are read. */
export interface NamedObjects {
  /** Its LogFile, which tells nobody what becomes of it. */
  fileOf(object: NamedObject): LogFile;
  close(): void;
}

/** Nothing is asked for before a LogFile is opened. */
export function namedObjects(options: NamedObjectsOptions): NamedObjects {
  const { stallMs = STALL_MS, fetched, requesterPays, role } = options;
  const settings: PlaceSettings = { requesterPays, role, stallMs };
  const buckets = new Map<string, Promise<Bucket>>();
  const downloading: DownloadOptions = { stallMs, fetched, onBegun() {}, onGivenUp() {} };
  const bucketOf = (name: string): Promise<Bucket> => {
    const known = buckets.get(name) ?? openBucket(name, { ...options, stallMs });
    buckets.set(name, known);
    return known;
  };
  return {
    fileOf({ bucket, key, otherKey, etag, sizeBytes }) {
      const name = addressOf({ bucket, key });
      const isGuess = !isJsonName(key);
      return {
        id: name,
        version: etag,
        name,
        sizeBytes,
        reopenable: true,
        isGuess,
        place: { kind: "object", bucket, key, otherKey, etag, sizeBytes, isGuess, ...settings },
        async open(signal) {
          const opened = await bucketOf(bucket);
          try {
            return await download(opened, { key, sizeBytes }, downloading, signal);
          } catch (thrown) {
            const isGone = thrown instanceof CodedError && thrown.code === "E_S3_GONE";
            if (!isGone || otherKey === undefined) throw thrown;
            return download(opened, { key: otherKey, sizeBytes }, downloading, signal);
          }
        },
        ack() {},
        nack() {},
      };
    },
    close() {
      for (const opening of buckets.values())
        void opening.then(
          (bucket) => bucket.close(),
          () => {},
        );
      buckets.clear();
    },
  };
}
