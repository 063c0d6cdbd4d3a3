/** Setting up a real server: what is installed, left alone, updated, rolled over, and printed. */
import { afterAll, expect, it, onTestFinished } from "vitest";
import { listIn, textIn } from "../../../src/sinks/elasticsearch/answer.ts";
import type { Client } from "../../../src/sinks/elasticsearch/client.ts";
import {
  type SetupOptions,
  printedSetup,
  setupElasticsearch,
} from "../../../src/sinks/elasticsearch/setup.ts";
import { TEMPLATE_VERSION } from "../../../src/sinks/elasticsearch/templates.ts";
import { eventOf, itemOf } from "../../support/events.ts";
import {
  calm,
  dropDataset,
  dropStream,
  freshNamespace,
  idsIn,
  lackingAt,
  plainClient,
  sinkAt,
} from "./support.ts";
import { describeWith } from "../../support/services.ts";

/** Of its own, so that no other test meets its stream of runs. */
const NAMESPACE = freshNamespace();

/** A dataset of its own, so that its templates are nobody else's; taken away afterwards. */
function ownDataset(client: Client): string {
  const dataset = `ses.${freshNamespace()}`;
  onTestFinished(() => dropDataset(client, dataset));
  return dataset;
}

async function templateOf(client: Client, dataset: string): Promise<unknown> {
  const answer: unknown = await client.transport.request(
    { method: "GET", path: `/_index_template/logs-${dataset}` },
    { ignore: [404] },
  );
  return listIn(answer, "index_templates")[0];
}

/** Puts a template there as an older or newer version, or somebody else, would have made it. */
async function plant(
  client: Client,
  dataset: string,
  meta: unknown,
  version: number,
): Promise<void> {
  await client.transport.request({
    method: "PUT",
    path: `/_index_template/logs-${dataset}`,
    body: {
      index_patterns: [`logs-${dataset}-*`],
      priority: 550,
      data_stream: {},
      version,
      _meta: meta,
    },
  });
}

async function backingIndices(client: Client, stream: string): Promise<readonly unknown[]> {
  const answer: unknown = await client.transport.request({
    method: "GET",
    path: `/_resolve/index/${stream}`,
  });
  return listIn(listIn(answer, "data_streams")[0], "backing_indices");
}

describeWith("ELASTICSEARCH_URL", "setting up", (url) => {
  const client = plainClient(url);
  afterAll(() => dropStream(client, `logs-sestrail.run-${NAMESPACE}`));
  const setup = (dataset: string, options: Partial<SetupOptions> = {}) =>
    setupElasticsearch(
      client,
      {
        connection: { url },
        dataset,
        namespace: NAMESPACE,
        overwrite: false,
        dryRun: false,
        ...options,
      },
      calm(),
    );
  const textOf = (lines: readonly (readonly [string, string])[]): string =>
    lines.map((line) => line.join(" ")).join("\n");

  it("installs templates and empty data streams, and says so; a second time nothing changes", async () => {
    const dataset = ownDataset(client);
    const text = textOf(await setup(dataset));
    expect(text).toContain(`template logs-${dataset} installed`);
    expect(text).toContain(`template logs-${dataset}.otel installed`);
    expect(text).toContain("logs-sestrail.run");
    // The test servers of 8.x make a data stream only by the first event.
    const made = new RegExp(`data stream logs-${dataset}-${NAMESPACE} (made, empty|is made with)`);
    expect(text).toMatch(made);
    expect(textIn(await templateOf(client, dataset), "index_template", "_meta", "managed_by")).toBe(
      "sestrail",
    );
    const again = textOf(await setup(dataset));
    expect(again).toContain(`template logs-${dataset} is up to date`);
    expect(again).not.toContain(`-${NAMESPACE} rolled over`);
  });

  it("asks everything and changes nothing with dryRun", async () => {
    const dataset = ownDataset(client);
    const text = textOf(await setup(dataset, { dryRun: true }));
    expect(text).toContain(`template logs-${dataset} would be installed`);
    expect(text).toContain(`data stream logs-${dataset}-${NAMESPACE} would be made`);
    expect(await templateOf(client, dataset)).toBeUndefined();
  });

  it("updates an older version, keeps its choices, and rolls the data stream over", async () => {
    const dataset = ownDataset(client);
    await plant(client, dataset, { managed_by: "sestrail", retention: "30d", logsdb: true }, 0);
    const { sink } = sinkAt(url, { dataset, namespace: NAMESPACE, setup: false });
    await sink.write([itemOf(sink, eventOf("before"))], calm());
    const text = textOf(await setup(dataset));
    expect(text).toContain(`template logs-${dataset} updated`);
    expect(text).toContain(`logs-${dataset}-${NAMESPACE} rolled over`);
    expect(await templateOf(client, dataset)).toMatchObject({
      index_template: {
        version: TEMPLATE_VERSION,
        _meta: { managed_by: "sestrail", retention: "30d", logsdb: true },
      },
    });
    expect(await backingIndices(client, `logs-${dataset}-${NAMESPACE}`)).toHaveLength(2);
    expect(await idsIn(client, `logs-${dataset}-${NAMESPACE}`)).toEqual(["before"]);
    await sink.close();
  });

  it("writes again when something else is chosen", async () => {
    const dataset = ownDataset(client);
    await setup(dataset);
    const { sink } = sinkAt(url, { dataset, namespace: NAMESPACE, setup: false });
    await sink.write([itemOf(sink, eventOf("before"))], calm());
    const text = textOf(await setup(dataset, { retention: "90d" }));
    expect(text).toContain(`template logs-${dataset} written again with other choices`);
    expect(text).toContain(`logs-${dataset}-${NAMESPACE} rolled over`);
    expect(await templateOf(client, dataset)).toMatchObject({
      index_template: { _meta: { retention: "90d" } },
    });
    const components: unknown = await client.transport.request({
      method: "GET",
      path: `/_component_template/logs-${dataset}@*`,
    });
    const lacking = await lackingAt(client);
    expect(JSON.stringify(components).includes('"data_retention":"90d"')).toBe(
      !lacking.has("lifecycle"),
    );
    await sink.close();
  });

  it.each([
    ["a newer one", { managed_by: "sestrail" }, TEMPLATE_VERSION + 1, "newer than this sestrail"],
    ["somebody else's", { managed_by: "fleet" }, 1, "somebody else's"],
  ])("leaves %s, unless told to overwrite", async (_, meta, version, whose) => {
    const dataset = ownDataset(client);
    await plant(client, dataset, meta, version);
    const before = await templateOf(client, dataset);
    const text = textOf(await setup(dataset));
    expect(text).toContain(`logs-${dataset} is left as it is`);
    expect(text).toContain(whose);
    expect(await templateOf(client, dataset)).toEqual(before);

    const { sink, problems } = sinkAt(url, { dataset });
    await sink.open(calm());
    expect(problems.map((problem) => problem.code)).toEqual(["E_ES_TEMPLATE"]);
    expect(await templateOf(client, dataset)).toEqual(before);
    await sink.close();

    expect(textOf(await setup(dataset, { overwrite: true }))).toContain(`logs-${dataset} replaced`);
    expect(textIn(await templateOf(client, dataset), "index_template", "_meta", "managed_by")).toBe(
      "sestrail",
    );
  });

  it("never touches Elastic's dataset", async () => {
    const before: unknown = await client.cluster.state({
      metric: "metadata",
      filter_path: "metadata.index_template.index_template.logs-aws*",
    });
    const text = textOf(await setup("aws.cloudtrail"));
    expect(text).toContain("logs-aws.cloudtrail is Elastic's");
    const after: unknown = await client.cluster.state({
      metric: "metadata",
      filter_path: "metadata.index_template.index_template.logs-aws*",
    });
    expect(after).toEqual(before);
    expect(await templateOf(client, "aws.cloudtrail")).toBeUndefined();
  });

  it("a run installs what is missing, tells what the server lacks, and the next keeps quiet", async () => {
    const dataset = ownDataset(client);
    const { sink, problems } = sinkAt(url, { dataset });
    await sink.open(calm());
    expect(await templateOf(client, dataset)).toMatchObject({
      index_template: { version: TEMPLATE_VERSION },
    });
    const lacking = [...(await lackingAt(client))].filter((name) => name !== "logsdb");
    expect(problems.map(({ code, what }) => [code, what.replace(/^\S+ lacks /, "")])).toEqual(
      lacking.length === 0 ? [] : [["E_ES_FALLBACK", lacking.join(", ")]],
    );
    await sink.close();
    const next = sinkAt(url, { dataset });
    await next.sink.open(calm());
    expect(next.problems).toEqual([]);
    await next.sink.close();
  });

  it("a run updates an older template and rolls its data stream over", async () => {
    const dataset = ownDataset(client);
    await plant(client, dataset, { managed_by: "sestrail", retention: "30d" }, 0);
    const { sink, stream } = sinkAt(url, { dataset });
    await sink.write([itemOf(sink, eventOf("before"))], calm());
    await sink.open(calm());
    expect(await backingIndices(client, stream)).toHaveLength(2);
    expect(await templateOf(client, dataset)).toMatchObject({
      index_template: { version: TEMPLATE_VERSION, _meta: { retention: "30d" } },
    });
    await sink.close();
  });

  it("a run leaves templates alone when it is told to", async () => {
    const dataset = ownDataset(client);
    const { sink } = sinkAt(url, { dataset, setup: false });
    await sink.open(calm());
    expect(await templateOf(client, dataset)).toBeUndefined();
    await sink.close();
  });

  it("what it prints is what a server takes", async ({ skip }) => {
    const dataset = ownDataset(client);
    const lacking = [...(await lackingAt(client))].filter((name) => name !== "constant_keyword");
    skip(lacking.length > 0, `this server lacks ${lacking.join(", ")}`);
    for (const { method, path, body } of printedSetup({ dataset, namespace: NAMESPACE })) {
      if (path.includes("sestrail.run")) continue;
      // A test server may have no constant_keyword: the rest of the print stands as it is.
      const text = JSON.stringify(body)?.replaceAll("constant_keyword", "keyword");
      const answer: unknown = await client.transport.request(
        { method, path, ...(text === undefined ? {} : { body: text }) },
        text === undefined ? {} : { headers: { "content-type": "application/json" } },
      );
      expect(answer).toMatchObject({ acknowledged: true });
    }
  });
});
