/** A profile of a caller, a key or an address: what it did, from where, with what; beside the same of all others. Bounded memory. */
import type { SesEvent } from "../ses/event.ts";
import { fieldTexts } from "../shape/chosen.ts";
import { textRow } from "../shape/text/row.ts";
import type { FieldName } from "../tables/fields.ts";
import { counter, type Counter, type Group } from "./counter.ts";

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

/** What was counted of some of the events. */
export interface Side {
  readonly count: number;
  readonly failed: number;
  readonly denied: number;
  readonly first: string;
  readonly last: string;
  readonly facets: Readonly<Record<Facet, readonly Group[]>>;
  /** By hour, `2026-11-20T09`, the busiest first. */
  readonly hours: readonly Group[];
  /** By key and address. */
  readonly keyAddresses: readonly Group[];
}

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
  const [mine, rest] = [openSide(), openSide()];
  return {
    take: (part) => (part.isMine ? mine : rest).add(part),
    profile: () => ({ mine: mine.side(), rest: rest.side() }),
  };
}

/** Different values of a facet that are kept on each side. */
const MOST_VALUES = 20_000;

function openSide(): { add(part: ProfilePart): void; side(): Side } {
  const counters = Object.fromEntries(
    FACETS.map((facet) => [facet, counter(MOST_VALUES)]),
  ) as Record<Facet, Counter>;
  const [all, hours, keyAddresses] = [counter(1), counter(MOST_VALUES), counter(MOST_VALUES)];
  let failed = 0;
  let denied = 0;
  return {
    add({ time, facets, ...part }) {
      all.add([[]], time);
      if (part.failed) failed += 1;
      if (part.denied) denied += 1;
      for (const facet of FACETS)
        counters[facet].add(
          [...new Set(facets[facet])].map((value) => [value]),
          time,
        );
      if (time !== "") hours.add([[time.slice(0, HOUR)]], time);
      const [key, from] = [facets.key[0], facets.from[0]];
      if (key !== undefined && from !== undefined) keyAddresses.add([[key, from]], time);
    },
    side() {
      const { events, groups } = all.counted();
      return {
        count: events,
        failed,
        denied,
        first: groups[0]?.first ?? "",
        last: groups[0]?.last ?? "",
        facets: Object.fromEntries(
          FACETS.map((facet) => [facet, counters[facet].counted().groups]),
        ) as Record<Facet, readonly Group[]>,
        hours: hours.counted().groups,
        keyAddresses: keyAddresses.counted().groups,
      };
    },
  };
}

const HOUR = "2026-11-20T09".length;
