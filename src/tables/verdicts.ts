/**
 * What `verify` can say of a trail: what was found to be wrong, what is only to be known, and why something could not be
 * proven. Help, the docs and the exit code are made from it.
 */

/** One thing that can be found. */
export interface FindingRow {
  /** Something was changed or is missing: exit 5. Else it is only to be known. */
  readonly isHarm: boolean;
  /** In a line of the answer. The words are those of `aws cloudtrail validate-logs` where it says the same. */
  readonly says: string;
  /** For the docs. */
  readonly means: string;
}

/** Findings, by kind. */
export const FINDINGS = {
  file_changed: { isHarm: true, says: "hash value doesn't match", means: "The content of a log file is not what CloudTrail delivered." },
  file_appended: { isHarm: true, says: "something was added behind its end", means: "A log file is what CloudTrail delivered, but more bytes follow the end of its gzip stream." },
  file_missing: { isHarm: true, says: "not found", means: "A digest names a log file that is not there." },
  file_added: { isHarm: true, says: "in no digest", means: "A log file lies among the others that CloudTrail did not deliver: digests of its time are there, and none names it." },
  digest_changed: { isHarm: true, says: "hash value doesn't match", means: "The content of a digest is not what CloudTrail delivered: the digest after it holds another hash." },
  digest_signature: { isHarm: true, says: "signature verification failed", means: "The signature of a digest is wrong: the digest, its signature or the digest after it, which holds it, was changed." },
  digest_missing: { isHarm: true, says: "not found", means: "A digest names the one before it, and that is not there." },
  digest_moved: { isHarm: true, says: "has been moved from its original location", means: "A digest says that it belongs to another place." },
  digest_unreadable: { isHarm: true, says: "invalid format", means: "A digest is damaged, or is none." },
  digest_key: { isHarm: true, says: "public key not found", means: "A digest names a key that AWS does not know: CloudTrail has not signed it." },
  chain_begins: { isHarm: false, says: "the chain begins here; what was before is not here", means: "The oldest digest names one before it that is not there. Old objects may have been deleted by a rule, or were not copied; whether somebody else deleted them can't be told." },
  chain_restarted: { isHarm: false, says: "the chain was begun anew", means: "A digest names none before it, although there is one: validation was switched off and on again, or the trail was made anew. Files of the time between are in no digest." },
} as const satisfies Readonly<Record<string, FindingRow>>;

/** Kind of a finding. */
export type FindingKind = keyof typeof FINDINGS;

/** Why a file or a digest is not proven, although nothing is known to be wrong with it. */
export const UNPROVEN = {
  newest: "the newest digest: its signature is in the metadata of the object in S3, and later in the next digest",
  successor: "its signature is in the digest after it, which is missing or was changed",
  bad_digest: "its digest was changed",
  no_key: "signed with a key that --public-keys does not hold",
  no_chain: "no digests of its account and Region are there",
  too_new: "newer than the newest digest, which names what was delivered an hour before",
  too_old: "older than the oldest digest",
  gap: "no digest of its time is there",
  unreadable: "could not be read",
} as const satisfies Readonly<Record<string, string>>;

/** Reason of `UNPROVEN`. */
export type Unproven = keyof typeof UNPROVEN;
