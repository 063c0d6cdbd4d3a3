/** ECS category and type of an event, by what the call was for. */
import type { Verb } from "../meaning/meaning.ts";

/** What decides the class of an event. */
export interface Kind {
  readonly verb: Verb;
  readonly targetKind: string | undefined;
  readonly denied: boolean;
}

/** Source: https://www.elastic.co/docs/reference/ecs/ecs-category-field-values-reference (9.4) */
const TYPES: Readonly<Record<Verb, string>> = {
  create: "creation",
  read: "access",
  update: "change",
  delete: "deletion",
  send: "info",
  start: "start",
  stop: "end",
  unknown: "info",
};

const CHANGES: ReadonlySet<Verb> = new Set<Verb>(["create", "update", "delete", "start", "stop"]);

const IAM_KINDS: ReadonlySet<string> = new Set([
  "identity_policy",
  "iam_user",
  "iam_access_key",
  "iam_policy",
]);

/**
 * `event.category`: always `api`; `configuration` on writes whose target is no message, `iam` on every call about an
 * identity policy and on IAM's own, `email` on sends.
 */
export function categoriesOf(kind: Kind): readonly string[] {
  const categories = ["api"];
  if (CHANGES.has(kind.verb) && kind.targetKind !== "message") categories.push("configuration");
  if (IAM_KINDS.has(kind.targetKind ?? "")) categories.push("iam");
  if (kind.verb === "send") categories.push("email");
  return categories;
}

/** `event.type`: one by the verb, and `denied` when access was refused. ECS expects each of them for `api`. */
export function typesOf(kind: Kind): readonly string[] {
  return kind.denied ? [TYPES[kind.verb], "denied"] : [TYPES[kind.verb]];
}
