/** How much something grows, and whether that is more than noise. */

/** A straight line through looks that are evenly spaced. */
export interface Slope {
  readonly first: number;
  readonly last: number;
  readonly most: number;
  /** Growth from one look to the next. */
  readonly each: number;
  /** Twice the standard error of `each`: less growth than that is noise. */
  readonly noise: number;
}

/** Least squares. Values that follow one another are alike, so the error that is told is the least that it may be. */
export function slopeOf(values: readonly number[]): Slope {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let spread = 0;
  let together = 0;
  for (const [index, value] of values.entries()) {
    spread += (index - middle) ** 2;
    together += (index - middle) * (value - mean);
  }
  const each = together / spread;
  const off = values.reduce(
    (sum, value, index) => sum + (value - mean - each * (index - middle)) ** 2,
    0,
  );
  return {
    first: values[0] ?? Number.NaN,
    last: values.at(-1) ?? Number.NaN,
    most: Math.max(...values),
    each,
    noise: 2 * Math.sqrt(off / Math.max(1, count - 2) / spread),
  };
}
