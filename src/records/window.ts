/**
 * The window that the framer's bytes are walked through: loads what is to be walked next into the Walker's memory, and
 * looks there for needles, once for all Elements that lie in it.
 */
import { needleSetOf, type NeedleSet } from "./needle-set.ts";
import type { Prefilter } from "./prefilter.ts";
import { sharedWalker, WINDOW_BYTES } from "./walker.ts";

const NOT_LOOKED = -1;
/** A text that is gzip in base64 begins so, and hides what it holds. */
const PACKED = needleSetOf([Buffer.from('"H4sI')]);

/**
 * A window over one file's bytes. Has state, hence a class. All places are places in the bytes that are walked; they
 * hold until `leave`, which must be called before other bytes take their place.
 */
export class Window {
  /** What is wanted, and what may hide it: each is looked for by itself. */
  readonly #sought: readonly NeedleSet[];
  readonly #longestNeedle: number;
  readonly #walker = sharedWalker();
  /** What a walk begins with, and ends with. */
  readonly state: Int32Array = this.#walker.state;
  /** What the walker's memory holds of the bytes: from here up to there; nothing, where the second is 0. */
  #from = 0;
  #end = 0;
  /** Next place of each in the window at or after the current Element; the window's end: none. */
  readonly #hits: number[];
  /** The current Element holds a needle, before the window. */
  #found = false;
  /** How many of them are looked for in the current Element. */
  #wanted = 0;

  constructor(prefilter: Prefilter) {
    this.#sought = [prefilter.set, PACKED];
    this.#longestNeedle = Math.max(prefilter.set.longest, PACKED.longest);
    this.#hits = this.#sought.map(() => NOT_LOOKED);
  }

  /**
   * Another Element begins. Only documents of their own are looked at for what may hide a needle: lists are alike
   * throughout, and the reader looks at their beginning itself.
   */
  begin(isDocument: boolean): void {
    this.#found = false;
    this.#wanted = isDocument ? 2 : 1;
  }

  /**
   * Walks from `position` on, as far as one window goes, and answers where it stopped. `start` is where the current
   * Element begins; `inDocument`: what is walked is no Element of a list, but a document.
   */
  walk(bytes: Buffer, start: number, position: number, end: number, inDocument: boolean): number {
    if (position >= this.#end || position < this.#from) this.#move(bytes, start, position);
    const from = this.#from;
    const until = Math.min(end, this.#end) - from;
    return from + this.#walker.walk(position - from, until, inDocument);
  }

  /** Whether the current Element, an object or array that was walked up to `end`, may hold what is wanted. */
  mayHold(start: number, end: number): boolean {
    return this.#found || this.#isNeedleWithin(start, end);
  }

  /** Places were walked that are to be walked again. */
  rewind(): void {
    this.#hits.fill(NOT_LOOKED);
  }

  /**
   * Forgets what is loaded, but not whether it held a needle of the current Element. At the end of each push: until
   * the next, others use the walker.
   */
  leave(start: number): void {
    if (this.#end > 0 && !this.#found) this.#found = this.#isNeedleWithin(start, this.#end);
    this.#from = 0;
    this.#end = 0;
    this.#hits.fill(NOT_LOOKED);
  }

  /** Loads what is to be walked next, after what a needle that ends there may begin with. */
  #move(bytes: Buffer, start: number, position: number): void {
    this.leave(start);
    this.#from = Math.max(0, position - this.#longestNeedle);
    this.#end = Math.min(bytes.length, this.#from + WINDOW_BYTES);
    this.#walker.load(bytes.subarray(this.#from, this.#end));
  }

  /** One search finds the next place for all Elements up to it. */
  #isNeedleWithin(start: number, end: number): boolean {
    const hits = this.#hits;
    for (let which = 0; which < this.#wanted; which++) {
      let hit = hits[which] as number;
      if (hit < start) {
        const from = Math.max(0, start - this.#from);
        const sought = this.#sought[which] as NeedleSet;
        hit = this.#from + this.#walker.find(sought, from, this.#end - this.#from);
        hits[which] = hit;
      }
      if (hit < end && hit < this.#end) return true;
    }
    return false;
  }
}
