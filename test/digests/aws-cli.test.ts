/** The verdicts on a trail are those of `aws cloudtrail validate-logs`, where that is at hand: it and we read the same bucket. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { runCommandLine } from "../../src/cli/command-line.ts";
import { freshBucket } from "../support/aws-bucket.ts";
import { madeTrail, zipped, type MadeTrail } from "../support/digest-chain.ts";
import { memoryTerminal } from "../support/terminal.ts";

const ENDPOINT = process.env["AWS_ENDPOINT_URL"] ?? "";
const HAS_CLI = ENDPOINT !== "" && spawnSync("aws", ["--version"]).status === 0;

/** A server that answers ListPublicKeys. */
async function keyServer({ publicKeys }: MadeTrail): Promise<string> {
  const { PublicKeyList } = JSON.parse(publicKeys) as { PublicKeyList: object[] };
  const times = { ValidityStartTime: 1_500_000_000, ValidityEndTime: 2_500_000_000 };
  const answer = JSON.stringify({
    PublicKeyList: PublicKeyList.map((key) => ({ ...key, ...times })),
  });
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/x-amz-json-1.1" });
    response.end(answer);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe.skipIf(!HAS_CLI)("the AWS CLI and we", () => {
  it.each([
    ["nothing", () => {}, "5/5 digest files valid", "8/8 log files valid", 0],
    [
      "one file changed, one removed",
      (trail: MadeTrail) => {
        const [first, second] = trail.logs;
        if (first !== undefined) first.body = zipped('{"Records":[]}');
        trail.objects.splice(
          trail.objects.findIndex((object) => object === second),
          1,
        );
      },
      "5/5 digest files valid",
      "6/8 log files valid",
      5,
    ],
  ] as const)(
    "agree on %s",
    async (_name, harm, digests, logs, exit) => {
      const bucket = await freshBucket(ENDPOINT);
      const trail = madeTrail({ bucket: bucket.name });
      harm(trail);
      for (const { key, body, signature } of trail.objects)
        await bucket.put(
          key,
          body,
          signature === undefined ? {} : { signature, "signature-algorithm": "SHA256withRSA" },
        );
      const keys = await keyServer(trail);
      const env = { ...bucket.env, AWS_ENDPOINT_URL_CLOUDTRAIL: keys };
      const args =
        "cloudtrail validate-logs --region eu-west-1 --verbose --start-time 2026-11-20T00:00:00Z --end-time 2026-11-20T06:00:00Z --trail-arn arn:aws:cloudtrail:eu-west-1:111122223333:trail/my_trail";
      const cli = spawn("aws", [...args.split(" "), "--s3-bucket", bucket.name], {
        env: { ...process.env, ...env },
      });
      let said = "";
      for (const stream of [cli.stdout, cli.stderr])
        stream.on("data", (piece: Buffer) => void (said += piece.toString()));
      await once(cli, "close");
      expect(said).toContain(digests);
      expect(said).toContain(logs);

      const terminal = memoryTerminal(["verify", `s3://${bucket.name}`], { env });
      expect(await runCommandLine(terminal)).toBe(exit);
      const out = terminal.out();
      expect(out).toContain(digests);
      // What is missing counts among the files of the CLI, and not among ours.
      expect(out).toMatch(exit === 0 ? /8\/8 log files valid/ : /6\/7 log files valid/);
    },
    60_000,
  );
});
