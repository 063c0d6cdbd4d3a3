/** What people see of an event, as values: the text shapes are made of rows, and keep nothing else of the event. */
import type { SesEvent } from "../../ses/event.ts";
import { SIGNALS, type SeverityName } from "../../tables/signals.ts";
import { printable } from "../printable.ts";

/** The cells of a row, in the order in which they are shown. */
export const CELL_NAMES = [
  "time",
  "account",
  "region",
  "caller",
  "what",
  "from",
  "key",
  "client",
  "signals",
  "id",
] as const;

/** Name of a cell. */
export type CellName = (typeof CELL_NAMES)[number];

/** One event for people. Every text is printable and one line. */
export interface TextRow {
  /** The event's record_id: copies of a record have the same. */
  readonly id: string;
  /** Absent values are empty. The time is ISO 8601, in UTC; the id is the beginning of AWS's own. */
  readonly cells: Readonly<Record<CellName, string>>;
  readonly failed: boolean;
  /** The weightiest of its signals: 0 none or only worth knowing, 1 low, 2 medium, 3 high. */
  readonly weight: Weight;
  /** The columns that were chosen for csv or tsv, printable. */
  readonly chosen?: readonly string[];
}

/** How much a row's signals weigh. */
export type Weight = 0 | 1 | 2 | 3;

/** The words for weights. */
export const WEIGHT_NAMES = ["none", "low", "medium", "high"] as const;

/** Makes the row of an event. Pure and total. */
export function textRow(event: SesEvent): TextRow {
  const { fields } = event;
  const signals = fields["aws.ses.signals"] ?? [];
  return {
    id: fields["aws.ses.record_id"] ?? "",
    cells: {
      time: printable(fields["@timestamp"] ?? ""),
      account: printable(fields["cloud.account.id"] ?? ""),
      region: printable(fields["cloud.region"] ?? ""),
      caller: printable(callerOf(event)),
      what: printable(whatOf(event)),
      from: printable(fields["source.address"] ?? ""),
      key: printable(fields["aws.cloudtrail.user_identity.access_key_id"] ?? ""),
      client: printable(fields["user_agent.name"] ?? ""),
      signals: printable(signals.join(", ")),
      id: shortId(fields["event.id"] ?? fields["aws.ses.record_id"] ?? ""),
    },
    failed: fields["event.outcome"] === "failure",
    weight: signals.reduce<Weight>((most, name) => heavier(most, WEIGHTS.get(name) ?? 1), 0),
  };
}

/** What of an id is shown: of a UUID the first part, which tells a million events apart well enough to name one. */
const ID_CHARACTERS = 8;

/** The beginning of an id. It may be of any length. */
function shortId(id: string): string {
  return printable(id.slice(0, ID_CHARACTERS));
}

/** What is only worth knowing gets no mark. */
const SEVERITY_WEIGHTS = { info: 0, low: 1, medium: 2, high: 3 } as const satisfies Readonly<
  Record<SeverityName, Weight>
>;
/** A signal that is not in the table weighs little, but is shown. */
const WEIGHTS: ReadonlyMap<string, Weight> = new Map(
  SIGNALS.map(({ name, severity }) => [name, SEVERITY_WEIGHTS[severity]]),
);

function heavier(one: Weight, other: Weight): Weight {
  return one > other ? one : other;
}

function callerOf({ fields }: SesEvent): string {
  const name = fields["aws.ses.caller.name"] ?? fields["user.name"] ?? "";
  const kind = fields["aws.ses.caller.kind"];
  if (kind === undefined || kind === name) return name;
  return name === "" ? `(${kind})` : `${name} (${kind})`;
}

/** The effect; of other services' calls the action and the service. A failure tells its code where the effect does not. */
function whatOf({ fields, ses }: SesEvent): string {
  const action = fields["event.action"] ?? "";
  const service = fields["cloud.service.name"] ?? fields["event.provider"];
  const other = !ses && service !== undefined ? `${action} (${service})` : action;
  const effect = fields["aws.ses.effect"];
  if (effect !== undefined) return effect;
  const code = fields["error.code"];
  return code === undefined ? other : `${other}: ${code}`;
}
