/** What the names of log files say: which accounts and Regions are there, and which hours no file tells of. Pure but for what it remembers. */

/** Files of one account and Region. */
export interface Trail {
  readonly account: string;
  readonly region: string;
  readonly files: number;
  /** The hours of the first and of the last file, `2026-11-20T09`. */
  readonly first: string;
  readonly last: string;
  /** Hours between them that no file is of. */
  readonly gaps: number;
}

/** What is covered. */
export interface Coverage {
  readonly trails: readonly Trail[];
  /** Files whose names are not those that CloudTrail gives. */
  readonly unnamed: number;
  /** Files of more accounts and Regions than are told apart. */
  readonly untold: number;
  /** Hours of the whole span in which no file of any account and Region is, the first ones. */
  readonly emptyHours: readonly string[];
  readonly emptyHourCount: number;
}

/**
 * Of `111122223333_CloudTrail_us-east-1_20261121T0930Z_AtWkXwlqOKvYKemV.json.gz`.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html ("CloudTrail log file name format")
 */
const NAME = /(?:^|[/\\])(\d{12})_CloudTrail_([a-z0-9-]{1,40})_(\d{4})(\d\d)(\d\d)T(\d\d)\d\dZ_/;

const MOST_TRAILS = 1_000;
/** Hours of one account and Region: more than eleven years. */
const MOST_HOURS = 100_000;
const MOST_EMPTY = 48;
const HOUR_MS = 3_600_000;

/** Begins to look at names. */
export function coverage(): {
  readonly add: (file: string) => void;
  readonly covered: () => Coverage;
} {
  const trails = new Map<string, { files: number; readonly hours: Set<number> }>();
  let unnamed = 0;
  let untold = 0;
  return {
    add(file) {
      const [, account, region, year, month, day, hour] = NAME.exec(file) ?? [];
      const at = Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`) / HOUR_MS;
      if (account === undefined || region === undefined || Number.isNaN(at)) {
        unnamed += 1;
        return;
      }
      const key = `${account} ${region}`;
      let trail = trails.get(key);
      if (trail === undefined) {
        if (trails.size >= MOST_TRAILS) {
          untold += 1;
          return;
        }
        trails.set(key, (trail = { files: 0, hours: new Set() }));
      }
      trail.files += 1;
      if (trail.hours.size < MOST_HOURS) trail.hours.add(at);
    },
    covered() {
      const all = new Set([...trails.values()].flatMap(({ hours }) => [...hours]));
      const empty = missing(all);
      return {
        trails: [...trails]
          .map(([key, { files, hours }]): Trail => {
            const [account = "", region = ""] = key.split(" ");
            const [first, last] = endsOf(hours);
            return {
              account,
              region,
              files,
              first: hourText(first),
              last: hourText(last),
              gaps: missing(hours).length,
            };
          })
          .sort((one, other) => (one.account + one.region < other.account + other.region ? -1 : 1)),
        unnamed,
        untold,
        emptyHours: empty.slice(0, MOST_EMPTY).map(hourText),
        emptyHourCount: empty.length,
      };
    },
  };
}

function endsOf(hours: ReadonlySet<number>): readonly [first: number, last: number] {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const hour of hours) {
    first = Math.min(first, hour);
    last = Math.max(last, hour);
  }
  return [first, last];
}

/** Hours between the first and the last that are not there. */
function missing(hours: ReadonlySet<number>): readonly number[] {
  const [first, last] = endsOf(hours);
  const empty: number[] = [];
  // A name may say any year.
  for (let hour = first; hour <= last && empty.length < MOST_HOURS; hour += 1)
    if (!hours.has(hour)) empty.push(hour);
  return empty;
}

function hourText(hour: number): string {
  return new Date(hour * HOUR_MS).toISOString().slice(0, "2026-11-20T09".length);
}
