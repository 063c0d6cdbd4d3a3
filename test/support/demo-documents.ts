/** The demo week as documents: what a run over its files would put into Elasticsearch, with what stands behind each. */
import { demoWeek } from "../../src/demo/week.ts";
import type { StoryName } from "../../src/demo/stories.ts";
import { normalise } from "../../src/ses/normalise.ts";
import type { SesEvent } from "../../src/ses/event.ts";
import type { JsonObject } from "../../src/records/element.ts";

/** A Monday afternoon, so that the week has all its working days. */
export const WEEK_END = new Date("2026-11-23T16:00:00Z");
export const WEEK_START = new Date(WEEK_END.getTime() - 7 * 86_400_000);

/** One SES record of the week. */
export interface DemoDocument {
  readonly id: string;
  readonly event: SesEvent;
  /** The record as CloudTrail wrote it: for counts that owe nothing to our own code. */
  readonly record: JsonObject;
  /** The story that planted it; undefined: ordinary traffic. */
  readonly story: StoryName | undefined;
}

/** Minutes from a file's delivery to its reading. */
const READING_MINUTES = 2;

/** The SES records of the week, in the order of delivery. */
export function demoDocuments(without: readonly StoryName[] = []): readonly DemoDocument[] {
  const documents: DemoDocument[] = [];
  for (const file of demoWeek({ seed: 7, end: WEEK_END, without, scale: 0.01 })) {
    if (file.kind !== "log") continue;
    const stories = new Map(file.planted.map(({ eventID, story }) => [eventID, story]));
    const readAt = readingTime(file.key);
    for (const [index, record] of file.records.entries()) {
      if (record["eventSource"] !== "ses.amazonaws.com") continue;
      const story = stories.get(textOf(record["eventID"]));
      documents.push({ ...documentOf(record, { file: file.key, index }, readAt), story });
    }
  }
  return documents;
}

/** What the week has none of: a sender identity that could not be added. */
export function failedIdentity(documents: readonly DemoDocument[]): DemoDocument {
  const model = documents.find(
    ({ record, story }) => record["eventName"] === "CreateEmailIdentity" && story === "new-domain",
  );
  if (model === undefined) throw new Error("the week adds no identity");
  const record = {
    ...model.record,
    eventID: "00000000-0000-4000-8000-000000000001",
    requestParameters: { emailIdentity: "blog.example.org" },
    responseElements: null,
    errorCode: "AlreadyExistsException",
    errorMessage: "Email identity blog.example.org already exists.",
  };
  const readAt = model.event.fields["event.created"] ?? "";
  return { ...documentOf(record, model.event.position, readAt), story: undefined };
}

function documentOf(
  record: JsonObject,
  position: SesEvent["position"],
  readAt: string,
): Omit<DemoDocument, "story"> {
  const normalised = normalise(
    { position, value: record, raw: { text: "" } },
    { readAt, keepOriginal: false },
  );
  if (!("event" in normalised)) throw new Error(normalised.unshapeable.reason);
  const { event } = normalised;
  return { id: event.fields["aws.ses.record_id"] ?? "", event, record };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** When a file with this key would be read: soon after it was delivered. */
function readingTime(key: string): string {
  const [, year, month, day, hour, minute] = /_(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)Z_/u.exec(key) ?? [];
  const delivered = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`);
  return new Date(delivered + READING_MINUTES * 60_000).toISOString();
}
