/** The searches that charts become, in the forms that Kibana was seen to send, and the rows that answers make. */
import { describe, expect, test } from "vitest";
import {
  age,
  count,
  distinct,
  lastValue,
  layer,
  newest,
  share,
  time,
  top,
} from "../../src/kibana/columns.ts";
import {
  boardFilter,
  layerRows,
  layerSearch,
  type SearchContext,
} from "../../src/kibana/panel-search.ts";

const CONTEXT: SearchContext = {
  queries: ["", "event.outcome: failure"],
  from: "2026-11-16T00:00:00Z",
  to: "2026-11-23T00:00:00Z",
  interval: "3h",
};
const FAILURE = {
  bool: { should: [{ match: { "event.outcome": "failure" } }], minimum_should_match: 1 },
};
const NOW = Date.parse("2026-11-23T01:00:00Z");

describe("boardFilter", () => {
  test("joins time, queries and controls", () => {
    const controls = { "cloud.region": ["eu-west-1", "us-east-1"] };
    expect(boardFilter({ ...CONTEXT, controls })).toEqual({
      bool: {
        filter: [
          {
            range: {
              "@timestamp": {
                gte: CONTEXT.from,
                lte: CONTEXT.to,
                format: "strict_date_optional_time",
              },
            },
          },
          { match_all: {} },
          FAILURE,
          {
            bool: {
              should: [
                { match_phrase: { "cloud.region": "eu-west-1" } },
                { match_phrase: { "cloud.region": "us-east-1" } },
              ],
              minimum_should_match: 1,
            },
          },
        ],
      },
    });
  });

  test("throws on KQL that cannot be parsed", () => {
    expect(() => boardFilter({ ...CONTEXT, queries: ["a: ("] })).toThrow("a value is expected");
  });
});

describe("layerSearch", () => {
  test("a tile of all records has no aggregation", () => {
    const search = layerSearch(layer([count("n", "Calls")]), CONTEXT);
    expect(search).toMatchObject({ size: 0, track_total_hits: true, aggs: {} });
  });

  test("filtered counts over time are one histogram with several filters", () => {
    const stacked = layer([
      time("t"),
      count("failed", "Failed", "event.outcome: failure"),
      count("all", "All"),
    ]);
    expect(layerSearch(stacked, CONTEXT)["aggs"]).toEqual({
      t: {
        date_histogram: {
          field: "@timestamp",
          fixed_interval: "3h",
          time_zone: "UTC",
          min_doc_count: 0,
          extended_bounds: { min: Date.parse(CONTEXT.from), max: Date.parse(CONTEXT.to) },
        },
        aggs: { failed: { filter: FAILURE } },
      },
    });
  });

  test("splits nest in the order of the columns, each with what it is ranked by", () => {
    const nested = layer([
      top("caller", "Caller", "aws.ses.caller.name", 5, { column: "kinds" }),
      top("region", "Region", "cloud.region", 30, { column: "n", direction: "asc" }),
      count("n", "Calls"),
      distinct("kinds", "Kinds", "event.action"),
    ]);
    const kinds = { cardinality: { field: "event.action" } };
    expect(layerSearch(nested, CONTEXT)["aggs"]).toEqual({
      caller: {
        terms: {
          field: "aws.ses.caller.name",
          size: 5,
          shard_size: 25,
          order: { kinds: "desc" },
        },
        aggs: {
          kinds,
          region: {
            terms: { field: "cloud.region", size: 30, order: { _count: "asc" } },
            aggs: { kinds },
          },
        },
      },
    });
  });

  test("a rank by all records stands beside filtered counts, one by a filtered number goes through its filter", () => {
    const byAll = layer([
      top("kind", "Kind", "aws.ses.target.kind", 9, "all records"),
      count("failed", "Failed", "event.outcome: failure"),
    ]);
    expect(layerSearch(byAll, CONTEXT)).toMatchObject({
      aggs: {
        kind: { terms: { order: { _count: "desc" } }, aggs: { failed: { filter: FAILURE } } },
      },
    });
    const byFiltered = layer([
      top("kind", "Kind", "aws.ses.target.kind", 9, { column: "n" }),
      distinct("n", "Actions", "event.action", "event.outcome: failure"),
    ]);
    expect(layerSearch(byFiltered, CONTEXT)).toMatchObject({
      aggs: {
        kind: {
          terms: { order: { "n>n": "desc" } },
          aggs: { n: { filter: FAILURE, aggs: { n: { cardinality: { field: "event.action" } } } } },
        },
      },
    });
  });

  test("values of the newest record, as texts and as numbers", () => {
    const last = layer([
      lastValue("client", "Client", "user_agent.name"),
      lastValue("exit", "Exit", "sestrail.run.exit_code", "number"),
    ]);
    expect(layerSearch(last, CONTEXT)["aggs"]).toEqual({
      client: {
        filter: { exists: { field: "user_agent.name" } },
        aggs: {
          client: {
            top_hits: {
              size: 1,
              _source: false,
              fields: [{ field: "user_agent.name" }],
              sort: [{ "@timestamp": "desc" }],
            },
          },
        },
      },
      exit: {
        filter: { exists: { field: "sestrail.run.exit_code" } },
        aggs: {
          exit: {
            top_metrics: {
              metrics: { field: "sestrail.run.exit_code" },
              size: 1,
              sort: [{ "@timestamp": "desc" }],
            },
          },
        },
      },
    });
  });
});

describe("layerRows", () => {
  test("a share of nothing is nothing, not a number", () => {
    const tile = layer([share("n", "Failed", "event.outcome: failure")]);
    const answer = (total: number, failed: number): unknown => ({
      hits: { total: { value: total } },
      aggregations: { nX0: { doc_count: failed } },
    });
    expect(layerRows(tile, answer(8, 2), NOW)[0]).toMatchObject({ n: 0.25, nX0: 2, nX1: 8 });
    expect(layerRows(tile, answer(0, 0), NOW)[0]).toMatchObject({ n: null });
  });

  test("an age is told from the moment of looking, and of nothing is nothing", () => {
    const tile = layer([age("n", "Age")]);
    const answer = (newestMs: number | null): unknown => ({
      aggregations: { nX1: { value: newestMs } },
    });
    expect(layerRows(tile, answer(NOW - 60_000), NOW)[0]).toMatchObject({ n: 60_000 });
    expect(layerRows(tile, answer(null), NOW)[0]).toMatchObject({ n: null });
  });

  test("one row for each innermost bucket, with all splits above it", () => {
    const nested = layer([
      top("caller", "Caller", "aws.ses.caller.name", 5, "value"),
      time("t"),
      newest("last", "Last"),
      lastValue("client", "Client", "user_agent.name"),
      lastValue("exit", "Exit", "sestrail.run.exit_code", "number"),
    ]);
    const client = { client: { hits: { hits: [{ fields: { "user_agent.name": ["AWS CLI"] } }] } } };
    const exit = { exit: { top: [{ metrics: { "sestrail.run.exit_code": 3 } }] } };
    const answer = {
      aggregations: {
        caller: {
          buckets: [
            { key: "ana", t: { buckets: [{ key: 1000, last: { value: 1500 }, client, exit }] } },
            { key: "ben", t: { buckets: [{ key: 2000, last: { value: null } }] } },
            { key: "cy", t: { buckets: [] } },
          ],
        },
      },
    };
    expect(layerRows(nested, answer, NOW)).toEqual([
      { caller: "ana", t: 1000, last: 1500, client: "AWS CLI", exit: 3 },
      { caller: "ben", t: 2000, last: null, client: null, exit: null },
    ]);
  });

  test("an answer without aggregations has no rows", () => {
    const split = layer([
      top("c", "Caller", "aws.ses.caller.name", 5, "value"),
      count("n", "Calls"),
    ]);
    expect(layerRows(split, { hits: { total: { value: 0 } } }, NOW)).toEqual([]);
  });
});
