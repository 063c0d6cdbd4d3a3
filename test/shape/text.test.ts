import { fileURLToPath } from "node:url";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventFields, SesEvent } from "../../src/ses/event.ts";
import { textLayout } from "../../src/shape/text.ts";
import { widthOf } from "../../src/shape/width.ts";
import { eventOf } from "../support/event.ts";

const golden = (name: string): string =>
  fileURLToPath(new URL(`../golden/text/${name}.txt`, import.meta.url));

const SSO: Partial<EventFields> = {
  "cloud.account.id": "111122223333",
  "cloud.region": "us-east-1",
  "aws.ses.caller.name": "ana.silva",
  "aws.ses.caller.kind": "sso",
  "event.outcome": "success",
  "source.address": "203.0.113.44",
  "user_agent.name": "AWS console",
};
const USER: Partial<EventFields> = {
  ...SSO,
  "cloud.region": "ap-southeast-1",
  "aws.ses.caller.name": "ci-mailer",
  "aws.ses.caller.kind": "user",
  "source.address": "198.51.100.230",
  "user_agent.name": "AWS CLI",
};

const EVENTS: readonly SesEvent[] = [
  eventOf({
    ...SSO,
    "@timestamp": "2026-11-20T09:02:11Z",
    "aws.ses.effect": "Sender identity news.example.org added",
    "aws.ses.signals": ["identity_added"],
  }),
  eventOf({
    ...SSO,
    "@timestamp": "2026-11-20T09:02:40Z",
    "aws.ses.effect": "DKIM signing turned on for news.example.org",
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-20T13:11:09Z",
    "event.outcome": "failure",
    "error.code": "AccessDenied",
    "aws.ses.effect": "tried to list identities: access denied",
    "aws.ses.signals": ["access_denied"],
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-20T13:11:52Z",
    "aws.ses.effect": "Production access asked for, marketing mail",
    "aws.ses.signals": ["production_access_requested"],
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-20T13:12:05Z",
    "aws.ses.caller.name": "root",
    "aws.ses.caller.kind": "root",
    "source.address": "2001:db8:85a3::8a2e:370:7334",
    "aws.ses.effect":
      "Rule forward-all now delivers mail to function arn:aws:lambda:us-east-1:999988887777:function:collect (account 999988887777)",
    "aws.ses.signals": ["mail_diverted", "mail_to_foreign_account", "root_write"],
  }),
  eventOf({
    ...USER,
    "@timestamp": "2026-11-20T13:12:06Z",
    "aws.ses.caller.name": "東京\u202e運用\u001b[2J",
    "aws.ses.effect": "Template 歓迎メール created",
  }),
  eventOf(
    {
      ...USER,
      "@timestamp": "2026-11-20T13:12:07Z",
      "event.outcome": "failure",
      "error.code": "NoSuchBucket",
      "event.action": "GetBucketAcl",
      "event.provider": "s3.amazonaws.com",
      "cloud.service.name": "s3",
    },
    false,
  ),
  eventOf({ "@timestamp": "2026-11-20T13:12:08Z", "event.action": "HibernateMailboxFleet" }),
];

function page(options: Parameters<typeof textLayout>[0]): string {
  const layout = textLayout(options);
  return `${[layout.header, ...EVENTS.map((event) => layout.line(event))].join("\n")}\n`;
}

const TERMINALS = [80, 100, 120, 160, 200].flatMap((columns) => [
  { name: `${columns}`, columns, color: false, padded: true },
  { name: `${columns}-color`, columns, color: true, padded: true },
]);
const PIPES = [
  { name: "pipe", columns: 80, color: false, padded: false },
  { name: "pipe-color", columns: 80, color: true, padded: false },
];

// oxlint-disable-next-line no-control-regex -- the escape that begins a style is a control character
const STYLES = /\u001b\[\d+m/g;

describe("text", () => {
  it.each([...TERMINALS, ...PIPES])("golden $name", async (options) => {
    await expect(page(options)).toMatchFileSnapshot(golden(options.name));
  });

  it.each(TERMINALS)("fits $name, and no line ends in blanks", (options) => {
    for (const line of page(options).trimEnd().split("\n")) {
      const plain = line.replaceAll(STYLES, "");
      expect(widthOf(plain)).toBeLessThanOrEqual(options.columns);
      expect(plain).not.toMatch(/ $/);
    }
  });

  it("takes 80 columns at least, however narrow the window is", () => {
    const narrow = { columns: 20, color: false, padded: true };
    expect(page(narrow)).toBe(page({ ...narrow, columns: 80 }));
  });

  it("colours only what failed and what is flagged", () => {
    const layout = textLayout({ columns: 160, color: true, padded: true });
    const [added, quiet, denied] = EVENTS.map((event) => layout.line(event));
    expect(added).toContain("\u001b[33m▲ identity_added");
    expect(quiet).not.toMatch(/\[3[0-9]m/);
    expect(denied).toContain("\u001b[31m✗ tried to list identities");
  });

  it("cuts nothing in a pipe, and separates values by tabs", () => {
    const lines = page({ columns: 80, color: false, padded: false }).split("\n").slice(0, -1);
    expect(lines.map((line) => line.split("\t").length)).toEqual(lines.map(() => 8));
    expect(lines[5]).toContain("arn:aws:lambda:us-east-1:999988887777:function:collect");
  });
});

const WRITTEN_BY_STRANGERS = [
  "@timestamp",
  "cloud.account.id",
  "cloud.region",
  "cloud.service.name",
  "aws.ses.caller.name",
  "aws.ses.caller.kind",
  "aws.ses.effect",
  "event.action",
  "event.provider",
  "error.code",
  "source.address",
  "user_agent.name",
] as const;

/** A line that would not stay one harmless line; undefined where none is found. */
function harmfulLine(line: (event: SesEvent, padded: boolean) => string): string | undefined {
  const nasty = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("\n", "\u001b[2J", "\u202e", "\u2028", "\t", "\ud800", "a\rb", "\u009b31m"),
  );
  const fields = fc.record(Object.fromEntries(WRITTEN_BY_STRANGERS.map((name) => [name, nasty])), {
    requiredKeys: [],
  });
  const run = fc.check(
    fc.property(
      fields,
      fc.array(nasty, { maxLength: 3 }),
      fc.boolean(),
      (texts, signals, padded) => {
        const event = eventOf({ ...texts, "aws.ses.signals": signals, "event.outcome": "failure" });
        const text = line(event, padded).replaceAll("\t", padded ? "\t" : "");
        return !/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u.test(text);
      },
    ),
  );
  return run.failed ? JSON.stringify(run.counterexample) : undefined;
}

describe("whatever strangers write", () => {
  it("stays one line without controls", () => {
    const layouts = [true, false].map((padded) =>
      textLayout({ columns: 200, color: false, padded }),
    );
    const line = (event: SesEvent, padded: boolean): string =>
      layouts[padded ? 0 : 1]?.line(event) ?? "";
    expect(harmfulLine(line)).toBeUndefined();
  });

  it("broken control: a layout that prints the caller as it came is found out", () => {
    const layout = textLayout({ columns: 200, color: false, padded: true });
    const careless = (event: SesEvent): string =>
      `${layout.line(event)} ${event.fields["aws.ses.caller.name"] ?? ""}`;
    expect(harmfulLine(careless)).toBeDefined();
  });
});
