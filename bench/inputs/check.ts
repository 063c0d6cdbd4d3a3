/** What must hold of any input, and what must come of a valid one: read, made into events, and shaped in every way. */
import assert from "node:assert/strict";
import type { RecordElement } from "../../src/records/element.ts";
import { normalise } from "../../src/ses/normalise.ts";
import { ecsLine } from "../../src/shape/ecs.ts";
import { otelSafeRecord } from "../../src/shape/otel-safe.ts";
import { otelLine, toOtel } from "../../src/shape/otel.ts";
import { textRow } from "../../src/shape/text/row.ts";
import { cutAt, readAll } from "../../test/support/reading.ts";
import type { Chance } from "../chance.ts";
import { MAX_NESTING, type Input } from "./input.ts";

/** One that takes longer hangs, also on a machine that does much else. */
const HANGS_AFTER_MS = 60_000;
const SES = "ses.amazonaws.com";
const CONTEXT = { readAt: "2026-11-24T00:00:00.000Z", keepOriginal: false };

/** How the values of SES records are read; a control reads them in another way. */
export type ReadValues = (records: readonly RecordElement[]) => readonly unknown[];
const valuesOf: ReadValues = (records) => records.map(({ value }) => value);

/** Checks one input. Throws where something does not hold. */
export async function checkInput(
  { bytes, expected, atLeast }: Input,
  chance: Chance,
  read: ReadValues = valuesOf,
): Promise<void> {
  const begunMs = performance.now();
  // A few cuts: single bytes would cost more than all the rest, and are another fuzzer's.
  const cuts = Array.from({ length: chance.below(4) }, () => chance.below(bytes.length + 1));
  const content = chance.is(0.5) ? bytes : cutAt(bytes, cuts);
  const { records, unreadable, elements, unrecognised, passedOver, end } = await readAll(content, {
    needles: [SES],
    maxNesting: MAX_NESTING,
  });
  assert.equal(elements, records.length + unreadable.length + unrecognised + passedOver);
  assert.ok(passedOver >= 0);
  const wanted = records.filter(({ value }) => value["eventSource"] === SES);
  const values = read(wanted);
  if (expected !== undefined) {
    assert.deepEqual(values, expected.values);
    assert.ok(unreadable.every(({ code }) => code === "E_ELEMENT_TOO_DEEP"));
    assert.ok(unreadable.length >= expected.tooDeep && unreadable.length <= expected.mayBeTooDeep);
    assert.equal(end.fault, undefined);
  }
  for (const value of atLeast)
    assert.ok(
      values.some((found) => isSame(found, value)),
      `a record before the cut is lost: ${JSON.stringify(value).slice(0, 200)}`,
    );
  wanted.forEach(checkShapes);
  assert.ok(performance.now() - begunMs < HANGS_AFTER_MS, "it takes long");
}

function isSame(one: unknown, other: unknown): boolean {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}

/** An event or a reason comes of it; of an event, every shape, in one line of strict JSON where it is a line. */
function checkShapes(record: RecordElement): void {
  const made = normalise(record, CONTEXT);
  if (!("event" in made)) {
    assert.equal(typeof made.unshapeable.reason, "string");
    return;
  }
  for (const line of [ecsLine(made.event), otelLine(made.event)]) {
    assert.ok(!line.trimEnd().includes("\n"));
    assert.equal(typeof JSON.parse(line), "object");
  }
  assert.ok(Object.keys(otelSafeRecord(toOtel(made.event)).attributes).length <= 128);
  assert.ok(Object.keys(textRow(made.event).cells).length > 0);
}
