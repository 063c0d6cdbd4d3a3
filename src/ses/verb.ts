/** The verb of an action by its first word: what is known of an action that no table knows. */
import type { Verb } from "./meaning.ts";

const FIRST_WORDS: Readonly<Record<Exclude<Verb, "unknown">, readonly string[]>> = {
  read: ["Get", "List", "Describe", "Batch", "Search", "Test"],
  create: ["Create", "Clone", "Register", "Import", "Verify"],
  update: [
    "Update",
    "Put",
    "Set",
    "Reorder",
    "Tag",
    "Untag",
    "Associate",
    "Disassociate",
    "Enable",
    "Disable",
  ],
  delete: ["Delete", "Remove", "Deregister"],
  send: ["Send"],
  start: ["Start"],
  stop: ["Stop", "Cancel"],
};

const VERBS: ReadonlyMap<string, Verb> = new Map(
  Object.entries(FIRST_WORDS).flatMap(([verb, words]) =>
    words.map((word) => [word, verb as Verb] as const),
  ),
);

/** The verb of an action by its first word, such as `delete` for `DeleteIdentity`; `unknown` for other words. */
export function verbOfFirstWord(action: string): Verb {
  const word = /^[A-Z][a-z]*/.exec(action)?.[0] ?? "";
  // BatchGet… reads; BatchDelete… would not.
  if (word === "Batch" && !action.startsWith("BatchGet")) return "unknown";
  return VERBS.get(word) ?? "unknown";
}
