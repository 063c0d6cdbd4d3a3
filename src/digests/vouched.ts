/** What digests say of very many log files, in little memory: 44 bytes a place, three quarters of them filled at most. */
import { hash, randomUUID } from "node:crypto";
import { UNPROVEN, type Unproven } from "../tables/verdicts.ts";

/** What is known of a log file. */
export interface Vouched {
  /** SHA-256 of its unzipped bytes, hex, as a digest has it. */
  readonly hash: string;
  /** Undefined: its digest is proven. */
  readonly unproven: Unproven | undefined;
}

const REASONS = Object.keys(UNPROVEN) as readonly Unproven[];
const KEY_WORDS = 2;
const HASH_WORDS = 8;
const WORDS = KEY_WORDS + HASH_WORDS + 1;
const FIRST_PLACES = 1024;
const MOST_FULL = 0.75;
const SEEN = 0x100;

/** A table by the names of log files. Has state, hence a class. */
export class VouchedTable {
  /** Names are other people's: they must not be able to let two of them meet. */
  readonly #salt = randomUUID();
  #words = new Uint32Array(FIRST_PLACES * WORDS);
  #count = 0;
  #unseenCount = 0;

  /** Log files that are named by digests. */
  get count(): number {
    return this.#count;
  }

  /** Those that were never asked for. */
  get unseenCount(): number {
    return this.#unseenCount;
  }

  /** Notes what a digest says. What is proven is not overruled by what is not. */
  set(name: string, { hash: hex, unproven }: Vouched): void {
    const [first, second] = this.#keyOf(name);
    const place = this.#find(first, second);
    if (this.#words[place] === 0) {
      this.#count += 1;
      this.#unseenCount += 1;
    } else if (unproven !== undefined && this.#reasonAt(place) === undefined) return;
    this.#words[place] = first;
    this.#words[place + 1] = second;
    for (let word = 0; word < HASH_WORDS; word += 1)
      this.#words[place + KEY_WORDS + word] = Number.parseInt(
        hex.slice(word * 8, word * 8 + 8),
        16,
      );
    this.#words[place + WORDS - 1] = unproven === undefined ? 0 : REASONS.indexOf(unproven) + 1;
    if (this.#count > (this.#words.length / WORDS) * MOST_FULL) this.#grow();
  }

  /** What is known of a log file, which counts as seen from now on. */
  see(name: string): Vouched | undefined {
    const place = this.#find(...this.#keyOf(name));
    if (this.#words[place] === 0) return undefined;
    const state = this.#words[place + WORDS - 1] ?? 0;
    if ((state & SEEN) === 0) {
      this.#words[place + WORDS - 1] = state | SEEN;
      this.#unseenCount -= 1;
    }
    let hex = "";
    for (let word = 0; word < HASH_WORDS; word += 1)
      hex += (this.#words[place + KEY_WORDS + word] ?? 0).toString(16).padStart(8, "0");
    return { hash: hex, unproven: this.#reasonAt(place) };
  }

  /** Whether a log file was seen. */
  hasSeen(name: string): boolean {
    const place = this.#find(...this.#keyOf(name));
    return ((this.#words[place + WORDS - 1] ?? 0) & SEEN) !== 0;
  }

  #reasonAt(place: number): Unproven | undefined {
    return REASONS[((this.#words[place + WORDS - 1] ?? 0) & ~SEEN) - 1];
  }

  #keyOf(name: string): readonly [number, number] {
    const key = hash("sha256", this.#salt + name, "hex");
    // Zero is an empty place.
    const first = (Number.parseInt(key.slice(0, 8), 16) | 1) >>> 0;
    return [first, Number.parseInt(key.slice(8, 16), 16)];
  }

  #find(first: number, second: number): number {
    const places = this.#words.length / WORDS;
    let slot = Math.floor((second / 0x1_0000_0000) * places);
    for (;;) {
      const place = slot * WORDS;
      const found = this.#words[place];
      if (found === 0 || (found === first && this.#words[place + 1] === second)) return place;
      slot = slot + 1 === places ? 0 : slot + 1;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#words = new Uint32Array(old.length * 2);
    for (let from = 0; from < old.length; from += WORDS) {
      const first = old[from] ?? 0;
      if (first === 0) continue;
      const place = this.#find(first, old[from + 1] ?? 0);
      this.#words.set(old.subarray(from, from + WORDS), place);
    }
  }
}
