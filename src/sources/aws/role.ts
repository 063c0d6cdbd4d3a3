/** A role that is assumed before a bucket is read, such as one of the account that the bucket belongs to. */
import { CodedError } from "../../telemetry/problem.ts";
import { awsAgents } from "./agents.ts";
import { accountProblem, lookAt } from "./failure.ts";
import { awsSettings, type AwsCredentials, type AwsEnvironment } from "./settings.ts";

/** Which role. */
export interface AwsRole {
  readonly arn: string;
  /** What its trust policy may ask for. */
  readonly externalId: string | undefined;
}

/** Shown in CloudTrail beside what is done with the role. */
const SESSION = "sestrail";
/** Where nothing names a Region: STS answers in every one. */
const ANY_REGION = "us-east-1";

/**
 * Gives credentials of the role, and new ones before they expire. The package is loaded only here. What it gives throws
 * E_AWS_ROLE where the role may not be assumed.
 */
export async function roleCredentials(
  { arn, externalId }: AwsRole,
  env: AwsEnvironment,
): Promise<() => Promise<AwsCredentials>> {
  const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
  const { credentials, region = ANY_REGION, ...settings } = awsSettings(env, "STS");
  const url = new URL(settings.endpoint ?? `https://sts.${region}.amazonaws.com`);
  const assume = fromTemporaryCredentials({
    ...(credentials === undefined ? {} : { masterCredentials: credentials }),
    params: {
      RoleArn: arn,
      RoleSessionName: SESSION,
      ...(externalId === undefined ? {} : { ExternalId: externalId }),
    },
    clientConfig: { ...settings, region, requestHandler: await awsAgents(env, url) },
  });
  return async () => {
    try {
      return await assume();
    } catch (thrown) {
      const seen = lookAt(thrown);
      const account = accountProblem(seen);
      throw new CodedError(
        account ?? {
          code: "E_AWS_ROLE",
          what: `the role ${arn} could not be assumed`,
          why: seen.why,
          todo: `Allow the action sts:AssumeRole on ${arn} here, and let the role's trust policy name who asks${externalId === undefined ? ", and the external id if it wants one: --external-id" : " and this external id"}`,
        },
        { cause: thrown },
      );
    }
  };
}
