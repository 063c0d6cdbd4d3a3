/** The reference pages, made from the tables, by topic. */
import type { Reference } from "./page.ts";

/** Pages by topic; each loads its table when it is wanted. */
export const REFERENCES = {
  options: async () => (await import("./options.ts")).optionsReference(),
  errors: async () => (await import("./errors.ts")).errorsReference(),
  fields: async () => (await import("./fields.ts")).fieldsReference(),
  actions: async () => (await import("./actions.ts")).actionsReference(),
  metrics: async () => (await import("./metrics.ts")).metricsReference(),
  signals: async () => (await import("./signals.ts")).signalsReference(),
} as const satisfies Readonly<Record<string, () => Promise<Reference>>>;

/** A topic of `sestrail help`. */
export type Topic = keyof typeof REFERENCES;

/** Topics by name. */
export const TOPICS: readonly Topic[] = Object.keys(REFERENCES) as Topic[];
