/**
 * What of a digest is signed, and by whom. Pure.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
import { createPublicKey, verify, type KeyObject } from "node:crypto";
import type { Digest } from "./digest.ts";

/** The text that CloudTrail signs: four lines, without a line break at the end. */
export function signedText(
  { endTime, bucket, object, previous }: Digest,
  /** SHA-256 of the digest's own unzipped bytes, hex. */
  contentHash: string,
): string {
  return [endTime, `${bucket}/${object}`, contentHash, previous?.signature || "null"].join("\n");
}

/** Whether one of the keys has signed the text. The signature is hex. */
export function isSigned(text: string, signature: string, keys: readonly KeyObject[]): boolean {
  const bytes = Buffer.from(signature, "hex");
  return keys.some((key) => verify("RSA-SHA256", Buffer.from(text), key, bytes));
}

/** A public key from its DER bytes: PKCS#1, as AWS gives it, or SPKI. Throws what is no key. */
export function publicKeyOf(der: Uint8Array): KeyObject {
  const key = Buffer.from(der);
  try {
    return createPublicKey({ key, format: "der", type: "pkcs1" });
  } catch {
    return createPublicKey({ key, format: "der", type: "spki" });
  }
}
