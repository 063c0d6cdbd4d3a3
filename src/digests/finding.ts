/** What is found while a trail is verified. */
import type { FindingKind } from "../tables/verdicts.ts";

/** One finding. Texts may be untrusted. */
export interface Finding {
  readonly kind: FindingKind;
  /** The file that it is about: as it was read, or as a digest names it. */
  readonly file: string;
  /** What makes it so, such as both hashes. */
  readonly why?: string;
}
