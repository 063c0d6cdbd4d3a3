/** The report's numbers are those of a count that owes nothing to it; the page holds no markup of strangers, and no more than it says. */
import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { coverage } from "../../../src/ask/report/coverage.ts";
import { toldChanges, type Change } from "../../../src/ask/report/changes.ts";
import { reportJson } from "../../../src/ask/report/data.ts";
import { reportMail } from "../../../src/ask/report/mail.ts";
import { reportDocument } from "../../../src/ask/report/sections.ts";
import type { JsonObject } from "../../../src/records/element.ts";
import { html, markupOf } from "../../../src/shape/html.ts";
import { textRow } from "../../../src/shape/text/row.ts";
import { clockOf } from "../../../src/shape/text/zone.ts";
import { widthOf } from "../../../src/shape/width.ts";
import { ACTIONS } from "../../../src/tables/actions.ts";
import { demoDocuments } from "../../support/demo-documents.ts";
import { eventOf } from "../../support/event.ts";
import { ATTACKS, attacking, factsOf, pageOf } from "../../support/report.ts";

const WEEK = demoDocuments();
const EVENTS = WEEK.map(({ event }) => event);
const RECORDS = WEEK.map(({ record }) => record);
const FACTS = factsOf(EVENTS);
const PAGE = pageOf(EVENTS);

/** How often each value occurs. */
function tally(values: readonly unknown[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}
const counted = (groups: readonly { values: readonly string[]; count: number }[], place = 0) => {
  const counts: Record<string, number> = {};
  for (const { values, count } of groups) {
    const value = values[place] ?? "";
    counts[value] = (counts[value] ?? 0) + count;
  }
  return counts;
};
/** A member that is text. */
const textIn = (record: JsonObject, name: string): string => {
  const value = record[name];
  return typeof value === "string" ? value : "";
};
const isFailure = (record: JsonObject): boolean =>
  record["errorCode"] !== undefined && record["errorCode"] !== null;

describe("the numbers, over the demo week", () => {
  const { gathered } = FACTS;
  const { groups } = gathered;
  it("calls, failures and denials", () => {
    const failed = RECORDS.filter(isFailure);
    expect(gathered.count).toBe(RECORDS.length);
    expect(gathered.failed).toBe(failed.length);
    expect(gathered.denied).toBe(
      failed.filter((one) => /AccessDenied|Unauthorized/.test(textIn(one, "errorCode"))).length,
    );
    expect(counted(groups.error)).toEqual(tally(failed.map(({ errorCode }) => errorCode)));
    const times = RECORDS.map((one) => textIn(one, "eventTime")).toSorted();
    expect([gathered.first, gathered.last]).toEqual(
      [times[0], times.at(-1)].map((time) => time?.replace("Z", ".000Z")),
    );
  });

  it("accounts, addresses, hours", () => {
    expect(counted(groups.account)).toEqual(tally(RECORDS.map((one) => one["recipientAccountId"])));
    expect(counted(groups.address)).toEqual(tally(RECORDS.map((one) => one["sourceIPAddress"])));
    expect(counted(groups.hour)).toEqual(
      tally(RECORDS.map((one) => textIn(one, "eventTime").slice(0, 13))),
    );
  });

  it("sends and changes, by the verbs of the actions", () => {
    const verbOf = (record: JsonObject): string =>
      ACTIONS.find(({ action }) => action === record["eventName"])?.verb ??
      // Of actions that nobody knows, the first word tells.
      (/^(?:Describe|Get|List)/.test(textIn(record, "eventName")) ? "read" : "unknown");
    const sent = RECORDS.filter((one) => verbOf(one) === "send" && !isFailure(one));
    expect(groups.sentHour.reduce((sum, { count }) => sum + count, 0)).toBe(sent.length);
    const changed = RECORDS.filter((one) => !["read", "send"].includes(verbOf(one)));
    expect(gathered.changeCount).toBe(changed.length);
  });

  it("page, mail and JSON say the same, in any order of events", () => {
    const { answer, sections } = reportDocument(FACTS);
    expect(answer).toContain(`${RECORDS.length.toLocaleString("en-US")} SES calls in 3 accounts`);
    expect(PAGE).toContain(`<p class="answer">`);
    expect(pageOf(EVENTS.toReversed())).toBe(PAGE);
    expect(JSON.parse(reportJson(FACTS))).toMatchObject({ calls: { count: RECORDS.length } });
    expect(reportMail(reportDocument(FACTS)).every((line) => widthOf(line) <= 78)).toBe(true);
    expect(sections.map(({ id }) => id)).toEqual([
      "findings",
      "timeline",
      "deeds",
      "changes",
      "denied",
      "senders",
      "sources",
      "coverage",
      "books",
    ]);
    expect(PAGE.length).toBeLessThan(1_000_000);
  });

  it("columns of a chart come to the whole, by any clock", () => {
    const zone = { name: "Asia/Kathmandu", clock: clockOf("Asia/Kathmandu") ?? (() => 0) };
    for (const view of [{}, { zone }])
      for (const { blocks } of reportDocument({ ...FACTS, view }).sections)
        for (const block of blocks)
          if (block.kind === "chart" && block.title === "Calls")
            expect(
              block.series.flatMap(({ values }) => values).reduce((sum, one) => sum + one, 0),
            ).toBe(RECORDS.length);
  });

  it("nothing at all is a report, too", () => {
    expect(reportDocument(factsOf([])).answer).toMatch(/^There are no SES calls/);
    expect(pageOf([])).toContain("Nothing was found");
  });
});

/** Everything between < and >, and what lies between those. */
const TAGS = /<(\/?)([a-z!][a-z0-9]*)((?:\s+[a-zA-Z][\w-]*(?:="[^"<>]*")?)*)\s*\/?>/g;
const OWN = new Set(
  "!doctype html head meta title style body a header h1 h2 h3 p nav ul li main section figure figcaption svg rect line text div table caption thead tbody tr th td article strong span code".split(
    " ",
  ),
);
const OWN_ATTRIBUTES = new Set(
  "html lang charset http-equiv content name class href id aria-label aria-labelledby aria-hidden role tabindex scope viewBox x y x1 x2 y1 y2 width height text-anchor".split(
    " ",
  ),
);

/** What of a page is neither text nor markup that the templates write. */
function foreign(page: string): readonly string[] {
  const withoutStyle = page.replace(/<style>.*?<\/style>/s, "");
  const found: string[] = [];
  const rest = withoutStyle.replace(TAGS, (_, __, name: string, attributes: string) => {
    if (!OWN.has(name)) found.push(name);
    for (const [, attribute = ""] of attributes.replaceAll(/="[^"]*"/g, "").matchAll(/\s([\w-]+)/g))
      if (!OWN_ATTRIBUTES.has(attribute)) found.push(attribute);
    for (const [, link = ""] of attributes.matchAll(/href="([^"]*)"/g))
      if (!link.startsWith("#")) found.push(link);
    return "";
  });
  if (/[<>]/.test(rest)) found.push(/.{0,20}[<>].{0,20}/.exec(rest)?.[0] ?? "");
  if (/[\p{Cc}\p{Bidi_Control}]/u.test(rest.replaceAll("\n", ""))) found.push("a control");
  return found;
}

describe("what strangers wrote", () => {
  const added =
    WEEK.find(({ record }) => record["eventName"] === "CreateEmailIdentity")?.record ?? {};
  const denied = { ...added, errorCode: "AccessDenied", errorMessage: "no" };
  const hostile = [...attacking(added), ...attacking(denied)];

  it("is never markup on the page, in an attribute or a link", () => {
    const page = pageOf([...EVENTS, ...hostile], ["<script>.json.gz"]);
    expect(hostile.length).toBeGreaterThan(2 * ATTACKS.length);
    expect(foreign(page)).toEqual([]);
    expect(page).toContain("&lt;script&gt;");
    expect(page.length).toBeLessThan(1_000_000);
  });

  it("broken control: a template that does not escape is seen", () => {
    expect(foreign(PAGE.replace("</main>", `${ATTACKS[0]}</main>`))).toContain("script");
    expect(foreign(PAGE.replace("<main", `<main onload="x"`))).toContain("onload");
  });

  it("changes no number of what others did", () => {
    const { gathered } = factsOf([...EVENTS, ...hostile]);
    expect(gathered.count).toBe(EVENTS.length + hostile.length);
    const regions = counted(gathered.groups.account);
    expect(Object.keys(regions).toSorted()).toEqual(
      Object.keys(counted(FACTS.gathered.groups.account)).toSorted(),
    );
  });

  it("is printable in the mail, in lines of 78 columns", () => {
    for (const line of reportMail(reportDocument(factsOf(hostile)))) {
      expect(line).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
      expect(widthOf(line)).toBeLessThanOrEqual(78);
    }
  });

  it("of any text: what a template takes in comes out as text", () => {
    const decoded = (page: string): string =>
      page.replaceAll(
        /&(amp|lt|gt|quot|#39);/g,
        (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" })[name] ?? "",
      );
    fc.assert(
      fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
        const page = markupOf(html`<p title="${text}">${[text]}</p>`);
        const [, title = "", inner = ""] =
          /^<p title="([^"<>]*)">([^<>"']*)<\/p>$/.exec(page) ?? [];
        expect([decoded(title), decoded(inner)]).toEqual([text, text]);
      }),
    );
  });
});

describe("the policy", () => {
  it("lets in the style alone, by its digest", () => {
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(PAGE) ?? [];
    const digest = createHash("sha256").update(style).digest("base64");
    expect(PAGE).toContain(
      `content="default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;"`,
    );
    expect(PAGE).not.toMatch(/ (?:style|on\w+|src)="/);
  });
});

describe("changes", () => {
  const change = (time: string, thing: string, value: string, failed = false): Change => ({
    row: { ...textRow(eventOf({ "@timestamp": time })), failed },
    thing,
    pairs: [["enabled", value]],
  });
  it("tell what an earlier call wrote of the same thing; failures write nothing", () => {
    const told = toldChanges([
      change("1", "a", "true"),
      change("2", "b", "false"),
      change("3", "a", "maybe", true),
      change("4", "a", "false"),
      change("5", "a", "false"),
    ]);
    expect(
      told.map(({ written }) => written.map(({ before, after }) => `${before} → ${after}`)),
    ).toEqual([["undefined → true"], ["undefined → false"], [], ["true → false"], []]);
  });
});

describe("coverage", () => {
  const name = (time: string, region = "us-east-1"): string =>
    `AWSLogs/111122223333/CloudTrail/${region}/2026/11/20/111122223333_CloudTrail_${region}_${time}_AbCdEfGhIjKlMnOp.json.gz`;
  it("finds the hours without files", () => {
    const { add, covered } = coverage();
    for (const file of [
      name("20261120T0900Z"),
      name("20261120T0955Z"),
      name("20261120T1200Z"),
      name("20261120T1100Z", "eu-west-1"),
      "stdin",
    ])
      add(file);
    expect(covered()).toEqual({
      trails: [
        {
          account: "111122223333",
          region: "eu-west-1",
          files: 1,
          first: "2026-11-20T11",
          last: "2026-11-20T11",
          gaps: 0,
        },
        {
          account: "111122223333",
          region: "us-east-1",
          files: 3,
          first: "2026-11-20T09",
          last: "2026-11-20T12",
          gaps: 2,
        },
      ],
      unnamed: 1,
      untold: 0,
      emptyHours: ["2026-11-20T10"],
      emptyHourCount: 1,
    });
  });
});
