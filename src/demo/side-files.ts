/** Files that lie among the logs and are none: digests and insights. Readers must skip them. */
import { createHash } from "node:crypto";
import { ACCOUNTS, isoSeconds } from "./callers.ts";
import { type DemoFile, fileOf } from "./file.ts";
import type { JsonObject } from "./json.ts";
import { keyOf } from "./keys.ts";
import { ALPHANUMERIC, HEX, randomOf } from "./random.ts";

const MINUTE_MS = 60_000;

/**
 * A digest of one log file, with made-up signatures: to be skipped, not verified.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function digestFile(
  seed: number,
  lane: { readonly account: string; readonly region: string },
  start: number,
  end: number,
  file: DemoFile,
): DemoFile {
  const key = keyOf("digest", lane.account, lane.region, end, "");
  const random = randomOf(seed, `digest/${file.key.slice(-24)}`);
  const bucket = "example-trail";
  const [from, to] = [isoSeconds(start), isoSeconds(end)];
  return fileOf(key, "digest", {
    awsAccountId: lane.account,
    digestStartTime: from,
    digestEndTime: to,
    digestS3Bucket: bucket,
    digestS3Object: key,
    digestPublicKeyFingerprint: random.text(HEX, 32),
    digestSignatureAlgorithm: "SHA256withRSA",
    newestEventTime: to,
    oldestEventTime: from,
    previousDigestS3Bucket: null,
    previousDigestS3Object: null,
    previousDigestHashValue: null,
    previousDigestHashAlgorithm: null,
    previousDigestSignature: null,
    logFiles: [
      {
        s3Bucket: bucket,
        s3Object: file.key,
        hashValue: createHash("sha256").update(file.text()).digest("hex"),
        hashAlgorithm: "SHA-256",
        newestEventTime: to,
        oldestEventTime: from,
      },
    ],
  });
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
