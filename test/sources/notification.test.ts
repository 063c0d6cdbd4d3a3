/** Notifications are told by their shape: each that AWS sends, within one another, and what is none. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readEvent, readNotification, type Told } from "../../src/sources/notification.ts";
import {
  busEvent,
  cloudTrailNotice,
  recordEvent,
  s3Event,
  throughSns,
} from "../support/notifications.ts";

const KEY = "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/11/20/a.json.gz";
const keysOf = (told: readonly Told[]): string[] =>
  told.flatMap((one) => (one.kind === "object" ? [`${one.object.bucket} ${one.object.key}`] : []));
const inRecord = (record: unknown): string => JSON.stringify({ Records: [record] });
const lambda = (body: string): string => inRecord({ messageId: "m", eventSource: "aws:sqs", body });
const snsOfLambda = (Message: string): string =>
  inRecord({ EventSource: "aws:sns", Sns: { Message } });

describe("what names objects", () => {
  it.each<[string, string, string[]]>([
    ["S3", s3Event("trail", [KEY]), [`trail ${KEY}`]],
    ["S3, several", s3Event("trail", ["x.json", "y.json"]), ["trail x.json", "trail y.json"]],
    ["S3, a version to come", s3Event("trail", [KEY]).replace('"2.5"', '"2.9"'), [`trail ${KEY}`]],
    ["S3 through SNS", throughSns(s3Event("trail", [KEY])), [`trail ${KEY}`]],
    [
      "S3 through SNS and SQS to Lambda",
      lambda(throughSns(s3Event("trail", [KEY]))),
      [`trail ${KEY}`],
    ],
    ["S3 through SNS to Lambda", snsOfLambda(s3Event("trail", [KEY])), [`trail ${KEY}`]],
    ["EventBridge", busEvent("trail", KEY), [`trail ${KEY}`]],
    ["EventBridge through SNS", throughSns(busEvent("trail", KEY)), [`trail ${KEY}`]],
    ["CloudTrail", cloudTrailNotice("trail", [KEY, "k2"]), [`trail ${KEY}`, "trail k2"]],
    [
      "CloudTrail, one key",
      JSON.stringify({ s3Bucket: "trail", s3ObjectKey: KEY }),
      [`trail ${KEY}`],
    ],
    ["CloudTrail through SNS", throughSns(cloudTrailNotice("trail", [KEY])), [`trail ${KEY}`]],
    [
      "an object that was restored",
      s3Event("trail", [KEY]).replace("ObjectCreated:Put", "ObjectRestore:Completed"),
      [`trail ${KEY}`],
    ],
    [
      "an access point",
      s3Event("arn:aws:s3:eu-west-1:111122223333:accesspoint/trail", ["k"]),
      ["arn:aws:s3:eu-west-1:111122223333:accesspoint/trail k"],
    ],
  ])("%s", (_name, body, keys) => {
    expect(keysOf(readNotification(body))).toEqual(keys);
    expect(keysOf(readEvent(JSON.parse(body)))).toEqual(keys);
  });

  it.each([
    ["a b+c%ü/ä.json", "a plus, a percent, an umlaut"],
    ["logs/x.json", "plain"],
  ])("decodes what S3 encodes: %s", (key) => {
    expect(keysOf(readNotification(s3Event("trail", [key])))).toEqual([`trail ${key}`]);
  });

  it("takes a key with broken encoding as it is", () => {
    const body = s3Event("trail", ["k"]).replace('"key":"k"', '"key":"100%.json"');
    expect(keysOf(readNotification(body))).toEqual(["trail 100%.json"]);
  });

  it("knows the other form of a key where nobody says whether it is encoded", () => {
    expect(readNotification(busEvent("trail", "a%20b.json"))).toMatchObject([
      { object: { key: "a%20b.json", otherKey: "a b.json", etag: '"abc"' } },
    ]);
    expect(readNotification(busEvent("trail", "ab.json"))[0]).not.toHaveProperty("object.otherKey");
  });
});

it("EventBridge's own record is read as it stands", () => {
  const record = { eventName: "SendEmail", eventTime: "2026-11-20T09:00:00Z" };
  const [told] = readNotification(recordEvent(record));
  expect(told?.kind).toBe("records");
  expect(told).toHaveProperty("text", expect.stringContaining('"eventName":"SendEmail"'));
});

describe("what is of no interest", () => {
  it.each([
    ['{"Service":"Amazon S3","Event":"s3:TestEvent","Bucket":"b"}', "test event"],
    ["CloudTrail validation message.", "validation message"],
    [s3Event("trail", ["k"]).replace("ObjectCreated:Put", "ObjectRemoved:Delete"), "ObjectRemoved"],
    [
      s3Event("trail", ["k"]).replace("ObjectCreated:Put", "ObjectRestore:Post"),
      "ObjectRestore:Post",
    ],
    [busEvent("trail", "k").replace("Object Created", "Object Deleted"), "Object Deleted"],
    ['{"Records":[]}', "no notifications"],
  ])("%s", (body, why) => {
    for (const each of [body, throughSns(body)])
      expect(readNotification(each)).toEqual([
        { kind: "nothing", why: expect.stringContaining(why) as string },
      ]);
  });
});

describe("what is no notification", () => {
  it.each([
    ["hello", "no JSON"],
    ["[1]", "no JSON object"],
    ["null", "no JSON object"],
    ['{"order":1,"customer":2}', "order, customer"],
    ['{"Type":"SubscriptionConfirmation","Message":"m"}', "do so yourself"],
    ['{"Records":[{"eventSource":"aws:dynamodb"}]}', "no notification"],
    [s3Event("../etc", ["k"]), "no bucket"],
    [s3Event("trail", [""]), "no object"],
    [cloudTrailNotice("trail", []), "s3Bucket"],
    [[1, 2, 3, 4].reduce((body) => throughSns(body), s3Event("trail", ["k"])), "deeper"],
  ])("%s", (body, why) => {
    expect(readNotification(body)).toEqual([
      { kind: "unknown", why: expect.stringContaining(why) as string },
    ]);
  });

  it("never throws, and always tells something", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (body) => {
        expect(readNotification(body).length).toBeGreaterThan(0);
      }),
    );
  });
});

it("each entry of one message is told by itself", () => {
  const [one] = (JSON.parse(s3Event("trail", ["k"])) as { Records: unknown[] }).Records;
  const told = readNotification(JSON.stringify({ Records: [one, { eventSource: "x" }, 7] }));
  expect(told.map(({ kind }) => kind)).toEqual(["object", "unknown", "unknown"]);
});
