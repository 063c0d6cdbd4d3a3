/** Floods of events for the rule engine, made as they are taken: nothing of them is held. */
import type { Values } from "../../src/rules/predicate.ts";

/** What there is much of: callers, sends of one caller, probes from the newest to the oldest, keys and addresses. */
export type Flood = "callers" | "burst" | "backwards" | "terms";

const START = Date.parse("2026-01-01T00:00:00Z");
const ACTIONS = ["GetAccount", "GetSendQuota", "ListIdentities"];
const REGIONS = ["us-east-1", "eu-west-1", "us-west-2", "ap-south-1", "eu-central-1"];

/** So many events. */
export function* madeEvents(flood: Flood, count: number): Generator<Values> {
  for (let index = 0; index < count; index += 1) yield madeEvent(flood, index, count);
}

function madeEvent(flood: Flood, index: number, count: number): Values {
  const base = {
    "@timestamp": new Date(START + timeOf(flood, index, count)).toISOString(),
    "aws.ses.record_id": `record-${index}`,
    "aws.ses.caller.account": "111122223333",
    "cloud.account.id": "111122223333",
    "cloud.region": REGIONS[index % REGIONS.length] ?? "",
    "aws.ses.caller.kind": "user",
    "event.provider": "ses.amazonaws.com",
    "event.outcome": "success",
    "aws.cloudtrail.user_identity.access_key_id": "AKIAIOSFODNN7EXAMPLE",
    "source.ip": "198.51.100.7",
    "user_agent.name": "Boto3",
  };
  switch (flood) {
    case "callers":
      return {
        ...base,
        "aws.ses.caller.name": `caller-${index}`,
        "event.action": "GetAccount",
        "aws.ses.verb": "read",
      };
    case "burst":
      return {
        ...base,
        "aws.ses.caller.name": "mailer",
        "event.action": "SendEmail",
        "aws.ses.verb": "send",
        "aws.ses.message_id": [`message-${index}`],
        "aws.ses.identity.domain": ["example.com"],
      };
    case "backwards":
      return {
        ...base,
        "aws.ses.caller.name": `caller-${index % 50}`,
        "event.action": ACTIONS[Math.floor(index / 50) % 2] ?? "",
        "aws.ses.verb": "read",
      };
    case "terms":
      return {
        ...base,
        "aws.ses.caller.name": "mailer",
        "aws.cloudtrail.user_identity.access_key_id": `AKIA${index}`,
        "source.ip": `198.51.${index % 256}.${(index >> 8) % 256}`,
        "event.action": "GetAccount",
        "aws.ses.verb": "read",
      };
    default:
      return flood satisfies never;
  }
}

/** A burst of ten a second; all else over 90 days, backwards from the end or by chance. */
function timeOf(flood: Flood, index: number, count: number): number {
  if (flood === "burst") return index * 100;
  const place = flood === "backwards" ? count - index : (index * 7919) % count;
  return Math.floor((place / count) * 90 * 86_400_000);
}
