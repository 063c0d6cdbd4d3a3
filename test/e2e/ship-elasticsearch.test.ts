/** The program and a real Elasticsearch: delivered once however often it is sent, and what is refused comes back by replay. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Client } from "../../src/sinks/elasticsearch/client.ts";
import { dropStream, freshNamespace, idsIn, plainClient } from "../sinks/elasticsearch/support.ts";
import { runProgram, runWithSummary } from "../support/program.ts";
import { trailOf } from "../support/running.ts";
import { addressFrom, describeWith } from "../support/services.ts";

const sample = addressFrom("SESTRAIL_AWS_SAMPLE");

describeWith("ELASTICSEARCH_URL", "the program and Elasticsearch", (url) => {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-e2e-"));
  const namespaces: string[] = [];
  let client: Client;
  beforeAll(() => {
    client = plainClient(url);
  });
  afterAll(async () => {
    for (const namespace of namespaces) {
      await dropStream(client, `logs-ses.cloudtrail-${namespace}`);
      await dropStream(client, `logs-sestrail.run-${namespace}`);
      await client.indices.deleteIndexTemplate({ name: namespace }, { ignore: [404] });
    }
    await client.close();
    rmSync(folder, { recursive: true });
  });

  function target(): { namespace: string; stream: string; runs: string; to: readonly string[] } {
    const namespace = freshNamespace();
    namespaces.push(namespace);
    return {
      namespace,
      stream: `logs-ses.cloudtrail-${namespace}`,
      runs: `logs-sestrail.run-${namespace}`,
      to: ["--to", `elasticsearch:${url}`, "--namespace", namespace],
    };
  }

  async function runDocuments(stream: string): Promise<readonly Record<string, unknown>[]> {
    await client.indices.refresh({ index: stream });
    const { hits } = await client.search({ index: stream, sort: "@timestamp", size: 10 });
    return hits.hits.map(({ _source }) => _source as Record<string, unknown>);
  }

  it.skipIf(sample === undefined)(
    "AWS's sample twice: 17 documents, then 17 duplicates",
    async () => {
      const { stream, runs, to } = target();
      const first = await runWithSummary(["ship", sample ?? "", ...to]);
      expect(first.code).toBe(0);
      expect(first.summary).toMatchObject({
        balanced: true,
        destinations: [{ delivered: 17, duplicate: 0, rejected: 0, unsettled: 0 }],
      });
      const again = await runProgram(["ship", sample ?? "", ...to]);
      expect(again.code).toBe(0);
      expect(again.err).toMatch(/^ {2}elasticsearch:\S+ +0 +17 +0 +0 +0 /m);
      expect(new Set(await idsIn(client, stream)).size).toBe(17);
      expect(await runDocuments(runs)).toMatchObject([
        { "sestrail.run.delivered": 17, "sestrail.run.duplicate": 0, "sestrail.run.exit_code": 0 },
        {
          "event.outcome": "success",
          "sestrail.run.delivered": 0,
          "sestrail.run.duplicate": 17,
          "sestrail.run.sources": [sample],
          "sestrail.run.final": true,
          "sestrail.run.lag_ms": expect.any(Number) as number,
          "event.duration": expect.any(Number) as number,
          "sestrail.run.version": expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
        },
      ]);
    },
  );

  it("check proves the way, and leaves nothing behind", async () => {
    const { stream, to } = target();
    const { code, out } = await runProgram(["check", "samples", ...to]);
    expect([code, out]).toEqual([0, expect.stringMatching(/Elasticsearch \d.*[^]*\nready\n$/)]);
    expect(await client.indices.exists({ index: stream })).toBe(false);
  });

  it("a run that finds nothing leaves its summary all the same, and so does one that fails", async () => {
    const { runs, to } = target();
    const nothing = await runWithSummary(["ship", "samples", "--action", "Nothing*", ...to]);
    expect(nothing.summary).toMatchObject({ exit_code: 0, selected: 0 });
    const cut = join(folder, "cut.json");
    writeFileSync(cut, '{"Records":[');
    expect((await runProgram(["ship", cut, ...to])).code).toBe(1);
    expect(await runDocuments(runs)).toMatchObject([
      { "sestrail.run.exit_code": 0, "sestrail.run.left_out": expect.any(Number) as number },
      { "sestrail.run.exit_code": 1, "sestrail.run.files_unreadable": 1 },
    ]);
  });

  it("a summary that cannot be written is a warning", async () => {
    const { namespace, runs, to } = target();
    await client.indices.putIndexTemplate({
      name: namespace,
      index_patterns: [runs],
      priority: 900,
      data_stream: {},
      template: {
        mappings: { properties: { sestrail: { properties: { run: { type: "long" } } } } },
      },
    });
    const { code, summary } = await runWithSummary(["ship", "samples", ...to]);
    expect(code).toBe(0);
    expect(summary.destinations[0]?.delivered).toBeGreaterThan(0);
    expect(summary.problems.map((problem) => problem.code)).toContain("E_ES_RUN");
  });

  it("a dry run leaves nothing behind either", async () => {
    const { stream, runs, to } = target();
    expect((await runProgram(["ship", "samples", ...to, "--dry-run"])).code).toBe(0);
    expect(await client.indices.exists({ index: stream })).toBe(false);
    expect(await client.indices.exists({ index: runs })).toBe(false);
  });

  it("one in 1,000 is refused: kept, mended, replayed; a second replay delivers nothing", async () => {
    const { namespace, stream, runs, to } = target();
    const template = (messageType: "long" | "keyword") =>
      client.indices.putIndexTemplate({
        name: namespace,
        index_patterns: [stream],
        priority: 900,
        data_stream: {},
        template: {
          mappings: {
            dynamic: false,
            properties: {
              "@timestamp": { type: "date" },
              error: { properties: { message: { type: messageType } } },
            },
          },
        },
      });
    // The fault: this field takes numbers only, and one record in 1,000 has words there.
    await template("long");
    const { Records } = JSON.parse(trailOf(namespace, 3000)) as { Records: object[] };
    const records = Records.map((record, index) =>
      index % 1000 === 500 ? { ...record, errorMessage: "no such thing" } : record,
    );
    const trail = join(folder, "trail.json");
    const dead = join(folder, "dead.ndjson");
    writeFileSync(trail, JSON.stringify({ Records: records }));

    const ship = ["ship", trail, ...to, "--no-setup", "--dead-letter", dead];
    const first = await runWithSummary(ship);
    expect(first.code).toBe(3);
    expect(first.summary).toMatchObject({
      balanced: true,
      files: { acked: 1, nacked: 0 },
      destinations: [{ delivered: 2997, duplicate: 0, rejected: 3, unsettled: 0 }],
    });
    expect(await idsIn(client, stream)).toHaveLength(2997);
    // Batches are answered in any order.
    const letters = readFileSync(dead, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { position: { index: number } })
      .toSorted((one, other) => one.position.index - other.position.index);
    expect(letters).toMatchObject(
      [500, 1500, 2500].map((index) => ({
        destination: first.summary.destinations[0]?.name,
        position: { file: trail, index },
        raw: JSON.stringify(records[index]),
      })),
    );
    expect(await runDocuments(runs)).toMatchObject([
      { "event.outcome": "failure", "sestrail.run.rejected": 3, "sestrail.run.exit_code": 3 },
    ]);

    const replay = ["replay", dead, ...to, "--no-setup"];
    // Nothing is mended yet.
    const early = await runWithSummary(replay);
    expect(early.code).toBe(3);
    expect(early.summary.destinations).toMatchObject([{ delivered: 0, rejected: 3 }]);
    expect(readFileSync(dead, "utf8").trim().split("\n")).toHaveLength(3);

    await template("keyword");
    await client.indices.rollover({ alias: stream });
    const mended = await runWithSummary(replay);
    expect(mended.code).toBe(0);
    expect(mended.summary.destinations).toMatchObject([{ delivered: 3, duplicate: 0 }]);
    // What is delivered is no dead letter any more.
    expect(readdirSync(folder).filter((name) => name.startsWith("dead"))).toEqual([]);
    const second = await runProgram(replay);
    expect([second.code, second.err]).toEqual([2, expect.stringContaining("[E_SOURCE_MISSING]")]);
    // The whole trail again: not one more document, though the older index holds most of them.
    const whole = await runWithSummary(ship);
    expect(whole.summary.destinations).toMatchObject([{ delivered: 0, duplicate: 3000 }]);
    expect(new Set(await idsIn(client, stream)).size).toBe(3000);
    const { hits } = await client.search({
      index: stream,
      query: { term: { "error.message": "no such thing" } },
    });
    const found = hits.hits.map(({ _source }) => _source as { event: { sequence: number } });
    expect(found.map(({ event }) => event.sequence).toSorted((a, b) => a - b)).toEqual([
      500, 1500, 2500,
    ]);
  });
});
