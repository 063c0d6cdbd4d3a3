/** Knows copies of records: CloudTrail may deliver one twice. */

/** So many records are known; their ids take some 30 MB. */
const MOST_RECORDS = 200_000;

/** A judge of record ids: false for one that is among the last that were asked for. What has no id is new. */
export function newRecords(mostRecords: number = MOST_RECORDS): (id: string) => boolean {
  const seen = new Set<string>();
  /** In the order in which they came, the next one over the oldest. */
  const ring: string[] = [];
  let next = 0;
  return (id) => {
    if (id === "") return true;
    if (seen.has(id)) return false;
    const oldest = ring[next];
    if (oldest !== undefined) seen.delete(oldest);
    ring[next] = id;
    next = (next + 1) % mostRecords;
    seen.add(id);
    return true;
  };
}
