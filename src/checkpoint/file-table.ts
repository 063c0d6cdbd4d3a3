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
  get(file: FileHash): FileState {
    const place = this.#find(file[0], file[1], file[2]);
    if (this.#words[place] === 0) return "new";
    return ((this.#words[place + 2] as number) & DONE_BIT) === 0 ? "begun" : "done";
  }

  /** Notes what was told. What is done stays done. */
  set([first, second, third]: FileHash, isDone: boolean): void {
    const words = this.#words;
    const place = this.#find(first, second, third);
    if (words[place] === 0) {
      words[place] = first;
      words[place + 1] = second;
      words[place + 2] = third;
      this.#count += 1;
    }
    if (isDone) words[place + 2] = (words[place + 2] as number) | DONE_BIT;
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

  /** Its place, or the empty one where it would stand. */
  #find(first: number, second: number, third: number): number {
    const words = this.#words;
    let slot = Math.floor((second / 0x1_0000_0000) * this.#capacity);
    for (;;) {
      const place = slot * WORDS;
      const found = words[place] as number;
      if (found === 0) return place;
      if (
        found === first &&
        words[place + 1] === second &&
        ((words[place + 2] as number) & ~DONE_BIT) >>> 0 === third
      )
        return place;
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
      const third = old[from + 2] as number;
      const place = this.#find(first, old[from + 1] as number, (third & ~DONE_BIT) >>> 0);
      this.#words[place] = first;
      this.#words[place + 1] = old[from + 1] as number;
      this.#words[place + 2] = third;
    }
  }
}
