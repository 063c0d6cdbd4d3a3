/** What sort of thing a decoded object is, told by its content, never by a file's name. */
import type { JsonObject, JsonValue } from "./element.ts";

/** `other`: an object that is nothing CloudTrail or SES writes. */
export type RecordSort = "record" | "digest" | "insight" | "notification" | "other";

/** Whether a value is a JSON object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The sort of an object.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 * Source: https://docs.aws.amazon.com/ses/latest/dg/receiving-email-action-lambda-event.html (`aws:ses`)
 */
export function sortOf(value: JsonObject): RecordSort {
  if (value["eventSource"] === "aws:ses" && "ses" in value) return "notification";
  if (typeof value["eventName"] === "string" && isTime(value["eventTime"])) return "record";
  if ("digestStartTime" in value && "digestEndTime" in value) return "digest";
  if ("insightDetails" in value) return "insight";
  return "other";
}

/** Tables and other tools may hold a time as a number. Whether it is one, `normalise` says. */
function isTime(value: JsonValue | undefined): boolean {
  return typeof value === "string" || typeof value === "number";
}

/** Whether a value is nested deeper than so many levels. Goes no deeper itself. */
export function isDeeper(value: JsonValue, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  const members = Array.isArray(value) ? value : Object.values(value);
  return members.some((member) => isDeeper(member, levels - 1));
}
