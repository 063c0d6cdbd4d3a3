/** Tables for people to read, in Markdown. */

/** The middle one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Prints a table; its first row is the head. */
export function table(title: string, rows: readonly (readonly (string | number)[])[]): void {
  const [head, ...body] = rows;
  console.log(`\n### ${title}\n`);
  console.log(`| ${head?.join(" | ")} |\n| ${head?.map(() => "---").join(" | ")} |`);
  for (const row of body) console.log(`| ${row.join(" | ")} |`);
}
