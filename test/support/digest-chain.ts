/**
 * Trails with digests, made apart from `src/`: hourly, signed with a key of their own, as files or as objects with their
 * signatures beside them. Each hour has two log files; hour 2 has none.
 */
import { createHash, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** An object of a trail. */
export interface TrailObject {
  readonly key: string;
  body: Buffer;
  /** Of a digest, hex: what S3 keeps as metadata. */
  signature?: string;
}

/** A trail, and the key that signed it. */
export interface MadeTrail {
  readonly objects: TrailObject[];
  readonly digests: readonly TrailObject[];
  readonly logs: readonly TrailObject[];
  readonly key: KeyObject;
  /** What `aws cloudtrail list-public-keys` would write. */
  readonly publicKeys: string;
}

const pair = generateKeyPairSync("rsa", { modulusLength: 2048 });
const FINGERPRINT = "31e8b5433410dfb61a9dc45cc65b22ff";

const ACCOUNT = "111122223333";
const START = Date.parse("2026-11-20T00:00:00Z");
const HOUR = 3_600_000;

export interface ChainOptions {
  readonly hours?: number;
  readonly region?: string;
  readonly account?: string;
  /** Hours at which the chain begins anew. */
  readonly restartAt?: readonly number[];
  readonly signWith?: KeyObject;
  readonly bucket?: string;
}

/** Makes a trail. */
export function madeTrail(options: ChainOptions = {}): MadeTrail {
  const { hours = 5, region = "eu-west-1", account = ACCOUNT, restartAt = [] } = options;
  const { bucket = "example-trail" } = options;
  const key = options.signWith ?? pair.privateKey;
  const logs: TrailObject[] = [];
  const digests: TrailObject[] = [];
  let previous: { object: string; hash: string; signature: string } | undefined;
  for (let hour = 0; hour < hours; hour += 1) {
    const start = START + hour * HOUR;
    const delivered = hour === 2 ? [] : [5, 25].map((minute) => log(start + minute * 60_000));
    logs.push(...delivered);
    if (restartAt.includes(hour)) previous = undefined;
    const end = start + HOUR;
    const name = `${account}_CloudTrail-Digest_${region}_my_trail_eu-west-1_${compact(end, 6)}.json.gz`;
    const object = `AWSLogs/${account}/CloudTrail-Digest/${region}/${day(end)}/${name}`;
    const content = JSON.stringify({
      awsAccountId: account,
      digestStartTime: iso(start),
      digestEndTime: iso(end),
      digestS3Bucket: bucket,
      digestS3Object: object,
      digestPublicKeyFingerprint: FINGERPRINT,
      digestSignatureAlgorithm: "SHA256withRSA",
      previousDigestS3Bucket: previous === undefined ? null : bucket,
      previousDigestS3Object: previous?.object ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestHashAlgorithm: previous === undefined ? null : "SHA-256",
      previousDigestSignature: previous?.signature ?? null,
      logFiles: delivered.map(({ key: s3Object, body }) => ({
        s3Bucket: bucket,
        s3Object,
        hashValue: sha256(plainOf.get(body) ?? ""),
        hashAlgorithm: "SHA-256",
      })),
    });
    const hash = sha256(content);
    const text = `${iso(end)}\n${bucket}/${object}\n${hash}\n${previous?.signature ?? "null"}`;
    const signature = sign("sha256", Buffer.from(text), key).toString("hex");
    digests.push({ key: object, body: gzipSync(content), signature });
    previous = { object, hash, signature };
  }
  const objects = [...logs, ...digests];
  const der = pair.publicKey.export({ type: "pkcs1", format: "der" });
  const value = { Fingerprint: FINGERPRINT, Value: der.toString("base64") };
  return { objects, digests, logs, key, publicKeys: JSON.stringify({ PublicKeyList: [value] }) };

  function log(at: number): TrailObject {
    const record = {
      eventID: String(at),
      eventTime: iso(at),
      eventSource: "ses.amazonaws.com",
      eventName: "ListIdentities",
      awsRegion: region,
    };
    const object = `AWSLogs/${account}/CloudTrail/${region}/${day(at)}/${account}_CloudTrail_${region}_${compact(at, 4)}_${sha256(`${region}${at}`).slice(0, 16)}.json.gz`;
    return { key: object, body: zipped(JSON.stringify({ Records: [record] })) };
  }
}

const plainOf = new WeakMap<Buffer, string>();

/** Zips a text. */
export function zipped(text: string): Buffer {
  const body = gzipSync(text);
  plainOf.set(body, text);
  return body;
}

/** The public key as PEM. */
export function publicPem(): string {
  return pair.publicKey.export({ type: "spki", format: "pem" }).toString();
}

/** Another key than that of the trails. */
export function otherKey(): KeyObject {
  return generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
}

/** Writes trails into a folder, the public keys beside them. */
export function writeTrail(folder: string, { objects, publicKeys }: MadeTrail): void {
  for (const { key, body } of objects) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), body);
  }
  writeFileSync(join(folder, ".keys.json"), publicKeys);
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function iso(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function compact(ms: number, digits: number): string {
  const text = new Date(ms).toISOString().replaceAll(/[-:]/g, "");
  return `${text.slice(0, 9 + digits)}Z`;
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll("-", "/");
}
