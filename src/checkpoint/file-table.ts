/** The states of very many LogFiles in little memory: 12 bytes a place, two thirds of them filled on the average. */
import type { FileState } from "./checkpoint.ts";
import type { FileHash } from "./file-hash.ts";

const WORDS = 3;
const FIRST_CAPACITY = 1024;
/** How full it may be before it grows: beyond that, looking for a place takes long. */
const MOST_FULL = 0.8;
const GROWTH = 1.5;
const DONE_BIT = 1;

/** An open-addressing table of hashes. Has state, hence a class. */
export class FileTable {
  #words: Uint32Array;
  #capacity: number;
  #count = 0;

  /** Made for so many LogFiles; it grows by itself. */
  constructor(expected = 0) {
    this.#capacity = Math.max(FIRST_CAPACITY, Math.ceil(expected / MOST_FULL));
    this.#words = new Uint32Array(this.#capacity * WORDS);
  }

  /** LogFiles in it. */
  get count(): number {
    return this.#count;
  }

  /** Bytes that it takes. */
  get sizeBytes(): number {
    return this.#words.byteLength;
  }

  /** What is known of a LogFile. */
  get([first, second, version]: FileHash): FileState {
    const words = this.#words;
    const place = this.#find(first, second);
    if (words[place] === 0) return "new";
    return words[place + 2] === (version | DONE_BIT) >>> 0 ? "done" : "begun";
  }

  /** Notes what was told of a LogFile. What is done stays done as long as its version does. */
  set([first, second, version]: FileHash, isDone: boolean): void {
    const words = this.#words;
    const place = this.#find(first, second);
    if (words[place] === 0) this.#count += 1;
    words[place] = first;
    words[place + 1] = second;
    const done = (version | DONE_BIT) >>> 0;
    if (words[place + 2] !== done) words[place + 2] = isDone ? done : version;
    if (this.#count > this.#capacity * MOST_FULL) this.#grow();
  }

  /** Every LogFile in it, in no order. */
  *entries(): Generator<readonly [file: FileHash, isDone: boolean]> {
    const words = this.#words;
    for (let place = 0; place < words.length; place += WORDS) {
      const first = words[place] as number;
      if (first === 0) continue;
      const third = words[place + 2] as number;
      const file: FileHash = [first, words[place + 1] as number, (third & ~DONE_BIT) >>> 0];
      yield [file, (third & DONE_BIT) === DONE_BIT];
    }
  }

  /** The place of a LogFile, or the empty one where it would stand. */
  #find(first: number, second: number): number {
    const words = this.#words;
    let slot = Math.floor((second / 0x1_0000_0000) * this.#capacity);
    for (;;) {
      const place = slot * WORDS;
      const found = words[place] as number;
      if (found === 0 || (found === first && words[place + 1] === second)) return place;
      slot = slot + 1 === this.#capacity ? 0 : slot + 1;
    }
  }

  #grow(): void {
    const old = this.#words;
    this.#capacity = Math.ceil(this.#capacity * GROWTH);
    this.#words = new Uint32Array(this.#capacity * WORDS);
    for (let from = 0; from < old.length; from += WORDS) {
      const first = old[from] as number;
      if (first === 0) continue;
      const second = old[from + 1] as number;
      const place = this.#find(first, second);
      this.#words[place] = first;
      this.#words[place + 1] = second;
      this.#words[place + 2] = old[from + 2] as number;
    }
  }
}
