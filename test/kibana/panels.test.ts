/** Every chart of the boards, asked of a real Elasticsearch that holds the demo week. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { STORY_NAMES, type StoryName } from "../../src/demo/stories.ts";
import { boardFilter, layerRows, layerSearch, type Row } from "../../src/kibana/panel-search.ts";
import { SIGNALS } from "../../src/tables/signals.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { eventMappings, runMappings } from "../../src/sinks/elasticsearch/mappings.ts";
import {
  CHARTS,
  SEARCHES,
  chartOf,
  contextOf,
  loosened,
  rowsOf,
} from "../support/board-searches.ts";
import {
  WEEK_END,
  demoDocuments,
  failedIdentity,
  lateRecord,
  serviceSweep,
  type DemoDocument,
} from "../support/demo-documents.ts";
import { lackingOf, searchIndex, type SearchIndex } from "../support/search-index.ts";
import { describeWith } from "../support/services.ts";
import { worst } from "../support/meanings.ts";
import { RUNS } from "../support/run-documents.ts";

/** The value of a tile. */
async function tileOf(index: SearchIndex, id: string): Promise<unknown> {
  const [row] = await rowsOf(index, chartOf(id), "l1");
  return row?.["n"];
}

/** The values of a column over all rows. */
const columnOf = (rows: readonly Row[], id: string): readonly unknown[] =>
  rows.map((row) => row[id]);

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

const isSomething = (value: unknown): boolean => value !== null && value !== 0 && value !== "";

describeWith("ELASTICSEARCH_URL", "the boards over the demo week", (url) => {
  let documents: readonly DemoDocument[] = [];
  let index: SearchIndex;
  let runs: SearchIndex;

  beforeAll(async () => {
    const week = demoDocuments();
    documents = [...week, failedIdentity(week), lateRecord(week), ...serviceSweep(week)];
    const stream = { dataset: "ses.cloudtrail", namespace: "default" };
    const lacking = await lackingOf(url);
    index = await searchIndex(
      url,
      eventMappings(lacking),
      documents.map(({ id, event }) => ({ id, document: toEcs(event, stream) })),
    );
    runs = await searchIndex(url, runMappings(lacking), RUNS);
  });

  afterAll(async () => {
    await index.delete();
    await runs.delete();
  });

  const indexOf = (chart: { readonly view: string }): SearchIndex =>
    chart.view === "runs" ? runs : index;

  test.each(CHARTS.map((chart) => [chart.id, chart] as const))(
    "%s shows something in every column",
    async (_id, chart) => {
      for (const [name, layer] of Object.entries(chart.layers)) {
        const rows = await rowsOf(indexOf(chart), chart, name);
        expect(rows.length).toBeGreaterThan(0);
        for (const id of layer.columnOrder) {
          expect([id, columnOf(rows, id).some(isSomething)]).toEqual([id, true]);
        }
      }
    },
  );

  test.each(SEARCHES.map((search) => [search.id, search] as const))(
    "%s finds records with all its columns",
    async (_id, search) => {
      const answer = (await indexOf(search).search({
        size: 1000,
        query: boardFilter(contextOf(search)),
        sort: [{ "@timestamp": "desc" }],
        fields: search.columns,
        _source: false,
      })) as { hits: { hits: { fields: Record<string, unknown[]> }[] } };
      for (const column of search.columns) {
        expect([
          column,
          answer.hits.hits.some(({ fields }) => fields[column] !== undefined),
        ]).toEqual([column, true]);
      }
    },
  );

  test.each(
    CHARTS.flatMap((chart) =>
      loosened(chart).map(
        ({ condition, chart: looser }) => [chart.id, condition, chart, looser] as const,
      ),
    ),
  )("%s needs its condition %s", async (_id, _condition, chart, looser) => {
    const [rows, looserRows] = await Promise.all([
      rowsOf(indexOf(chart), chart, "l1"),
      rowsOf(indexOf(chart), looser, "l1"),
    ]);
    expect(looserRows).not.toEqual(rows);
  });

  describe("numbers, counted from the records themselves", () => {
    const failed = (record: DemoDocument["record"]): boolean =>
      record["errorCode"] !== undefined || record["errorMessage"] !== undefined;
    const distinct = (values: readonly unknown[]): number =>
      new Set(values.filter((value) => value !== undefined && value !== null)).size;
    const of = (pick: (record: DemoDocument["record"]) => unknown): readonly unknown[] =>
      documents.map(({ record }) => pick(record));
    const identityOf = (record: DemoDocument["record"]): Record<string, unknown> =>
      record["userIdentity"] as Record<string, unknown>;
    const changing =
      /^(?:Attach|Cancel|Clone|Create|Delete|Deregister|Disassociate|Associate|Import|Put|Register|Remove|Reorder|Request|Set|Start|Stop|Tag|Untag|Update|Verify|SendCustomVerificationEmail$)/u;
    const isChange = (record: DemoDocument["record"]): boolean =>
      changing.test(textOf(record["eventName"]));

    test("API calls", async () => {
      expect(await tileOf(index, "overview-calls")).toBe(documents.length);
      expect(await tileOf(index, "pipeline-records")).toBe(documents.length);
    });
    test("changes", async () => {
      const changes = documents.filter(({ record }) => isChange(record));
      expect(await tileOf(index, "overview-changes")).toBe(changes.length);
      expect(await tileOf(index, "changes-all")).toBe(changes.length);
      expect(await tileOf(index, "changes-failed")).toBe(
        changes.filter(({ record }) => failed(record)).length,
      );
      const deletions = changes.filter(({ record }) =>
        /^(?:Delete|Remove|Deregister)/u.test(textOf(record["eventName"])),
      );
      expect(await tileOf(index, "changes-deletions")).toBe(deletions.length);
    });
    test("failed calls, as a share", async () => {
      const share = documents.filter(({ record }) => failed(record)).length / documents.length;
      expect(await tileOf(index, "overview-failed")).toBeCloseTo(share, 10);
    });
    test("source addresses, Regions and source files", async () => {
      expect(await tileOf(index, "overview-sources")).toBe(
        distinct(of((record) => record["sourceIPAddress"])),
      );
      expect(await tileOf(index, "security-regions")).toBe(
        distinct(of((record) => record["awsRegion"])),
      );
      expect(await tileOf(index, "pipeline-files")).toBe(
        new Set(documents.map(({ event }) => event.position.file)).size,
      );
    });
    test("calls as root, and long-lived keys", async () => {
      expect(await tileOf(index, "security-root")).toBe(
        of((record) => identityOf(record)["type"]).filter((type) => type === "Root").length,
      );
      const keys = of((record) => identityOf(record)["accessKeyId"]).filter((key) =>
        String(key).startsWith("AKIA"),
      );
      expect(await tileOf(index, "security-keys")).toBe(distinct(keys));
    });
    test("signals by severity, the worst of each record", async () => {
      for (const severity of ["high", "medium", "low", "info"] as const) {
        const belong = documents.filter(worst(severity));
        expect(belong.length).toBeGreaterThan(0);
        expect(await tileOf(index, `overview-${severity}`)).toBe(belong.length);
      }
    });
    test("senders added", async () => {
      const added = documents.filter(
        ({ record }) =>
          [
            "VerifyEmailIdentity",
            "VerifyEmailAddress",
            "VerifyDomainIdentity",
            "VerifyDomainDkim",
            "CreateEmailIdentity",
            "SendCustomVerificationEmail",
          ].includes(textOf(record["eventName"])) && !failed(record),
      );
      expect(await tileOf(index, "security-senders")).toBe(added.length);
    });
    test("the age of the newest record", async () => {
      const newest = Math.max(
        ...of((record) => Date.parse(textOf(record["eventTime"]))).map(Number),
      );
      expect(await tileOf(index, "pipeline-age")).toBe(WEEK_END.getTime() - newest);
    });
    test("every call once in calls over time, and in every kind of target", async () => {
      for (const id of ["overview-over-time", "overview-targets"]) {
        const rows = await rowsOf(index, chartOf(id), "l1");
        const total = rows
          .flatMap((row) =>
            ["read", "send", "change", "failed"].map((series) => Number(row[series])),
          )
          .reduce((sum, count) => sum + count, 0);
        // A call of an unknown verb, or without a kind, has no bar.
        expect(total).toBeGreaterThan(documents.length * 0.8);
        expect(total).toBeLessThanOrEqual(documents.length);
      }
    });
    test("runs", async () => {
      expect(await tileOf(runs, "pipeline-runs")).toBe(2);
      expect(await tileOf(runs, "pipeline-rejected")).toBe(3);
      expect(await tileOf(runs, "pipeline-unreadable")).toBe(1);
      expect(await tileOf(runs, "pipeline-unreadable-files")).toBe(1);
      expect(await tileOf(runs, "pipeline-exit")).toBe(3);
      expect(await tileOf(runs, "pipeline-last-run")).toBe(25 * 60_000);
    });
  });

  test("a control narrows a chart to what was chosen, and two choices to both", async () => {
    const chart = chartOf("overview-calls");
    const count = async (...regions: readonly string[]): Promise<unknown> => {
      const [row] = await rowsOf(index, chart, "l1", { controls: { "cloud.region": regions } });
      return row?.["n"];
    };
    const expected = (...regions: readonly string[]): number =>
      documents.filter(({ record }) => regions.includes(textOf(record["awsRegion"]))).length;
    expect(await count("eu-west-1")).toBe(expected("eu-west-1"));
    expect(await count("eu-west-1", "us-west-2")).toBe(expected("eu-west-1", "us-west-2"));
    expect(await count("mars-1")).toBe(0);
  });

  test("probing: the attacker stands out, the poller does not", async () => {
    const rows = await rowsOf(index, chartOf("security-sweep"), "l1");
    const of = (caller: string): Row | undefined => rows.find((row) => row["caller"] === caller);
    expect(rows[0]).toMatchObject({ caller: "ci-mailer", regions: 9 });
    expect(of("ci-mailer")?.["kinds"]).toBeGreaterThanOrEqual(5);
    expect(of("mail-monitor")?.["regions"]).toBeLessThanOrEqual(3);
    expect(of("mail-monitor")?.["kinds"]).toBeLessThan(3);
    expect(Number(of("mail-monitor")?.["n"])).toBeGreaterThan(Number(of("ci-mailer")?.["n"]));
  });

  test("every signal of high severity has a row at the top of Security, and no other has", async () => {
    const high = new Set<string>(
      SIGNALS.flatMap(({ name, severity }) => (severity === "high" ? [name] : [])),
    );
    const raised = documents.flatMap(({ event }) => event.fields["aws.ses.signals"] ?? []);
    const rows = await rowsOf(index, chartOf("security-worst"), "l1");
    expect(new Set(columnOf(rows, "signal"))).toEqual(
      new Set(raised.filter((name) => high.has(name))),
    );
    for (const { signal, n } of rows) {
      expect([signal, n]).toEqual([signal, raised.filter((name) => name === signal).length]);
    }
    expect(rows.length).toBeGreaterThan(5);
  });

  describe("stories", () => {
    const without = (story: StoryName): readonly string[] =>
      documents.filter((document) => document.story === story).map(({ id }) => id);

    test("leaving one out of the week takes its records, and no others", () => {
      for (const story of ["leaked-key", "help-desk"] as const) {
        const left = demoDocuments([story]).map(({ id }) => id);
        const kept = demoDocuments()
          .filter((document) => document.story !== story)
          .map(({ id }) => id);
        expect([...left].sort()).toEqual([...kept].sort());
        expect(kept.length).toBeLessThan(documents.length);
      }
    });

    /** Charts on which each story must be seen. */
    const SHOWN: Readonly<Record<StoryName, readonly string[]>> = {
      "leaked-key": [
        "overview-over-time",
        "overview-regions",
        "overview-high",
        "security-kinds",
        "security-senders",
        "security-regions",
        "security-over-time",
        "security-who",
        "security-probing",
        "security-sweep",
        "security-denied-actions",
        "security-key-use",
        "security-sends",
        "security-identities",
        "security-new-regions",
        "changes-identities",
        "changes-configuration-sets",
        "changes-account-wide",
        "changes-beside",
      ],
      "mail-diverted": [
        "security-worst",
        "security-over-time",
        "security-who",
        "changes-receiving",
        "changes-over-time",
      ],
      "feedback-silenced": ["security-over-time", "security-who", "changes-identities"],
      "policy-opened": [
        "security-worst",
        "security-over-time",
        "security-who",
        "changes-identities",
        "pipeline-cut",
      ],
      "dkim-weakened": ["security-over-time", "changes-identities", "security-key-use"],
      "suppression-loosened": [
        "security-over-time",
        "changes-templates",
        "changes-account-wide",
        "changes-deletions",
      ],
      "data-taken": ["security-over-time", "security-who", "overview-who"],
      "receiving-off": [
        "security-worst",
        "security-who",
        "changes-receiving",
        "security-new-callers",
      ],
      "mail-blocked": ["overview-high", "changes-receiving"],
      "root-use": [
        "security-root",
        "security-new-callers",
        "changes-people",
        "changes-account-wide",
      ],
      "verification-redirect": ["security-who", "changes-templates"],
      "denied-probing": [
        "overview-high",
        "security-denied-actions",
        "security-key-use",
        "overview-errors",
      ],
      "burst-of-identities": ["security-senders", "security-identities", "changes-identities"],
      "new-domain": [
        "security-senders",
        "security-identities",
        "changes-identities",
        "changes-people",
      ],
      "key-elsewhere": [],
      "mail-blocked-by-halves": [],
      "key-replaced": [],
      "help-desk": ["changes-templates", "changes-people", "changes-who"],
      "abuse-desk-silenced": ["security-over-time", "changes-receiving"],
      "archive-deleted": ["security-over-time"],
      "events-narrowed": ["security-over-time", "changes-configuration-sets"],
      "ingress-closed": ["overview-high", "security-over-time"],
      "ipv6-halves": ["changes-receiving"],
      "mail-manager-diverted": ["overview-high", "security-over-time"],
      "night-mailing": ["security-sends"],
      "regions-swept": ["overview-high", "security-sweep"],
      "sending-prepared": ["security-identities", "changes-account-wide"],
      "own-key": ["security-over-time", "changes-identities"],
      "policies-deleted": ["changes-deletions"],
      "relay-moved": ["security-over-time"],
      "strangers-verified": ["security-identities"],
      "tenant-resumed": ["security-over-time"],
      "uncounted-sends": ["security-sends"],
      // Calls beside SES, which the boards of this week do not hold.
      "quota-raised": [],
      "smtp-user": [],
      "trail-blinded": [],
      "workmail-made": [],
    };

    const untold = new Set(demoDocuments(STORY_NAMES).map(({ id }) => id));

    /** They tell how records come, whatever these say. */
    const UNTOUCHED = ["pipeline-age", "pipeline-unknown", "pipeline-source-files"];

    test.each(
      CHARTS.filter(({ id, view }) => view === "events" && !UNTOUCHED.includes(id)).map(
        (chart) => [chart.id, chart] as const,
      ),
    )("%s changes when the stories are left out", async (_id, chart) => {
      const told = documents.map(({ id }) => id).filter((id) => !untold.has(id));
      const [rows, fewer] = await Promise.all([
        rowsOf(index, chart, "l1"),
        rowsOf(index, chart, "l1", { without: told }),
      ]);
      expect(fewer).not.toEqual(rows);
    });

    test.each(STORY_NAMES.flatMap((story) => SHOWN[story].map((id) => [story, id] as const)))(
      "%s is seen on %s",
      async (story, id) => {
        const chart = chartOf(id);
        const [rows, fewer] = await Promise.all([
          rowsOf(index, chart, "l1"),
          rowsOf(index, chart, "l1", { without: without(story) }),
        ]);
        expect(fewer).not.toEqual(rows);
      },
    );
  });

  describe("colour", () => {
    const tiles = CHARTS.flatMap((chart) =>
      chart.steps.length === 0 || chart.view === "runs" ? [] : [[chart.id, chart] as const],
    );

    test.each(tiles)("%s has none in a week without a story", async (id, chart) => {
      const quiet = new Set(demoDocuments(STORY_NAMES).map((document) => document.id));
      const without = documents.map((document) => document.id).filter((one) => !quiet.has(one));
      const [calm] = await rowsOf(index, chart, "l1", { without });
      expect([id, Number(calm?.["n"])]).toEqual([id, expect.any(Number)]);
      expect(Number(calm?.["n"])).toBeLessThan(Math.min(...chart.steps));
      expect(Number(await tileOf(index, id))).toBeGreaterThanOrEqual(Math.min(...chart.steps));
    });

    test("two tiles have one", () => {
      expect(tiles.map(([id]) => id)).toEqual(["overview-high", "overview-medium"]);
    });
  });

  test("a chart that asks for a value nobody has is empty, and would be found", async () => {
    const chart = chartOf("overview-errors");
    const layer = chart.layers["l1"];
    if (layer === undefined) throw new Error("no layer");
    const context = { ...contextOf(chart), queries: ["event.outcome: Failure"] };
    const rows = layerRows(
      layer,
      await index.search(layerSearch(layer, context)),
      WEEK_END.getTime(),
    );
    expect(rows).toEqual([]);
  });
});
