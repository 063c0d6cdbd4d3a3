/** The sample trail that came with this copy of sestrail, so that who installed it can run its examples. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What the examples call it. */
const NAME = "samples";

/** Sources to read, and what to say of them. */
export interface SampledSources {
  readonly operands: readonly string[];
  /** One line, where a source became the package's own samples. */
  readonly note: string | undefined;
}

/** Takes the package's own samples where `samples` is named, and nothing of that name is in the working folder. */
export function withOwnSamples(operands: readonly string[]): SampledSources {
  if (!operands.includes(NAME) || existsSync(NAME)) return { operands, note: undefined };
  const own = fileURLToPath(new URL("../../../samples", import.meta.url));
  return {
    operands: operands.map((operand) => (operand === NAME ? own : operand)),
    note: `There is no "${NAME}" here: reading the samples that came with sestrail.`,
  };
}
