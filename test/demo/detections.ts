/** Detections over raw records, with the thresholds that rules use: an oracle that shares no code with demo or rules. */
import { at, type Fact, FACTS, type Raw } from "./facts.ts";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const RECON = new Set([
  "GetSendQuota",
  "GetAccount",
  "ListIdentities",
  "ListEmailIdentities",
  "GetAccountSendingEnabled",
  "GetIdentityVerificationAttributes",
]);
const PUBLIC_READS = new Set([
  ...RECON,
  "GetEmailIdentity",
  "DescribeActiveReceiptRuleSet",
  "ListReceiptRuleSets",
]);
const SENDS = new Set([
  "SendEmail",
  "SendRawEmail",
  "SendTemplatedEmail",
  "SendBulkTemplatedEmail",
  "SendBulkEmail",
]);

const name = (record: Raw): string => String(record["eventName"]);
const time = (record: Raw): number => Date.parse(String(record["eventTime"]));
const isSes = (record: Raw): boolean => record["eventSource"] === "ses.amazonaws.com";
const byService = (record: Raw): boolean => at(record, "userIdentity", "invokedBy") !== undefined;
const caller = (record: Raw): string =>
  JSON.stringify(at(record, "userIdentity", "arn") ?? record["userIdentity"]);
const key = (record: Raw): unknown => at(record, "userIdentity", "accessKeyId");
const identity = (record: Raw): unknown =>
  ["emailIdentity", "identity", "emailAddress", "domain"]
    .map((part) => at(record, "requestParameters", part))
    .find((value) => value !== undefined);

/** True where one caller, within a time, reaches a number of whatever `measure` makes different. */
function reaches(
  records: readonly Raw[],
  withinMs: number,
  least: number,
  measure: (record: Raw, index: number) => unknown,
): boolean {
  const groups = new Map<string, Raw[]>();
  for (const record of records) {
    const group = groups.get(caller(record)) ?? [];
    group.push(record);
    groups.set(caller(record), group);
  }
  for (const group of groups.values()) {
    const ordered = [...group].sort((left, right) => time(left) - time(right));
    for (const [first, record] of ordered.entries()) {
      const seen = new Set<unknown>();
      for (const [index, later] of ordered.entries()) {
        if (index < first || time(later) - time(record) > withinMs) continue;
        seen.add(measure(later, index));
      }
      if (seen.size >= least) return true;
    }
  }
  return false;
}

/** True where `first` is followed by `then` within a time, and the two agree. */
function follows(
  records: readonly Raw[],
  withinMs: number,
  first: (record: Raw) => boolean,
  then: (record: Raw) => boolean,
  agree: (left: Raw, right: Raw) => boolean,
): boolean {
  const later = records.filter(then);
  return records
    .filter(first)
    .some((left) =>
      later.some(
        (right) =>
          time(right) >= time(left) && time(right) - time(left) <= withinMs && agree(left, right),
      ),
    );
}

const shows = (signal: Fact) => (records: readonly Raw[]) =>
  records.some((record) => FACTS[signal](record));
const showsOneOf =
  (...signals: readonly Fact[]) =>
  (records: readonly Raw[]): boolean =>
    signals.some((signal) => shows(signal)(records));
const named =
  (...names: readonly string[]) =>
  (record: Raw): boolean =>
    names.includes(name(record));
const each = (_record: Raw, index: number): number => index;

/** SES detections by number; each says whether SES records alarm it. 3 and 25 are told apart below. */
const DETECTIONS: Readonly<Record<number, (records: readonly Raw[]) => boolean>> = {
  1: (records) =>
    reaches(
      records.filter((record) => RECON.has(name(record)) && !byService(record)),
      10 * MINUTE_MS,
      3,
      name,
    ),
  2: (records) =>
    reaches(
      records.filter(
        (record) =>
          (RECON.has(name(record)) || name(record) === "PutAccountDetails") && !byService(record),
      ),
      HOUR_MS,
      4,
      (record) => record["awsRegion"],
    ),
  4: (records) => reaches(records.filter(FACTS.access_denied), HOUR_MS, 5, each),
  5: shows("production_access_requested"),
  6: shows("sending_enabled"),
  7: (records) =>
    follows(
      records,
      5 * MINUTE_MS,
      FACTS.sending_enabled,
      FACTS.identity_added,
      (left, right) => caller(left) === caller(right),
    ),
  8: shows("identity_added"),
  9: shows("identity_free_mail"),
  10: (records) => reaches(records.filter(FACTS.identity_added), HOUR_MS, 5, each),
  11: (records) =>
    follows(
      records,
      24 * HOUR_MS,
      FACTS.identity_added,
      FACTS.identity_deleted,
      (left, right) =>
        identity(left) === identity(right) &&
        left["awsRegion"] === right["awsRegion"] &&
        left["recipientAccountId"] === right["recipientAccountId"],
    ),
  12: shows("identity_deleted"),
  13: shows("policy_granted"),
  14: shows("feedback_forwarding_off"),
  15: showsOneOf("bounce_topic_removed", "topic_foreign_account"),
  16: shows("event_publishing_cut"),
  17: shows("dkim_weakened"),
  18: shows("mail_from_changed"),
  19: showsOneOf("mail_diverted", "receipt_rule_first"),
  20: showsOneOf("receiving_swapped", "receiving_off", "mail_blocked"),
  21: (records) =>
    shows("data_taken")(records) ||
    ["ListContacts", "ListSuppressedDestinations"].some((list) =>
      reaches(records.filter(named(list)), HOUR_MS, 10, each),
    ),
  22: (records) =>
    records.some(
      (record) =>
        FACTS.suppression_loosened(record) && name(record) !== "DeleteSuppressedDestination",
    ) || reaches(records.filter(named("DeleteSuppressedDestination")), HOUR_MS, 10, each),
  23: (records) =>
    reaches(
      records.filter((record) => SENDS.has(name(record))),
      10 * MINUTE_MS,
      50,
      each,
    ),
  24: shows("root_write"),
  26: (records) =>
    shows("verification_redirect")(records) || records.some(named("SendCustomVerificationEmail")),
  32: (records) =>
    records.some((record) => FACTS.identity_added(record) && FACTS.dkim_weakened(record)),
  33: shows("archiving_off"),
  34: shows("receiving_cut"),
  35: (records) => records.some(named("DeleteIdentityPolicy", "DeleteEmailIdentityPolicy")),
  36: (records) => records.some(named("DeleteReceiptFilter", "DeleteTrafficPolicy")),
  38: shows("tenant_stopped"),
  39: shows("key_quarantined"),
  40: shows("parameters_omitted"),
  41: (records) =>
    records.some(
      (record) => PUBLIC_READS.has(name(record)) && String(key(record)).startsWith("AKIA"),
    ),
};

/** Detections in records of other services, by number. */
const BESIDES: Readonly<Record<number, (records: readonly Raw[]) => boolean>> = {
  25: (records) => shows("quota_asked")(records) || records.some(named("ListServiceQuotas")),
  42: shows("logging_cut"),
  43: showsOneOf("smtp_user_made", "ses_rights_given"),
  44: shows("mail_service_made"),
};

/** What was seen of long-lived keys in a time before. */
interface Known {
  readonly keys: ReadonlySet<unknown>;
  /** Addresses and clients of each key, written as `key address` and `key client`. */
  readonly habits: ReadonlySet<string>;
  /** Callers that used a key, and those of them that changed something. */
  readonly callers: ReadonlySet<string>;
  readonly changers: ReadonlySet<string>;
  /** Accounts that sent as identities of others. */
  readonly strangers: ReadonlySet<unknown>;
}

const habit = (record: Raw, member: "sourceIPAddress" | "userAgent"): string =>
  `${String(key(record))} ${String(record[member]).split("/")[0]}`;
const changes = (record: Raw): boolean =>
  record["readOnly"] === false && record["errorCode"] === undefined;

const isForeignSend = (record: Raw): boolean =>
  FACTS.foreign_caller(record) && SENDS.has(name(record));
const callerAccount = (record: Raw): unknown => at(record, "userIdentity", "accountId");

/** What SES records of long-lived keys show, as what is known. */
function knownFrom(records: readonly Raw[]): Known {
  const own = records.filter((record) => isSes(record) && String(key(record)).startsWith("AKIA"));
  return {
    keys: new Set(own.map(key)),
    habits: new Set(
      own.flatMap((record) => [habit(record, "sourceIPAddress"), habit(record, "userAgent")]),
    ),
    callers: new Set(own.map(caller)),
    changers: new Set(own.filter(changes).map(caller)),
    strangers: new Set(records.filter(isForeignSend).map(callerAccount)),
  };
}

/** Detections of known callers that do what they never did, by number. */
const UNUSUAL: Readonly<Record<number, (record: Raw, known: Known) => boolean>> = {
  27: (record, known) =>
    known.keys.has(key(record)) && !known.habits.has(habit(record, "sourceIPAddress")),
  28: (record, known) =>
    known.keys.has(key(record)) && !known.habits.has(habit(record, "userAgent")),
  29: (record, known) =>
    changes(record) && known.callers.has(caller(record)) && !known.changers.has(caller(record)),
  30: (record, known) => known.callers.has(caller(record)) && !known.keys.has(key(record)),
};

/** True where two halves of all addresses are blocked in one account and Region. */
function blocksByHalves(records: readonly Raw[]): boolean {
  const blocks = (cidr: string) => (record: Raw) =>
    at(record, "requestParameters", "filter", "ipFilter", "policy") === "Block" &&
    at(record, "requestParameters", "filter", "ipFilter", "cidr") === cidr &&
    record["errorCode"] === undefined;
  const pairs = [
    ["0.0.0.0/1", "128.0.0.0/1"],
    ["::/1", "8000::/1"],
  ] as const;
  return pairs.some(([low, high]) =>
    records
      .filter(blocks(low))
      .some((lower) =>
        records
          .filter(blocks(high))
          .some(
            (upper) =>
              Math.abs(time(lower) - time(upper)) <= 24 * HOUR_MS &&
              lower["awsRegion"] === upper["awsRegion"] &&
              lower["recipientAccountId"] === upper["recipientAccountId"],
          ),
      ),
  );
}

/** Numbers of the detections that records alarm, in order. `known` is what was seen before them. */
export function detectionsIn(records: readonly Raw[], known: Known): number[] {
  const ses = records.filter(isSes);
  const withKeys = ses.filter((record) => String(key(record)).startsWith("AKIA"));
  const found = Object.entries(DETECTIONS)
    .filter(([, alarms]) => alarms(ses))
    .map(([number]) => Number(number));
  if (withKeys.some((record) => !known.keys.has(key(record)))) found.push(3);
  for (const [number, alarms] of Object.entries(BESIDES))
    if (alarms(records.filter((record) => !isSes(record)))) found.push(Number(number));
  for (const [number, alarms] of Object.entries(UNUSUAL))
    if (withKeys.some((record) => alarms(record, known))) found.push(Number(number));
  if (blocksByHalves(ses)) found.push(31);
  if (ses.some((record) => isForeignSend(record) && !known.strangers.has(callerAccount(record))))
    found.push(37);
  return found.sort((left, right) => left - right);
}

/** What SES records of the first day show of long-lived keys. */
export function knownOfFirstDay(records: readonly Raw[], start: number): Known {
  return knownFrom(records.filter((record) => time(record) < start + 24 * HOUR_MS));
}
