/** What a trial is, and what it is given. */
import type { Chance } from "../chance.ts";
import type { Figures } from "./account.ts";

/**
 * How a trial is broken on purpose, which it must notice. `forget`: the checkpoint is deleted between the runs. `overlook`:
 * the oracle overlooks one event that is there.
 */
export type Control = "forget" | "overlook";

/** What a trial is given. */
export interface Setting {
  /** A folder of its own, deleted afterwards. */
  readonly folder: string;
  readonly chance: Chance;
  readonly control: Control | undefined;
  /** Over the trial's own size. */
  readonly files: number | undefined;
  readonly events: number | undefined;
  /** How often it is killed, at most; by chance, and a few times, where it is not said. */
  readonly kills: number | undefined;
}

/** A named fault. */
export interface Fault {
  readonly name: string;
  /** What is done, and what must hold. */
  readonly about: string;
  /** Variables of the environment without which it is skipped. */
  readonly needs: readonly string[];
  /** How often it is tried unless told otherwise. */
  readonly trials: number;
  readonly controls: readonly Control[];
  /** Answers what it counted. Throws Broken where a guarantee does not hold. */
  readonly trial: (setting: Setting) => Promise<Figures>;
}
