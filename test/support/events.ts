/** Made-up events for tests of sinks: small, whole by type, told apart by a number. */
import type { EventFieldName, EventFields, SesEvent } from "../../src/ses/event.ts";
import { FIELDS, FIELD_NAMES, type FieldName } from "../../src/tables/fields.ts";
import type { Item, Sink } from "../../src/sinks/sink.ts";

const isFilledByNormalise = (name: FieldName): name is EventFieldName => !("by" in FIELDS[name]);

const NOTHING = Object.fromEntries(
  FIELD_NAMES.filter(isFilledByNormalise).map((name) => [name, undefined]),
) as EventFields;

/** An event whose `record_id` is `id`; `fields` are laid over the few that every event has. */
export function eventOf(id: string, fields: Partial<EventFields> = {}): SesEvent {
  return {
    fields: {
      ...NOTHING,
      "@timestamp": "2026-11-20T09:02:11.000Z",
      message: "ana.silva listed identities",
      "event.kind": "event",
      "event.category": ["api"],
      "event.type": ["access"],
      "event.action": "ListIdentities",
      "event.outcome": "success",
      "event.provider": "ses.amazonaws.com",
      "event.module": "aws",
      "cloud.provider": "aws",
      "cloud.account.id": "111122223333",
      "cloud.region": "eu-west-1",
      "cloud.service.name": "ses",
      "aws.ses.record_id": id,
      ...fields,
    },
    ses: true,
    position: { file: "made-up.json", index: 0 },
    raw: { text: "{}" },
  };
}

/** An event on its way to a sink. */
export function itemOf<Body>(sink: Sink<Body>, event: SesEvent): Item<Body> {
  return { id: event.fields["aws.ses.record_id"] ?? "", event, ...sink.shape(event) };
}

/** Events of their own names: `<prefix>-0`, `<prefix>-1`, … */
export function someEvents(prefix: string, count: number): SesEvent[] {
  return Array.from({ length: count }, (_, index) => eventOf(`${prefix}-${index}`));
}
