/** Goes through a bucket by a plan: pages in the order of the plan, with the next lists begun ahead. */
import type { Wanted } from "../source.ts";
import type { Bucket, Listed } from "./bucket.ts";
import { stepsBelow, type Step } from "./plan.ts";

/** Lists that are begun ahead of the one that is read. */
const AHEAD = 8;

/** The objects that steps lead to, some at a time. Throws what the bucket throws. */
export async function* objectsOf(
  bucket: Bucket,
  steps: readonly Step[],
  wanted: Wanted,
  signal: AbortSignal,
): AsyncGenerator<readonly Listed[]> {
  yield* begunAhead(
    steps.map((step) =>
      step.kind === "walk"
        ? () => walk(bucket, step, signal)
        : () => look(bucket, step.folder, wanted, signal),
    ),
  );
}

async function* walk(
  bucket: Bucket,
  { prefix, after, before }: Extract<Step, { kind: "walk" }>,
  signal: AbortSignal,
): AsyncGenerator<readonly Listed[]> {
  let next: string | undefined;
  do {
    const page = await bucket.list({ prefix, after, next }, signal);
    const beyond = before === undefined ? -1 : page.objects.findIndex(({ key }) => key >= before);
    yield beyond < 0 ? page.objects : page.objects.slice(0, beyond);
    next = beyond < 0 ? page.next : undefined;
  } while (next !== undefined);
}

async function* look(
  bucket: Bucket,
  folder: string,
  wanted: Wanted,
  signal: AbortSignal,
): AsyncGenerator<readonly Listed[]> {
  const folders: string[] = [];
  let next: string | undefined;
  do {
    const page = await bucket.list({ prefix: folder, flat: true, next }, signal);
    if (page.objects.length > 0) yield page.objects;
    folders.push(...page.folders);
    next = page.next;
  } while (next !== undefined);
  const steps = folders.flatMap((found) => stepsBelow(found, wanted));
  yield* objectsOf(bucket, steps, wanted, signal);
}

/** What all generators give, one after another; the first of each of the next few is asked for already. */
async function* begunAhead<Value>(
  begin: readonly (() => AsyncGenerator<Value>)[],
): AsyncGenerator<Value> {
  const begun: { readonly all: AsyncGenerator<Value>; first: Promise<IteratorResult<Value>> }[] =
    [];
  let place = 0;
  const fill = (): void => {
    for (; place < begin.length && begun.length < AHEAD; place += 1) {
      const all = (begin[place] as () => AsyncGenerator<Value>)();
      const first = all.next();
      // Whoever comes to it hears of it.
      first.catch(() => {});
      begun.push({ all, first });
    }
  };
  try {
    for (fill(); begun[0] !== undefined; fill()) {
      const { all, first } = begun[0];
      for (let next = await first; next.done !== true; next = await all.next()) yield next.value;
      begun.shift();
    }
  } finally {
    for (const { all } of begun) await all.return(undefined).catch(() => {});
  }
}
