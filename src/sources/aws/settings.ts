/** What every client of AWS is set up with, by the environment that we were given. */
import { VERSION } from "../../tables/version.ts";

/** Environment variables that count. */
export type AwsEnvironment = Readonly<Record<string, string | undefined>>;

/** A key, and what belongs to it where it is a temporary one. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
}

/** Settings that all clients take. What is absent the client looks for itself, in its own chain. */
export interface AwsSettings {
  readonly region?: string;
  readonly endpoint?: string;
  readonly profile?: string;
  readonly credentials?: AwsCredentials;
  readonly customUserAgent: [string, string][];
}

/** The settings of a client of one service. */
export function awsSettings(
  env: AwsEnvironment,
  service: "CLOUDTRAIL" | "S3" | "SQS" | "STS",
): AwsSettings {
  const region = env["AWS_REGION"] || env["AWS_DEFAULT_REGION"];
  const endpoint = env[`AWS_ENDPOINT_URL_${service}`] || env["AWS_ENDPOINT_URL"];
  const profile = env["AWS_PROFILE"];
  const accessKeyId = env["AWS_ACCESS_KEY_ID"];
  const secretAccessKey = env["AWS_SECRET_ACCESS_KEY"];
  const sessionToken = env["AWS_SESSION_TOKEN"];
  return {
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint } : {}),
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
  };
}
