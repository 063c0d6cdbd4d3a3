/** Files that lie among the logs and are none: digests and insights. Readers must skip them. */
import { createHash } from "node:crypto";
import { ACCOUNTS, isoSeconds } from "./callers.ts";
import { type DemoFile, fileOf } from "./file.ts";
import type { JsonObject } from "./json.ts";
import { keyOf } from "./keys.ts";
import { ALPHANUMERIC, randomOf } from "./random.ts";
import { demoSigner } from "./signing.ts";

const MINUTE_MS = 60_000;

/** The bucket that the demo's files would lie in. */
const BUCKET = "example-trail";

/** A chain of digests of one account in one Region, so far. */
export interface DigestChain {
  /** Log files that no digest names yet, as the next one will. */
  files: DigestedLog[];
  /** The newest digest. */
  last?: {
    readonly key: string;
    readonly end: number;
    readonly hash: string;
    readonly signature: string;
  };
}

/** A log file, as a digest names it. */
interface DigestedLog extends JsonObject {
  readonly newestEventTime: string;
  readonly oldestEventTime: string;
}

/** What a digest says of a log file that holds records. */
export function digestedLog(file: DemoFile): DigestedLog {
  const times = file.records
    .flatMap(({ eventTime }) => (typeof eventTime === "string" ? eventTime : []))
    .sort();
  return {
    s3Bucket: BUCKET,
    s3Object: file.key,
    hashValue: sha256(file.text()),
    hashAlgorithm: "SHA-256",
    newestEventTime: times.at(-1) ?? "",
    oldestEventTime: times[0] ?? "",
  };
}

/**
 * The next digest of a chain, signed with the demo's own key. The signature of each stands in the one after it; that of
 * the newest would stand in the metadata of the object.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function digestFile(
  lane: { readonly account: string; readonly region: string },
  start: number,
  end: number,
  chain: DigestChain,
): DemoFile {
  const signer = demoSigner();
  const { last, files } = chain;
  const key = keyOf("digest", lane.account, lane.region, end, "");
  const digest = fileOf(key, "digest", {
    awsAccountId: lane.account,
    digestStartTime: isoSeconds(last?.end ?? start),
    digestEndTime: isoSeconds(end),
    digestS3Bucket: BUCKET,
    digestS3Object: key,
    digestPublicKeyFingerprint: signer.fingerprint,
    digestSignatureAlgorithm: "SHA256withRSA",
    newestEventTime:
      files
        .map(({ newestEventTime }) => newestEventTime)
        .toSorted()
        .at(-1) ?? null,
    oldestEventTime: files.map(({ oldestEventTime }) => oldestEventTime).toSorted()[0] ?? null,
    previousDigestS3Bucket: last === undefined ? null : BUCKET,
    previousDigestS3Object: last?.key ?? null,
    previousDigestHashValue: last?.hash ?? null,
    previousDigestHashAlgorithm: last === undefined ? null : "SHA-256",
    previousDigestSignature: last?.signature ?? null,
    logFiles: files,
  });
  const hash = sha256(digest.text());
  const signed = [isoSeconds(end), `${BUCKET}/${key}`, hash, last?.signature ?? "null"];
  chain.last = { key, end, hash, signature: signer.sign(signed.join("\n")) };
  chain.files = [];
  return digest;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/**
 * An insight about the sends of the leaked key: its records name SES, yet are no API calls.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
export function insightFile(seed: number, at: number): DemoFile {
  const random = randomOf(seed, "insight");
  const [account, region] = [ACCOUNTS.production, "us-east-2"];
  const sharedEventID = random.uuid();
  const records = ["Start", "End"].map((state): JsonObject => ({
    eventVersion: "1.09",
    eventTime: isoSeconds(at - (state === "Start" ? 18 : 5) * MINUTE_MS),
    awsRegion: region,
    eventID: random.uuid(),
    eventType: "AwsCloudTrailInsight",
    recipientAccountId: account,
    sharedEventID,
    insightDetails: {
      state,
      eventSource: "ses.amazonaws.com",
      eventName: "CreateEmailIdentity",
      insightType: "ApiCallRateInsight",
      insightContext: {
        statistics: {
          baseline: { average: 0.0006 },
          insight: { average: 3 },
          insightDuration: 13,
          baselineDuration: 10_080,
        },
      },
    },
    eventCategory: "Insight",
  }));
  const key = keyOf("insight", account, region, at, random.text(ALPHANUMERIC, 16));
  return fileOf(key, "insight", { Records: records }, records);
}
