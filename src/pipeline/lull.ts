/** Tells when a run with a Source that never ends has nothing to read: what waits for company then waits in vain. */

/** Shorter, it may be only the way from one file to the next. */
const LULL_MS = 50;

/** Makes what watches over works side by side: `onLull` is called when none of them has been under way for a moment. */
export function lulls(onLull: () => void): <Result>(work: Promise<Result>) => Promise<Result> {
  let atWork = 0;
  let timer: NodeJS.Timeout | undefined;
  return async (work) => {
    atWork += 1;
    clearTimeout(timer);
    try {
      return await work;
    } finally {
      atWork -= 1;
      // It keeps nothing alive: a run that ends sends off what there is by itself.
      if (atWork === 0) timer = setTimeout(onLull, LULL_MS).unref();
    }
  };
}
