/** The public keys that digests are proven with, from a file. */
import { createPublicKey, type KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { CodedError, errorOf, messageOf } from "../telemetry/problem.ts";
import { publicKeyOf } from "./signature.ts";

/** Which key a digest names, and when and where it was signed. */
export interface WantedKey {
  readonly fingerprint: string;
  readonly region: string;
  readonly startTime: string;
  readonly endTime: string;
}

/** Gives public keys. */
export interface KeyRing {
  /** Where they are from, for people. */
  readonly name: string;
  /** AWS's own list: a key that is not on it is not CloudTrail's. */
  readonly isWhole: boolean;
  /** Keys that may have signed; none: the fingerprint is unknown. Throws a CodedError where nobody can tell. */
  find(wanted: WantedKey): Promise<readonly KeyObject[]>;
  close(): void;
}

const PEM = /-----BEGIN (?:RSA )?PUBLIC KEY-----[\s\S]+?-----END (?:RSA )?PUBLIC KEY-----/g;

/**
 * Keys of a file: what `aws cloudtrail list-public-keys` writes, or PEM, which has no fingerprints, so that any digest may
 * be signed with it. Throws E_PUBLIC_KEYS.
 */
export function fileKeys(path: string): KeyRing {
  const known = new Map<string, KeyObject>();
  const nameless: KeyObject[] = [];
  try {
    const text = readFileSync(path, "utf8");
    for (const pem of text.match(PEM) ?? []) nameless.push(createPublicKey(pem));
    if (nameless.length === 0)
      for (const { fingerprint, der } of keysOfList(JSON.parse(text)))
        known.set(fingerprint, publicKeyOf(der));
  } catch (failure) {
    throw new CodedError(
      {
        code: "E_PUBLIC_KEYS",
        what: `no public keys could be read from ${path}`,
        why: messageOf(failure),
      },
      { cause: errorOf(failure) },
    );
  }
  if (known.size + nameless.length === 0)
    throw new CodedError({ code: "E_PUBLIC_KEYS", what: `there are no public keys in ${path}` });
  return {
    name: path,
    isWhole: false,
    find({ fingerprint }) {
      const key = known.get(fingerprint);
      return Promise.resolve(key === undefined ? nameless : [key]);
    },
    close() {},
  };
}

/** Keys of an answer to ListPublicKeys. Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PublicKey.html */
function keysOfList(answer: unknown): readonly { fingerprint: string; der: Uint8Array }[] {
  const { PublicKeyList } = (answer ?? {}) as { readonly PublicKeyList?: unknown };
  if (!Array.isArray(PublicKeyList)) return [];
  return (PublicKeyList as readonly unknown[]).flatMap((entry) => {
    const { Fingerprint, Value } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    return typeof Fingerprint === "string" && typeof Value === "string"
      ? [{ fingerprint: Fingerprint, der: Buffer.from(Value, "base64") }]
      : [];
  });
}
