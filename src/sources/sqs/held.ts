/** The messages that we hold: kept from others from their receipt on, until each is deleted or given back. */
import { messageOf, type Problem } from "../../telemetry/problem.ts";
import type { QueueCounts } from "../source.ts";
import { hideFor, type Message } from "./message.ts";
import type { Queue, Received } from "./queue.ts";
import { gathering, inTens } from "./tens.ts";

/** What holding needs. */
export interface HeldOptions {
  /** Of the queue. */
  readonly name: string;
  readonly counts: QueueCounts;
  readonly report: (problem: Problem) => void;
}

/** Entries of a request are gathered for so long. */
const LINGER_MS = 50;
/** A message is held on three times before it would be lost. */
const BEATS = 3;

/** Messages by their id. Has state, hence a class. */
export class Held {
  readonly #queue: Queue;
  readonly #options: HeldOptions;
  readonly #messages = new Map<string, Message>();
  readonly #remove: (handle: string) => Promise<void>;
  readonly #hide: (entry: { readonly handle: string; readonly seconds: number }) => Promise<void>;
  readonly #watching = new Set<() => void>();
  readonly #ending = new Set<Promise<void>>();
  #visibilityS = 0;
  #timer: NodeJS.Timeout | undefined;
  /** A beat that is under way: what it sets must not overtake what an end sets. */
  #beating: Promise<void> | undefined;

  constructor(queue: Queue, options: HeldOptions) {
    this.#queue = queue;
    this.#options = options;
    this.#remove = gathering((handles) => queue.remove(handles), LINGER_MS);
    this.#hide = gathering((entries) => queue.hide(entries), LINGER_MS);
  }

  get size(): number {
    return this.#messages.size;
  }

  /** Begins to hold on to what is there, and to what comes. Safe twice. */
  begin(visibilityS: number): void {
    this.#visibilityS = visibilityS;
    this.#timer ??= setInterval(
      () => {
        this.#beating ??= this.#beat().finally(() => (this.#beating = undefined));
      },
      Math.max(1, (visibilityS * 1000) / BEATS),
    );
  }

  /** The message; undefined where it is at work, and was only delivered once more. */
  take({ id, handle, count }: Received): Message | undefined {
    const known = this.#messages.get(id);
    if (known !== undefined) {
      known.handle = handle;
      known.isLost = false;
      return undefined;
    }
    this.#options.counts.received += 1;
    const message: Message = { id, handle, count, openCount: 0, notDone: [], isLost: false };
    this.#messages.set(id, message);
    return message;
  }

  /** All that a message tells of is told: it is deleted, or given back. A failure is reported: it only comes again. */
  end(message: Message): Promise<void> {
    this.#messages.delete(message.id);
    for (const look of this.#watching) look();
    const ending = this.#deleteOrReturn(message).finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
    return ending;
  }

  async #deleteOrReturn(message: Message): Promise<void> {
    await this.#beating;
    const { counts, report, name } = this.#options;
    try {
      if (message.notDone.length === 0) {
        await this.#remove(message.handle);
        counts.deleted += 1;
        return;
      }
      counts.returned += 1;
      const seconds = hideFor(message, this.#visibilityS, Math.random());
      if (seconds !== undefined && !message.isLost)
        await this.#hide({ handle: message.handle, seconds });
    } catch (thrown) {
      const verb = message.notDone.length === 0 ? "deleted" : "given back";
      report({
        code: "E_SQS_DELETE",
        what: `message ${message.id} of ${name} could not be ${verb}`,
        why: messageOf(thrown),
      });
    }
  }

  /** Resolves when fewer are held than so many. Rejects when the signal aborts. */
  async room(most: number, signal: AbortSignal): Promise<void> {
    if (this.size >= most) await this.changed(() => this.size < most, signal);
  }

  /** Resolves when something that was held is not any more, and this is so. Rejects when the signal aborts. */
  changed(isSo: () => boolean, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = (): void => {
        this.#watching.delete(look);
        signal?.removeEventListener("abort", stop);
      };
      const look = (): void => {
        if (!isSo()) return;
        done();
        resolve();
      };
      const stop = (): void => {
        done();
        // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- the reason is whoever aborts's own
        reject(signal?.reason);
      };
      this.#watching.add(look);
      signal?.addEventListener("abort", stop);
    });
  }

  async #beat(): Promise<void> {
    const alive = [...this.#messages.values()].filter(({ isLost }) => !isLost);
    await Promise.all(inTens(alive).map((ten) => this.#beatTen(ten)));
  }

  async #beatTen(ten: readonly Message[]): Promise<void> {
    const seconds = this.#visibilityS;
    const { report, name } = this.#options;
    const handles = ten.map(({ handle }) => handle);
    try {
      const refused = await this.#queue.hide(handles.map((handle) => ({ handle, seconds })));
      refused.forEach((refusal, place) => {
        const message = ten[place];
        if (refusal === undefined || message === undefined || refusal.isPassing) return;
        // It came again meanwhile, or is done: then the old handle says nothing.
        if (message.handle !== handles[place] || !this.#messages.has(message.id)) return;
        message.isLost = true;
        report({
          code: "E_HEARTBEAT",
          what: `message ${message.id} of ${name} is no longer ours`,
          why: refusal.why,
        });
      });
    } catch (thrown) {
      report({
        code: "E_HEARTBEAT",
        what: `${ten.length} messages of ${name} could not be held`,
        why: messageOf(thrown),
      });
    }
  }

  /** Gives back at once whatever is held still. Safe twice. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    for (const message of this.#messages.values()) {
      const problem: Problem = { code: "E_INTERRUPTED", what: `message ${message.id} is left` };
      message.notDone.push({ kind: "stopped", problem, transient: true });
      void this.end(message);
    }
    await Promise.all(this.#ending);
  }
}
