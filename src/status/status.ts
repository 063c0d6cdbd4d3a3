/** What a run shows of itself while it goes on: `/healthz`, `/readyz`, `/metrics`. Loaded only with `--status`. */
import { openBooks, type Books } from "../pipeline/books.ts";
import type { LiveRun } from "../pipeline/request.ts";
import type { Sink } from "../sinks/sink.ts";
import { openMetrics } from "./exposition.ts";
import { processNumbers } from "./own-process.ts";
import { readingsOf, type StatusFacts } from "./readings.ts";
import { openServer, type Answer, type ListenAddress } from "./server.ts";
import { watchedSink, type WatchedSink } from "./watched-sink.ts";

/** What a status is made of. */
export interface StatusOptions {
  readonly address: ListenAddress;
  readonly version: string;
  readonly startedAt: Date;
  readonly now: () => Date;
  /** A clock that never goes back, in ms. */
  readonly nowMs: () => number;
  readonly openLimitBytes: number;
  /** Problems so far, by their code. */
  readonly problems: () => StatusFacts["problems"];
  /** The run takes no new files: it is no longer ready. */
  readonly drain: AbortSignal;
  /** Told of what fails while it answers. */
  readonly onFault: (error: Error) => void;
}

/** The status of one run. */
export interface Status {
  /** Where it listens, such as `http://127.0.0.1:9464`. */
  readonly url: string;
  /** The same Sink, watched: to be given to the run in its place. */
  watch(sink: Sink): Sink;
  /** The run has its books. */
  onBooks(books: Books): void;
  /** Sources and Sinks are open. */
  onOpen(live: LiveRun): void;
  /** Answers no more. */
  close(): void;
}

/** A destination may fail for so long before the run counts as not ready. */
const FAILING_MS = 60_000;

/** Listens, and answers at once. Throws E_STATUS_ADDRESS. */
export async function openStatus(options: StatusOptions): Promise<Status> {
  const { now, drain } = options;
  const metrics = openMetrics();
  const watched: WatchedSink[] = [];
  let books: Books | undefined;
  let live: LiveRun | undefined;

  const unready = (): readonly string[] => {
    if (drain.aborted) return ["the run is being stopped"];
    if (live === undefined) return ["sources and destinations are not open yet"];
    return watched.flatMap(({ sink, failingForMs }) =>
      failingForMs() > FAILING_MS
        ? [`${sink.name} has taken nothing for ${Math.round(failingForMs() / 1000)} s`]
        : [],
    );
  };
  const readyPage = (): Answer => {
    const reasons = unready();
    return reasons.length === 0
      ? { status: 200, body: "ready\n" }
      : { status: 503, body: `not ready: ${reasons.join("; ")}\n` };
  };
  const metricsPage = async (accept: string | undefined): Promise<Answer> => {
    const readings = readingsOf({
      version: options.version,
      startedAt: options.startedAt,
      isReady: unready().length === 0,
      books: books ?? openBooks([]),
      openBytes: live?.openBytes() ?? 0,
      openLimitBytes: options.openLimitBytes,
      deadLetters: live?.deadLetterCount() ?? 0,
      problems: options.problems(),
      failing: new Set(
        watched.filter(({ failingForMs }) => failingForMs() > 0).map(({ sink }) => sink.name),
      ),
      own: processNumbers(),
    });
    return { status: 200, ...(await metrics.expose(readings, accept)) };
  };

  const server = await openServer(
    options.address,
    new Map<string, (accept: string | undefined) => Answer | Promise<Answer>>([
      // Who answers lives, and its loop turns.
      ["/healthz", () => ({ status: 200, body: "ok\n" })],
      ["/readyz", readyPage],
      ["/metrics", metricsPage],
    ]),
    options.onFault,
  );
  return {
    url: server.url,
    watch(sink) {
      const { name } = sink;
      const one = watchedSink(sink, {
        nowMs: options.nowMs,
        onDelivered(calledMs) {
          const lagMs = Math.max(0, now().getTime() - calledMs);
          metrics.observe("sestrail_delivery_lag_seconds", name, lagMs / 1000);
        },
        onAnswer: (seconds) => metrics.observe("sestrail_answer_duration_seconds", name, seconds),
      });
      watched.push(one);
      return one.sink;
    },
    onBooks(given) {
      books = given;
    },
    onOpen(given) {
      live = given;
    },
    close: () => server.close(),
  };
}
