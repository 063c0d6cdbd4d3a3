/** AWS's client, set up by the environment that we were given. */
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { awsAgents } from "../aws/agents.ts";
import type { AwsRole } from "../aws/role.ts";
import { awsSettings, type AwsEnvironment } from "../aws/settings.ts";
import type { Fetched } from "../source.ts";

/** What a client is made with. */
export interface ClientOptions {
  readonly env: AwsEnvironment;
  /** An answer that does not begin within this is asked for again. */
  readonly stallMs: number;
  /** Requests are counted here. */
  readonly fetched: Fetched;
  /** Read by this role's rights. */
  readonly role?: AwsRole | undefined;
  /** Told when the server says that it is asked too much. */
  readonly onSlowDown: () => void;
}

/** What all clients of a bucket have in common. */
export interface ClientBase {
  readonly options: ClientOptions;
  readonly config: S3ClientConfig;
}

const CONNECT_MS = 5_000;
/** With the client's own growing pauses some ten seconds: a bucket that is asked too much wants less, not an end. */
const ATTEMPTS = 6;
/** Where nothing names a Region: the bucket is followed to its own. */
const ANY_REGION = "us-east-1";

/** A client in the Region that the environment or a profile names. */
export async function clientOf({ options, config }: ClientBase): Promise<S3Client> {
  const client = watched(new S3Client(config), options);
  try {
    await client.config.region();
    return client;
  } catch {
    client.destroy();
    return clientIn(ANY_REGION, { options, config });
  }
}

/** A client in another Region. */
export function clientIn(region: string, { options, config }: ClientBase): S3Client {
  return watched(new S3Client({ ...config, region }), options);
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

/** What the environment that we were given says. What it does not, the client looks for itself, in its own chain. */
export async function clientBase(options: ClientOptions): Promise<ClientBase> {
  const { env, stallMs, role } = options;
  const settings = awsSettings(env, "S3");
  const { endpoint, region = ANY_REGION } = settings;
  const credentials =
    role === undefined
      ? undefined
      : await (await import("../aws/role.ts")).roleCredentials(role, env);
  const config: S3ClientConfig = {
    ...settings,
    ...(credentials === undefined ? {} : { credentials }),
    // Servers other than AWS seldom know a host name for each bucket.
    ...(endpoint === undefined ? {} : { forcePathStyle: true }),
    maxAttempts: ATTEMPTS,
    // gzip has a checksum of its own.
    responseChecksumValidation: "WHEN_REQUIRED",
    requestChecksumCalculation: "WHEN_REQUIRED",
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: stallMs,
      throwOnRequestTimeout: true,
      ...(await awsAgents(env, new URL(endpoint ?? `https://s3.${region}.amazonaws.com`))),
    },
  };
  return { options, config };
}

/** Answers that say: not so many at once. */
const SLOW_DOWN: ReadonlySet<number> = new Set([429, 503]);

/** Counts each request as it is sent, those that the client repeats among them, and hears where it is too many. */
function watched(client: S3Client, { fetched, onSlowDown }: ClientOptions): S3Client {
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        if (commandName === "GetObjectCommand") fetched.gets += 1;
        else fetched.lists += 1;
        const result = await next(args);
        const { statusCode } = result.response as { readonly statusCode?: number };
        if (SLOW_DOWN.has(statusCode ?? 0)) {
          fetched.slowed += 1;
          onSlowDown();
        }
        return result;
      },
    { step: "deserialize", name: "countRequests", priority: "low" },
  );
  return client;
}
