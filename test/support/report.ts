/** Reports of events, and of records whose every text is an attack. */
import { hash } from "node:crypto";
import { coverage } from "../../src/ask/report/coverage.ts";
import type { ReportFacts } from "../../src/ask/report/facts.ts";
import { gatherer } from "../../src/ask/report/gather.ts";
import { reportPage } from "../../src/ask/report/page.ts";
import { reportDocument } from "../../src/ask/report/sections.ts";
import { STYLE } from "../../src/ask/report/style.ts";
import type { JsonObject, JsonValue } from "../../src/records/element.ts";
import type { SesEvent } from "../../src/ses/event.ts";
import { normalise } from "../../src/ses/normalise.ts";

/** What a report of these events is made of. */
export function factsOf(events: readonly SesEvent[], files: readonly string[] = []): ReportFacts {
  const { part, take, gathered } = gatherer();
  for (const event of events) take(part(event));
  const names = coverage();
  for (const file of files) names.add(file);
  return {
    gathered: gathered(),
    coverage: names.covered(),
    books: {
      files: files.length,
      records: events.length,
      otherServices: 0,
      leftOut: 0,
      unreadable: 0,
      unreadableFiles: 0,
      copies: 0,
    },
    sources: ["AWSLogs"],
    madeAt: "2026-11-24T07:00:00.000Z",
    view: {},
  };
}

/** The page of these events. */
export function pageOf(events: readonly SesEvent[], files?: readonly string[]): string {
  return reportPage(reportDocument(factsOf(events, files)), hash("sha256", STYLE, "base64"));
}

/** Texts that would be more than text on a page that is not careful. */
export const ATTACKS = [
  "<script>document.title='hacked'</script>",
  '"><img src=x onerror="document.title=\'hacked\'">',
  "' onmouseover='document.title=1' x='",
  "</style><style>body{display:none}</style>",
  "</title></svg><svg onload=alert(1)>",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "\u202egpj.exe\u2066\u0000\u001b]0;x\u0007",
  "&lt;b&gt;&#x3c;script&#x3e;",
  "<!-- --> ]]> {{7*7}} ${7*7}",
] as const;

/** Records like this one, each text of which ends in an attack; the last have a name of a million characters. */
export function attacking(record: JsonObject): readonly SesEvent[] {
  const kept = new Set([
    "eventTime",
    "eventSource",
    "eventName",
    "awsRegion",
    "recipientAccountId",
    "type",
  ]);
  const poisoned = (value: JsonValue, attack: string, name = ""): JsonValue => {
    if (typeof value === "string") return kept.has(name) ? value : value + attack;
    if (Array.isArray(value)) return value.map((each) => poisoned(each, attack));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [key, poisoned(each, attack, key)]),
    );
  };
  return [...ATTACKS, "M".repeat(1_000_000), "<b>".repeat(300_000)].flatMap((attack, index) => {
    const value = poisoned(record, attack) as JsonObject;
    const made = normalise(
      { position: { file: `a${attack.slice(0, 40)}`, index }, value, raw: { text: "{}" } },
      { readAt: "2026-11-24T00:00:00.000Z", keepOriginal: false },
    );
    return "event" in made ? [made.event] : [];
  });
}
