/**
 * The contract suite of Sources: what every Source MUST do, each clause a plain function that throws when it is broken.
 * Broken sources are shown to fail them.
 */
import { describe, expect, it } from "vitest";
import type { LogFile, NotDone, Source } from "../../src/sources/source.ts";

/** How to make the source over some content, and what its files are called. */
export interface SourceContract {
  /** Makes a source that gives these files, by name, and nothing else. */
  readonly make: (contents: Readonly<Record<string, string>>) => Promise<Source>;
  /** How many files it can give. */
  readonly holds: "many" | "one";
}

/** One clause. */
export interface SourceClause {
  readonly name: string;
  holds(contract: SourceContract): Promise<void>;
}

const NOT_DELIVERED: NotDone = {
  kind: "failed",
  problem: { code: "E_UNSETTLED", what: "not delivered" },
  transient: true,
};

const STOPPED: NotDone = { ...NOT_DELIVERED, kind: "stopped" };

const calm = (): AbortSignal => new AbortController().signal;

async function allFiles(source: Source): Promise<LogFile[]> {
  return collect(source.files(calm()));
}

async function collect<One>(iterable: AsyncIterable<One>): Promise<One[]> {
  const all: One[] = [];
  for await (const one of iterable) all.push(one);
  return all;
}

async function textOf(file: LogFile): Promise<string> {
  const bytes = await file.open(calm());
  if (bytes instanceof Uint8Array) return Buffer.from(bytes).toString();
  return Buffer.concat(await collect(bytes)).toString();
}

// oxlint-disable-next-line require-yield -- nothing is what it gives
async function* nothing(): AsyncGenerator<never> {}

const contentsFor = ({ holds }: SourceContract): Record<string, string> =>
  holds === "one"
    ? { "a.json": '{"Records":[1]}' }
    : { "a.json": "[1]", "b.json": "[2]", "c.json": "[3]" };

export const SOURCE_CLAUSES: readonly SourceClause[] = [
  {
    name: "gives every file once, with its content, and ends",
    async holds(contract) {
      const contents = contentsFor(contract);
      const files = await allFiles(await contract.make(contents));
      const texts = await Promise.all(files.map(textOf));
      expect(texts.toSorted()).toEqual(Object.values(contents));
      expect(new Set(files.map(({ id }) => id)).size).toBe(files.length);
    },
  },
  {
    name: "gives what is not done again, by the same ids and names",
    async holds(contract) {
      const contents = contentsFor(contract);
      const source = await contract.make(contents);
      const first = await allFiles(source);
      await Promise.all(first.map(async (file) => file.nack(STOPPED)));
      const again = await allFiles(source);
      const naming = ({ id, name }: LogFile): string => `${id} ${name}`;
      expect(again.map(naming).toSorted()).toEqual(first.map(naming).toSorted());
    },
  },
  {
    name: "opens a file again where it says that it can",
    async holds(contract) {
      const source = await contract.make(contentsFor(contract));
      for (const file of await allFiles(source)) {
        const text = await textOf(file);
        if (file.reopenable) expect(await textOf(file)).toBe(text);
      }
    },
  },
  {
    name: "gives nothing once it is aborted",
    async holds(contract) {
      const source = await contract.make(contentsFor(contract));
      expect(await collect(source.files(AbortSignal.abort()))).toEqual([]);
      if (contract.holds === "one") return;
      const stop = new AbortController();
      let given = 0;
      for await (const _ of source.files(stop.signal)) {
        given += 1;
        stop.abort();
      }
      expect(given).toBe(1);
    },
  },
  {
    name: "tells how many files it has not given, where it can",
    async holds(contract) {
      const all = Object.keys(contentsFor(contract)).length;
      const untouched = await contract.make(contentsFor(contract));
      if (untouched.rest === undefined) return;
      expect(await collect(untouched.rest(calm()))).toHaveLength(all);
      const source = await contract.make(contentsFor(contract));
      const stop = new AbortController();
      for await (const _ of source.files(stop.signal)) stop.abort();
      const rest = await collect(source.rest?.(calm()) ?? nothing());
      expect(rest).toHaveLength(all - 1);
    },
  },
  {
    name: "takes ack and nack",
    async holds(contract) {
      const [file] = await allFiles(await contract.make(contentsFor(contract)));
      await file?.ack();
      const [again] = await allFiles(await contract.make(contentsFor(contract)));
      await again?.nack(NOT_DELIVERED);
    },
  },
  {
    name: "closes twice, and before it was used",
    async holds(contract) {
      const source = await contract.make(contentsFor(contract));
      await source.close();
      await source.close();
    },
  },
];

/** Runs every clause against one implementation. */
export function sourceContract(name: string, contract: SourceContract): void {
  describe(`source contract: ${name}`, () => {
    it.each(SOURCE_CLAUSES.map((clause) => [clause.name, clause] as const))("%s", (_, clause) =>
      clause.holds(contract),
    );
  });
}
