/** Counts what is in the files, as they are made: what a reader of them must find. */
import type { JsonObject } from "./json.ts";
import { SIGNAL_NAMES, type SignalName } from "../tables/signals.ts";
import { STORIES, type StoryName } from "./stories.ts";
import type { DemoFile } from "./file.ts";

/** A table of counts. */
export type Counts = Readonly<Record<string, number>>;

/** What a demo tree holds. `ses` counts records whose eventSource is `ses.amazonaws.com`; the insight's are in `files` only. */
export interface Manifest {
  readonly seed: number;
  /** ISO 8601. */
  readonly end: string;
  readonly files: { readonly log: number; readonly digest: number; readonly insight: number };
  /** Records of all services in log files. */
  readonly records: number;
  readonly byEventSource: Counts;
  readonly ses: {
    readonly records: number;
    /** With errorCode or errorMessage. */
    readonly failures: number;
    /** Refused: a part of the failures. */
    readonly denials: number;
    readonly dataEvents: number;
    readonly byAction: Counts;
    /** By recipientAccountId. */
    readonly byAccount: Counts;
    readonly byRegion: Counts;
  };
  /** Signals planted by stories. Ordinary traffic plants none but a few refusals (`access_denied`). */
  readonly signals: Counts;
  readonly stories: Readonly<Partial<Record<StoryName, StoryCount>>>;
}

/** What one story planted. */
export interface StoryCount {
  readonly happens: string;
  readonly detections: readonly number[];
  readonly records: number;
  readonly signals: Counts;
  readonly planted: readonly {
    readonly eventID: string;
    readonly signals: readonly SignalName[];
  }[];
}

/** Counts files one by one. */
export interface Tally {
  add(file: DemoFile): void;
  /** What was counted so far. */
  manifest(): Manifest;
}

/** Error codes that mean access was refused, as the demo writes them. */
const DENIED = new Set(["AccessDenied", "AccessDeniedException"]);

/** A tally for a tree made from this seed and end. */
export function tallyOf(seed: number, end: Date): Tally {
  const files = { log: 0, digest: 0, insight: 0 };
  const byEventSource = new Map<string, number>();
  const byAction = new Map<string, number>();
  const byAccount = new Map<string, number>();
  const byRegion = new Map<string, number>();
  const signals = new Map<string, number>(SIGNAL_NAMES.map((signal) => [signal, 0]));
  const stories = new Map<StoryName, { eventID: string; signals: readonly SignalName[] }[]>();
  let records = 0;
  let ses = 0;
  let failures = 0;
  let denials = 0;
  let dataEvents = 0;

  const addSes = (record: JsonObject): void => {
    ses += 1;
    if (record["errorCode"] !== undefined || record["errorMessage"] !== undefined) failures += 1;
    const code = record["errorCode"];
    if (typeof code === "string" && DENIED.has(code)) denials += 1;
    if (record["eventCategory"] === "Data") dataEvents += 1;
    count(byAction, record["eventName"]);
    count(byAccount, record["recipientAccountId"]);
    count(byRegion, record["awsRegion"]);
  };

  return {
    add(file) {
      files[file.kind] += 1;
      if (file.kind !== "log") return;
      for (const record of file.records) {
        records += 1;
        count(byEventSource, record["eventSource"]);
        if (record["eventSource"] === "ses.amazonaws.com") addSes(record);
      }
      for (const { story, eventID, signals: raised } of file.planted) {
        const planted = stories.get(story) ?? [];
        planted.push({ eventID, signals: raised });
        stories.set(story, planted);
        for (const signal of raised) count(signals, signal);
      }
    },
    manifest: () => ({
      seed,
      end: end.toISOString(),
      files: { ...files },
      records,
      byEventSource: sorted(byEventSource),
      ses: {
        records: ses,
        failures,
        denials,
        dataEvents,
        byAction: sorted(byAction),
        byAccount: sorted(byAccount),
        byRegion: sorted(byRegion),
      },
      signals: Object.fromEntries(signals),
      stories: Object.fromEntries(
        [...stories].map(([name, planted]) => [name, storyCount(name, planted)]),
      ),
    }),
  };
}

function storyCount(name: StoryName, planted: StoryCount["planted"]): StoryCount {
  const { happens, detections } = STORIES[name];
  const signals = new Map<string, number>();
  for (const { signals: raised } of planted) for (const signal of raised) count(signals, signal);
  return {
    happens,
    detections,
    records: planted.length,
    signals: sorted(signals),
    planted: [...planted],
  };
}

function count(counts: Map<string, number>, key: unknown): void {
  const name = typeof key === "string" ? key : "(none)";
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function sorted(counts: ReadonlyMap<string, number>): Counts {
  return Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1)));
}
