/**
 * How many downloads go on at once: as many as are asked for, and fewer after S3 has said that it is too much. Each such
 * answer halves them, and each download that goes well lets a little more through, as TCP does it.
 */

/** Halved once for all that came at about the same time. */
const ONE_ANSWER_MS = 1_000;

/** The pace of one bucket. Has state, hence a class. */
export class Pace {
  #most = Number.POSITIVE_INFINITY;
  #underway = 0;
  #slowedMs = Number.NEGATIVE_INFINITY;
  readonly #waiting: (() => void)[] = [];

  /** How many may go on at once. */
  get most(): number {
    return this.#most;
  }

  /** Waits for its turn. Give what it answers when the download is over: whether it went well. */
  async turn(): Promise<(isWell: boolean) => void> {
    while (this.#underway >= Math.floor(this.#most))
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    this.#underway += 1;
    return (isWell) => {
      this.#underway -= 1;
      if (isWell) this.#most += 1 / this.#most;
      for (const wake of this.#waiting.splice(0)) wake();
    };
  }

  /** S3 has said that it is too much. */
  slowDown(nowMs: number): void {
    if (nowMs - this.#slowedMs < ONE_ANSWER_MS) return;
    this.#slowedMs = nowMs;
    this.#most = Math.max(1, Math.min(this.#most, this.#underway) / 2);
  }
}
