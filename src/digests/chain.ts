/**
 * Goes along one chain of digests, from the oldest to the newest, and proves each by what the next one holds: its hash and
 * its signature. No more than two digests are held at a time.
 */
import type { KeyObject } from "node:crypto";
import type { Unproven } from "../tables/verdicts.ts";
import type { Digest } from "./digest.ts";
import type { Finding } from "./finding.ts";
import { plainName } from "./names.ts";
import { isSigned, signedText } from "./signature.ts";

/** A digest as it was read. */
export interface ReadDigest {
  /** Where it was read. */
  readonly name: string;
  readonly digest: Digest;
  /** SHA-256 of its unzipped bytes, hex. */
  readonly hash: string;
  /** From the metadata of the object, hex; a copy on disk has none. */
  readonly signature: string | undefined;
  /** That may have signed it; none: its key is unknown. */
  readonly keys: readonly KeyObject[];
}

/** Told of what comes out. */
export interface ChainListener {
  readonly find: (finding: Finding) => void;
  /** Called once for each digest; `undefined`: it is proven. */
  readonly judge: (read: ReadDigest, unproven: Unproven | undefined) => void;
  /** No digest vouches for files of this time, in ms. */
  readonly gap: (fromMs: number, untilMs: number) => void;
}

/** What is known of a digest from those around it. */
interface Held extends ReadDigest {
  readonly isProven: boolean;
  /** What the digest after it says: the hash and the signature are right. */
  readonly isSameHash?: boolean;
}

const HOUR_MS = 3_600_000;

/** A chain that is gone along. Has state, hence a class. */
export class Chain {
  readonly #listener: ChainListener;
  /** The newest so far. */
  #last: Held | undefined;
  /** The one before, when it failed by the newest, which may itself turn out to be changed. */
  #doubtful: Held | undefined;
  /** The one before could not be read: that this one names one is no news. */
  #isBroken = false;

  constructor(listener: ChainListener) {
    this.#listener = listener;
  }

  /** Takes the next digest in the order of time. */
  take(read: ReadDigest): void {
    const last = this.#last;
    const { previous } = read.digest;
    if (last !== undefined && plainName(last.name) === plainName(read.name)) {
      // The same again, from a copy beside it.
      if (last.hash === read.hash) return;
      this.#listener.find({ kind: "digest_changed", file: read.name, why: "it is there twice" });
      return;
    }
    if (last === undefined) {
      if (previous !== undefined && !this.#isBroken)
        this.#listener.find({
          kind: "chain_begins",
          file: read.name,
          why: `before: ${previous.object}`,
        });
    } else if (previous === undefined) {
      this.#listener.find({
        kind: "chain_restarted",
        file: read.name,
        why: `before: ${last.name}`,
      });
      this.#gap(last, read);
      this.#leave(last, "newest");
    } else if (plainName(previous.object) === plainName(last.digest.object)) {
      this.#link(last, previous);
    } else {
      this.#listener.find({
        kind: "digest_missing",
        file: previous.object,
        why: missingWhy(last, read),
      });
      this.#gap(last, read);
      this.#leave(last, "successor");
    }
    this.#isBroken = false;
    this.#last = { ...read, isProven: isProvenBy(read, read.signature) };
  }

  /** A digest that ends at this time could not be read: what was before it can't be proven by it. */
  takeUnreadable(endMs: number): void {
    const last = this.#last;
    if (last !== undefined) this.#leave(last, "successor");
    this.#last = undefined;
    this.#isBroken = true;
    const fromMs = last === undefined ? endMs - HOUR_MS : Date.parse(last.digest.endTime);
    this.#listener.gap(fromMs, endMs);
  }

  /** No more digests. */
  end(): void {
    if (this.#last !== undefined) this.#leave(this.#last, "newest");
  }

  /** The digest after `last` tells of it. */
  #link(last: Held, told: { readonly hash: string; readonly signature: string }): void {
    const isProven = last.isProven || isProvenBy(last, told.signature);
    const held = { ...last, isProven, isSameHash: told.hash === last.hash };
    this.#settleDoubtful(held);
    if (isProven || last.keys.length === 0) this.#judge(held);
    else this.#doubtful = held;
  }

  /** Nothing after `last` tells of it. */
  #leave(last: Held, why: Unproven): void {
    this.#settleDoubtful(last);
    if (last.isProven || last.keys.length === 0) this.#judge(last);
    else if (last.signature === undefined) this.#listener.judge(last, why);
    else this.#fail(last);
  }

  /** The one before failed by `next`, of which more is known by now. */
  #settleDoubtful(next: Held): void {
    const doubtful = this.#doubtful;
    this.#doubtful = undefined;
    if (doubtful === undefined) return;
    const isNextChanged = !next.isProven && next.isSameHash === false;
    if (isNextChanged && doubtful.isSameHash === true) this.#listener.judge(doubtful, "successor");
    else this.#fail(doubtful);
  }

  #judge(held: Held): void {
    if (held.isProven) this.#listener.judge(held, undefined);
    else this.#listener.judge(held, "no_key");
  }

  #fail(held: Held): void {
    const isChanged = held.isSameHash === false;
    this.#listener.find({
      kind: isChanged ? "digest_changed" : "digest_signature",
      file: held.name,
    });
    this.#listener.judge(held, "bad_digest");
    this.#listener.gap(Date.parse(held.digest.startTime), Date.parse(held.digest.endTime));
  }

  #gap(last: Held, next: ReadDigest): void {
    this.#listener.gap(Date.parse(last.digest.endTime), Date.parse(next.digest.startTime));
  }
}

function isProvenBy({ digest, hash, keys }: ReadDigest, signature: string | undefined): boolean {
  return (
    signature !== undefined &&
    signature !== "" &&
    isSigned(signedText(digest, hash), signature, keys)
  );
}

function missingWhy(last: Held, next: ReadDigest): string {
  return `named by ${next.name}; the one before that is there ends at ${last.digest.endTime}`;
}
