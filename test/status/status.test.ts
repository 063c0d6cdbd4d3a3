/** The status of a run that goes on: what is scraped is what the books say, and it ends with the run. */
import { createServer } from "node:http";
import { once } from "node:events";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Books } from "../../src/pipeline/books.ts";
import type { Outcome, Sink } from "../../src/sinks/sink.ts";
import { openStatus, type Status } from "../../src/status/status.ts";
import { freePort } from "../support/free-port.ts";
import { working, type Working } from "../support/jobs.ts";
import { memorySink } from "../support/memory-sink.ts";
import { faultsOf, samplesOf } from "../support/metrics-text.ts";
import { trailOf } from "../support/running.ts";
import { waitingSource } from "../support/waiting-source.ts";

/** Five minutes after the calls of the made-up trails. */
const NOW = (): Date => new Date("2026-11-20T09:05:00Z");

async function begin(
  job: Parameters<typeof working>[1],
  more: readonly string[] = [],
): Promise<Working & { readonly url: string; readonly books: Books }> {
  const port = await freePort();
  const work = working(["--status", String(port), "--retry-for", "1h", ...more], job, NOW);
  const books = await work.begun;
  onTestFinished(async () => {
    work.drain();
    await work.result;
  });
  return { ...work, books, url: `http://127.0.0.1:${port}` };
}

async function scraped(url: string): Promise<ReadonlyMap<string, number>> {
  const text = await (await fetch(`${url}/metrics`)).text();
  expect(faultsOf(text, "prometheus")).toEqual([]);
  return samplesOf(text);
}

/** Asks again until it is so. Each question is a turn of the loop in which the run goes on. */
async function until<Value>(ask: () => Promise<Value>, isSo: (value: Value) => boolean) {
  for (;;) {
    const value = await ask();
    if (isSo(value)) return value;
  }
}

/** A Sink whose answers the test gives, one for each batch. */
function heldSink(name: string): {
  readonly sink: Sink<string>;
  /** Answers the batch that waits, or the next that comes. */
  answer(outcome: Outcome): void;
} {
  const answers: Outcome[] = [];
  let wake = (): void => {};
  return {
    sink: {
      ...memorySink({ maxInFlight: 1, maxAgeMs: 1 }),
      name,
      async write(items, signal) {
        const onAbort = (): void => wake();
        signal.addEventListener("abort", onAbort);
        while (answers.length === 0 && !signal.aborted)
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        signal.removeEventListener("abort", onAbort);
        signal.throwIfAborted();
        const outcome = answers.shift() as Outcome;
        return items.map(() => outcome);
      },
    },
    answer(outcome) {
      answers.push(outcome);
      wake();
    },
  };
}

describe("a run that waits for files", () => {
  it("shows the numbers of its books while it goes on", async () => {
    const source = waitingSource();
    const { url, books, drain, result } = await begin({ sources: [source], sinks: [memorySink()] });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    await until(
      () => fetch(`${url}/readyz`),
      ({ status }) => status === 200,
    );
    source.bring("a.json", trailOf("a", 3));
    source.bring("b.json", trailOf("a", 3));
    source.bring("c.json", '{"Records":[{broken]}');
    const numbers = await until(
      () => scraped(url),
      () => books.files.acked + books.files.nacked === 3,
    ).then(() => scraped(url));
    const [to] = books.destinations;
    expect(to).toMatchObject({ delivered: 3, duplicate: 3 });
    for (const [series, value] of [
      ["sestrail_ready", 1],
      ["sestrail_files_begun_total", books.files.read],
      ['sestrail_files_total{ending="acked"}', 2],
      ['sestrail_files_total{ending="failed"}', 1],
      ["sestrail_elements_total", books.elements],
      ["sestrail_elements_unreadable_total", books.unreadable],
      ["sestrail_records_total", books.records],
      ["sestrail_records_selected_total", 6],
      ["sestrail_events_shaped_total", 6],
      ["sestrail_read_bytes_total", books.bytesRead],
      ['sestrail_events_delivered_total{destination="memory"}', 3],
      ['sestrail_events_duplicate_total{destination="memory"}', 3],
      ['sestrail_events_rejected_total{destination="memory"}', 0],
      ['sestrail_destination_up{destination="memory"}', 1],
      ["sestrail_open_bytes", 0],
      ["sestrail_open_limit_bytes", 64 * 1024 * 1024],
      ["sestrail_newest_event_timestamp_seconds", Date.parse("2026-11-20T09:00:00Z") / 1000],
      // Only what was delivered has a lag: each 300 s.
      ['sestrail_delivery_lag_seconds_count{destination="memory"}', 3],
      ['sestrail_delivery_lag_seconds_sum{destination="memory"}', 900],
      ['sestrail_delivery_lag_seconds_bucket{le="120",destination="memory"}', 0],
      ['sestrail_delivery_lag_seconds_bucket{le="300",destination="memory"}', 3],
    ] as const)
      expect([series, numbers.get(series)]).toEqual([series, value]);
    expect(
      numbers.get('sestrail_answer_duration_seconds_count{destination="memory"}'),
    ).toBeGreaterThan(0);
    drain();
    expect((await result).exitCode).toBe(3);
    await expect(fetch(`${url}/healthz`)).rejects.toThrow("fetch failed");
  });

  it("speaks OpenMetrics to who asks for it", async () => {
    const { url } = await begin({ sources: [waitingSource()], sinks: [memorySink()] });
    const answer = await fetch(`${url}/metrics`, {
      headers: { accept: "application/openmetrics-text;version=1.0.0,text/plain;q=0.5" },
    });
    expect(answer.headers.get("content-type")).toMatch(/^application\/openmetrics-text; version=1/);
    expect(faultsOf(await answer.text(), "openmetrics")).toEqual([]);
  });

  it("shows what is open, what is sent again, and who takes nothing", async () => {
    const source = waitingSource();
    const held = heldSink("slow");
    const { url, drain, result } = await begin({ sources: [source], sinks: [held.sink] });
    source.bring("a.json", trailOf("a", 2));
    await until(
      () => scraped(url),
      (numbers) => (numbers.get("sestrail_open_bytes") ?? 0) > 0,
    );
    held.answer({ kind: "retryable", code: "http_503", reason: "busy" });
    const failing = await until(
      () => scraped(url),
      (numbers) => numbers.get('sestrail_retries_total{destination="slow"}') === 1,
    );
    expect(failing.get('sestrail_destination_up{destination="slow"}')).toBe(0);
    held.answer({ kind: "delivered" });
    const well = await until(
      () => scraped(url),
      (numbers) => numbers.get("sestrail_open_bytes") === 0,
    );
    expect(well.get('sestrail_destination_up{destination="slow"}')).toBe(1);
    expect(well.get('sestrail_events_delivered_total{destination="slow"}')).toBe(2);
    drain();
    expect((await result).exitCode).toBe(0);
  });

  it("shows no text of a record", async () => {
    const source = waitingSource();
    const { url, books } = await begin({ sources: [source], sinks: [memorySink()] });
    source.bring("secret-name.json", trailOf("private-id", 1, "private-agent"));
    await until(
      () => fetch(`${url}/metrics`),
      () => books.files.acked === 1,
    );
    for (const page of ["metrics", "readyz", "healthz"]) {
      const text = await (await fetch(`${url}/${page}`)).text();
      expect(text).not.toMatch(/private|mailer|secret-name|111122223333/);
    }
  });

  it("begins with a coded error where the port is in use, and reads nothing", async () => {
    const other = createServer().listen(0, "127.0.0.1");
    await once(other, "listening");
    onTestFinished(() => void other.close());
    const { port } = other.address() as { port: number };
    const { result } = working(["--status", String(port)], {
      sources: [waitingSource()],
      sinks: [memorySink()],
    });
    expect(await result).toMatchObject({
      exitCode: 1,
      began: false,
      problems: [{ code: "E_STATUS_ADDRESS" }],
    });
  });
});

describe("ready", () => {
  let nowMs = 0;

  async function opened(drain = new AbortController().signal): Promise<Status> {
    const status = await openStatus({
      address: { host: "127.0.0.1", port: 0 },
      version: "0.1.0",
      startedAt: NOW(),
      now: NOW,
      nowMs: () => nowMs,
      openLimitBytes: 1,
      problems: () => [],
      drain,
      onFault: () => {},
    });
    onTestFinished(() => status.close());
    return status;
  }
  const ready = async ({ url }: Status): Promise<string> =>
    (await (await fetch(`${url}/readyz`)).text()).trim();
  const LIVE = { openBytes: () => 0, deadLetterCount: () => 0 };
  const ITEM = {
    id: "a",
    body: "",
    sizeBytes: 1,
    event: { position: { file: "f", index: 0 }, raw: { text: "" } },
  };
  const never = new AbortController().signal;

  it("when sources and destinations are open, and no more when the run is being stopped", async () => {
    const drain = new AbortController();
    const status = await opened(drain.signal);
    expect(await ready(status)).toBe("not ready: sources and destinations are not open yet");
    status.onOpen(LIVE);
    expect(await ready(status)).toBe("ready");
    drain.abort();
    expect(await ready(status)).toBe("not ready: the run is being stopped");
  });

  it("until a destination has taken nothing for a minute, and again when it does", async () => {
    nowMs = 0;
    const status = await opened();
    const held = heldSink("slow");
    const sink = status.watch(held.sink);
    status.onOpen(LIVE);
    held.answer({ kind: "retryable", code: "http_503", reason: "busy" });
    await sink.write([ITEM], never);
    nowMs = 60_000;
    expect(await ready(status)).toBe("ready");
    nowMs = 61_000;
    expect(await ready(status)).toBe("not ready: slow has taken nothing for 61 s");
    held.answer({ kind: "rejected", code: "x", reason: "an answer all the same" });
    await sink.write([ITEM], never);
    expect(await ready(status)).toBe("ready");
  });

  it("until a destination hangs for a minute", async () => {
    nowMs = 0;
    const status = await opened();
    const held = heldSink("hanging");
    const sink = status.watch(held.sink);
    status.onOpen(LIVE);
    const written = sink.write([ITEM], never);
    nowMs = 61_000;
    expect(await ready(status)).toBe("not ready: hanging has taken nothing for 61 s");
    held.answer({ kind: "delivered" });
    await written;
    expect(await ready(status)).toBe("ready");
  });

  it("until a destination ends the run", async () => {
    nowMs = 0;
    const status = await opened();
    const sink = status.watch({
      ...memorySink(),
      name: "broken",
      write: () => Promise.reject(new Error("no")),
    });
    status.onOpen(LIVE);
    await expect(sink.write([ITEM], never)).rejects.toThrow("no");
    nowMs = 61_000;
    expect(await ready(status)).toMatch("broken");
  });
});
