/** Whole records and what becomes of them, to be read in a diff. `npm run golden` writes them anew. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../src/records/element.ts";
import type { SesEvent } from "../../src/ses/event.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { toEcs } from "../../src/shape/ecs.ts";
import { toOtel } from "../../src/shape/otel.ts";
import { textRow } from "../../src/shape/text/row.ts";
import { tsvTable } from "../../src/shape/tsv.ts";
import { READ_AT, STREAM } from "../support/made-records.ts";

const FOLDERS = readdirSync(new URL(".", import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .filter((name) => existsSync(new URL(`${name}/input.json`, import.meta.url)))
  .sort();

const TSV = tsvTable();

function eventIn(folder: string): SesEvent {
  const text = readFileSync(new URL(`${folder}/input.json`, import.meta.url), "utf8");
  const position = { file: `${folder}/input.json`, index: 0 };
  const record = { position, value: JSON.parse(text) as JsonObject, raw: { text: "" } };
  const made = normalise(record, { readAt: READ_AT, keepOriginal: false });
  if (!("event" in made)) throw new Error(made.unshapeable.reason);
  return made.event;
}

function pretty(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What the goldens must show at least once each. */
const SHOWN: Readonly<Record<string, (event: SesEvent) => boolean>> = {
  ...Object.fromEntries(
    ["root", "user", "role", "sso", "service", "federated", "account", "unknown"].map((kind) => [
      `a caller of kind ${kind}`,
      ({ fields }: SesEvent) => fields["aws.ses.caller.kind"] === kind,
    ]),
  ),
  ...Object.fromEntries(
    ["v1", "v2", "mailmanager", "unknown"].map((api) => [
      `API ${api}`,
      ({ fields }: SesEvent) => fields["aws.ses.api"] === api,
    ]),
  ),
  ...Object.fromEntries(
    ["create", "read", "update", "delete", "send", "start"].map((verb) => [
      `verb ${verb}`,
      ({ fields }: SesEvent) => fields["aws.ses.verb"] === verb,
    ]),
  ),
  "a data event": ({ fields }) => fields["aws.ses.data_event"] === true,
  "a refusal": ({ fields }) => fields["event.type"]?.includes("denied") === true,
  "another failure": ({ fields }) =>
    fields["event.outcome"] === "failure" && fields["event.type"]?.includes("denied") === false,
  "another service": ({ ses }) => !ses,
  "an unknown action": ({ fields }) => fields["aws.ses.known_action"] === false,
  "parameters left out": ({ fields }) => fields["aws.ses.omitted"] !== undefined,
  "a hidden value": ({ fields }) => fields["aws.ses.redacted"] !== undefined,
  "an event without signals": ({ fields }) => fields["aws.ses.signals"] === undefined,
};

function notShown(events: readonly SesEvent[]): readonly string[] {
  return Object.keys(SHOWN).filter((what) => !events.some((event) => SHOWN[what]?.(event)));
}

describe("goldens", () => {
  it("show every kind of record", () => {
    expect(FOLDERS.length).toBeGreaterThanOrEqual(25);
    expect(notShown(FOLDERS.map(eventIn))).toEqual([]);
  });

  it("would be missed, each one that alone shows something", () => {
    const without = (folder: string): readonly string[] =>
      notShown(FOLDERS.filter((name) => name !== folder).map(eventIn));
    expect(without("message-sent-by-another-account")).toEqual(["a caller of kind account"]);
    expect(without("configuration-set-deleted-api-not-told")).toEqual(["API unknown"]);
    expect(without("other-service-called-by-ses")).toEqual(["another service"]);
  });

  it.each(FOLDERS)("%s", async (folder) => {
    const event = eventIn(folder);
    const text = `${[...TSV.head(), ...TSV.next(textRow(event))].join("\n")}\n`;
    await expect(pretty(toEcs(event, STREAM))).toMatchFileSnapshot(`${folder}/ecs.json`);
    await expect(pretty(toOtel(event, STREAM))).toMatchFileSnapshot(`${folder}/otel.json`);
    await expect(text).toMatchFileSnapshot(`${folder}/text.txt`);
  });
});
