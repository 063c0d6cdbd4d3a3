/** What a rule's judge answers. */

/** From the first hit to the last, both included, by their places in a list in order of time. */
export type Span = readonly [first: number, last: number];

/** What one rule makes of the hits of one key. */
export interface Judge {
  /**
   * The spans in which the rule holds, of hits in order of time. A hit that is added may add spans and widen them,
   * never take one away: so it does not matter in which order hits come.
   */
  readonly spans: (hits: readonly HitLike[]) => readonly Span[];
  /**
   * Which hits of a span that holds may still count for spans that begin before it or end behind it; the others are
   * counted and forgotten. Told by their places.
   */
  readonly edges: (hits: readonly HitLike[]) => ReadonlySet<number>;
}

/** What judges look at. */
export interface HitLike {
  readonly at: number;
  readonly values: readonly string[];
  readonly steps: number;
}
