/** What every known item of a bulk answer means. The answers are those of real servers, word for word. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { outcomeOf } from "../../../src/sinks/elasticsearch/outcomes.ts";

const failed = (status: number, type: string, reason: string, causedBy?: unknown) => ({
  status,
  error: { type, reason, ...(causedBy === undefined ? {} : { caused_by: causedBy }) },
});

const CASES: readonly (readonly [name: string, item: unknown, kind: string, code?: string])[] = [
  ["written", { status: 201 }, "delivered"],
  [
    "written, the store not used",
    { status: 201, failure_store: "not_applicable_or_unknown" },
    "delivered",
  ],
  [
    "taken by the failure store",
    { status: 201, failure_store: "used" },
    "rejected",
    "failure_store",
  ],
  [
    "refused by the failure store too",
    {
      ...failed(400, "document_parsing_exception", "[1:17] failed to parse"),
      failure_store: "failed",
    },
    "rejected",
    "document_parsing_exception",
  ],
  [
    "there already",
    failed(
      409,
      "version_conflict_engine_exception",
      "[1]: version conflict, document already exists (current version [1])",
    ),
    "duplicate",
  ],
  [
    "a bad value",
    failed(400, "document_parsing_exception", "[1:15] failed to parse field [@timestamp]", {
      type: "illegal_argument_exception",
      reason: "failed to parse date field [x]",
    }),
    "rejected",
    "document_parsing_exception",
  ],
  [
    "a bad value, OpenSearch",
    failed(400, "mapper_parsing_exception", "failed to parse field [n] of type [long]"),
    "rejected",
    "mapper_parsing_exception",
  ],
  [
    "no @timestamp",
    failed(
      400,
      "document_parsing_exception",
      "data stream timestamp field [@timestamp] is missing",
    ),
    "rejected",
    "document_parsing_exception",
  ],
  [
    "too many fields",
    failed(400, "document_parsing_exception", "Limit of total fields [3] has been exceeded"),
    "rejected",
    "document_parsing_exception",
  ],
  [
    "too many fields, OpenSearch",
    failed(400, "illegal_argument_exception", "Limit of total fields [3] has been exceeded"),
    "rejected",
    "illegal_argument_exception",
  ],
  [
    "wrong operation",
    failed(
      400,
      "illegal_argument_exception",
      "only write ops with an op_type of create are allowed in data streams",
    ),
    "fatal",
    "E_ES_CONFIG",
  ],
  [
    "unknown pipeline",
    failed(400, "illegal_argument_exception", "pipeline with id [nope] does not exist"),
    "fatal",
    "E_ES_CONFIG",
  ],
  [
    "queue full",
    failed(429, "es_rejected_execution_exception", "rejected execution of primary operation"),
    "retryable",
    "es_rejected_execution_exception",
  ],
  [
    "queue full, OpenSearch",
    failed(429, "rejected_execution_exception", "rejected execution of primary operation"),
    "retryable",
    "rejected_execution_exception",
  ],
  [
    "disk over its flood stage",
    failed(
      429,
      "cluster_block_exception",
      "index [x] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];",
    ),
    "retryable",
    "cluster_block_exception",
  ],
  [
    "write block",
    failed(
      403,
      "cluster_block_exception",
      "index [x] blocked by: [FORBIDDEN/8/index write (api)];",
    ),
    "retryable",
    "cluster_block_exception",
  ],
  [
    "shard limit",
    failed(400, "validation_exception", "Validation Failed: 1: this action would add [2] shards"),
    "retryable",
    "validation_exception",
  ],
  [
    "primary not there",
    failed(503, "unavailable_shards_exception", "[x][0] primary shard is not active"),
    "retryable",
    "unavailable_shards_exception",
  ],
  [
    "a fault of the server",
    failed(500, "null_pointer_exception", "oh"),
    "retryable",
    "null_pointer_exception",
  ],
  [
    "no right to make the stream",
    failed(
      403,
      "security_exception",
      "action [indices:admin/auto_create] is unauthorized for API key id [k] of user [sestrail]",
    ),
    "fatal",
    "E_ES_RIGHTS",
  ],
  [
    "the key ended",
    failed(401, "security_exception", "the API key has expired"),
    "fatal",
    "E_ES_AUTH",
  ],
  [
    "no such stream",
    failed(
      404,
      "index_not_found_exception",
      "no such index [x] and [action.auto_create_index] is [false]",
    ),
    "fatal",
    "E_ES_CONFIG",
  ],
  [
    "an unlisted 4xx",
    failed(418, "teapot_exception", "short and stout"),
    "rejected",
    "teapot_exception",
  ],
  ["an unlisted 4xx without words", { status: 422 }, "rejected", "http_422"],
  ["nothing", undefined, "retryable", "http_0"],
];

function codeOf(outcome: ReturnType<typeof outcomeOf>): string | undefined {
  if (outcome.kind === "fatal") return outcome.problem.code;
  return "code" in outcome ? outcome.code : undefined;
}

/** What is wrong with a way of judging items, by the cases above. */
function mistakes(judge: typeof outcomeOf): string[] {
  return CASES.filter(([, item, kind, code]) => {
    const outcome = judge(item);
    return outcome.kind !== kind || codeOf(outcome) !== code;
  }).map(([name]) => name);
}

describe("outcomeOf", () => {
  it.each(CASES)("%s", (_, item, kind, code) => {
    const outcome = outcomeOf(item);
    expect([outcome.kind, codeOf(outcome)]).toEqual([kind, code]);
  });

  it("control: a judge that trusts 201, and one that rejects every 4xx, are caught", () => {
    expect(mistakes(outcomeOf)).toEqual([]);
    expect(
      mistakes((item) =>
        JSON.stringify(item)?.includes('"status":201') ? { kind: "delivered" } : outcomeOf(item),
      ),
    ).toContain("taken by the failure store");
    expect(
      mistakes((item) => {
        const outcome = outcomeOf(item);
        return outcome.kind === "retryable" ? { ...outcome, kind: "rejected" } : outcome;
      }),
    ).toContain("write block");
  });

  it("tells the reason, and the reasons behind it", () => {
    const outcome = outcomeOf(
      failed(400, "document_parsing_exception", "failed to parse field", {
        type: "a",
        reason: "bad date",
        caused_by: { type: "b", reason: "at index 0" },
      }),
    );
    expect(outcome).toEqual({
      kind: "rejected",
      code: "document_parsing_exception",
      reason: "failed to parse field; caused by bad date; caused by at index 0",
    });
  });

  it("answers whatever comes, and calls nothing delivered that is not 2xx", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ status: fc.integer(), error: fc.anything() })),
        (item) => {
          const outcome = outcomeOf(item);
          const status = (item as { status?: unknown } | null | undefined)?.status;
          const written = typeof status === "number" && status >= 200 && status < 300;
          expect(outcome.kind === "delivered" && !written).toBe(false);
        },
      ),
    );
  });
});
