/** `sestrail setup elasticsearch`: what it prints without a server, and what it tells of one. */
import { describe, expect, it, onTestFinished } from "vitest";
import {
  type SetupElasticsearchConfig,
  setupElasticsearchCommand,
} from "../../../src/cli/commands/setup-elasticsearch.ts";
import {
  calm,
  dropDataset,
  dropStream,
  freshNamespace,
  plainClient,
} from "../../sinks/elasticsearch/support.ts";
import { describeWith } from "../../support/services.ts";

async function output(changes: Partial<SetupElasticsearchConfig>): Promise<string> {
  let text = "";
  await setupElasticsearchCommand(
    {
      connection: { url: "http://127.0.0.1:9/", requestTimeoutMs: 30_000 },
      dataset: "ses.cloudtrail",
      namespace: "default",
      overwrite: false,
      dryRun: false,
      print: false,
      printRole: false,
      ...changes,
    },
    (line) => {
      text += line;
    },
    calm(),
  );
  return text;
}

describe("without a server", () => {
  it("prints every request as JSON", async () => {
    const requests = JSON.parse(await output({ print: true, retention: "365d" })) as {
      method: string;
      path: string;
    }[];
    expect(new Set(requests.map(({ method }) => method))).toEqual(new Set(["PUT"]));
    expect(requests.map(({ path }) => path)).toEqual([
      ...["logs-ses.cloudtrail", "logs-ses.cloudtrail.otel", "logs-sestrail.run"].flatMap(
        (name) => [
          `/_component_template/${name}@mappings`,
          `/_component_template/${name}@settings`,
          `/_component_template/${name}@lifecycle`,
          `/_index_template/${name}`,
        ],
      ),
      "/_data_stream/logs-ses.cloudtrail-default",
      "/_data_stream/logs-sestrail.run-default",
    ]);
    expect(JSON.stringify(requests)).toContain('"data_retention":"365d"');
  });

  it("prints requests for keys, to paste", async () => {
    const [writer = "", setup = ""] = (await output({ printRole: true })).split("\n\n");
    for (const [text, right] of [
      [writer, '"create_doc"'],
      [setup, '"manage_index_templates"'],
    ] as const) {
      const [purpose, head, ...body] = text.split("\n");
      expect(purpose).toMatch(/^# /);
      expect(head).toBe("POST /_security/api_key");
      expect(JSON.stringify(JSON.parse(body.join("\n")))).toContain(right);
    }
    expect(writer).not.toContain("manage");
  });

  it("ends with a coded error where none answers", async () => {
    await expect(output({})).rejects.toMatchObject({ code: "E_ES_UNREACHABLE" });
  });
});

describeWith("ELASTICSEARCH_URL", "with a server", (url) => {
  it("tells what was done, a line each", async () => {
    const dataset = `ses.${freshNamespace()}`;
    const namespace = freshNamespace();
    const client = plainClient(url);
    onTestFinished(async () => {
      await dropStream(client, `logs-sestrail.run-${namespace}`);
      await dropDataset(client, dataset);
      await client.close();
    });
    const text = await output({
      connection: { url, requestTimeoutMs: 30_000 },
      dataset,
      namespace,
    });
    const lines = text.trimEnd().split("\n");
    expect(lines[0]).toMatch(/^elasticsearch:\S+ {2}\S+ \d+\.\d+\.\d+$/);
    expect(lines).toContainEqual(expect.stringMatching(`^template +logs-${dataset} installed$`));
    expect(lines).toContainEqual(
      expect.stringMatching(`^data stream +logs-${dataset}-${namespace} (made|is made)`),
    );
  });
});
