/** The OTLP destination against real faults of a real Collector. */
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { retrying } from "../../src/pipeline/retry.ts";
import { otlpConfig } from "../../src/sinks/otlp/environment.ts";
import { otlpSink } from "../../src/sinks/otlp/sink.ts";
import type { Outcome, Sink } from "../../src/sinks/sink.ts";
import { ownCollector, services, type CollectorSettings } from "../support/collector.ts";
import { itemOf, someEvents } from "../support/events.ts";
import { beginRun } from "../support/otel-records.ts";

const collector = ownCollector("sestrail-otlp-faults", 24_318);
const calm = new AbortController().signal;
const sinks: Sink[] = [];

afterEach(async () => {
  for (const sink of sinks.splice(0)) await sink.close();
  if (services) await collector.stop();
});

it.runIf(process.env["CI"] === "true")("the folder of the service scripts is set in CI", () => {
  expect(services).toBeTruthy();
});

function sinkTo(env: CollectorSettings, run = "faults") {
  const { config, problems } = otlpConfig("", { OTEL_EXPORTER_OTLP_TIMEOUT: "1500", ...env });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  const sink = otlpSink({
    config,
    env: {},
    dataset: "ses.cloudtrail",
    namespace: run,
    report: (problem) => expect.unreachable(problem.what),
  });
  sinks.push(sink);
  return sink;
}

const itemsFor = <Body>(sink: Sink<Body>, count: number, prefix = "e") =>
  someEvents(prefix, count).map((event) => itemOf(sink, event));
const write = <Body>(sink: Sink<Body>, count: number): Promise<readonly Outcome[]> =>
  sink.write(itemsFor(sink, count), calm);
const without = (env: CollectorSettings, ...names: string[]): CollectorSettings =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));

const HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
const CA = "OTEL_EXPORTER_OTLP_CERTIFICATE";
const KEY = "OTEL_EXPORTER_OTLP_CLIENT_KEY";
const CERTIFICATE = "OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE";

describe.skipIf(!services)("a Collector that", () => {
  it.each(["auth", "basic", "apikey"])("wants credentials (%s)", async (fault) => {
    const env = await collector.start({ COLLECTOR_FAULT: fault });
    await expect(sinkTo(without(env, HEADERS)).open(calm)).rejects.toMatchObject({
      code: "E_OTLP_AUTH",
      problem: { why: "missing or empty authorization header: Authorization" },
    });
    await expect(
      sinkTo({ ...env, [HEADERS]: "authorization=Bearer%20wrong" }).open(calm),
    ).rejects.toMatchObject({ code: "E_OTLP_AUTH" });
    const sink = sinkTo(env);
    await sink.open(calm);
    expect(await write(sink, 1)).toEqual([{ kind: "delivered" }]);
  });

  it("takes small requests only: the batch is halved till it fits", async () => {
    const env = await collector.start({
      COLLECTOR_FAULT: "small-body",
      COLLECTOR_MAX_BODY: "2000",
    });
    const run = beginRun(env["OTEL_COLLECTOR_LOGS"] ?? "");
    const sink = sinkTo(env, run.namespace);
    const items = itemsFor(sink, 100);
    expect(await sink.write(items, calm)).toEqual(items.map(() => ({ kind: "delivered" })));
    const read = await run.read();
    expect(read.map(({ attributes }) => attributes["log.record.uid"])).toEqual(
      items.map(({ id }) => id),
    );
  });

  it.each(["memory", "down"])("refuses for now (%s)", async (fault) => {
    const sink = sinkTo(await collector.start({ COLLECTOR_FAULT: fault }));
    await sink.open(calm);
    expect(await write(sink, 2)).toMatchObject([{ kind: "retryable" }, { kind: "retryable" }]);
  });

  it.each(["queue-full", "hang"])("takes two requests, then no more (%s)", async (fault) => {
    const sink = sinkTo(await collector.start({ COLLECTOR_FAULT: fault }));
    const kinds: string[] = [];
    for (let index = 0; index < 5; index += 1) {
      kinds.push(...(await write(sink, 1)).map(({ kind }) => kind));
      if (kinds.at(-1) === "retryable") break;
    }
    expect(kinds.length).toBeGreaterThan(1);
    expect(kinds.slice(0, -1).every((kind) => kind === "delivered")).toBe(true);
    expect(kinds.at(-1)).toBe("retryable");
  });

  it("speaks TLS with a private authority", async () => {
    const env = await collector.start({ COLLECTOR_FAULT: "tls" });
    const sink = sinkTo(env);
    await sink.open(calm);
    expect(await write(sink, 1)).toEqual([{ kind: "delivered" }]);
    const unknown = sinkTo(without(env, CA)).open(calm);
    await expect(unknown).rejects.toMatchObject({ code: "E_OTLP_TLS" });
    await expect(unknown).rejects.toThrow("an authority that is not known here");
    await expect(sinkTo({ ...env, [CA]: "/nowhere/ca.pem" }).open(calm)).rejects.toMatchObject({
      code: "E_USAGE",
    });
    // The other way round: http to a port that speaks TLS.
    const plain = { [ENDPOINT]: (env[ENDPOINT] ?? "").replace("https:", "http:") };
    const error: unknown = await sinkTo({ ...plain, OTEL_EXPORTER_OTLP_TIMEOUT: "5000" })
      .open(calm)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "E_OTLP_ENDPOINT" });
  });

  it("wants a client certificate", async () => {
    const env = await collector.start({ COLLECTOR_FAULT: "mtls" });
    const sink = sinkTo(env);
    await sink.open(calm);
    expect(await write(sink, 1)).toEqual([{ kind: "delivered" }]);
    await expect(sinkTo(without(env, KEY, CERTIFICATE)).open(calm)).rejects.toMatchObject({
      code: "E_OTLP_TLS",
    });
  });

  it("speaks no TLS where TLS is asked for", async () => {
    const env = await collector.start();
    const secure = { [ENDPOINT]: (env[ENDPOINT] ?? "").replace("http:", "https:") };
    await expect(sinkTo(secure).open(calm)).rejects.toMatchObject({ code: "E_OTLP_TLS" });
  });

  it("is stopped and started again: retries deliver everything, once", async () => {
    const env = await collector.start();
    const run = beginRun(env["OTEL_COLLECTOR_LOGS"] ?? "");
    const sink = sinkTo({ ...env, OTEL_EXPORTER_OTLP_TIMEOUT: "300" }, run.namespace);
    await sink.open(calm);
    const before = itemsFor(sink, 50, "before");
    const after = itemsFor(sink, 50, "after");
    const retries: string[] = [];
    const deliver = retrying(sink, {
      retryForMs: 60_000,
      now: () => performance.now(),
      random: Math.random,
      // It comes back during the first wait.
      sleep: async (ms, signal) => {
        await collector.start({ COLLECTOR_KEEP_LOGS: "1" });
        await sleep(ms, undefined, { signal });
      },
      onRetry: ({ reason }) => retries.push(reason),
    });
    expect(await deliver(before, calm)).toEqual(before.map(() => ({ kind: "delivered" })));
    await collector.stop();
    expect(await deliver(after, calm)).toEqual(after.map(() => ({ kind: "delivered" })));
    expect(retries.length).toBeGreaterThan(0);
    const read = await run.read();
    expect(read.map(({ attributes }) => attributes["log.record.uid"])).toEqual(
      [...before, ...after].map(({ id }) => id),
    );
  });
});
