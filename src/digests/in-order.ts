/** Works on several things at a time, and gives what comes out in the order of what went in. */

/** Begins no more than `most` at a time. Throws what the first in order throws, when what was begun has ended. */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  most: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = [];
  try {
    for await (const item of items) {
      const result = work(item);
      // Whoever comes to it hears of it.
      result.catch(() => {});
      begun.push(result);
      if (begun.length >= most) yield (await begun.shift()) as Result;
    }
    while (begun.length > 0) yield (await begun.shift()) as Result;
  } finally {
    await Promise.allSettled(begun);
  }
}
