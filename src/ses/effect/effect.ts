/** What a call did or tried, in plain words: the action's own wording where it sets something, else its template. */
import type { Call } from "../call/call.ts";
import { RECEIVING_EFFECTS } from "./receiving.ts";
import type { EffectRule } from "./rule.ts";
import { ACCOUNT_EFFECTS, IDENTITY_EFFECTS } from "./sending.ts";
import { CONFIGURATION_SET_EFFECTS, OTHER_EFFECTS } from "./sets.ts";
import type { EffectText } from "../../tables/actions.ts";
import { fill, say } from "./sentence.ts";

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
export function readEffect(call: Call, template: EffectText | undefined): string {
  const told = BY_ACTION.get(call.action)?.words(call) ?? fill(template, call);
  const by = call.foreignCaller === undefined ? "" : `, by account ${call.foreignCaller}`;
  return say(told, call.failure, by);
}
