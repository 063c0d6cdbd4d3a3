/** A queue as a Source: it is asked for messages, and what they tell of is read, until it is empty or for ever. */
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { AwsRole } from "../aws/role.ts";
import type { AwsEnvironment } from "../aws/settings.ts";
import {
  nothingFetched,
  type Fetched,
  type LogFile,
  type QueueCounts,
  type Source,
  type Wanted,
} from "../source.ts";
import { readQueueAddress, type QueueAddress } from "./address.ts";
import { queueFailure, type QueueAction } from "./failure.ts";
import { Held } from "./held.ts";
import { MessageFiles } from "./message-files.ts";
import { openQueue, type Queue, type QueueSettings, type Received } from "./queue.ts";

/** What a queue is read with. */
export interface SqsOptions {
  readonly env: AwsEnvironment;
  readonly report: (problem: Problem) => void;
  /** Everything where it is absent. */
  readonly wanted?: Wanted | undefined;
  readonly requesterPays?: boolean | undefined;
  /** Buckets are read by its rights; the queue is not. */
  readonly role?: AwsRole | undefined;
  /** It ends when the queue is empty. */
  readonly untilEmpty?: boolean | undefined;
  /** LogFiles that are read side by side: it receives no more than that at once. */
  readonly readers?: number | undefined;
}

/** Messages that are held at most, those among them whose events wait for their destination. */
const MOST_HELD = 1000;
const MOST_RECEIVED = 10;
/** Where the queue does not say it. */
const WAIT_S = 20;
/** Whoever waits for the end does not wait long for what comes. */
const LAST_WAIT_S = 2;
/** SQS counts over many machines: it is empty when it was twice. */
const EMPTY_LOOKS = 2;
const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
const PAUSE_MS = 60_000;
/** By default of SQS, for whoever may not ask. */
const UNKNOWN: QueueSettings = { visibilityS: 30, waitS: 0, redrive: "unknown" };

/** A Source over a queue. Throws E_USAGE for what is no address. */
export async function sqsSource(named: string, options: SqsOptions): Promise<Source> {
  const address = readQueueAddress(named);
  const counts = noCounts();
  return new QueueReader(named, address, await openQueue(address, options.env, counts), {
    ...options,
    counts,
  });
}

/** Reads a queue. Has state, hence a class. */
class QueueReader implements Source {
  readonly name: string;
  readonly places = "network";
  readonly endless: boolean;
  readonly maxAhead: number;
  readonly fetched: Fetched;
  readonly #counts: QueueCounts;
  readonly #options: SqsOptions;
  readonly #address: QueueAddress;
  readonly #queue: Queue;
  readonly #held: Held;
  readonly #files: MessageFiles;
  #isSlow = false;
  /** Nothing can be read any more. */
  #hopeless: CodedError | undefined;
  readonly #ending = new AbortController();

  constructor(
    named: string,
    address: QueueAddress,
    queue: Queue,
    options: SqsOptions & { readonly counts: QueueCounts },
  ) {
    const { requesterPays = false, untilEmpty = false, counts, report } = options;
    this.name = named;
    this.endless = !untilEmpty;
    this.maxAhead = Math.min(MOST_RECEIVED, options.readers ?? MOST_RECEIVED);
    this.fetched = { ...nothingFetched(), queue: counts };
    this.#counts = counts;
    this.#options = options;
    this.#address = address;
    this.#queue = queue;
    const held = new Held(queue, { name: address.name, counts, report });
    this.#held = held;
    this.#files = new MessageFiles({
      address,
      held,
      env: options.env,
      requesterPays,
      role: options.role,
      wanted: options.wanted,
      fetched: this.fetched,
      report,
      onHopeless: (thrown) => {
        this.#hopeless ??= thrown;
        this.#ending.abort();
      },
    });
  }

  slowDown(isFull: boolean): void {
    this.#isSlow = isFull;
  }

  async *files(signal: AbortSignal): AsyncGenerator<LogFile> {
    if (signal.aborted) return;
    const stop = AbortSignal.any([signal, this.#ending.signal]);
    try {
      const settings = await this.#settings(stop);
      this.#held.begin(settings.visibilityS);
      yield* this.#read(settings, stop);
    } catch (thrown) {
      // What is thrown because of the stop is no failure.
      if (!stop.aborted) throw thrown;
    } finally {
      await this.#files.leave();
    }
    if (this.#hopeless !== undefined && !signal.aborted) throw this.#hopeless;
  }

  async *#read(settings: QueueSettings, stop: AbortSignal): AsyncGenerator<LogFile> {
    let emptyLooks = 0;
    while (!stop.aborted) {
      const file = this.#files.next();
      if (file !== undefined) {
        yield file;
        continue;
      }
      await this.#held.room(MOST_HELD, stop);
      const received = await this.#receive(settings, stop);
      // Those that no try helps come again and again, where messages go nowhere.
      const hasNews = received.some(({ id }) => !this.#files.given.has(id));
      for (const message of received) this.#files.take(message);
      if (hasNews) emptyLooks = 0;
      else if (!this.endless && (await this.#isEmpty(settings, stop))) emptyLooks += 1;
      if (emptyLooks >= EMPTY_LOOKS) return;
    }
  }

  /** How the queue is set up; throws where it can't be read at all. */
  async #settings(stop: AbortSignal): Promise<QueueSettings> {
    try {
      const settings = await this.#queue.settings(stop);
      if (settings.redrive === undefined)
        this.#options.report({
          code: "E_SQS_NO_REDRIVE",
          what: `the queue ${this.#address.name} has no dead-letter queue`,
        });
      return settings;
    } catch (thrown) {
      stop.throwIfAborted();
      const { problem, kind } = this.#failure(thrown, "sqs:GetQueueAttributes");
      // Whoever wants an end does not wait for a server that is not there.
      if (kind === "never" || (kind === "passing" && !this.endless))
        throw new CodedError(problem, { cause: thrown });
      if (!this.endless || kind === "passing") this.#options.report(problem);
      return UNKNOWN;
    }
  }

  /** What the queue has for us; none where it has nothing. Throws what ends the run. */
  async #receive({ waitS }: QueueSettings, stop: AbortSignal): Promise<readonly Received[]> {
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
      const isPaused = this.#files.isFailing;
      if (isPaused) await this.#pause(stop);
      const most = isPaused || this.#isSlow ? 1 : this.maxAhead;
      const longestS = waitS === 0 ? WAIT_S : waitS;
      try {
        const wait = this.endless ? longestS : Math.min(longestS, LAST_WAIT_S);
        return await this.#queue.receive(most, wait, stop);
      } catch (thrown) {
        stop.throwIfAborted();
        const { problem, kind } = this.#failure(thrown, "sqs:ReceiveMessage");
        const isFirst = this.#counts.received === 0;
        if (kind === "never" || (kind === "refused" && isFirst))
          throw new CodedError(problem, { cause: thrown });
        this.#options.report(problem);
        await sleep(delayMs, undefined, { signal: stop });
      }
    }
  }

  /** A message that succeeds meanwhile ends it. */
  async #pause(stop: AbortSignal): Promise<void> {
    const patience = AbortSignal.any([stop, AbortSignal.timeout(PAUSE_MS)]);
    await this.#held
      .changed(() => !this.#files.isFailing, patience)
      .catch(() => stop.throwIfAborted());
  }

  /**
   * Whether the queue has nothing for us any more: only what we hold, which may wait for the end of the run, and, where
   * messages go nowhere, those that can't be read.
   */
  async #isEmpty({ redrive }: QueueSettings, stop: AbortSignal): Promise<boolean> {
    try {
      const length = await this.#queue.length(stop);
      return length <= this.#held.size + (redrive === undefined ? this.#files.given.size : 0);
    } catch (thrown) {
      stop.throwIfAborted();
      // Who may not ask takes an answer without messages for the end.
      return this.#failure(thrown, "sqs:GetQueueAttributes").kind === "refused";
    }
  }

  #failure(thrown: unknown, action: QueueAction): ReturnType<typeof queueFailure> {
    return queueFailure(thrown, this.#address, action);
  }

  async close(): Promise<void> {
    await this.#held.close();
    this.#files.close();
    this.#queue.close();
  }
}

function noCounts(): QueueCounts {
  return { requests: 0, received: 0, deleted: 0, returned: 0 };
}
