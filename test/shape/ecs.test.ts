import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { ecsLine, toEcs } from "../../src/shape/ecs.ts";
import { javaMapText } from "../../src/shape/java-map.ts";
import { quoted } from "../../src/shape/json-text.ts";
import { eventOf, STREAM } from "../support/made-records.ts";

const ELASTIC = { dataset: "aws.cloudtrail", namespace: "default" };

describe("toEcs", () => {
  it("has its keys in the order of the field table, whatever is there", () => {
    const keysOf = (members: JsonObject): string[] => Object.keys(toEcs(eventOf(members), STREAM));
    expect(keysOf({})).toEqual([
      "@timestamp",
      "message",
      "ecs",
      "event",
      "cloud",
      "aws",
      "log",
      "data_stream",
    ]);
    expect(
      keysOf({
        errorCode: "X",
        userAgent: "x",
        sourceIPAddress: "::1",
        userIdentity: { type: "Root" },
      }),
    ).toEqual([
      "@timestamp",
      "message",
      "ecs",
      "event",
      "error",
      "cloud",
      "user",
      "aws",
      "source",
      "user_agent",
      "related",
      "log",
      "data_stream",
    ]);
    // `aws.ses.caller` comes first in the table, and `aws` with it.
    const aws = toEcs(eventOf({ requestID: "r" }), STREAM)["aws"] as JsonObject;
    expect(Object.keys(aws)).toEqual(["ses", "cloudtrail"]);
  });
});

describe("Elastic's own dataset", () => {
  const members: JsonObject = {
    eventName: "UpdateAccountSendingEnabled",
    requestParameters: { identity: "example.com", enabled: true },
    responseElements: { list: [1, { b: "x", a: null }], none: {} },
  };

  it("has parameters as a Java map prints them, which its rules search", () => {
    const document = toEcs(eventOf(members), ELASTIC);
    expect(document).toMatchObject({
      event: { dataset: "aws.cloudtrail" },
      data_stream: { dataset: "aws.cloudtrail" },
      aws: {
        cloudtrail: {
          request_parameters: "{enabled=true, identity=example.com}",
          response_elements: "{list=[1, {a=null, b=x}], none={}}",
          flattened: { request_parameters: { enabled: true, identity: "example.com" } },
        },
      },
    });
    expect(ecsLine(eventOf(members), ELASTIC)).toBe(JSON.stringify(document));
  });

  it("names the AWS CLI as Elasticsearch's own processor does, for which its rules ask", () => {
    const cli = eventOf({ userAgent: "aws-cli/2.17.20 lang/python#3.11.9" });
    const nameIn = (stream: typeof ELASTIC): unknown => toEcs(cli, stream)["user_agent"];
    expect(nameIn(ELASTIC)).toMatchObject({ name: "aws-cli", version: "2.17.20" });
    expect(nameIn(STREAM)).toMatchObject({ name: "AWS CLI" });
    expect(ecsLine(cli, ELASTIC)).toBe(JSON.stringify(toEcs(cli, ELASTIC)));
    const other = toEcs(eventOf({ userAgent: "Boto3/1.34.140" }), ELASTIC);
    expect(other["user_agent"]).toMatchObject({ name: "Boto3" });
  });

  it("is the only one that has", () => {
    expect(toEcs(eventOf(members), STREAM)).toMatchObject({
      aws: { cloudtrail: { request_parameters: '{"enabled":true,"identity":"example.com"}' } },
    });
  });
});

describe("javaMapText", () => {
  it.each([
    ["{}", "{}"],
    ['"text"', "text"],
    ['{"10":1,"9":"a=b, c"}', "{10=1, 9=a=b, c}"],
    ["no JSON", "no JSON"],
  ])("of %s is %s", (json, expected) => {
    expect(javaMapText(json)).toBe(expected);
  });
});

describe("quoted", () => {
  it.each([
    "",
    "plain",
    'quo"te',
    "back\\slash",
    "\u0000\n\u001f\u007f\u2028",
    "🙂",
    "\ud800",
    "a\udc00b",
    "é漢",
  ])("%j as JSON.stringify does", (text) => {
    expect(quoted(text)).toBe(JSON.stringify(text));
  });
});
