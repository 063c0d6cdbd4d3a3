/** How often a property is tried: in full under CI, a tenth of it elsewhere, so that the suite is quick at a desk. */

const LEAST = 100;

/** The `numRuns` of a property that is tried so often under CI. Controls are not cut: they end at their first failure. */
export function runs(inFull: number): number {
  return process.env["CI"] === "true" ? inFull : Math.max(LEAST, inFull / 10);
}
