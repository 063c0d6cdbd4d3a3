/** A bucket through AWS's own client, which only this file and `client.ts` know. Loaded when a bucket is named. */
import { setMaxListeners } from "node:events";
import { GetObjectCommand, ListObjectsV2Command, type S3Client } from "@aws-sdk/client-s3";
import { clientBase, clientIn, clientOf, regionNamedBy, type ClientOptions } from "./client.ts";
import { Pace } from "./pace.ts";

/** One object of a list. */
export interface Listed {
  readonly key: string;
  readonly sizeBytes: number;
  readonly etag: string;
  /** It lies in an archive, and must be restored before it can be read. */
  readonly isArchived: boolean;
}

/** One answer to a request for a list. */
export interface Page {
  readonly objects: readonly Listed[];
  /** Folders right below the prefix, where a list of those was asked for. */
  readonly folders: readonly string[];
  /** Asks for the next page; absent in the last. */
  readonly next: string | undefined;
}

/** What to list. */
export interface ListRequest {
  readonly prefix: string;
  readonly after?: string | undefined;
  /** Only objects right below the prefix, and folders. */
  readonly flat?: boolean;
  readonly most?: number;
  /** From the page before. */
  readonly next?: string | undefined;
}

/** An object's bytes, from some place on. */
export interface Download {
  readonly etag: string | undefined;
  /** Where the bytes begin: servers may not know ranges. */
  readonly from: number;
  /** Size of the whole object, where the server says it. */
  readonly sizeBytes: number | undefined;
  /** That was put beside the object, by names in small letters. */
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Ends the download. */
  stop(): void;
}

/** What a bucket is opened with. */
export interface BucketOptions extends Omit<ClientOptions, "onSlowDown"> {
  readonly requesterPays: boolean;
}

/** Reads a bucket. Throws whatever the client throws: `failure.ts` tells what it means. */
export interface Bucket {
  readonly name: string;
  /** How many downloads go on at once. */
  readonly pace: Pace;
  list(request: ListRequest, signal: AbortSignal): Promise<Page>;
  /** From a byte on, as long as it is the object with this etag. */
  get(
    key: string,
    from: { readonly byte: number; readonly etag: string | undefined },
    signal: AbortSignal,
  ): Promise<Download>;
  close(): void;
}

const ARCHIVES: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** Opens a bucket. No request is sent yet. */
export async function openBucket(name: string, options: BucketOptions): Promise<Bucket> {
  const pace = new Pace();
  const base = await clientBase({
    ...options,
    onSlowDown: () => pace.slowDown(performance.now()),
  });
  let latest = await clientOf(base);
  const clients = [latest];
  /** Asks; where the bucket is in another Region, once more and from then on there. */
  const ask = async <Answer>(send: (client: S3Client) => Promise<Answer>): Promise<Answer> => {
    const asked = latest;
    try {
      return await send(asked);
    } catch (thrown) {
      const region = regionNamedBy(thrown);
      if (region === undefined || region === (await asked.config.region())) throw thrown;
      if (latest === asked) {
        latest = clientIn(region, base);
        clients.push(latest);
      }
      return send(latest);
    }
  };
  const payer = options.requesterPays ? ({ RequestPayer: "requester" } as const) : {};
  return {
    name,
    pace,
    async list({ prefix, after, flat, most, next }, abortSignal) {
      allowListeners(abortSignal);
      const command = new ListObjectsV2Command({
        Bucket: name,
        Prefix: prefix,
        StartAfter: next === undefined ? after : undefined,
        Delimiter: flat === true ? "/" : undefined,
        MaxKeys: most,
        ContinuationToken: next,
        OptionalObjectAttributes: ["RestoreStatus"],
        ...payer,
      });
      const page = await ask((client) => client.send(command, { abortSignal }));
      return {
        objects: (page.Contents ?? []).map((object) => ({
          key: object.Key ?? "",
          sizeBytes: object.Size ?? 0,
          etag: object.ETag ?? "",
          isArchived:
            ARCHIVES.has(object.StorageClass ?? "") &&
            object.RestoreStatus?.RestoreExpiryDate === undefined,
        })),
        folders: (page.CommonPrefixes ?? []).flatMap(({ Prefix }) => Prefix ?? []),
        next: page.IsTruncated === true ? page.NextContinuationToken : undefined,
      };
    },
    async get(key, { byte, etag }, abortSignal) {
      allowListeners(abortSignal);
      const command = new GetObjectCommand({
        Bucket: name,
        Key: key,
        ...(byte === 0 ? {} : { Range: `bytes=${byte}-`, IfMatch: etag }),
        ...payer,
      });
      const object = await ask((client) => client.send(command, { abortSignal }));
      const [, from = "0", total] = /^bytes (\d+)-\d+\/(\d+)/.exec(object.ContentRange ?? "") ?? [];
      const body = object.Body as AsyncIterable<Uint8Array> & { destroy(): void };
      return {
        etag: object.ETag,
        from: Number(from),
        sizeBytes: total === undefined ? object.ContentLength : Number(total),
        metadata: object.Metadata,
        bytes: body,
        stop: () => body.destroy(),
      };
    },
    close: () => clients.forEach((client) => client.destroy()),
  };
}

/** Each request that is under way listens to the signal of the run: many at once are no leak. */
function allowListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}
