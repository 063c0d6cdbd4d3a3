/** Turns of phrase that several effects share: switches, new values, suppression lists. */
import type { Call, Switch } from "../call/call.ts";
import { leftOut, param } from "../call/call.ts";
import { scalarText } from "../values/parameters.ts";
import type { Phrase } from "./sentence.ts";
import { clip, several } from "./sentence.ts";
import { leavesAccountList, takesNothing } from "../settings/suppression.ts";

/** Longest parameter value in a sentence, in UTF-16 units. */
export const MAX_VALUE = 256;

const REASON_WORDS: ReadonlyMap<string, string> = new Map([
  ["BOUNCE", "bounces"],
  ["COMPLAINT", "complaints"],
]);

/** A thing turned on or off; changed, where the record does not show which. */
export function turn(to: Switch, what: string, rest = ""): Phrase {
  return to === undefined ? ["change", what, rest] : [`turn ${to}`, what, rest];
}

/** Reads a feature's status as a switch. */
export function feature(status: string | undefined): Switch {
  if (status === "ENABLED") return "on";
  return status === "DISABLED" ? "off" : undefined;
}

/** A thing changed to a value, as far as the record shows it. */
export function changedTo(what: string, value: string | undefined): Phrase {
  return value === undefined ? ["change", what] : ["change", what, `to ${clip(value, MAX_VALUE)}`];
}

/** What was done to the suppression list of something. */
export function suppression(call: Call, of: string): Phrase {
  if (takesNothing(call))
    return ["turn off", "suppression of bounced and complaining addresses", `for ${of}`];
  const what = `suppression list of ${of}`;
  const reasons = param(call, "suppressedReasons");
  const own = leavesAccountList(call) ? ", with a list of the tenant's own" : "";
  if (Array.isArray(reasons)) {
    const kinds = reasons.map(scalarText).filter((reason) => reason !== undefined);
    const told = several(kinds.map((kind) => REASON_WORDS.get(kind) ?? kind)) ?? "nothing";
    return ["set", what, `to take ${told}${own}`];
  }
  const back =
    call.kind === "configuration_set" &&
    leftOut(call, "suppressedReasons") &&
    leftOut(call, "suppressionScope");
  return back ? ["set", what, "back to that of the account"] : ["change", what, own];
}
