/**
 * The policy that would do for what was refused: rights on just what was named. Pure.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
 */
import type { Problem } from "../../telemetry/problem.ts";
import { isS3Address, readS3Address } from "../s3/address.ts";
import { isQueueAddress, readQueueAddress } from "../sqs/address.ts";

interface Statement {
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string;
  readonly Condition?: unknown;
}

/** Codes of refusals that a right would mend. */
const REFUSALS: ReadonlySet<string> = new Set([
  "E_S3_LIST",
  "E_S3_DENIED",
  "E_S3_KMS",
  "E_SQS_DENIED",
  "E_AWS_ROLE",
]);

/** The policy for a source, as a document to paste; undefined where no right is what lacks. */
export function policyFor(named: string, problems: readonly Problem[]): unknown {
  const refused = problems.filter(({ code }) => REFUSALS.has(code));
  if (refused.length === 0) return undefined;
  const said = refused.map(({ what, why = "", todo = "" }) => `${what} ${why} ${todo}`).join(" ");
  const statements: Statement[] = [];
  const role = /arn:aws[\w-]*:iam::\d{12}:role\/[\w+=,.@/-]+/.exec(said)?.[0];
  if (refused.some(({ code }) => code === "E_AWS_ROLE"))
    statements.push(allow("sts:AssumeRole", role ?? "ROLE"));
  if (isQueueAddress(named)) {
    const { region = "REGION", account = "ACCOUNT", name } = readQueueAddress(named);
    const actions = [
      "ReceiveMessage",
      "ChangeMessageVisibility",
      "DeleteMessage",
      "GetQueueAttributes",
    ];
    statements.push(
      allow(
        actions.map((action) => `sqs:${action}`),
        `arn:aws:sqs:${region}:${account}:${name}`,
      ),
    );
  }
  const bucket = isS3Address(named)
    ? readS3Address(named).bucket
    : (/s3:\/\/([^/\s]+)\//.exec(said)?.[1] ?? "BUCKET");
  const path = isS3Address(named) ? folderOf(readS3Address(named).path) : "AWSLogs/";
  const arn = bucket.startsWith("arn:") ? bucket : `arn:aws:s3:::${bucket}`;
  statements.push(
    { ...allow("s3:ListBucket", arn), Condition: { StringLike: { "s3:prefix": `${path}*` } } },
    allow("s3:GetObject", `${arn}/${path}*`),
  );
  const key = /arn:aws[\w-]*:kms:[\w-]+:\d+:(?:key|alias)\/[\w/-]+/.exec(said)?.[0];
  if (refused.some(({ code, what }) => code === "E_S3_KMS" || what.includes("key that encrypts")))
    statements.push(allow("kms:Decrypt", key ?? "KEY"));
  return { Version: "2012-10-17", Statement: statements };
}

function allow(Action: string | readonly string[], Resource: string): Statement {
  return { Effect: "Allow", Action, Resource };
}

/** All below the accounts, or what was named. */
function folderOf(path: string): string {
  const trail = path.indexOf("AWSLogs/");
  if (trail >= 0) return path.slice(0, trail + "AWSLogs/".length);
  if (/(?:^|\/)AWSLogs$/.test(path)) return `${path}/`;
  return path.slice(0, path.lastIndexOf("/") + 1);
}
