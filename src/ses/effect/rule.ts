/** What an effect's rule is: the type below the tables of rules and what applies them. */
import type { Call } from "../call/call.ts";
import type { Phrase, Sentence } from "./sentence.ts";

/** Words for a call whose parameters say more than its name: which way a switch was turned, where mail goes now. */
export interface EffectRule {
  /** Actions that it speaks of: the same thing in v1 and v2. */
  readonly actions: readonly string[];
  /** Undefined where the record does not show enough: then the action's template is used. */
  readonly words: (call: Call) => Phrase | Sentence | undefined;
}
