/** The program over a queue, at the AWS endpoint of the environment. The large form: `npm run chaos -- workers`. */
import { expect, it } from "vitest";
import {
  dropDataset,
  dropStream,
  freshNamespace,
  idsIn,
  plainClient,
} from "../sinks/elasticsearch/support.ts";
import { freshBucket } from "../support/aws-bucket.ts";
import { freshQueue } from "../support/aws-queue.ts";
import { s3Event, throughSns } from "../support/notifications.ts";
import { runWithSummary, startProgram } from "../support/program.ts";
import { trailOf } from "../support/running.ts";
import { addressFrom, describeWith } from "../support/services.ts";
import { sharedBackfill } from "../support/shared-backfill.ts";

const ELASTICSEARCH = addressFrom("ELASTICSEARCH_URL");

describeWith("AWS_ENDPOINT_URL", "ship sqs:", (endpoint) => {
  it.each(["1", "2"])(
    "reads what a queue tells of with --workers %s until it is empty, and says what it did",
    async (workers) => {
      const bucket = await freshBucket(endpoint);
      const queue = await freshQueue(endpoint, { visibilityS: 5, maxReceiveCount: 2 });
      const key = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/a b+c.json";
      await bucket.put(key, trailOf("a", 2));
      await bucket.put("b.json", trailOf("b", 1));
      await queue.send(throughSns(s3Event(bucket.name, [key])));
      await queue.send(s3Event(bucket.name, ["b.json"]));
      await queue.send('{"Service":"Amazon S3","Event":"s3:TestEvent"}');
      const { code, out, summary } = await runWithSummary(
        ["ship", queue.source, "--until-empty", "--format", "ecs", "--workers", workers],
        { env: bucket.env },
      );
      expect(code).toBe(0);
      expect(out.trim().split("\n")).toHaveLength(3);
      expect(summary).toMatchObject({
        files: { read: 2, acked: 2 },
        problems: [],
        fetched: [{ gets: 2, queue: { received: 3, deleted: 3, returned: 0 } }],
      });
      expect(await queue.lengths()).toEqual({ queue: 0, dead: 0 });
      await queue.drop();
    },
  );

  it.each(["1", "2"])(
    "waits with --workers %s for what comes, and gives back at SIGTERM what it holds",
    async (workers) => {
      const bucket = await freshBucket(endpoint);
      const queue = await freshQueue(endpoint, { visibilityS: 60, maxReceiveCount: 9 });
      await bucket.put("a.json", trailOf("a", 1));
      const { child, ended } = startProgram(
        ["ship", queue.source, "--format", "ecs", "--workers", workers],
        {
          env: bucket.env,
        },
      );
      const line = new Promise<string>((resolve) => {
        child.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString()));
      });
      await queue.send(s3Event(bucket.name, ["a.json"]));
      expect(await line).toContain('"event"');
      child.kill("SIGTERM");
      expect((await ended).code).toBe(143);
      expect(await queue.lengths()).toEqual({ queue: 0, dead: 0 });
      await queue.drop();
    },
  );

  it.skipIf(ELASTICSEARCH === undefined)(
    "four workers, one killed with -9 and one hung: each event once, and nothing is left",
    async () => {
      const namespace = freshNamespace();
      const dataset = `ses.${namespace}`;
      const to = ["--to", `elasticsearch:${ELASTICSEARCH ?? ""}`];
      const end = await sharedBackfill({
        endpoint,
        to: [...to, "--namespace", namespace, "--dataset", dataset],
        objectsADay: 1,
        eventsAnObject: 2,
        start(args, env) {
          const { child, ended } = startProgram(args, { env, stdin: "" });
          return { kill: (signal) => void child.kill(signal), ended };
        },
      });
      const client = plainClient(ELASTICSEARCH ?? "");
      const ids = await idsIn(client, `logs-${dataset}-${namespace}`);
      await dropStream(client, `logs-sestrail.run-${namespace}`);
      await dropDataset(client, dataset);
      await client.close();
      expect(end).toMatchObject({ objects: 120, queue: 0, dead: 0, codes: [null, 0, 0, 0] });
      expect({ ids: ids.length, different: new Set(ids).size }).toEqual({
        ids: 240,
        different: 240,
      });
    },
  );
});
