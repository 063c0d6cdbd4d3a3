/** The demo week as documents: what a run over its files would put into Elasticsearch, with what stands behind each. */
import { demoWeek } from "../../src/demo/week.ts";
import type { StoryName } from "../../src/demo/stories.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { selector } from "../../src/ses/select.ts";
import type { SesEvent } from "../../src/ses/event.ts";
import type { JsonObject } from "../../src/records/element.ts";

/** A Monday afternoon, so that the week has all its working days. */
export const WEEK_END = new Date("2026-11-23T16:00:00Z");
export const WEEK_START = new Date(WEEK_END.getTime() - 7 * 86_400_000);

/** What a run of the demo takes. */
const wants = selector({
  eventSources: ["ses.amazonaws.com"],
  since: undefined,
  until: undefined,
  accounts: [],
  regions: [],
  actions: [],
  writesOnly: false,
  related: true,
});

/** One record of the week, of SES or of what tells of mail beside it. */
export interface DemoDocument {
  readonly id: string;
  readonly event: SesEvent;
  /** The record as CloudTrail wrote it: for counts that owe nothing to our own code. */
  readonly record: JsonObject;
  /** The story that planted it; undefined: ordinary traffic. */
  readonly story: StoryName | undefined;
}

const made = new Map<string, readonly DemoDocument[]>();

/** The records of the week that a run takes, in the order of delivery. Made once for each choice of stories. */
export function demoDocuments(without: readonly StoryName[] = []): readonly DemoDocument[] {
  const key = without.join();
  const documents = made.get(key) ?? makeDocuments(without);
  made.set(key, documents);
  return documents;
}

function makeDocuments(without: readonly StoryName[]): readonly DemoDocument[] {
  const documents: DemoDocument[] = [];
  for (const file of demoWeek({ seed: 7, end: WEEK_END, without, scale: 0.01 })) {
    if (file.kind !== "log") continue;
    const stories = new Map(file.planted.map(({ eventID, story }) => [eventID, story]));
    for (const [index, record] of file.records.entries()) {
      if (wants(record) !== "selected") continue;
      const story = stories.get(textOf(record["eventID"]));
      documents.push({ ...documentOf(record, { file: file.key, index }), story });
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
  return { ...documentOf(record, model.event.position), story: undefined };
}

/** What the week has none of: a record that was read two days after its call, as a backfill does. */
export function lateRecord(documents: readonly DemoDocument[]): DemoDocument {
  const [model] = documents;
  if (model === undefined) throw new Error("the week is empty");
  const record = { ...model.record, eventID: "00000000-0000-4000-8000-000000000002" };
  const readAt = new Date(
    Date.parse(textOf(model.record["eventTime"])) + 48 * 3_600_000,
  ).toISOString();
  return { ...documentOf(record, model.event.position, readAt), story: undefined };
}

/** What the week has none of: a service of AWS that looks at many Regions at once, as Trusted Advisor may. */
export function serviceSweep(documents: readonly DemoDocument[]): readonly DemoDocument[] {
  const model = documents.find(({ event }) => event.fields["aws.ses.caller.kind"] === "service");
  if (model === undefined) throw new Error("no service calls in the week");
  const regions = ["us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-south-1"];
  const actions = ["GetSendQuota", "GetAccountSendingEnabled", "ListIdentities"];
  return regions.flatMap((awsRegion, region) =>
    actions.map((eventName, action) => {
      const eventID = `00000000-0000-4000-8000-0000000001${region}${action}`;
      const record = { ...model.record, awsRegion, eventName, eventID };
      return { ...documentOf(record, model.event.position), story: undefined };
    }),
  );
}

/** A record as a run over its file would give it. */
export function documentOf(
  record: JsonObject,
  position: SesEvent["position"],
  readAt = readingTime(record),
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

const DELIVERY_MS = 5 * 60_000;

/**
 * When a record would be read: CloudTrail delivers every five minutes, about five minutes late. The demo's own files are
 * few and large, so that their names tell nothing of that.
 */
function readingTime(record: JsonObject): string {
  const at = Date.parse(textOf(record["eventTime"]));
  return new Date((Math.ceil(at / DELIVERY_MS) + 1) * DELIVERY_MS + 60_000).toISOString();
}

/** Characters of the longest value of each field. */
export function longestValues(documents: readonly DemoDocument[]): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const { event } of documents) {
    for (const [field, value] of Object.entries(event.fields)) {
      for (const one of [value].flat()) {
        const { length } = textOf(one);
        if (length > (longest.get(field) ?? 0)) longest.set(field, length);
      }
    }
  }
  longest.set(
    "sestrail.view.file",
    Math.max(...documents.map(({ event }) => event.position.file.split("/").at(-1)?.length ?? 0)),
  );
  return longest;
}
