/** The Elasticsearch sink against a real server. */
import { describe, expect, it, onTestFinished } from "vitest";
import { CodedError } from "../../../src/telemetry/problem.ts";
import { sinkContract } from "../../contract/sink.ts";
import { eventOf, itemOf, someEvents } from "../../support/events.ts";
import { calm, dropStream, idsIn, mappingOf, plainClient, rawItem, sinkAt } from "./support.ts";
import { describeWith } from "../../support/services.ts";

describeWith("ELASTICSEARCH_URL", "the Elasticsearch sink", (url) => {
  const client = plainClient(url);

  sinkContract("elasticsearch", {
    knowsIds: true,
    poison: (item) => rawItem(item.id, JSON.stringify({ "@timestamp": "no date at all" })),
    make: () => {
      const { sink, stream } = sinkAt(url);
      return Promise.resolve({
        sink,
        delivered: () => idsIn(client, stream),
        state: async () => [
          await mappingOf(client, stream).catch(() => undefined),
          await client.indices.getIndexTemplate({ name: "logs-ses.cloudtrail" }),
        ],
        dispose: () => dropStream(client, stream),
      });
    },
  });

  /** A sink with a data stream of its own. */
  function own(options: Parameters<typeof sinkAt>[1] = {}) {
    const made = sinkAt(url, options);
    onTestFinished(async () => {
      await dropStream(client, made.stream);
      await made.sink.close();
    });
    return made;
  }
  const rollOver = (stream: string) => client.indices.rollover({ alias: stream });

  it("the same events twice are there once", async () => {
    const { sink, stream } = own();
    await sink.open(calm());
    const items = someEvents("twice", 300).map((event) => itemOf(sink, event));
    const first = await sink.write(items, calm());
    const second = await sink.write(items, calm());
    expect(new Set(first.map(({ kind }) => kind))).toEqual(new Set(["delivered"]));
    expect(new Set(second.map(({ kind }) => kind))).toEqual(new Set(["duplicate"]));
    expect(await idsIn(client, stream)).toHaveLength(300);
  });

  describe("after a rollover", () => {
    it("an event that may have been sent is found in the older index", async () => {
      const { sink, stream } = own();
      await sink.open(calm());
      const items = someEvents("older", 5).map((event) => itemOf(sink, event));
      await sink.write(items.slice(0, 3), calm());
      await rollOver(stream);
      const outcomes = await sink.write(
        items.map((item) => ({ ...item, maybeSent: true })),
        calm(),
      );
      expect(outcomes.map(({ kind }) => kind)).toEqual([
        "duplicate",
        "duplicate",
        "duplicate",
        "delivered",
        "delivered",
      ]);
      expect(await idsIn(client, stream)).toHaveLength(5);
    });

    it("control: without looking, it would be doubled", async () => {
      const { sink, stream } = own();
      await sink.open(calm());
      const items = someEvents("older", 3).map((event) => itemOf(sink, event));
      await sink.write(items, calm());
      await rollOver(stream);
      await sink.write(items, calm());
      expect(await idsIn(client, stream)).toHaveLength(6);
    });

    it("looks again after the next rollover", async () => {
      const { sink, stream } = own();
      await sink.open(calm());
      const [first, second] = someEvents("again", 2).map((event) => ({
        ...itemOf(sink, event),
        maybeSent: true,
      }));
      if (first === undefined || second === undefined) throw new Error("no items");
      await sink.write([first], calm());
      await rollOver(stream);
      await sink.write([first, second], calm());
      await rollOver(stream);
      const outcomes = await sink.write([second, first], calm());
      expect(outcomes.map(({ kind }) => kind)).toEqual(["duplicate", "duplicate"]);
      expect(await idsIn(client, stream)).toHaveLength(2);
    });
  });

  it("a pipeline that does not exist ends the run", async () => {
    const { sink, stream } = own({ dataset: "aws.cloudtrail" });
    await sink.open(calm());
    await sink.write([itemOf(sink, eventOf("first"))], calm());
    // Written with `_none`: the stream's own default pipeline does not see the events, even one that is missing.
    await client.indices.putSettings({
      index: stream,
      settings: { "index.default_pipeline": "nope" },
    });
    const outcomes = await sink.write([itemOf(sink, eventOf("second"))], calm());
    expect(outcomes).toEqual([{ kind: "delivered" }]);

    const plain = own();
    await plain.sink.open(calm());
    await plain.sink.write([itemOf(plain.sink, eventOf("first"))], calm());
    await client.indices.putSettings({
      index: plain.stream,
      settings: { "index.default_pipeline": "nope" },
    });
    const refusal = plain.sink.write([itemOf(plain.sink, eventOf("second"))], calm());
    await expect(refusal).rejects.toMatchObject({ code: "E_ES_CONFIG" });
  });

  it("a write block is retryable, and heals", async () => {
    const { sink, stream } = own();
    await sink.open(calm());
    await sink.write([itemOf(sink, eventOf("before"))], calm());
    await client.indices.putSettings({ index: stream, settings: { "index.blocks.write": true } });
    const item = itemOf(sink, eventOf("blocked"));
    expect(await sink.write([item], calm())).toMatchObject([
      { kind: "retryable", code: "cluster_block_exception" },
    ]);
    await client.indices.putSettings({ index: stream, settings: { "index.blocks.write": false } });
    expect(await sink.write([item], calm())).toEqual([{ kind: "delivered" }]);
  });

  it("broken JSON and a missing @timestamp reject themselves alone, with their reasons", async () => {
    const { sink } = own();
    await sink.open(calm());
    const outcomes = await sink.write(
      [
        rawItem("broken", '{"@timestamp":'),
        itemOf(sink, eventOf("good")),
        rawItem("timeless", "{}"),
        rawItem("wrong", '{"@timestamp":"yesterday"}'),
      ],
      calm(),
    );
    expect(outcomes.map(({ kind }) => kind)).toEqual([
      "rejected",
      "delivered",
      "rejected",
      "rejected",
    ]);
    expect(JSON.stringify(outcomes[2])).toMatch(/@timestamp/);
    expect(JSON.stringify(outcomes[3])).toContain(
      "caused by failed to parse date field [yesterday]",
    );
  });

  it("an abort under way throws the reason of the abort", async () => {
    const { sink } = own();
    await sink.open(calm());
    const controller = new AbortController();
    const reason = new Error("stopped");
    const items = someEvents("abort", 500).map((event) => itemOf(sink, event));
    const writing = sink.write(items, controller.signal);
    controller.abort(reason);
    await expect(writing).rejects.toBe(reason);
  });

  it("check tells product, stream and template", async () => {
    const { sink, stream } = own();
    await sink.open(calm());
    await sink.write([itemOf(sink, eventOf("one"))], calm());
    const { ok, lines } = await sink.check(calm());
    expect(ok).toBe(true);
    const text = lines.map((line) => line.join(" ")).join("\n");
    expect(text).toMatch(
      /^elasticsearch:\S+ (Elasticsearch|opensearch) \d+\.\d+\.\d+, writes to logs-/,
    );
    expect(text).toContain(`${stream} is there`);
    expect(text).toContain("template logs-ses.cloudtrail version 1 is there");
  });
});

describe("a server that never answers", () => {
  it("ends the run: open and write throw, check tells", async () => {
    const { sink } = sinkAt("http://127.0.0.1:9");
    for (const attempt of [
      () => sink.open(calm()),
      () => sink.write([itemOf(sink, eventOf("one"))], calm()),
    ]) {
      const error: unknown = await attempt().then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (!(error instanceof CodedError)) throw new Error("no coded error");
      expect(error.code).toBe("E_ES_UNREACHABLE");
      expect(error.message).toContain("ECONNREFUSED");
    }
    const { ok, lines } = await sink.check(calm());
    expect(ok).toBe(false);
    expect(JSON.stringify(lines)).toContain("E_ES_UNREACHABLE");
    await sink.close();
  });
});
