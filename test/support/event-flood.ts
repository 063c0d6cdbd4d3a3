/** Floods of events for the rule engine, made as they are taken: nothing of them is held. */
import type { Values } from "../../src/rules/predicate.ts";

/**
 * What there is much of: callers, sends of one caller, probes from the newest to the oldest, keys and addresses; of
 * strangers everything is new in each record, and as long as it may be. Usual is what a trail holds.
 */
export type Flood = (typeof FLOODS)[number];

/** All of them. */
export const FLOODS = ["usual", "callers", "burst", "backwards", "terms", "strangers"] as const;

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
    case "strangers": {
      const long = (what: string): string => `${what}-${index}-`.padEnd(1_000, "x");
      return {
        ...base,
        "aws.ses.caller.name": long("caller"),
        "aws.cloudtrail.user_identity.access_key_id": long("AKIA"),
        "source.ip": long("address"),
        "source.address": long("address"),
        "user_agent.name": long("client"),
        "aws.ses.effect": long("effect"),
        "log.file.path": long("file"),
        "aws.ses.identity.name": Array.from({ length: 20 }, (_, place) => long(`identity${place}`)),
        "aws.ses.signals": ["identity_added", "access_denied"],
        "event.action": "CreateEmailIdentity",
        "aws.ses.verb": "create",
      };
    }
    case "usual": {
      const caller = index % 37;
      return {
        ...base,
        "aws.ses.caller.name": `caller-${caller}`,
        "aws.cloudtrail.user_identity.access_key_id": caller < 5 ? `AKIA${caller}` : `ASIA${index}`,
        "source.ip": `198.51.100.${index % 50}`,
        "event.action": index % 90 === 0 ? "CreateEmailIdentity" : (ACTIONS[index % 3] ?? ""),
        "aws.ses.verb": index % 90 === 0 ? "create" : "read",
        ...(index % 90 === 0 ? { "aws.ses.signals": ["identity_added"] } : {}),
        "aws.ses.identity.name": [`example-${index % 200}.com`],
      };
    }
    default:
      return flood satisfies never;
  }
}

/** A burst of ten a second, usual calls one a second; all else over 90 days, backwards from the end or by chance. */
function timeOf(flood: Flood, index: number, count: number): number {
  if (flood === "burst") return index * 100;
  if (flood === "usual") return index * 1_000;
  const place = flood === "backwards" ? count - index : (index * 7919) % count;
  return Math.floor((place / count) * 90 * 86_400_000);
}
