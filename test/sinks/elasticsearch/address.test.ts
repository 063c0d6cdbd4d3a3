/** Addresses of Elasticsearch: what is taken, what is refused and why. */
import { describe, expect, it } from "vitest";
import {
  destinationName,
  readElasticsearchAddress,
} from "../../../src/sinks/elasticsearch/address.ts";

const cloud = (text: string): string =>
  `cloud:my deployment:${Buffer.from(text).toString("base64")}`;

describe("readElasticsearchAddress", () => {
  it.each([
    ["http://localhost:9200", "http://localhost:9200/"],
    ["https://search.example.com/es", "https://search.example.com/es"],
    ["http://[::1]:9200", "http://[::1]:9200/"],
    [cloud("eu-west-1.aws.found.io$abc123$def456"), "https://abc123.eu-west-1.aws.found.io/"],
    [cloud("found.example.org:9243$abc123"), "https://abc123.found.example.org:9243/"],
  ])("%s", (text, url) => {
    expect(readElasticsearchAddress(text)).toEqual({ url });
  });

  it.each([
    ["localhost:9200", "no address"],
    ["", "no address"],
    ["ftp://localhost", "no address"],
    ["http://elastic:hunter2@localhost:9200", "credentials do not belong"],
    ["http://localhost:9200/?pretty", "no ? or #"],
    ["cloud:name:????", "cannot be decoded"],
    [cloud("evil.example/path$abc"), "cannot be decoded"],
    [cloud("host$"), "cannot be decoded"],
  ])("refuses %s", (text, why) => {
    const reading = readElasticsearchAddress(text);
    expect("wrong" in reading && reading.wrong).toContain(why);
    expect(JSON.stringify(reading)).not.toContain("hunter2");
  });
});

describe("destinationName", () => {
  it.each([
    ["http://localhost:9200/", "elasticsearch:localhost:9200"],
    ["https://search.example.com/es", "elasticsearch:search.example.com/es"],
  ])("%s", (url, name) => {
    expect(destinationName(url)).toBe(name);
  });
});
