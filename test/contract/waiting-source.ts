/**
 * The contract suite of Sources that never end: what a queue or a followed folder MUST do beyond what every Source does.
 * Broken ones are shown to fail it.
 */
import { describe, expect, it } from "vitest";
import type { LogFile, Source } from "../../src/sources/source.ts";

/** One waiting source, and the hand that brings it files. */
export interface WaitingMade {
  readonly source: Source;
  readonly bring: (name: string, content: string) => Promise<void> | void;
  /** Files that are held before they are asked for, now. */
  readonly held: () => number;
  /** Names of the files that were given back without having been given. */
  readonly givenBack: () => readonly string[];
}

/** How to make one. */
export interface WaitingContract {
  make(): Promise<WaitingMade>;
}

/** One clause. */
export interface WaitingClause {
  readonly name: string;
  holds(contract: WaitingContract): Promise<void>;
}

/** Takes files one by one. */
function taking(source: Source): {
  readonly next: () => Promise<LogFile | undefined>;
  readonly stop: () => void;
} {
  const stop = new AbortController();
  const files = source.files(stop.signal)[Symbol.asyncIterator]();
  return {
    next: async () => {
      const next = await files.next();
      return next.done === true ? undefined : next.value;
    },
    stop: () => stop.abort(),
  };
}

/** As it was brought: a Source may know it by a whole path. */
function nameOf(file: LogFile | undefined): string | undefined {
  return file?.name.split("/").at(-1);
}

const NAMES = ["a", "b", "c", "d", "e", "f"];
const CONTENT = '{"Records":[]}';

export const WAITING_CLAUSES: readonly WaitingClause[] = [
  {
    name: "says that it never ends",
    async holds(contract) {
      const { source } = await contract.make();
      expect(source.endless).toBe(true);
    },
  },
  {
    name: "waits for what has not arrived, and gives each file once",
    async holds(contract) {
      const { source, bring } = await contract.make();
      const { next, stop } = taking(source);
      const given: (string | undefined)[] = [];
      for (const name of NAMES) {
        const coming = next();
        await bring(name, CONTENT);
        given.push(nameOf(await coming));
      }
      expect(given).toEqual(NAMES);
      const last = next();
      stop();
      expect(await last).toBeUndefined();
    },
  },
  {
    name: "gives what arrived while nobody asked",
    async holds(contract) {
      const { source, bring } = await contract.make();
      const { next, stop } = taking(source);
      for (const name of NAMES) await bring(name, CONTENT);
      const given: (string | undefined)[] = [];
      while (given.length < NAMES.length) given.push(nameOf(await next()));
      expect(new Set(given)).toEqual(new Set(NAMES));
      stop();
    },
  },
  {
    name: "ends when it is told to, though it waits",
    async holds(contract) {
      const { source } = await contract.make();
      const { next, stop } = taking(source);
      const coming = next();
      stop();
      expect(await coming).toBeUndefined();
      await source.close();
    },
  },
  {
    name: "holds no more ahead than it declares",
    async holds(contract) {
      const { source, bring, held } = await contract.make();
      const { next, stop } = taking(source);
      const first = next();
      for (const name of NAMES) {
        await bring(name, CONTENT);
        expect(held()).toBeLessThanOrEqual(source.maxAhead ?? 0);
      }
      await first;
      expect(held()).toBeLessThanOrEqual(source.maxAhead ?? 0);
      stop();
      await next();
    },
  },
  {
    name: "fetches nothing ahead while it is told to slow down, and goes on afterwards",
    async holds(contract) {
      const { source, bring, held } = await contract.make();
      if (source.maxAhead === undefined || source.maxAhead === 0) return;
      source.slowDown?.(true);
      for (const name of NAMES) await bring(name, CONTENT);
      expect(held()).toBe(0);
      source.slowDown?.(false);
      const { next, stop } = taking(source);
      expect(await next()).toBeDefined();
      stop();
      await next();
    },
  },
  {
    name: "gives back what it held ahead when it is told to end",
    async holds(contract) {
      const { source, bring, givenBack, held } = await contract.make();
      const { next, stop } = taking(source);
      for (const name of NAMES) await bring(name, CONTENT);
      const first = await next();
      const ahead = held();
      stop();
      expect(await next()).toBeUndefined();
      expect(held()).toBe(0);
      expect(givenBack()).toHaveLength(ahead);
      expect(givenBack()).not.toContain(nameOf(first));
    },
  },
];

/** Runs every clause against one implementation. */
export function waitingSourceContract(name: string, contract: WaitingContract): void {
  describe(`contract of sources that never end: ${name}`, () => {
    it.each(WAITING_CLAUSES.map((clause) => [clause.name, clause] as const))("%s", (_, clause) =>
      clause.holds(contract),
    );
  });
}
