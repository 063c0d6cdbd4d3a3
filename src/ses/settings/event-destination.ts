/** Event destinations: which sending events a configuration set publishes from now on, and where to. */
import type { JsonObject } from "../../records/element.ts";
import { foreignAccountIn } from "../call/arn.ts";
import type { Call } from "../call/call.ts";
import { param } from "../call/call.ts";
import { eachLeaf, isObject, scalarText } from "../values/parameters.ts";

/** Places, under the names that CloudTrail may write them with. Source: SES API v1 and v2, EventDestination. */
const PLACES: ReadonlyMap<string, string> = new Map([
  ["snsDestination", "topic"],
  ["sNSDestination", "topic"],
  ["kinesisFirehoseDestination", "stream"],
  ["cloudWatchDestination", "CloudWatch"],
  ["eventBridgeDestination", "event bus"],
  ["pinpointDestination", "Pinpoint application"],
]);

/** Events without which nobody learns that mail does not arrive, or that people complain. */
const TELLING: ReadonlySet<string> = new Set(["BOUNCE", "COMPLAINT"]);

/** The kinds of events that are published, in capitals as v2 writes them; undefined where the record does not say. */
export function publishedEvents(call: Call): readonly string[] | undefined {
  const types = param(call, "eventDestination.matchingEventTypes");
  if (!Array.isArray(types)) return undefined;
  return types
    .map(scalarText)
    .filter((type) => type !== undefined)
    .map((type) => type.toUpperCase());
}

/** True when neither bounces nor complaints are published. */
export function isPublishingNarrow(call: Call): boolean {
  const types = publishedEvents(call);
  return types !== undefined && !types.some((type) => TELLING.has(type));
}

/** Where events go: kind of place, and its ARN where there is one. Undefined where the record does not say. */
export function publishedTo(call: Call): { to: string; name: string | undefined } | undefined {
  const destination = param(call, "eventDestination");
  if (!isObject(destination)) return undefined;
  for (const [key, to] of PLACES) {
    const place = destination[key];
    if (isObject(place)) return { to, name: arnsIn(place).find((arn) => !/:role\//.test(arn)) };
  }
  return undefined;
}

/** True when events go to another account: its topic, stream or bus, or with its role. */
export function isPublishedAbroad(call: Call): boolean {
  const destination = param(call, "eventDestination");
  if (!isObject(destination)) return false;
  return arnsIn(destination).some((arn) => foreignAccountIn(arn, call.account) !== undefined);
}

function arnsIn(place: JsonObject): readonly string[] {
  const arns: string[] = [];
  eachLeaf(place, "", (_path, text) => {
    if (text.startsWith("arn:")) arns.push(text);
  });
  return arns;
}
