/**
 * What a digest says: which files were delivered in an hour, and which digest was before it. Pure.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */

/** A digest that could be read. Nothing of it is proven yet. */
export interface Digest {
  /** As written, ISO 8601. */
  readonly startTime: string;
  readonly endTime: string;
  readonly bucket: string;
  /** Its own key in the bucket. */
  readonly object: string;
  /** Of the key that signed it. */
  readonly fingerprint: string;
  /** Undefined in the first of a chain. */
  readonly previous: PreviousDigest | undefined;
  readonly logFiles: readonly DigestedFile[];
}

/** What a digest says of the one before. */
export interface PreviousDigest {
  readonly object: string;
  /** SHA-256 of its unzipped bytes, hex. */
  readonly hash: string;
  /** Hex. */
  readonly signature: string;
}

/** What a digest says of a log file. */
export interface DigestedFile {
  readonly object: string;
  /** SHA-256 of its unzipped bytes, hex. */
  readonly hash: string;
}

const ALGORITHM = "SHA256withRSA";
const HASH = /^[0-9a-f]{64}$/i;

/** Reads the unzipped bytes of a digest. */
export function readDigest(bytes: Uint8Array): Digest | { readonly wrong: string } {
  let document: unknown;
  try {
    document = JSON.parse(Buffer.from(bytes).toString());
  } catch {
    return { wrong: "it is no JSON" };
  }
  if (typeof document !== "object" || document === null) return { wrong: "it is no JSON object" };
  const members = document as Readonly<Record<string, unknown>>;
  const text = (name: string): string => {
    const value = members[name];
    return typeof value === "string" ? value : "";
  };
  const needed = ["digestStartTime", "digestEndTime", "digestS3Bucket", "digestS3Object"];
  const absent = [...needed, "digestPublicKeyFingerprint"].filter((name) => text(name) === "");
  if (absent.length > 0) return { wrong: `it has no ${absent.join(", ")}` };
  const algorithm = text("digestSignatureAlgorithm");
  if (algorithm !== ALGORITHM) return { wrong: `it is signed with ${algorithm}, not ${ALGORITHM}` };
  for (const name of ["digestStartTime", "digestEndTime"])
    if (Number.isNaN(Date.parse(text(name)))) return { wrong: `its ${name} is no time` };
  const listed = members["logFiles"];
  if (!Array.isArray(listed)) return { wrong: "it has no logFiles" };
  const logFiles: DigestedFile[] = [];
  for (const entry of listed as readonly unknown[]) {
    const { s3Object, hashValue, hashAlgorithm } = (entry ?? {}) as Readonly<
      Record<string, unknown>
    >;
    if (typeof s3Object !== "string" || typeof hashValue !== "string" || !HASH.test(hashValue))
      return { wrong: "one of its logFiles has no name or no hash" };
    if (hashAlgorithm !== undefined && hashAlgorithm !== "SHA-256")
      return { wrong: "one of its logFiles is not hashed with SHA-256" };
    logFiles.push({ object: s3Object, hash: hashValue.toLowerCase() });
  }
  const previousObject = text("previousDigestS3Object");
  return {
    startTime: text("digestStartTime"),
    endTime: text("digestEndTime"),
    bucket: text("digestS3Bucket"),
    object: text("digestS3Object"),
    fingerprint: text("digestPublicKeyFingerprint"),
    previous:
      previousObject === ""
        ? undefined
        : {
            object: previousObject,
            hash: text("previousDigestHashValue").toLowerCase(),
            signature: text("previousDigestSignature"),
          },
    logFiles,
  };
}
