/** Requests of SQS take up to ten entries, and cost the same for one. Entries are gathered for a moment, and sent together. */

/** Why one entry was refused, in a request that was not. */
export interface Refused {
  readonly why: string;
  /** Sent again, it may be taken. */
  readonly isPassing: boolean;
}

/** Sends up to ten entries, and gives for each why it was refused; undefined: it was not. */
export type SendTen<Entry> = (
  entries: readonly Entry[],
) => Promise<readonly (Refused | undefined)[]>;

const TEN = 10;
const MOST_TRIES = 3;

/** Splits entries as requests take them. */
export function inTens<Entry>(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  return Array.from({ length: Math.ceil(entries.length / TEN) }, (_, ten) =>
    entries.slice(ten * TEN, (ten + 1) * TEN),
  );
}

/**
 * Gives what takes one entry, and resolves when that is done. Rejects with what the request threw, or with why the entry
 * was refused. An entry that was refused for a reason that passes is sent again.
 */
export function gathering<Entry>(
  send: SendTen<Entry>,
  lingerMs: number,
): (entry: Entry) => Promise<void> {
  interface Waiting {
    readonly entry: Entry;
    tries: number;
    readonly done: () => void;
    readonly failed: (error: unknown) => void;
  }
  let waiting: Waiting[] = [];
  let timer: NodeJS.Timeout | undefined;

  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const all = waiting;
    waiting = [];
    for (const ten of inTens(all)) void sendTen(ten);
  };
  const add = (one: Waiting): void => {
    waiting.push(one);
    if (waiting.length >= TEN) flush();
    else timer ??= setTimeout(flush, lingerMs);
  };
  async function sendTen(ten: readonly Waiting[]): Promise<void> {
    try {
      const refused = await send(ten.map(({ entry }) => entry));
      ten.forEach((one, place) => {
        const refusal = refused[place];
        one.tries += 1;
        if (refusal === undefined) one.done();
        else if (refusal.isPassing && one.tries < MOST_TRIES) add(one);
        else one.failed(new Error(refusal.why));
      });
    } catch (thrown) {
      for (const one of ten) one.failed(thrown);
    }
  }
  return (entry) =>
    new Promise((done, failed) => {
      add({ entry, tries: 0, done, failed });
    });
}
