/** What a report is made of: taken in event by event, in bounded memory, the same in any order of events. */
import { ruleEngine, type EngineOptions } from "../../rules/engine/engine.ts";
import type { Findings } from "../../rules/engine/finding.ts";
import type { Sighting } from "../../rules/engine/sight.ts";
import { RULES } from "../../rules/rules.ts";
import type { SesEvent } from "../../ses/event.ts";
import { fieldTexts } from "../../shape/chosen.ts";
import { compareRows } from "../../shape/text/order.ts";
import { textRow, WEIGHT_NAMES } from "../../shape/text/row.ts";
import { tally, type Tallied, type TallyPart } from "../tally.ts";
import { changeOf, clipped, toldChanges, type Change, type ToldChange } from "./changes.ts";

/** What is counted, and by what. */
const COUNTS = [
  /** Hour; of those that failed; of those whose signals weigh so much; of sends. */
  "hour",
  "failedHour",
  "weightHour",
  "sentHour",
  "account",
  "caller",
  /** Caller, verb and what it was about. */
  "deed",
  /** Caller, action and Region, of what was denied. */
  "denied",
  /** Of sends: the identity, and who sent. */
  "sender",
  "failedSender",
  /** Address and caller. */
  "address",
  "client",
  "signal",
  "error",
] as const;

/** Name of a count. */
export type CountName = (typeof COUNTS)[number];

/** What is needed of an event. */
export interface ReportPart extends TallyPart<CountName> {
  readonly change: Change | undefined;
  readonly sighting: Sighting;
}

/** All that a report tells, but for the books. */
export interface Gathered extends Tallied<CountName> {
  /** In order of time, as many as are kept. */
  readonly changes: readonly ToldChange[];
  readonly changeCount: number;
  readonly findings: Findings;
}

/** Changes that are kept: what was before a change is known only where none is missing. */
const MOST_CHANGES = 20_000;
const HOUR = "2026-11-20T09".length;

/** Begins to gather. */
export function gatherer(options: EngineOptions = {}): {
  readonly part: (event: SesEvent) => ReportPart;
  readonly take: (part: ReportPart) => void;
  readonly gathered: () => Gathered;
} {
  const engine = ruleEngine(RULES, options);
  const counts = tally(COUNTS);
  let changes: Change[] = [];
  let changeCount = 0;
  const inOrder = (): Change[] => changes.sort((one, other) => compareRows(one.row, other.row));
  return {
    part: (event) => partOf(event, engine.sight(event.fields)),
    take(part) {
      counts.add(part);
      engine.take(part.sighting);
      if (part.change === undefined) return;
      changeCount += 1;
      changes.push(part.change);
      // The oldest are kept, whatever is read first.
      if (changes.length >= 2 * MOST_CHANGES) changes = inOrder().slice(0, MOST_CHANGES);
    },
    gathered() {
      return {
        ...counts.tallied(),
        changes: toldChanges(inOrder().slice(0, MOST_CHANGES)),
        changeCount,
        findings: engine.findings(),
      };
    },
  };
}

function partOf(event: SesEvent, sighting: Sighting): ReportPart {
  const { fields } = event;
  const row = textRow(event);
  const { weight, failed, cells } = row;
  const time = fields["@timestamp"] ?? "";
  const hour = time.slice(0, HOUR);
  const hours = hour === "" ? [] : [[hour]];
  const caller = clipped(cells.caller === "" ? "unknown" : cells.caller);
  const denied = fields["event.type"]?.includes("denied") === true;
  const verb = fields["aws.ses.verb"] ?? "unknown";
  const isSend = verb === "send";
  const one = (name: Parameters<typeof fieldTexts>[1]): readonly (readonly string[])[] =>
    fieldTexts(event, name).map((value) => [value]);
  const identities = fieldTexts(event, "aws.ses.identity.name");
  const senders = (identities.length === 0 ? ["not told"] : identities).map((name) => [
    name,
    caller,
  ]);
  const targets = fieldTexts(event, "aws.ses.target.name");
  const kind = fields["aws.ses.target.kind"] ?? "";
  const from = cells.from === "" ? "unknown" : cells.from;
  return {
    time,
    failed,
    denied,
    change: changeOf(event),
    sighting,
    groups: {
      hour: hours,
      failedHour: failed ? hours : [],
      weightHour: weight > 0 && hour !== "" ? [[WEIGHT_NAMES[weight], hour]] : [],
      sentHour: isSend && !failed ? hours : [],
      account: one("cloud.account.id"),
      caller: [[caller]],
      deed: (targets.length === 0 ? [""] : targets.slice(0, MOST_TARGETS)).map((name) => [
        caller,
        failed ? `${verb} (failed)` : verb,
        [kind, name].filter((text) => text !== "").join(" "),
      ]),
      denied: denied ? [[caller, cells.region, fields["event.action"] ?? ""]] : [],
      sender: isSend && !failed ? senders : [],
      failedSender: isSend && failed ? senders : [],
      address: [[from, caller]],
      client: [[cells.client === "" ? "unknown" : cells.client, caller]],
      signal: one("aws.ses.signals"),
      error: failed ? [[fields["error.code"] ?? "without a code"]] : [],
    },
  };
}

/** Things that one call counts for. */
const MOST_TARGETS = 20;
