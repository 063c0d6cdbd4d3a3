/** What rules keep of an event: enough to judge it beside others, and to tell of it. */

/** Stands for the time of what has none. */
export const UNTIMED = 0;

/** An event as a finding tells of it. Texts are untrusted, and empty where the event has none. */
export interface Evidence {
  /** The record_id. */
  readonly id: string;
  /** Time of the call, ms; `UNTIMED` where it has none. */
  readonly at: number;
  /** The effect, else the action. */
  readonly what: string;
  readonly failed: boolean;
  /** The log file that the record was read from. */
  readonly file: string;
  readonly facets: Facets<string>;
}

/** Who and where, in the order in which it is told, and the fields that say so. */
export const FACETS = {
  caller: "aws.ses.caller.name",
  account: "cloud.account.id",
  region: "cloud.region",
  address: "source.address",
  client: "user_agent.name",
  key: "aws.cloudtrail.user_identity.access_key_id",
} as const;

/** Name of a facet. */
export type FacetName = keyof typeof FACETS;

/** Names in table order. */
export const FACET_NAMES: readonly FacetName[] = Object.keys(FACETS) as FacetName[];

/** Something for each facet. */
export type Facets<Value> = Readonly<Record<FacetName, Value>>;

/** Makes something for each. */
export function eachFacet<Value>(make: (name: FacetName) => Value): Facets<Value> {
  return {
    caller: make("caller"),
    account: make("account"),
    region: make("region"),
    address: make("address"),
    client: make("client"),
    key: make("key"),
  };
}

/** An event that met the condition of a rule, or of some steps of it. */
export interface Hit {
  readonly at: number;
  readonly evidence: Evidence;
  /** Its values of the field whose distinct values are counted. */
  readonly values: readonly string[];
  /** Bit n is set where it is what step n looks for. */
  readonly steps: number;
  /** Memory that it takes, about. */
  readonly bytes: number;
}

/** By time; of the same time by id, so that nothing is left to the order of reading. */
export function compareHits(one: Hit, other: Hit): number {
  if (one.at !== other.at) return one.at - other.at;
  const [mine, theirs] = [one.evidence.id, other.evidence.id];
  if (mine === theirs) return 0;
  return mine < theirs ? -1 : 1;
}
