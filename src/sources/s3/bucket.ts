/** A bucket through AWS's own client: the only file that knows it. Loaded when a bucket is named. */
import { setMaxListeners } from "node:events";
import {
  GetObjectCommand,
  ListObjectsV2Command,
  S3Client,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { VERSION } from "../../tables/version.ts";
import type { Fetched } from "../source.ts";

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
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Ends the download. */
  stop(): void;
}

/** Reads a bucket. Throws whatever the client throws: `failure.ts` tells what it means. */
export interface Bucket {
  readonly name: string;
  list(request: ListRequest, signal: AbortSignal): Promise<Page>;
  /** From a byte on, as long as it is the object with this etag. */
  get(
    key: string,
    from: { readonly byte: number; readonly etag: string | undefined },
    signal: AbortSignal,
  ): Promise<Download>;
  close(): void;
}

/** What a bucket is opened with. */
export interface BucketOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly requesterPays: boolean;
  /** An answer that does not begin within this is asked for again. */
  readonly stallMs: number;
  /** Requests are counted here. */
  readonly fetched: Fetched;
}

const CONNECT_MS = 5_000;
/** More than files are ever read side by side, and the lists beside them. */
const MOST_SOCKETS = 512;
/** With the client's own growing pauses some ten seconds: a bucket that is asked too much wants less, not an end. */
const ATTEMPTS = 6;
const ARCHIVES: ReadonlySet<string> = new Set(["GLACIER", "DEEP_ARCHIVE"]);

/** Opens a bucket. No request is sent yet. */
export async function openBucket(name: string, options: BucketOptions): Promise<Bucket> {
  const client = await clientOf(options);
  const payer = options.requesterPays ? ({ RequestPayer: "requester" } as const) : {};
  return {
    name,
    async list({ prefix, after, flat, most, next }, abortSignal) {
      allowListeners(abortSignal);
      const page = await client.send(
        new ListObjectsV2Command({
          Bucket: name,
          Prefix: prefix,
          StartAfter: next === undefined ? after : undefined,
          Delimiter: flat === true ? "/" : undefined,
          MaxKeys: most,
          ContinuationToken: next,
          OptionalObjectAttributes: ["RestoreStatus"],
          ...payer,
        }),
        { abortSignal },
      );
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
      const object = await client.send(
        new GetObjectCommand({
          Bucket: name,
          Key: key,
          ...(byte === 0 ? {} : { Range: `bytes=${byte}-`, IfMatch: etag }),
          ...payer,
        }),
        { abortSignal },
      );
      const [, from = "0", total] = /^bytes (\d+)-\d+\/(\d+)/.exec(object.ContentRange ?? "") ?? [];
      const body = object.Body as AsyncIterable<Uint8Array> & { destroy(): void };
      return {
        etag: object.ETag,
        from: Number(from),
        sizeBytes: total === undefined ? object.ContentLength : Number(total),
        bytes: body,
        stop: () => body.destroy(),
      };
    },
    close: () => client.destroy(),
  };
}

/** Each request that is under way listens to the signal of the run: many at once are no leak. */
function allowListeners(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}

/** Where nothing names a Region: the client follows the bucket to its own. */
const ANY_REGION = "us-east-1";

async function clientOf(options: BucketOptions): Promise<S3Client> {
  const config = configOf(options);
  const client = counted(new S3Client(config), options.fetched);
  try {
    await client.config.region();
    return client;
  } catch {
    client.destroy();
    return counted(new S3Client({ ...config, region: ANY_REGION }), options.fetched);
  }
}

/** What the environment that we were given says. What it does not, the client looks for itself, in its own chain. */
function configOf({ env, stallMs }: BucketOptions): S3ClientConfig {
  const region = env["AWS_REGION"] || env["AWS_DEFAULT_REGION"];
  const endpoint = env["AWS_ENDPOINT_URL_S3"] || env["AWS_ENDPOINT_URL"];
  const profile = env["AWS_PROFILE"];
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = env["AWS_SESSION_TOKEN"];
  return {
    ...(region ? { region } : {}),
    // Servers other than AWS seldom know a host name for each bucket.
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
    ...(profile ? { profile } : {}),
    ...(!profile && accessKeyId && secretAccessKey
      ? {
          credentials: {
            accessKeyId,
            secretAccessKey,
            ...(sessionToken ? { sessionToken } : {}),
          },
        }
      : {}),
    customUserAgent: [["sestrail", VERSION]],
    followRegionRedirects: true,
    maxAttempts: ATTEMPTS,
    // gzip has a checksum of its own.
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: stallMs,
      throwOnRequestTimeout: true,
      httpAgent: { maxSockets: MOST_SOCKETS },
      httpsAgent: { maxSockets: MOST_SOCKETS },
    },
  };
}

/** Counts each request as it is sent, those that the client repeats among them. */
function counted(client: S3Client, fetched: Fetched): S3Client {
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === "GetObjectCommand") fetched.gets += 1;
        else fetched.lists += 1;
        return next(args);
      },
    { step: "deserialize", name: "countRequests", priority: "low" },
  );
  return client;
}
