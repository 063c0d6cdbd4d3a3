/** LogFiles of a queue: what each message tells of is read, and a message is deleted when all of that is done. */
import { setTimeout as sleep } from "node:timers/promises";
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { AwsRole } from "../aws/role.ts";
import type { AwsEnvironment } from "../aws/settings.ts";
import { readNotification, type NamedObject } from "../notification.ts";
import { mayHold, skipOf } from "../s3/layout.ts";
import { namedObjects } from "../s3/named-objects.ts";
import {
  nothingFetched,
  skip,
  WANTS_ALL,
  type Fetched,
  type LogFile,
  type NotDone,
  type QueueCounts,
  type Source,
  type Wanted,
} from "../source.ts";
import { readQueueAddress, type QueueAddress } from "./address.ts";
import { queueFailure, type QueueAction } from "./failure.ts";
import { Held } from "./held.ts";
import type { Message } from "./message.ts";
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
/** So many messages in a row may fail before it pauses. */
const MOST_FAILED = 5;
const PAUSE_MS = 60_000;
/** Objects that are remembered as done, for messages that come again. */
const MOST_REMEMBERED = 10_000;
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

/** An object that is at work, and the messages that wait for it. */
interface Work {
  readonly messages: Message[];
}

/** Reads a queue. Has state, hence a class. */
class QueueReader implements Source {
  readonly name: string;
  readonly endless: boolean;
  readonly maxAhead: number;
  readonly fetched: Fetched;
  readonly #counts: QueueCounts;
  readonly #options: SqsOptions;
  readonly #address: QueueAddress;
  readonly #queue: Queue;
  readonly #objects: ReturnType<typeof namedObjects>;
  readonly #held: Held;
  /** Given to nobody yet. */
  readonly #ahead: LogFile[] = [];
  /** By object: what is at work. */
  readonly #works = new Map<string, Work>();
  readonly #done = new Set<string>();
  /** Messages that no further try helps: they are the queue's own affair. */
  readonly #given = new Set<string>();
  #isSlow = false;
  #failedInARow = 0;
  /** Nothing can be read any more. */
  #hopeless: CodedError | undefined;
  readonly #ending = new AbortController();

  constructor(
    named: string,
    address: QueueAddress,
    queue: Queue,
    options: SqsOptions & { readonly counts: QueueCounts },
  ) {
    const { env, requesterPays = false, role, untilEmpty = false, counts, report } = options;
    this.name = named;
    this.endless = !untilEmpty;
    this.maxAhead = Math.min(MOST_RECEIVED, options.readers ?? MOST_RECEIVED);
    this.fetched = { ...nothingFetched(), queue: counts };
    this.#counts = counts;
    this.#options = options;
    this.#address = address;
    this.#queue = queue;
    this.#objects = namedObjects({ env, requesterPays, role, fetched: this.fetched });
    this.#held = new Held(queue, { name: address.name, counts, report });
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
      await Promise.all(this.#ahead.splice(0).map(async (file) => file.nack(notGiven(file.name))));
    }
    if (this.#hopeless !== undefined && !signal.aborted) throw this.#hopeless;
  }

  async *#read(settings: QueueSettings, stop: AbortSignal): AsyncGenerator<LogFile> {
    let emptyLooks = 0;
    while (!stop.aborted) {
      const file = this.#ahead.shift();
      if (file !== undefined) {
        yield file;
        continue;
      }
      await this.#held.room(MOST_HELD, stop);
      const received = await this.#receive(settings, stop);
      // Those that no try helps come again and again, where messages go nowhere.
      const hasNews = received.some(({ id }) => !this.#given.has(id));
      for (const message of received) this.#take(message);
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
      if (kind === "never") throw new CodedError(problem, { cause: thrown });
      if (!this.endless || kind === "passing") this.#options.report(problem);
      return UNKNOWN;
    }
  }

  /** What the queue has for us; none where it has nothing. Throws what ends the run. */
  async #receive({ waitS }: QueueSettings, stop: AbortSignal): Promise<readonly Received[]> {
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
      const isPaused = this.#failedInARow >= MOST_FAILED;
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
    const isOver = (): boolean => this.#failedInARow < MOST_FAILED;
    await this.#held.changed(isOver, patience).catch(() => stop.throwIfAborted());
  }

  /**
   * Whether the queue has nothing for us any more: only what we hold, which may wait for the end of the run, and, where
   * messages go nowhere, those that can't be read.
   */
  async #isEmpty({ redrive }: QueueSettings, stop: AbortSignal): Promise<boolean> {
    try {
      const length = await this.#queue.length(stop);
      return length <= this.#held.size + (redrive === undefined ? this.#given.size : 0);
    } catch (thrown) {
      stop.throwIfAborted();
      // Who may not ask takes an answer without messages for the end.
      return this.#failure(thrown, "sqs:GetQueueAttributes").kind === "refused";
    }
  }

  #take(received: Received): void {
    const message = this.#held.take(received);
    // At work already: it is held by its newest handle from now on.
    if (message === undefined) return;
    const told = readNotification(received.body);
    // Counted first, so that it can't be done before all of it is known.
    message.openCount += 1;
    told.forEach((one, place) => {
      if (one.kind === "object") this.#takeObject(one.object, message);
      else if (one.kind === "nothing") skip(this.fetched, one.why);
      else this.#takeOther(one, message, place);
    });
    // What it begins is done when the source is closed at the latest, and reports its failures itself.
    void this.#settle(message);
  }

  #takeObject(object: NamedObject, message: Message): void {
    const { bucket, key, etag = "", sizeBytes } = object;
    const why = skipOf(key, sizeBytes ?? 1);
    const { wanted = WANTS_ALL } = this.#options;
    if (why !== undefined || !mayHold(key, wanted)) {
      skip(this.fetched, why ?? "not wanted");
      return;
    }
    const id = `${bucket}/${key} ${etag}`;
    if (message.count > 1 && this.#done.has(id)) return;
    message.openCount += 1;
    const work = this.#works.get(id);
    if (work !== undefined) {
      work.messages.push(message);
      return;
    }
    const messages = [message];
    this.#works.set(id, { messages });
    const file = this.#objects.fileOf(object);
    this.#ahead.push({
      ...file,
      open: (signal) => this.#watched(() => file.open(signal)),
      ack: async () => {
        this.#works.delete(id);
        this.#remember(id);
        await Promise.all(messages.map((each) => this.#settle(each)));
      },
      nack: async (notDone) => {
        this.#works.delete(id);
        await Promise.all(messages.map((each) => this.#settle(each, notDone)));
      },
    });
  }

  /** Records that lie in the message itself; or what can't be understood, which is read as a file that can't be. */
  #takeOther(
    told: { readonly text: string } | { readonly why: string },
    message: Message,
    place: number,
  ): void {
    message.openCount += 1;
    const name = `message ${message.id} of ${this.#address.name}`;
    this.#ahead.push({
      id: `${this.#address.url}#${message.id}/${place}`,
      name,
      reopenable: true,
      open: () => {
        if ("text" in told) return Buffer.from(told.text);
        throw new CodedError({
          code: "E_SQS_MESSAGE",
          what: `${name} can't be understood`,
          why: told.why,
        });
      },
      ack: () => this.#settle(message),
      nack: (notDone) => this.#settle(message, notDone),
    });
  }

  /** What no object can be read without ends all. */
  async #watched<Value>(open: () => Promise<Value> | Value): Promise<Value> {
    try {
      return await open();
    } catch (thrown) {
      if (
        thrown instanceof CodedError &&
        /^E_AWS_(?:CREDENTIALS|EXPIRED|CLOCK|ROLE)$/.test(thrown.code)
      ) {
        this.#hopeless ??= thrown;
        this.#ending.abort();
      }
      throw thrown;
    }
  }

  #remember(id: string): void {
    this.#done.add(id);
    const [oldest] = this.#done;
    if (this.#done.size > MOST_REMEMBERED && oldest !== undefined) this.#done.delete(oldest);
  }

  /** One of what a message tells is done, or is not. */
  async #settle(message: Message, notDone?: NotDone): Promise<void> {
    if (notDone !== undefined) message.notDone.push(notDone);
    message.openCount -= 1;
    if (message.openCount > 0) return;
    this.#judge(message);
    await this.#held.end(message);
  }

  /** Whether the next messages will fare like this one. */
  #judge({ id, notDone }: Message): void {
    const failed = notDone.filter(({ kind }) => kind === "failed");
    if (notDone.length === 0) this.#failedInARow = 0;
    if (failed.some(({ transient }) => !transient)) this.#given.add(id);
    const shared = failed.find(isShared);
    if (shared === undefined) return;
    this.#failedInARow += 1;
    if (this.#failedInARow === MOST_FAILED)
      this.#options.report({
        code: "E_SQS_PAUSED",
        what: `${MOST_FAILED} messages of ${this.#address.name} in a row failed: one a minute is tried from now on`,
        why: shared.problem.what,
      });
  }

  #failure(thrown: unknown, action: QueueAction): ReturnType<typeof queueFailure> {
    return queueFailure(thrown, this.#address, action);
  }

  async close(): Promise<void> {
    await this.#held.close();
    this.#objects.close();
    this.#queue.close();
  }
}

/** Of what concerns one file only, the next does not suffer. */
function isShared({ problem: { code }, transient }: NotDone): boolean {
  return transient
    ? !/^E_(?:FILE|GZIP|JSON)_/.test(code)
    : /^E_S3_(?:DENIED|KMS|BUCKET)$/.test(code);
}

function notGiven(name: string): NotDone {
  const problem: Problem = { code: "E_INTERRUPTED", what: `${name} was not begun` };
  return { kind: "not-begun", problem, transient: true };
}

function noCounts(): QueueCounts {
  return { requests: 0, received: 0, deleted: 0, returned: 0 };
}
