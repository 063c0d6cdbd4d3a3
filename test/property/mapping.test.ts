/** What holds for every record, and proof that each check would notice if it did not. */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue, RecordElement } from "../../src/records/element.ts";
import type { SesEvent } from "../../src/ses/event.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { recordId } from "../../src/ses/event/record-id.ts";
import { selector } from "../../src/ses/select.ts";
import { ecsLine, toEcs } from "../../src/shape/ecs.ts";
import { otelLine, toOtel } from "../../src/shape/otel.ts";
import { FIELD_NAMES, FIELDS } from "../../src/tables/fields.ts";
import { anyObjects, shapeableRecords } from "../support/any-records.ts";
import { elementOf, READ_AT, reordered, STREAM } from "../support/made-records.ts";

const CONTEXT = { readAt: READ_AT, keepOriginal: false };

function eventFor(record: JsonObject): SesEvent {
  const made = normalise(elementOf(record), CONTEXT);
  if (!("event" in made)) throw new Error(made.unshapeable.reason);
  return made.event;
}

/** Runs a property: `holds`, or the case for which it does not. */
function tried<Value>(values: fc.Arbitrary<Value>, check: (value: Value) => boolean): string {
  const { failed, seed, counterexample } = fc.check(fc.property(values, check), { numRuns: 300 });
  return failed ? `fails with seed ${seed} for ${fc.stringify(counterexample)}` : "holds";
}

describe("normalise is total", () => {
  const isTotal = (make: (element: RecordElement) => unknown) => (record: JsonObject) => {
    const made = make(elementOf(record));
    return typeof made === "object" && made !== null;
  };

  it("makes an event or gives a reason, for any JSON", () => {
    expect(
      tried(
        anyObjects,
        isTotal((element) => normalise(element, CONTEXT)),
      ),
    ).toBe("holds");
    expect(
      tried(
        shapeableRecords,
        isTotal((element) => normalise(element, CONTEXT)),
      ),
    ).toBe("holds");
  });

  it("makes an event of any record with a source, a name and a time", () => {
    expect(
      tried(shapeableRecords, (record) => "event" in normalise(elementOf(record), CONTEXT)),
    ).toBe("holds");
  });

  it("is really asked (broken control)", () => {
    const trusting = ({ value }: RecordElement): unknown =>
      (value["userIdentity"] as JsonObject)["type"] ?? {};
    expect(tried(shapeableRecords, isTotal(trusting))).not.toBe("holds");
  });

  it("judges any JSON without throwing", () => {
    const judge = selector({
      eventSources: ["*.amazonaws.com"],
      since: "2026-01-01T00:00:00Z",
      until: "2027-01-01T00:00:00Z",
      accounts: ["1"],
      regions: ["us-*"],
      actions: ["*"],
      writesOnly: true,
      related: false,
    });
    const verdicts = new Set(["selected", "other-service", "left-out"]);
    expect(tried(anyObjects, (record) => verdicts.has(judge(record)))).toBe("holds");
  });

  it("leaves the record as it was", () => {
    const isUntouched = (make: (record: JsonObject) => unknown) => (record: JsonObject) => {
      const before = JSON.stringify(record);
      make(record);
      return JSON.stringify(record) === before;
    };
    expect(tried(shapeableRecords, isUntouched(eventFor))).toBe("holds");
    // Broken control.
    expect(
      tried(
        shapeableRecords,
        isUntouched((record) => (record["seen"] = true)),
      ),
    ).not.toBe("holds");
  });
});

describe("the ECS shape", () => {
  const hasNoEmpties = (value: unknown): boolean => {
    if (value === null || value === undefined || value === "") return false;
    if (typeof value === "number") return Number.isFinite(value);
    if (typeof value !== "object") return true;
    const members: unknown[] = Object.values(value);
    return members.length > 0 && members.every(hasNoEmpties);
  };

  it("holds no null, no empty text, no empty object or list", () => {
    expect(tried(shapeableRecords, (record) => hasNoEmpties(toEcs(eventFor(record), STREAM)))).toBe(
      "holds",
    );
    // Broken control: the parameters as they came.
    const raw = (record: JsonObject): unknown => ({
      ...toEcs(eventFor(record), STREAM),
      raw: record["requestParameters"] ?? 1,
    });
    expect(tried(shapeableRecords, (record) => hasNoEmpties(raw(record)))).not.toBe("holds");
  });

  it("is the same as a line and as an object", () => {
    const isSame = (write: (event: SesEvent) => string) => (record: JsonObject) => {
      const event = eventFor(record);
      return write(event) === JSON.stringify(toEcs(event, STREAM));
    };
    expect(
      tried(
        shapeableRecords,
        isSame((event) => ecsLine(event, STREAM)),
      ),
    ).toBe("holds");
    // Broken control: the flat fields.
    expect(
      tried(
        shapeableRecords,
        isSame((event) => JSON.stringify(event.fields)),
      ),
    ).not.toBe("holds");
  });

  it("is one line", () => {
    expect(
      tried(shapeableRecords, (record) => !/[\n\r]/.test(ecsLine(eventFor(record), STREAM))),
    ).toBe("holds");
  });
});

describe("the OpenTelemetry shape", () => {
  const isHarmless = (attributes: Readonly<Record<string, unknown>>): boolean =>
    Object.keys(attributes).length <= 128 &&
    Object.values(attributes).every((value) =>
      Array.isArray(value)
        ? value.every((entry) => typeof entry === "string")
        : typeof value === "string" || typeof value === "boolean" || Number.isSafeInteger(value),
    );

  it("has at most 128 attributes, all scalars or lists of text, and drops none", () => {
    expect(
      tried(shapeableRecords, (record) => {
        const log = toOtel(eventFor(record), STREAM);
        return isHarmless(log.attributes) && log.droppedAttributesCount === 0;
      }),
    ).toBe("holds");
    // Broken control: the record itself as attributes.
    expect(tried(shapeableRecords, (record) => isHarmless(record))).not.toBe("holds");
  });

  it("is valid JSON in one line, with the same attributes", () => {
    const namesIn = (line: string): string[] => {
      const { resourceLogs } = JSON.parse(line) as {
        resourceLogs: [{ scopeLogs: [{ logRecords: [{ attributes: { key: string }[] }] }] }];
      };
      return resourceLogs[0].scopeLogs[0].logRecords[0].attributes.map(({ key }) => key);
    };
    expect(
      tried(shapeableRecords, (record) => {
        const event = eventFor(record);
        const line = otelLine(event, STREAM);
        return (
          !/[\n\r]/.test(line) &&
          namesIn(line).join() === Object.keys(toOtel(event, STREAM).attributes).join()
        );
      }),
    ).toBe("holds");
  });
});

describe("the order of keys in the record", () => {
  const changesNothing = (write: (record: JsonObject) => string) => (record: JsonObject) =>
    write(record) === write(reordered(record));

  it("changes nothing in either shape, nor in the id", () => {
    expect(
      tried(
        shapeableRecords,
        changesNothing((record) => ecsLine(eventFor(record), STREAM)),
      ),
    ).toBe("holds");
    expect(
      tried(
        shapeableRecords,
        changesNothing((record) => otelLine(eventFor(record), STREAM)),
      ),
    ).toBe("holds");
    expect(tried(anyObjects, changesNothing(recordId))).toBe("holds");
    // Broken control: the record as it came.
    expect(
      tried(
        shapeableRecords,
        changesNothing((record) => JSON.stringify(record)),
      ),
    ).not.toBe("holds");
  });
});

describe("nothing of a record is lost", () => {
  /** What a text holds where it is JSON of an object, a list or null, which stands for that in an object's place. */
  const opened = (text: string): unknown => {
    if (!/^\s*[[{n]/.test(text)) return text;
    try {
      const value = JSON.parse(text) as unknown;
      return typeof value === "object" ? value : text;
    } catch {
      return text;
    }
  };
  /** All scalars below a value, as well-formed text; objects in JSON texts are opened. */
  const scalars = (written: unknown, into: Set<string>): Set<string> => {
    const value = typeof written === "string" ? opened(written) : written;
    if (value === null || value === undefined || value === "") return into;
    if (typeof value !== "object")
      return into.add(`${value as string | number | boolean}`.toWellFormed());
    for (const member of Object.values(value)) scalars(member, into);
    return into;
  };
  const JSON_TEXTS = FIELD_NAMES.filter((name) => FIELDS[name].type === "json_text");

  /** The usual spelling of a time gets milliseconds; every other is kept beside it. */
  const respelled = (record: JsonObject): JsonObject => {
    const isUsual = record["eventTime"] === "2026-03-01T10:20:30Z";
    return isUsual ? { ...record, eventTime: "2026-03-01T10:20:30.000Z" } : record;
  };

  const keeps =
    (hold: (event: SesEvent) => Readonly<Record<string, unknown>>) => (record: JsonObject) => {
      const held = hold(eventFor(record));
      const known = scalars(held, new Set());
      for (const name of JSON_TEXTS) {
        const json = held[name];
        if (typeof json === "string") scalars(JSON.parse(json) as JsonValue, known);
      }
      return [...scalars(respelled(record), new Set())].every((text) => known.has(text));
    };
  const inEcs = (event: SesEvent): Readonly<Record<string, unknown>> => ({ ...event.fields });
  const inOtel = (event: SesEvent): Readonly<Record<string, unknown>> => {
    const log = toOtel(event, STREAM);
    return {
      ...log.resource.attributes,
      ...log.attributes,
      time: new Date(log.hrTime[0] * 1000).toISOString(),
    };
  };

  it("in either shape", () => {
    expect(tried(shapeableRecords, keeps(inEcs))).toBe("holds");
    expect(tried(shapeableRecords, keeps(inOtel))).toBe("holds");
    // Found by chance: empties as text, which say as much as empties.
    for (const text of ["[]", "{}", "null", " [ ] ", '{"a":["b"]}', "[", "no"]) {
      const record = {
        eventSource: "ses.amazonaws.com",
        eventName: "SendEmail",
        eventTime: "2026-03-01T10:20:30Z",
        insightDetails: text,
      };
      expect([keeps(inEcs)(record), keeps(inOtel)(record)], text).toEqual([true, true]);
    }
  });

  it("is really asked (broken controls)", () => {
    expect(
      tried(
        shapeableRecords,
        keeps((event) => ({
          ...inEcs(event),
          "aws.cloudtrail.additional_fields": undefined,
          "aws.cloudtrail.flattened.additional_fields": undefined,
        })),
      ),
    ).not.toBe("holds");
    expect(
      tried(
        shapeableRecords,
        keeps((event) => ({ ...inOtel(event), "aws.cloudtrail.additional_fields": undefined })),
      ),
    ).not.toBe("holds");
    expect(
      tried(
        shapeableRecords,
        keeps((event) => ({ ...inOtel(event), "aws.cloudtrail.request_parameters": undefined })),
      ),
    ).not.toBe("holds");
  });
});
