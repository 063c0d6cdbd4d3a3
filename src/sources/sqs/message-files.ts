/**
 * What the messages of a queue tell of, as LogFiles; and what becomes of a message when all of its LogFiles are told. An
 * object that two messages name is read once.
 */
import { CodedError, type Problem } from "../../telemetry/problem.ts";
import type { AwsRole } from "../aws/role.ts";
import type { AwsEnvironment } from "../aws/settings.ts";
import { readNotification, type NamedObject } from "../notification.ts";
import { mayHold, skipOf } from "../s3/layout.ts";
import { namedObjects } from "../s3/named-objects.ts";
import {
  skip,
  WANTS_ALL,
  type Elsewhere,
  type Fetched,
  type LogFile,
  type NotDone,
  type Wanted,
} from "../source.ts";
import type { QueueAddress } from "./address.ts";
import type { Held } from "./held.ts";
import type { Message } from "./message.ts";
import type { Received } from "./queue.ts";

/** So many messages in a row may fail before it pauses. */
const MOST_FAILED = 5;
/** Objects that are remembered as done, for messages that come again. */
const MOST_REMEMBERED = 10_000;

/** How objects are read, and who is told. */
export interface MessageFilesOptions {
  readonly address: QueueAddress;
  readonly held: Held;
  readonly env: AwsEnvironment;
  readonly requesterPays: boolean;
  readonly role: AwsRole | undefined;
  readonly wanted: Wanted | undefined;
  readonly fetched: Fetched;
  readonly report: (problem: Problem) => void;
  /** Told of what no object can be read after. */
  readonly onHopeless: (thrown: CodedError) => void;
}

/** An object that is at work, and the messages that wait for it. */
interface Work {
  readonly messages: Message[];
}

/** LogFiles of the messages that are held. Has state, hence a class. */
export class MessageFiles {
  readonly #options: MessageFilesOptions;
  readonly #objects: ReturnType<typeof namedObjects>;
  readonly #elsewhere: Elsewhere;
  /** Given to nobody yet. */
  readonly #ahead: LogFile[] = [];
  /** By object: what is at work. */
  readonly #works = new Map<string, Work>();
  readonly #done = new Set<string>();
  /** Messages that no further try helps: they are the queue's own affair. */
  readonly #given = new Set<string>();
  #failedInARow = 0;

  constructor(options: MessageFilesOptions) {
    this.#options = options;
    this.#objects = namedObjects(options);
    this.#elsewhere = {
      fetched: options.fetched,
      onOpened: (failure) => {
        if (failure !== undefined) this.#onRefused(failure);
      },
    };
  }

  /** So many messages in a row failed that the next will, too. One that succeeds ends it. */
  get isFailing(): boolean {
    return this.#failedInARow >= MOST_FAILED;
  }

  /** Messages that no further try helps. */
  get given(): ReadonlySet<string> {
    return this.#given;
  }

  /** The next LogFile; undefined where more has to be received first. */
  next(): LogFile | undefined {
    return this.#ahead.shift();
  }

  /** Those that nobody was given are given up. */
  async leave(): Promise<void> {
    await Promise.all(this.#ahead.splice(0).map(async (file) => file.nack(notGiven(file.name))));
  }

  /** A message that was received: what it tells of comes next. */
  take(received: Received): void {
    const message = this.#options.held.take(received);
    // At work already: it is held by its newest handle from now on.
    if (message === undefined) return;
    const told = readNotification(received.body);
    // Counted first, so that it can't be done before all of it is known.
    message.openCount += 1;
    told.forEach((one, place) => {
      if (one.kind === "object") this.#takeObject(one.object, message);
      else if (one.kind === "nothing") skip(this.#options.fetched, one.why);
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
      skip(this.#options.fetched, why ?? "not wanted");
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
      elsewhere: this.#elsewhere,
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
    const name = `message ${message.id} of ${this.#options.address.name}`;
    this.#ahead.push({
      id: `${this.#options.address.url}#${message.id}/${place}`,
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
      if (thrown instanceof CodedError) this.#onRefused(thrown);
      throw thrown;
    }
  }

  #onRefused(refusal: CodedError): void {
    if (/^E_AWS_(?:CREDENTIALS|EXPIRED|CLOCK|ROLE)$/.test(refusal.code))
      this.#options.onHopeless(refusal);
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
    await this.#options.held.end(message);
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
        what: `${MOST_FAILED} messages of ${this.#options.address.name} in a row failed: one a minute is tried from now on`,
        why: shared.problem.what,
      });
  }

  close(): void {
    this.#objects.close();
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
