/** A profile of a caller, a key or an address: what it did, from where, with what; beside the same of all others. Bounded memory. */
import type { SesEvent } from "../ses/event.ts";
import { fieldTexts } from "../shape/chosen.ts";
import { textRow } from "../shape/text/row.ts";
import type { FieldName } from "../tables/fields.ts";
import { tally, type Tallied } from "./tally.ts";

/** What is counted of each event, in the order in which it is shown. */
export const FACETS = [
  "caller",
  "key",
  "account",
  "region",
  "from",
  "client",
  "did",
  "action",
  "about",
  "failed",
  "signal",
] as const;

/** One of them. */
export type Facet = (typeof FACETS)[number];

/** Fields that facets are taken from; of the others see `facetsOf`. */
const FIELDS: Readonly<Partial<Record<Facet, FieldName>>> = {
  key: "aws.cloudtrail.user_identity.access_key_id",
  account: "cloud.account.id",
  region: "cloud.region",
  from: "source.address",
  client: "user_agent.name",
  did: "aws.ses.verb",
  action: "event.action",
  about: "aws.ses.target.name",
  signal: "aws.ses.signals",
};

/** What is needed of an event. */
export interface ProfilePart {
  readonly isMine: boolean;
  readonly time: string;
  readonly facets: Readonly<Record<Facet, readonly string[]>>;
  readonly failed: boolean;
  readonly denied: boolean;
}

/** Takes it. Pure. */
export function profilePart(event: SesEvent, isMine: boolean): ProfilePart {
  const { fields } = event;
  const failed = fields["event.outcome"] === "failure";
  const of = (facet: Facet): readonly string[] => {
    const field = FIELDS[facet];
    return field === undefined ? [] : fieldTexts(event, field);
  };
  return {
    isMine,
    time: fields["@timestamp"] ?? "",
    failed,
    denied: fields["event.type"]?.includes("denied") === true,
    facets: {
      caller: [textRow(event).cells.caller].filter((name) => name !== ""),
      key: of("key"),
      account: of("account"),
      region: of("region"),
      from: of("from"),
      client: of("client"),
      did: of("did"),
      action: of("action"),
      about: of("about"),
      failed: failed ? [fieldTexts(event, "error.code")[0] ?? "without a code"] : [],
      signal: of("signal"),
    },
  };
}

/** What is counted beside facets: hours, `2026-11-20T09`; and keys with addresses. */
const COUNTS = [...FACETS, "hour", "keyAddress"] as const;

/** What was counted of some of the events; of each facet and hour, the largest first. */
export type Side = Tallied<(typeof COUNTS)[number]>;

/** The profile, and the rest to compare it with. */
export interface Profile {
  readonly mine: Side;
  readonly rest: Side;
}

/** Begins one. */
export function profiler(): {
  readonly take: (part: ProfilePart) => void;
  readonly profile: () => Profile;
} {
  const [mine, rest] = [tally(COUNTS), tally(COUNTS)];
  return {
    take: (part) => (part.isMine ? mine : rest).add({ ...part, groups: groupsOf(part) }),
    profile: () => ({ mine: mine.tallied(), rest: rest.tallied() }),
  };
}

function groupsOf({
  time,
  facets,
}: ProfilePart): Record<(typeof COUNTS)[number], readonly (readonly string[])[]> {
  const [key, from] = [facets.key[0], facets.from[0]];
  const groups = Object.fromEntries(
    FACETS.map((facet): [Facet, readonly (readonly string[])[]] => [
      facet,
      [...new Set(facets[facet])].map((value) => [value]),
    ]),
  ) as Record<Facet, readonly (readonly string[])[]>;
  return {
    ...groups,
    hour: time === "" ? [] : [[time.slice(0, HOUR)]],
    keyAddress: key === undefined || from === undefined ? [] : [[key, from]],
  };
}

const HOUR = "2026-11-20T09".length;
