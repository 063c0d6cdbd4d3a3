/**
 * The key that signs the demo's digests, in place of CloudTrail's own. It is made from a fixed seed, the same each time:
 * so the same week has the same bytes, and no private key lies in the repository. Whoever has this file can sign, too.
 */
import { createHash, createPrivateKey, createPublicKey, sign, type KeyObject } from "node:crypto";
import { HEX, randomOf } from "./random.ts";

const SEED = 1;
const PRIME_BITS = 1024;
const EXPONENT = 65_537n;

/** Signs, and tells who has signed. */
export interface Signer {
  /** As a digest names it. */
  readonly fingerprint: string;
  /** Hex. */
  sign(text: string): string;
  /** What `aws cloudtrail list-public-keys` would answer. */
  publicKeys(): string;
}

let made: Signer | undefined;

/** The demo's signer, made when it is first asked for. */
export function demoSigner(): Signer {
  made ??= signerOf(demoKey());
  return made;
}

function signerOf(key: KeyObject): Signer {
  const der = createPublicKey(key).export({ type: "pkcs1", format: "der" });
  const fingerprint = createHash("md5").update(der).digest("hex");
  return {
    fingerprint,
    sign: (text) => sign("RSA-SHA256", Buffer.from(text), key).toString("hex"),
    publicKeys: () =>
      `${JSON.stringify(
        {
          PublicKeyList: [
            {
              Value: der.toString("base64"),
              ValidityStartTime: "2020-01-01T00:00:00Z",
              ValidityEndTime: "2040-01-01T00:00:00Z",
              Fingerprint: fingerprint,
            },
          ],
        },
        undefined,
        2,
      )}\n`,
  };
}

function demoKey(): KeyObject {
  const [p, q] = [primeOf("p"), primeOf("q")];
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  const key = {
    kty: "RSA",
    n: base64url(p * q),
    e: base64url(EXPONENT),
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  };
  return createPrivateKey({ key, format: "jwk" });
}

/** How far the first fitting primes are from the numbers that are drawn: to search for them takes seconds. */
const TO_PRIME = { p: 1694n, q: 1800n } as const;

/** A prime of which the two highest bits are set, so that two of them make a whole modulus. */
function primeOf(name: keyof typeof TO_PRIME): bigint {
  const drawn = BigInt(`0x${randomOf(SEED, `digest key/${name}`).text(HEX, PRIME_BITS / 4)}`);
  return (drawn | (3n << BigInt(PRIME_BITS - 2)) | 1n) + TO_PRIME[name];
}

/** Source: https://en.wikipedia.org/wiki/Extended_Euclidean_algorithm */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, value % modulus];
  let [factor, nextFactor] = [0n, 1n];
  while (next !== 0n) {
    const quotient = rest / next;
    [rest, next] = [next, rest - quotient * next];
    [factor, nextFactor] = [nextFactor, factor - quotient * nextFactor];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex").toString("base64url");
}
