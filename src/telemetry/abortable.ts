/** Waits for what cannot be cancelled itself, but no longer than a signal allows. */

/** Settles as `work` does, or rejects with the signal's reason as soon as it aborts; `work` then goes on unheard. */
export async function abortable<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  signal.throwIfAborted();
  const { promise, stop } = whenAborted(signal);
  try {
    return await Promise.race([work, promise]);
  } finally {
    stop();
  }
}

function whenAborted(signal: AbortSignal): { promise: Promise<never>; stop: () => void } {
  let stop = (): void => {};
  const promise = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    stop = () => signal.removeEventListener("abort", onAbort);
  });
  return { promise, stop };
}
