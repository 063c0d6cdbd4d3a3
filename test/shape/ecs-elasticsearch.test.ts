/** A real Elasticsearch takes every document, however odd its record, and finds what was promised in it. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { ecsLine } from "../../src/shape/ecs.ts";
import { eventMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import { shapeableRecords } from "../support/any-records.ts";
import { elementOf, eventOf, READ_AT, STREAM } from "../support/made-records.ts";

const url = process.env["ELASTICSEARCH_URL"];
const INDEX = `sestrail-test-shape-${process.pid}`;

async function ask(method: string, path: string, body?: string): Promise<JsonObject> {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: {
      "content-type": path.includes("_bulk") ? "application/x-ndjson" : "application/json",
    },
    ...(body === undefined ? {} : { body }),
  });
  return (await response.json()) as JsonObject;
}

/** Writes lines; the reasons of those that were refused. */
async function refusals(lines: readonly string[]): Promise<unknown[]> {
  const body = lines.map((line) => `{"create":{}}\n${line}\n`).join("");
  const answer = await ask("POST", `${INDEX}/_bulk?refresh=true`, body);
  const items = answer["items"] as unknown as { create: { status: number; error?: unknown } }[];
  expect(items).toHaveLength(lines.length);
  return items.flatMap(({ create }) => (create.status === 201 ? [] : [create.error]));
}

describe.skipIf(url === undefined && process.env["CI"] !== "true")("Elasticsearch", () => {
  beforeAll(async () => {
    const mappings = eventMappings(new Set(["constant_keyword", "match_only_text"]));
    expect(await ask("PUT", INDEX, JSON.stringify({ mappings }))).toMatchObject({
      acknowledged: true,
    });
  });
  afterAll(async () => {
    await ask("DELETE", INDEX);
  });

  it("takes 500 odd records", async () => {
    const lines = fc.sample(shapeableRecords, { numRuns: 500, seed: 7 }).map((record) => {
      const made = normalise(elementOf(record), { readAt: READ_AT, keepOriginal: false });
      if (!("event" in made)) throw new Error(made.unshapeable.reason);
      return ecsLine(made.event, STREAM);
    });
    expect(await refusals(lines)).toEqual([]);
  });

  it("takes every golden document, and the mapping does not grow", async () => {
    const before = await ask("GET", `${INDEX}/_mapping`);
    const lines = readdirSync("test/golden", { withFileTypes: true }).flatMap((entry) => {
      const path = join("test/golden", entry.name, "ecs.json");
      return entry.isDirectory() && existsSync(path)
        ? [JSON.stringify(JSON.parse(readFileSync(path, "utf8")))]
        : [];
    });
    expect(lines.length).toBeGreaterThan(25);
    expect(await refusals(lines)).toEqual([]);
    expect(await ask("GET", `${INDEX}/_mapping`)).toEqual(before);
  });

  it("takes the largest value that a flattened field may hold, at the longest path", async () => {
    const parameters: JsonObject = {
      ["é".repeat(512)]: "漢".repeat(8_191),
      short: "漢".repeat(20_000),
    };
    const event = eventOf({
      requestParameters: parameters,
      userAgent: "漢".repeat(40_000),
      eventID: "\u0000",
    });
    expect(event.fields["aws.cloudtrail.flattened.request_parameters"]).toBeDefined();
    expect(await refusals([ecsLine(event, STREAM)])).toEqual([]);
  });

  it("refuses what the mapping leaves out (broken control)", async () => {
    let deep: JsonObject = { leaf: 1 };
    for (let level = 0; level < 25; level += 1) deep = { in: deep };
    const document = { "@timestamp": READ_AT, "aws.cloudtrail.flattened.request_parameters": deep };
    expect(await refusals([JSON.stringify(document)])).toHaveLength(1);
  });

  it("finds a setting and a nested parameter", async () => {
    const event = eventOf({
      eventID: "find-me",
      eventName: "SetIdentityDkimEnabled",
      requestParameters: { identity: "example.org", dkimEnabled: false },
    });
    expect(await refusals([ecsLine(event, STREAM)])).toEqual([]);
    const query = {
      query: {
        bool: {
          filter: [
            { term: { "event.id": "find-me" } },
            { term: { "aws.ses.setting.pair": "dkimEnabled=false" } },
            { term: { "aws.cloudtrail.flattened.request_parameters.dkimEnabled": "false" } },
          ],
        },
      },
    };
    expect(
      await ask("POST", `${INDEX}/_search?filter_path=hits.total.value`, JSON.stringify(query)),
    ).toEqual({
      hits: { total: { value: 1 } },
    });
  });
});
