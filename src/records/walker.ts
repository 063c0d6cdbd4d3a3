/**
 * The walk over bytes that the framer spends its time on, in WebAssembly (wasm/walk.ts), and the window of its memory
 * that bytes are copied into for it. It looks at 64 bytes at once, some six times as fast as JavaScript can.
 */
import type { NeedleSet } from "./needle-set.ts";
import { WITH_VECTORS, WITHOUT_VECTORS } from "./walk-wasm.ts";

/** So many bytes fit into the window. */
export const WINDOW_BYTES = 64 * 1024;

/** Places in the memory, the same as in wasm/walk.ts. */
const WINDOW_AT = 1024;
const SET_AT = 67_584;

/** Places in a Walker's `state`, the same as in wasm/walk.ts: what a walk begins with, and ends with. */
export const DEPTH = 0;
/** The greatest depth so far. */
export const DEEPEST = 1;
/** 1: the walk stands in a string. */
export const IN_STRING = 2;
/** 1: a `\u` escape was met, or one that is cut by the end of the window. */
export const MAY_HIDE = 3;
/** Why the walk stopped: one of the four below. */
export const STOP = 4;

/** It came to the end of what it was to walk; or one byte further, where an escape is cut there. */
export const STOPPED_AT_END = 0;
/** Behind the brace that brought the depth to 0. */
export const STOPPED_AT_CLOSE = 1;
/** Behind a `[` at depth 1 of a document, which is not counted yet. */
export const STOPPED_AT_LIST = 2;
/** Behind a line break in a string of a document. */
export const STOPPED_AT_BREAK = 3;

/** As far as it is needed here: neither ECMAScript's types nor Node's have it. */
declare const WebAssembly: {
  validate(bytes: Uint8Array): boolean;
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

/** What wasm/walk.ts exports. */
interface Compiled {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly walk: (from: number, end: number, inDocument: boolean) => number;
  readonly find: (from: number, end: number) => number;
}

/**
 * One window, and what walks and searches it. All places are places in the window. Whoever shares a Walker must load
 * anew what it wants to walk after anyone else may have used it.
 */
export class Walker {
  readonly state: Int32Array;
  readonly #memory: Uint8Array;
  readonly #compiled: Compiled;
  /** What the memory holds of needles. */
  #set: NeedleSet | undefined;

  /** `vectors: false` is for processors without them, which is found out, and for the tests. */
  constructor(vectors = WebAssembly.validate(bytesOf(WITH_VECTORS))) {
    const code = new WebAssembly.Module(bytesOf(vectors ? WITH_VECTORS : WITHOUT_VECTORS));
    this.#compiled = new WebAssembly.Instance(code).exports as Compiled;
    this.#memory = new Uint8Array(this.#compiled.memory.buffer);
    this.state = new Int32Array(this.#compiled.memory.buffer, 0, 5);
  }

  /** Copies bytes into the window, from its beginning on: at most WINDOW_BYTES. */
  load(bytes: Uint8Array): void {
    this.#memory.set(bytes, WINDOW_AT);
  }

  /**
   * Walks on with `state`, from `from` to `end` at the most, and answers where it stopped; `state` says why. `inDocument`:
   * what is walked is no Element of a list, but a document.
   */
  walk(from: number, end: number, inDocument: boolean): number {
    return this.#compiled.walk(WINDOW_AT + from, WINDOW_AT + end, inDocument) - WINDOW_AT;
  }

  /** Where any of the needles begins next, from `from` on and ending before `end`; `end` where none does. */
  find(needles: NeedleSet, from: number, end: number): number {
    if (needles !== this.#set) {
      this.#memory.set(needles.bytes, SET_AT);
      this.#set = needles;
    }
    return this.#compiled.find(WINDOW_AT + from, WINDOW_AT + end) - WINDOW_AT;
  }
}

function bytesOf(base64: string): Uint8Array {
  return Buffer.from(base64, "base64");
}

let shared: Walker | undefined;

/** The Walker that all framers share, since each walks without waiting; made when it is needed first. */
export function sharedWalker(): Walker {
  return (shared ??= new Walker());
}
