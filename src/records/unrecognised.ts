/** Elements that mention what is wanted in a form that is not read: how many of a file, where, and what can be said. */
import type { Problem } from "../telemetry/problem.ts";
import type { Prefilter } from "./prefilter.ts";

/** Athena and Glue tables hold all names in lower case; its query results have them in rows of `VarCharValue`. */
const ATHENA =
  /"eventname"\s*:|"VarCharValue"\s*:\s*"(?:eventname|eventsource|ses\.amazonaws\.com)"/;

/** The unrecognised Elements of one file. A class, since they come one by one. */
export class Unrecognised {
  readonly #name: string;
  readonly #prefilter: Prefilter;
  #count = 0;
  #firstIndex = 0;
  #firstOffsetBytes = 0;
  #isAthena = false;

  constructor(name: string, prefilter: Prefilter) {
    this.#name = name;
    this.#prefilter = prefilter;
  }

  /** One more, at this position, with its JSON. */
  add(index: number, offsetBytes: number, text: string): void {
    if (this.#count === 0) {
      this.#firstIndex = index;
      this.#firstOffsetBytes = offsetBytes;
      this.#isAthena = ATHENA.test(text);
    }
    this.#count += 1;
  }

  /** What is to be told at the end of the file: nothing, or one Problem. */
  problems(): readonly Problem[] {
    if (this.#count === 0) return [];
    const wanted = this.#prefilter.named.join(" or ");
    const elements = this.#count === 1 ? "element of" : "elements of";
    const mention = this.#count === 1 ? "mentions" : "mention";
    const place = `the first is element ${this.#firstIndex.toLocaleString("en")}, at plain byte ${this.#firstOffsetBytes.toLocaleString("en")}`;
    return [
      {
        code: "E_UNRECOGNISED",
        what: `${this.#count.toLocaleString("en")} ${elements} ${this.#name} ${mention} ${wanted} in a form that is not read`,
        ...(this.#isAthena
          ? {
              why: `${place}: these are Athena's names, all in lower case, in which details are lost`,
              todo: 'Ship the files themselves: SELECT DISTINCT "$path" in Athena names the S3 objects that hold these events.',
            }
          : { why: place }),
      },
    ];
  }
}
