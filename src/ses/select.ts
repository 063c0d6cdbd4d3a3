/** Which Records become events. Pure and total. */
import type { JsonObject, JsonValue } from "../records/element.ts";
import type { FilterName } from "../tables/filters.ts";
import { findAction, verbOfName } from "./call/action.ts";
import type { Filters } from "./filter.ts";
import { globMatcher } from "./values/glob.ts";
import { asAwsTypes } from "./values/as-aws-types.ts";
import { objectOf, textOf } from "./values/json.ts";
import { isSesSource } from "./call/service.ts";
import { isRelated, RELATED_NEEDLES } from "./related/related.ts";
import { parseTimeMs } from "./values/time.ts";

/** What is wanted: the selection options, compiled. */
export interface Selection {
  /** eventSource globs, in AWS's own letter case; `["ses.amazonaws.com"]` by default, `["*"]` or `["any"]` for any. */
  readonly eventSources: readonly string[];
  /** ISO 8601, inclusive. */
  readonly since: string | undefined;
  /** ISO 8601, exclusive. */
  readonly until: string | undefined;
  /** Account ids: the recipient's, or the caller's in records that name no recipient. Empty: all. */
  readonly accounts: readonly string[];
  /** Globs, in any letter case; empty: all. */
  readonly regions: readonly string[];
  /** Globs, in any letter case; empty: all. */
  readonly actions: readonly string[];
  /** Keeps create, update, delete, start, stop, sends and unknown verbs; drops reads. */
  readonly writesOnly: boolean;
  /** Keeps create, update, delete, start, stop and unknown verbs; drops reads and sends. */
  readonly changesOnly?: boolean;
  /** Takes the calls beside the wanted sources that tell of mail, too. */
  readonly related?: boolean;
  /** What the events must be like that are made of the Records: `eventFilter` judges, not the selector. */
  readonly filters?: Filters | undefined;
}

/** The option that left a Record out. */
export type LeftOutBy = SelectedBy | FilterName;

/** An option that judges Records, before anything is made of them. */
type SelectedBy = "since" | "until" | "account" | "region" | "action" | "writes-only" | "changes";

/** Why a Record is no event, or `selected`. Of several options that leave it out the first is told. */
export type Verdict = "selected" | "other-service" | SelectedBy;

/** The source of SES mail-receiving notifications, which are no API calls. */
const NOTIFICATION_SOURCE = "aws:ses";

/**
 * Compiles a Selection into a judge.
 * A record whose time cannot be read is not dropped by `since` and `until`: `normalise` says what is wrong with it.
 */
export function selector(selection: Selection): (record: JsonObject) => Verdict {
  const isWanted = wantsAny(selection) ? () => true : globMatcher(selection.eventSources, false);
  const reasons = reasonsOf(selection);
  const isPlain = reasons.length === 0;
  return (written) => {
    const source = written["eventSource"];
    if (typeof source !== "string" || source === NOTIFICATION_SOURCE) return "other-service";
    const wanted = isWanted(source);
    if (!wanted && selection.related !== true) return "other-service";
    // To be there is all that is asked of most: types are no matter then.
    if (wanted && isPlain)
      return isMissing(written["eventName"]) || isMissing(written["eventTime"])
        ? "other-service"
        : "selected";
    const record = asAwsTypes(written);
    if (!wanted && !isRelated(record)) return "other-service";
    const action = record["eventName"];
    const time = record["eventTime"];
    if (isMissing(action) || isMissing(time)) return "other-service";
    // What is there and can't be read is not dropped in silence: `normalise` says what is wrong with it.
    if (typeof action !== "string" || typeof time !== "string") return "selected";
    const candidate = { record, source, action, time };
    for (const reason of reasons) {
      const by = reason(candidate);
      if (by !== undefined) return by;
    }
    return "selected";
  };
}

function isMissing(value: JsonValue | undefined): boolean {
  return value === undefined || value === null;
}

interface Candidate {
  readonly record: JsonObject;
  readonly source: string;
  readonly action: string;
  readonly time: string;
}

type Reason = (candidate: Candidate) => SelectedBy | undefined;

/** What leaves Records out, in the order in which it is told; none where only sources are asked for. */
function reasonsOf(selection: Selection): readonly Reason[] {
  const reasons: Reason[] = [];
  const since = selection.since === undefined ? undefined : parseTimeMs(selection.since);
  const until = selection.until === undefined ? undefined : parseTimeMs(selection.until);
  if (since !== undefined || until !== undefined) {
    reasons.push(({ time }) => {
      const at = parseTimeMs(time);
      if (at === undefined) return undefined;
      if (since !== undefined && at < since) return "since";
      return until !== undefined && at >= until ? "until" : undefined;
    });
  }
  if (selection.accounts.length > 0) {
    const accounts = new Set(selection.accounts);
    reasons.push(({ record }) => (accounts.has(accountOf(record) ?? "") ? undefined : "account"));
  }
  if (selection.regions.length > 0) {
    const matches = globMatcher(selection.regions, true);
    reasons.push(({ record }) =>
      matches(textOf(record["awsRegion"]) ?? "") ? undefined : "region",
    );
  }
  if (selection.actions.length > 0) {
    const matches = globMatcher(selection.actions, true);
    reasons.push(({ action }) => (matches(action) ? undefined : "action"));
  }
  if (selection.writesOnly)
    reasons.push((candidate) => (isRead(candidate) ? "writes-only" : undefined));
  if (selection.changesOnly === true)
    reasons.push((candidate) => (isRead(candidate) || isSend(candidate) ? "changes" : undefined));
  return reasons;
}

/** The account whose record it is: the recipient, else the caller's. */
export function accountOf(record: JsonObject): string | undefined {
  return (
    textOf(record["recipientAccountId"]) ?? textOf(objectOf(record["userIdentity"])["accountId"])
  );
}

/** SES calls by their verb, since AWS says `readOnly` of sends too; other services by what AWS says. */
function isRead({ record, source, action }: Candidate): boolean {
  if (isSesSource(source)) return findAction(action, undefined, undefined).verb === "read";
  const readOnly = record["readOnly"];
  return typeof readOnly === "boolean" ? readOnly : verbOfName(action) === "read";
}

function isSend({ source, action }: Candidate): boolean {
  return isSesSource(source) && findAction(action, undefined, undefined).verb === "send";
}

function wantsAny(selection: Selection): boolean {
  return selection.eventSources.some((source) => source === "any" || /^\*+$/.test(source));
}

/** Characters that JSON may spell in more than one way, and those that a glob gives a meaning. */
const NOT_LITERAL = /[^ !#-)+-.0->@-[\]-~]+/;

/**
 * Literal byte needles of which one is in every slice that can hold a wanted record, for the reader's prefilter:
 * a whole source, `ses.amazonaws.com`, or the longest literal part of a glob.
 * `undefined`: no needle can be told, every record is to be decoded.
 */
export function needlesOf(selection: Selection): readonly string[] | undefined {
  if (wantsAny(selection)) return undefined;
  const needles = selection.eventSources.map((source) =>
    source.split(NOT_LITERAL).reduce((best, part) => (part.length > best.length ? part : best), ""),
  );
  return needles.includes("") ? undefined : needles;
}

/** More needles: of the calls beside them that tell of mail, where these are wanted. */
export function needlesBeside(selection: Selection): readonly string[] {
  return selection.related === true ? RELATED_NEEDLES : [];
}
