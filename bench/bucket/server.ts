/**
 * A bucket of many small objects that costs as little as can be, in a process of its own: every object is the same one,
 * and all answers are made beforehand. It says its port to its parent.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

const [countText = "2000"] = process.argv.slice(2);
const COUNT = Number(countText);
const PAGE = 1000;
const RECORDS = 40;
const SES_RECORDS = 1;

const record = (index: number): unknown => ({
  eventVersion: "1.11",
  userIdentity: { type: "IAMUser", userName: "mailer", accountId: "111122223333" },
  eventTime: "2026-11-20T09:00:00Z",
  eventSource: index < SES_RECORDS ? "ses.amazonaws.com" : "ec2.amazonaws.com",
  eventName: index < SES_RECORDS ? "GetSendQuota" : "DescribeInstances",
  awsRegion: "eu-west-1",
  sourceIPAddress: "192.0.2.7",
  userAgent: "Boto3/1.34.0",
  requestParameters: { filterSet: { items: [{ name: "tag", valueSet: { items: [index] } }] } },
  responseElements: null,
  eventID: `e-${index}`,
  recipientAccountId: "111122223333",
});
const body = gzipSync(
  JSON.stringify({ Records: Array.from({ length: RECORDS }, (_, index) => record(index)) }),
);
const keys = Array.from(
  { length: COUNT },
  (_, index) =>
    `AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/f${String(index).padStart(8, "0")}.json.gz`,
);
const pages = Array.from({ length: Math.ceil(COUNT / PAGE) }, (_, page) => {
  const own = keys.slice(page * PAGE, (page + 1) * PAGE);
  const isLast = (page + 1) * PAGE >= COUNT;
  const next = isLast ? "" : `<NextContinuationToken>${page + 1}</NextContinuationToken>`;
  const contents = own.map(
    (key) =>
      `<Contents><Key>${key}</Key><ETag>"e"</ETag><Size>${body.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`,
  );
  return `<?xml version="1.0"?><ListBucketResult><IsTruncated>${!isLast}</IsTruncated>${contents.join("")}${next}</ListBucketResult>`;
});

const server = createServer((request, response) => {
  const url = request.url ?? "";
  if (url.includes("list-type=2")) {
    const page = Number(/continuation-token=(\d+)/.exec(url)?.[1] ?? 0);
    response.writeHead(200, { "content-type": "application/xml" }).end(pages[page]);
  } else response.writeHead(200, { etag: '"e"', "content-length": body.length }).end(body);
});
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port, bytes: body.length });
});
process.on("disconnect", () => process.exit());
