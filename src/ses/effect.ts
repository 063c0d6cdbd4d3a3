/** What a call did or tried, in plain words: the action's own wording where it sets something, else its template. */
import type { Call } from "./call.ts";
import { RECEIVING_EFFECTS } from "./effects-receiving.ts";
import { ACCOUNT_EFFECTS, IDENTITY_EFFECTS } from "./effects-sending.ts";
import { CONFIGURATION_SET_EFFECTS, OTHER_EFFECTS } from "./effects-sets.ts";
import type { Phrase, Sentence, Template } from "./sentence.ts";
import { say } from "./sentence.ts";

/** Words for a call whose parameters say more than its name: which way a switch was turned, where mail goes now. */
export interface EffectRule {
  /** Actions that it speaks of: the same thing in v1 and v2. */
  readonly actions: readonly string[];
  /** Undefined where the record does not show enough: then the action's template is used. */
  readonly words: (call: Call) => Phrase | Sentence | undefined;
}

/** All rules, by what they speak of. */
export const EFFECT_RULES: Readonly<Record<string, EffectRule>> = {
  ...ACCOUNT_EFFECTS,
  ...IDENTITY_EFFECTS,
  ...CONFIGURATION_SET_EFFECTS,
  ...OTHER_EFFECTS,
  ...RECEIVING_EFFECTS,
};

const BY_ACTION: ReadonlyMap<string, EffectRule> = new Map(
  Object.values(EFFECT_RULES).flatMap((rule) => rule.actions.map((action) => [action, rule])),
);

/** Says what a call did or tried. Names stand as they came: whoever prints them escapes them. */
export function readEffect(call: Call, template: Template): string {
  return say(BY_ACTION.get(call.action)?.words(call) ?? template(call), call.failure);
}
