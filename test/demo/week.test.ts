/** The week is deterministic, whole, and its stories stand apart from its noise. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { DemoFile } from "../../src/demo/file.ts";
import { SIGNAL_NAMES, SIGNALS } from "../../src/tables/signals.ts";
import { STORIES, STORY_NAMES, type StoryName } from "../../src/demo/stories.ts";
import { demoWeek, type WeekOptions } from "../../src/demo/week.ts";
import type { JsonObject } from "../../src/records/element.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { detectionsIn, knownOfFirstDay } from "./detections.ts";
import { at, FACTS, factsOf, type Raw, textAt } from "./facts.ts";

const END = new Date("2026-11-24T07:00:30Z");
const END_MS = Date.parse("2026-11-24T07:00:00Z");
const WEEK_MS = 7 * 86_400_000;
const OPTIONS: WeekOptions = { seed: 1, end: END };

/** The same with less traffic of other services, for what is made several times. */
const SMALL: WeekOptions = { ...OPTIONS, scale: 0.05 };

const FILES = [...demoWeek(OPTIONS)];
const RECORDS: readonly Raw[] = FILES.filter(({ kind }) => kind === "log").flatMap(
  ({ records }) => records,
);
const SMALL_FILES = [...demoWeek(SMALL)];
const SMALL_RECORDS: readonly Raw[] = SMALL_FILES.filter(({ kind }) => kind === "log").flatMap(
  ({ records }) => records,
);
const BY_ID = new Map(RECORDS.map((record) => [textAt(record, "eventID"), record]));
const PLANTED = FILES.flatMap(({ planted }) => planted);
const PLANTED_IDS = new Set(PLANTED.map(({ eventID }) => eventID));
const isSes = (record: Raw): boolean => record["eventSource"] === "ses.amazonaws.com";
const SES = RECORDS.filter(isSes);

const recordsOf = (story: StoryName): Raw[] =>
  PLANTED.filter((planted) => planted.story === story).map(
    ({ eventID }) => BY_ID.get(eventID) ?? {},
  );

/** Digest over all names and bytes of a tree. */
function digestOf(files: Iterable<DemoFile>): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file.key).update(file.bytes());
  return hash.digest("hex");
}

/** Texts of all log records, by eventID. */
function textsOf(files: Iterable<DemoFile>): Map<string, string> {
  const texts = new Map<string, string>();
  for (const { kind, records } of files) {
    if (kind === "log")
      for (const record of records) texts.set(textAt(record, "eventID"), JSON.stringify(record));
  }
  return texts;
}

describe("the same seed and end", () => {
  test("give the same bytes twice, and another seed gives others", () => {
    const digest = digestOf(SMALL_FILES);
    expect(digestOf(demoWeek(SMALL))).toBe(digest);
    expect(digestOf(demoWeek({ ...SMALL, seed: 2 }))).not.toBe(digest);
  });

  test("a week later, the same records a week later", () => {
    const later = [...demoWeek({ ...SMALL, end: new Date(END_MS + WEEK_MS) })].filter(
      ({ kind }) => kind === "log",
    );
    const shifted = later.flatMap(({ records }) => records);
    const moved = (record: Raw, byMs: number) => [
      record["eventID"],
      record["eventName"],
      Date.parse(textAt(record, "eventTime")) + byMs,
    ];
    expect(shifted.map((record) => moved(record, -WEEK_MS))).toEqual(
      SMALL_RECORDS.map((record) => moved(record, 0)),
    );
  });

  test("files are made as they are asked for", () => {
    // The whole of this week would be fifteen million records.
    const [first] = demoWeek({ ...OPTIONS, scale: 250 });
    expect(first?.records.length).toBeGreaterThan(1000);
  });

  test("an end that is no date is refused", () => {
    expect(() => [...demoWeek({ seed: 1, end: new Date("never") })]).toThrow(/not a valid date/);
  });
});

describe("leaving stories out", () => {
  /** What is wrong with `less`, given what must be gone from `all`. */
  function differences(
    all: ReadonlyMap<string, string>,
    less: ReadonlyMap<string, string>,
    gone: ReadonlySet<string>,
  ): string[] {
    const wrong: string[] = [];
    for (const [id, text] of all)
      if (less.get(id) !== (gone.has(id) ? undefined : text)) wrong.push(id);
    for (const id of less.keys()) if (!all.has(id)) wrong.push(id);
    return wrong;
  }
  const all = textsOf(SMALL_FILES);

  test.each([["leaked-key"], ["help-desk"], ["root-use"]] as const)(
    "%s removes exactly its records",
    (story) => {
      const gone = new Set(
        PLANTED.filter((planted) => planted.story === story).map(({ eventID }) => eventID),
      );
      expect(gone.size).toBeGreaterThan(0);
      expect(differences(all, textsOf(demoWeek({ ...SMALL, without: [story] })), gone)).toEqual([]);
    },
  );

  test("all of them leaves exactly the ordinary records, in the same order", () => {
    const ordinary = [...demoWeek({ ...SMALL, without: STORY_NAMES })];
    expect(differences(all, textsOf(ordinary), PLANTED_IDS)).toEqual([]);
    const ids = ordinary.flatMap(({ records }) => records).map((record) => record["eventID"]);
    expect(ids).toEqual(
      SMALL_RECORDS.map((record) => record["eventID"]).filter((id) => !PLANTED_IDS.has(String(id))),
    );
    expect(ordinary.some(({ kind }) => kind === "insight")).toBe(false);
  });

  test("broken control: a week that draws differently does not pass for it", () => {
    const other = textsOf(demoWeek({ ...SMALL, seed: 3, without: STORY_NAMES }));
    expect(differences(all, other, PLANTED_IDS).length).toBeGreaterThan(SMALL_RECORDS.length);
  });
});

describe("files", () => {
  test("have keys as CloudTrail makes them, all different", () => {
    const log =
      /^AWSLogs\/(?<account>\d{12})\/(?<kind>CloudTrail(?:-Digest|-Insight)?)\/(?<region>[a-z]{2}-[a-z]+-\d)\/(?<day>\d{4}\/\d\d\/\d\d)\/\k<account>_\k<kind>_\k<region>_(?:demo-trail_us-east-1_)?(?<date>\d{8})T(?:\d{4}Z_[A-Za-z0-9]{16}|\d{6}Z)\.json\.gz$/;
    const wrong = FILES.filter(({ key }) => {
      const { day, date } = log.exec(key)?.groups ?? {};
      return day === undefined || day.replaceAll("/", "") !== date;
    });
    expect(wrong.map(({ key }) => key)).toEqual([]);
    expect(new Set(FILES.map(({ key }) => key)).size).toBe(FILES.length);
  });

  test("hold records of their own account and Region, none before the week or after its end", () => {
    const wrong = FILES.filter(({ key, kind, records }) => {
      const [, account, folder, region] = key.split("/");
      return !records.every((record) => {
        const time = Date.parse(textAt(record, "eventTime"));
        return (
          record["recipientAccountId"] === account &&
          record["awsRegion"] === region &&
          folder === (kind === "insight" ? "CloudTrail-Insight" : "CloudTrail") &&
          time >= END_MS - WEEK_MS &&
          time < END_MS
        );
      });
    });
    expect(wrong.map(({ key }) => key)).toEqual([]);
  });

  test("are as many and as large as promised", () => {
    const count = (kind: DemoFile["kind"]): number =>
      FILES.filter((file) => file.kind === kind).length;
    expect(count("log")).toBeGreaterThan(600);
    expect(count("log")).toBeLessThan(900);
    // One a day for each account in each Region.
    expect([count("digest"), count("insight")]).toEqual([119, 1]);
    expect(RECORDS.length).toBeGreaterThan(50_000);
    expect(SES.length).toBeGreaterThan(1900);
    const lengths = RECORDS.map((record) => Buffer.byteLength(JSON.stringify(record)));
    expect(lengths.reduce((most, length) => Math.max(most, length), 0)).toBeLessThan(256 * 1024);
    const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
    expect(mean).toBeGreaterThan(1600);
    expect(mean).toBeLessThan(2000);
  });

  test("digests name every file of their days, once, with its hash", () => {
    const hashes = new Map(
      FILES.map((file) => [file.key, createHash("sha256").update(file.text()).digest("hex")]),
    );
    const named = FILES.filter(({ kind }) => kind === "digest").flatMap((file) => {
      const digest = JSON.parse(file.text()) as Raw;
      expect(digest["Records"]).toBeUndefined();
      return digest["logFiles"] as Raw[];
    });
    for (const log of named) expect(log["hashValue"]).toBe(hashes.get(String(log["s3Object"])));
    expect(named.map((log) => String(log["s3Object"])).sort()).toEqual(
      FILES.filter(({ kind }) => kind === "log")
        .map(({ key }) => key)
        .sort(),
    );
  });

  test("night and weekend are quieter than working hours", () => {
    const perHour = new Map<string, number>();
    for (const record of RECORDS) {
      const hour = textAt(record, "eventTime").slice(0, 13);
      perHour.set(hour, (perHour.get(hour) ?? 0) + 1);
    }
    const noon = perHour.get("2026-11-19T13") ?? 0; // Thursday
    expect(perHour.get("2026-11-19T02")).toBeLessThan(noon / 2);
    expect(perHour.get("2026-11-21T13")).toBeLessThan(noon * 0.6); // Saturday
  });
});

describe("records", () => {
  /** Members that a type of caller must and must not have. */
  const IDENTITIES: Readonly<
    Record<string, { readonly has: readonly string[]; readonly hasNot: readonly string[] }>
  > = {
    Root: { has: ["arn", "principalId", "sessionContext"], hasNot: ["userName"] },
    IAMUser: { has: ["arn", "userName", "accessKeyId"], hasNot: ["sessionContext"] },
    AssumedRole: { has: ["arn", "principalId", "sessionContext"], hasNot: ["userName"] },
    AWSService: { has: ["invokedBy"], hasNot: ["arn", "accountId"] },
    IdentityCenterUser: { has: ["onBehalfOf", "credentialId"], hasNot: ["arn"] },
    FederatedUser: { has: ["arn", "sessionContext"], hasNot: [] },
    SAMLUser: { has: ["identityProvider", "userName"], hasNot: ["arn"] },
    WebIdentityUser: { has: ["identityProvider", "userName"], hasNot: ["arn"] },
    AWSAccount: { has: ["accountId", "principalId"], hasNot: ["arn"] },
    undefined: { has: ["accountId", "invokedBy"], hasNot: ["arn"] },
  };

  test("have the shape of their caller's type, and SES sees every type", () => {
    const wrong = RECORDS.filter((record) => {
      const identity = record["userIdentity"] as Raw;
      const shape = IDENTITIES[String(identity["type"])];
      return (
        shape === undefined ||
        shape.has.some((name) => !(name in identity)) ||
        shape.hasNot.some((name) => name in identity)
      );
    });
    expect(wrong).toEqual([]);
    const seen = new Set(SES.map((record) => String(at(record, "userIdentity", "type"))));
    expect([...seen].sort()).toEqual(Object.keys(IDENTITIES).sort());
  });

  test("have what every record has, and ids that differ", () => {
    const texts =
      "eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent requestID eventID eventType recipientAccountId eventCategory";
    const wrong = RECORDS.filter(
      (record) =>
        texts.split(" ").some((name) => typeof record[name] !== "string" || record[name] === "") ||
        !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(textAt(record, "eventTime")),
    );
    expect(wrong).toEqual([]);
    expect(BY_ID.size).toBe(RECORDS.length);
  });

  test("refused SES calls lost their parameters, sends hide theirs and stand as data events", () => {
    const sends = SES.filter((record) =>
      /^Send(?:Email|RawEmail|TemplatedEmail|BulkEmail)$/.test(String(record["eventName"])),
    );
    const refused = SES.filter((record) => record["errorCode"] === "AccessDenied");
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.filter((record) => record["requestParameters"] !== null)).toEqual([]);
    expect(SES.filter((record) => record["eventCategory"] === "Data")).toEqual(sends);
    for (const send of sends) {
      expect(JSON.stringify(send["requestParameters"])).toContain("HIDDEN_DUE_TO_SECURITY_REASONS");
      expect(send["readOnly"]).toBe(true);
    }
    expect(sends.length).toBeGreaterThan(500);
  });

  test("one send of two accounts is told twice, joined by its shared id", () => {
    const shared = new Map<unknown, Raw[]>();
    for (const record of SES.filter((each) => each["sharedEventID"] !== undefined)) {
      shared.set(record["sharedEventID"], [...(shared.get(record["sharedEventID"]) ?? []), record]);
    }
    expect(shared.size).toBeGreaterThan(5);
    for (const pair of shared.values()) {
      expect(new Set(pair.map((record) => record["recipientAccountId"])).size).toBe(2);
    }
  });
});

/** Of a call of another service nothing counts but what tells of mail. */
const BESIDE: ReadonlySet<string> = new Set(
  SIGNALS.filter((row) => "beside" in row).map((row) => row.name),
);
/** What a call beside SES tells of mail, and whether it was refused. */
const besides = (record: Raw): string[] => {
  const facts = factsOf(record);
  return facts.some((name) => BESIDE.has(name))
    ? facts.filter((name) => BESIDE.has(name) || name === "access_denied")
    : [];
};

/** Signals that everyday work raises: refusals, sends of a sister account, a tenant that is resumed. */
const ORDINARY: ReadonlySet<string> = new Set([
  "access_denied",
  "foreign_caller",
  "tenant_started",
]);

describe("stories", () => {
  const known = knownOfFirstDay(RECORDS, END_MS - WEEK_MS);
  const noise = RECORDS.filter((record) => !PLANTED_IDS.has(String(record["eventID"])));

  test.each(STORY_NAMES.map((name) => [name] as const))(
    "%s shows exactly the detections it names",
    (name) => {
      expect(detectionsIn(recordsOf(name), known)).toEqual([...STORIES[name].detections]);
    },
  );

  test("show every detection that records can show", () => {
    const shown = new Set(STORY_NAMES.flatMap((name) => [...STORIES[name].detections] as number[]));
    expect([...shown].sort((left, right) => left - right)).toEqual(
      Array.from({ length: 44 }, (_, index) => index + 1),
    );
  });

  test("noise alarms nothing, whatever day the week ends on", () => {
    expect(detectionsIn(noise, known)).toEqual([]);
  });

  test("broken control: noise with one story among it alarms", () => {
    expect(detectionsIn([...noise, ...recordsOf("denied-probing")], known)).toEqual([3, 4, 39, 41]);
  });

  test("planted records raise exactly the signals that are written down for them", () => {
    const shown = PLANTED.map(({ eventID, story }) => {
      const record = BY_ID.get(eventID) ?? {};
      return { story, eventID, signals: isSes(record) ? factsOf(record) : besides(record) };
    });
    expect(shown).toEqual(
      PLANTED.map(({ story, eventID, signals }) => ({
        story,
        eventID,
        signals: [...signals].sort(),
      })),
    );
  });

  test("the product raises on all SES records what is written down for them, and names all actions but the made-up ones", () => {
    const written = new Map(PLANTED.map(({ eventID, signals }) => [eventID, [...signals].sort()]));
    const unknown = new Set<string>();
    const wrong = SES.flatMap((record, index): unknown[] => {
      const normalised = normalise(
        { position: { file: "demo", index }, value: record as JsonObject, raw: { text: "" } },
        { readAt: END.toISOString(), keepOriginal: false },
      );
      if (!("event" in normalised)) return [{ unshapeable: record["eventName"] }];
      const { fields } = normalised.event;
      if (fields["aws.ses.known_action"] !== true) unknown.add(String(record["eventName"]));
      const raised = [...(fields["aws.ses.signals"] ?? [])].sort();
      const expected =
        written.get(textAt(record, "eventID")) ??
        factsOf(record).filter((name) => ORDINARY.has(name));
      return raised.join() === expected.join()
        ? []
        : [{ action: record["eventName"], raised, expected }];
    });
    expect(wrong).toEqual([]);
    expect([...unknown].sort()).toEqual([
      "DescribePostcardOptions",
      "HibernateMailboxFleet",
      "PutIdentityPostcardOptions",
    ]);
  });

  test("every signal is planted, and ordinary SES traffic raises a few that are everyday work", () => {
    const planted = new Set<string>(PLANTED.flatMap(({ signals }) => [...signals]));
    expect([...planted].sort()).toEqual([...SIGNAL_NAMES].sort());
    expect(Object.keys(FACTS).sort()).toEqual([...SIGNAL_NAMES].sort());
    const raised = noise
      .filter((record) => record["eventSource"] === "ses.amazonaws.com")
      .flatMap(factsOf);
    expect(new Set(raised)).toEqual(ORDINARY);
  });
});
