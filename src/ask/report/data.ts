/** A report for programs: one JSON document. Pure. */
import type { Finding } from "../../rules/engine/finding.ts";
import { UNTIMED } from "../../rules/engine/hit.ts";
import { VERSION } from "../../tables/version.ts";
import type { Group } from "../counter.ts";
import type { ReportFacts } from "./facts.ts";
import type { CountName } from "./gather.ts";

/** What the values of each count are. */
const VALUES: Readonly<Record<CountName, readonly string[]>> = {
  hour: ["hour"],
  failedHour: ["hour"],
  weightHour: ["severity", "hour"],
  sentHour: ["hour"],
  account: ["account"],
  caller: ["caller"],
  deed: ["caller", "verb", "target"],
  denied: ["caller", "region", "action"],
  sender: ["identity", "caller"],
  failedSender: ["identity", "caller"],
  address: ["address", "caller"],
  client: ["client", "caller"],
  signal: ["signal"],
  error: ["error"],
};

/** The document as text. Times are UTC; texts are printable, and of 300 characters at most. */
export function reportJson({ gathered, coverage, books, sources, madeAt }: ReportFacts): string {
  const { groups, changes, findings, ...sums } = gathered;
  return JSON.stringify(
    {
      made_by: `sestrail ${VERSION}`,
      made_at: madeAt,
      sources,
      calls: {
        count: sums.count,
        failed: sums.failed,
        denied: sums.denied,
        changes: sums.changeCount,
        first: sums.first === "" ? null : sums.first,
        last: sums.last === "" ? null : sums.last,
      },
      findings: findings.findings.map(findingObject),
      calls_by_hour: listOf("hour", groups.hour),
      failed_by_hour: listOf("failedHour", groups.failedHour),
      signals_by_hour: listOf("weightHour", groups.weightHour),
      sends_by_hour: listOf("sentHour", groups.sentHour),
      accounts: listOf("account", groups.account),
      callers: listOf("caller", groups.caller),
      deeds: listOf("deed", groups.deed),
      denied: listOf("denied", groups.denied),
      errors: listOf("error", groups.error),
      signals: listOf("signal", groups.signal),
      senders: listOf("sender", groups.sender),
      failed_senders: listOf("failedSender", groups.failedSender),
      addresses: listOf("address", groups.address),
      clients: listOf("client", groups.client),
      changes: changes.map(({ row: { id, cells, failed }, written }) => ({
        record_id: id,
        time: cells.time,
        account: cells.account,
        region: cells.region,
        caller: cells.caller,
        what: cells.what,
        outcome: failed ? "failure" : "success",
        written: written.map(({ name, before, after }) => ({
          name,
          before: before ?? null,
          after,
        })),
      })),
      coverage: {
        trails: coverage.trails,
        empty_hours: coverage.emptyHourCount,
        first_empty_hours: coverage.emptyHours,
        unnamed_files: coverage.unnamed + coverage.untold,
      },
      books: {
        files: books.files,
        unreadable_files: books.unreadableFiles,
        records: books.records,
        other_services: books.otherServices,
        left_out: books.leftOut,
        unreadable: books.unreadable,
        copies: books.copies,
      },
    },
    undefined,
    2,
  );
}

function listOf(name: CountName, groups: readonly Group[]): readonly object[] {
  return groups.map(({ values, count, first, last }) => ({
    ...Object.fromEntries(VALUES[name].map((key, place) => [key, values[place] ?? ""])),
    count,
    first,
    last,
  }));
}

function findingObject({ rule, by, first, last, count, facets, evidence }: Finding): object {
  return {
    rule: rule.key,
    name: rule.name,
    severity: rule.severity,
    by: Object.fromEntries(by),
    first: first === "" ? null : first,
    last: last === "" ? null : last,
    count,
    ...facets,
    evidence: evidence.map(({ id, at, what, failed }) => ({
      record_id: id,
      time: at === UNTIMED ? null : new Date(at).toISOString(),
      what,
      outcome: failed ? "failure" : "success",
    })),
  };
}
