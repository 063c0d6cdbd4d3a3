/** AWS's client, set up by the environment that we were given. */
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { awsSettings, type AwsEnvironment } from "../aws/settings.ts";
import type { Fetched } from "../source.ts";

/** What a client is made with. */
export interface ClientOptions {
  readonly env: AwsEnvironment;
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
/** Where nothing names a Region: the bucket is followed to its own. */
const ANY_REGION = "us-east-1";

/** A client in the Region that the environment or a profile names. */
export async function clientOf(options: ClientOptions): Promise<S3Client> {
  const client = counted(new S3Client(configOf(options)), options.fetched);
  try {
    await client.config.region();
    return client;
  } catch {
    client.destroy();
    return clientIn(ANY_REGION, options);
  }
}

/** A client in another Region. */
export function clientIn(region: string, options: ClientOptions): S3Client {
  return counted(new S3Client({ ...configOf(options), region }), options.fetched);
}

/**
 * The Region of a bucket that was asked for in another. The client's own following asks twice for every object, and trips
 * over itself where requests go side by side.
 */
export function regionNamedBy(thrown: unknown): string | undefined {
  const { $metadata, $response, Region } = (thrown ?? {}) as {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
    readonly Region?: string;
  };
  const status = $metadata?.httpStatusCode;
  return status === 301 || status === 400
    ? ($response?.headers?.["x-amz-bucket-region"] ?? Region)
    : undefined;
}

function configOf({ env, stallMs }: ClientOptions): S3ClientConfig {
  const settings = awsSettings(env, "S3");
  return {
    ...settings,
    // Servers other than AWS seldom know a host name for each bucket.
    ...(settings.endpoint === undefined ? {} : { forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    // gzip has a checksum of its own.
    responseChecksumValidation: "WHEN_REQUIRED",
    requestChecksumCalculation: "WHEN_REQUIRED",
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
