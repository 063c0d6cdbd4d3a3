/** How a bucket is come to: by the rights of a role, through a proxy, and slower where it is asked too much. */
import { once } from "node:events";
import { createServer } from "node:http";
import { connect, type AddressInfo, type Socket } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { Pace } from "../../../src/sources/s3/pace.ts";
import { s3Source, type S3Options } from "../../../src/sources/s3/source.ts";
import { memorySink } from "../../support/memory-sink.ts";
import { ran, trailOf } from "../../support/running.ts";
import { refuse, startS3Stub, type S3Stub } from "../../support/s3-stub.ts";

async function bucketOf(count: number): Promise<S3Stub> {
  const bucket = await startS3Stub();
  onTestFinished(() => bucket.close());
  for (let index = 0; index < count; index += 1)
    bucket.objects.set(`f${index}.json`, { body: Buffer.from(trailOf(`f${index}`, 1)) });
  return bucket;
}

async function read(env: S3Options["env"], more: Partial<S3Options> = {}) {
  const source = await s3Source("s3://trail", { env, report: () => {}, ...more });
  const sink = memorySink();
  const run = await ran([source], [sink], { concurrency: 8 });
  await source.close();
  return { ...run, events: sink.held.size, fetched: source.fetched };
}

/** What STS is asked, and how it answers. */
async function stsStub(status: number, xml: string) {
  const asked: URLSearchParams[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      asked.push(new URLSearchParams(body));
      response.writeHead(status, { "content-type": "text/xml" }).end(xml);
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return { asked, env: { AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${port}` } };
}

const ROLE = "arn:aws:iam::444455556666:role/trail-reader";

it("a role is assumed once, with its external id, and the bucket is read with what that gave", async () => {
  const bucket = await bucketOf(3);
  const sts = await stsStub(
    200,
    `<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
  );
  const role = { arn: ROLE, externalId: "ours" };
  const { events, thrown } = await read({ ...bucket.env, ...sts.env }, { role });
  expect({ events, thrown }).toEqual({ events: 3, thrown: undefined });
  expect(bucket.headers()).toMatchObject({
    authorization: expect.stringContaining("Credential=ASIAROLE/") as string,
    "x-amz-security-token": "token",
  });
  expect(sts.asked.map((asked) => Object.fromEntries(asked))).toMatchObject([
    { Action: "AssumeRole", RoleArn: ROLE, ExternalId: "ours", RoleSessionName: "sestrail" },
  ]);
});

it("a role that may not be assumed is named, with what to do", async () => {
  const bucket = await bucketOf(1);
  const sts = await stsStub(
    403,
    `<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message></Error></ErrorResponse>`,
  );
  const role = { arn: ROLE, externalId: undefined };
  const { thrown } = await read({ ...bucket.env, ...sts.env }, { role });
  expect(thrown).toMatchObject({
    code: "E_AWS_ROLE",
    problem: {
      what: `the role ${ROLE} could not be assumed`,
      why: expect.stringContaining("not you") as string,
      todo: expect.stringContaining("--external-id") as string,
    },
  });
  expect(bucket.asked).toEqual([]);
});

it("goes through the proxy that the environment names, and straight where NO_PROXY says so", async () => {
  const bucket = await bucketOf(2);
  const target = Number(new URL(bucket.env["AWS_ENDPOINT_URL"] ?? "").port);
  const tunnels: string[] = [];
  const open = new Set<Socket>();
  const proxy = createServer().on("connect", (request, socket: Socket) => {
    tunnels.push(request.url ?? "");
    const way = connect(target, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      way.pipe(socket).pipe(way);
    });
    open.add(way).add(socket);
    for (const each of [way, socket]) each.on("error", () => each.destroy());
  });
  proxy.listen(0, "127.0.0.1");
  await once(proxy, "listening");
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    proxy.close();
  });
  const { port } = proxy.address() as AddressInfo;
  const env = {
    ...bucket.env,
    AWS_ENDPOINT_URL: "http://bucket.invalid",
    HTTP_PROXY: `http://127.0.0.1:${port}`,
  };
  expect(await read(env)).toMatchObject({ events: 2, thrown: undefined });
  expect(new Set(tunnels)).toEqual(new Set(["bucket.invalid:80"]));
  // The control: without the proxy nobody knows that host.
  const { thrown } = await read({ ...env, NO_PROXY: "bucket.invalid" });
  expect(thrown).toMatchObject({ code: "E_S3_UNREACHABLE" });
});

it("a bucket that is asked too much is asked less, counts it, and is read all the same", async () => {
  const bucket = await bucketOf(12);
  for (let index = 0; index < 4; index += 1)
    bucket.faults.set(`f${index}.json`, [refuse(503, "SlowDown")]);
  const { events, fetched } = await read(bucket.env);
  expect(events).toBe(12);
  expect(fetched).toMatchObject({ slowed: 4, gets: 16 });
});

it("the pace is halved once for answers that come together, and grows with each download that goes well", async () => {
  const pace = new Pace();
  const over = await Promise.all(Array.from({ length: 16 }, () => pace.turn()));
  pace.slowDown(0);
  pace.slowDown(10);
  expect(pace.most).toBe(8);
  pace.slowDown(2_000);
  expect(pace.most).toBe(4);
  let turns = 0;
  const next = pace.turn().then((done) => {
    turns += 1;
    return done;
  });
  for (const done of over.slice(0, 12)) done(false);
  await new Promise((resolve) => setImmediate(resolve));
  // Four are under way still.
  expect(turns).toBe(0);
  over[12]?.(true);
  (await next)(true);
  expect(pace.most).toBeGreaterThan(4);
  for (const done of over.slice(13)) done(true);
  for (let index = 0; index < 100; index += 1) (await pace.turn())(true);
  expect(pace.most).toBeGreaterThan(12);
});
