/** Suppression lists: what a call did to the lists of addresses that SES does not send to. */
import type { Call } from "../call/call.ts";
import { leftOut, param } from "../call/call.ts";

/**
 * True when the call stops the list from taking any address. For the account a call without reasons says so too,
 * unless it is about address validation alone; for a configuration set it gives the account's reasons back.
 * Source: SES API v2, PutAccountSuppressionAttributes, PutConfigurationSetSuppressionOptions.
 */
export function takesNothing(call: Call): boolean {
  const reasons = param(call, "suppressedReasons");
  if (Array.isArray(reasons)) return reasons.length === 0;
  return (
    call.action === "PutAccountSuppressionAttributes" &&
    leftOut(call, "suppressedReasons") &&
    !Object.hasOwn(call.params, "validationAttributes")
  );
}

/** True when a tenant's own list takes the place of the account's. Source: SES API v2, SuppressionScope. */
export function leavesAccountList(call: Call): boolean {
  return param(call, "suppressionScope") === "TENANT";
}

/** True for an import that takes addresses off the list. Source: SES API v2, SuppressionListDestination. */
export function emptiesList(call: Call): boolean {
  return param(call, IMPORT_ACTION) === "DELETE";
}

/** What an import does with the addresses: `PUT` or `DELETE`. */
export const IMPORT_ACTION =
  "importDestination.suppressionListDestination.suppressionListImportAction";
