/**
 * What the titles and columns of the boards promise, said of the records themselves: for counts that owe nothing to the
 * queries of the boards.
 */
import type { DemoDocument } from "./demo-documents.ts";

/** Whether a record belongs. */
export type Belongs = (document: DemoDocument) => boolean;

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The name of the call. */
export const actionOf = ({ record }: DemoDocument): string => textOf(record["eventName"]);

/** Who called, as CloudTrail writes it. */
export const callerOf = ({ record }: DemoDocument): Readonly<Record<string, unknown>> =>
  record["userIdentity"] as Readonly<Record<string, unknown>>;

const CHANGING =
  /^(?:Attach|Cancel|Clone|Create|Delete|Deregister|Disassociate|Associate|Import|Put|Register|Remove|Reorder|Request|Set|Start|Stop|Tag|Untag|Update|Verify|SendCustomVerificationEmail$)/u;
const ADDING = new Set([
  "VerifyEmailIdentity",
  "VerifyEmailAddress",
  "VerifyDomainIdentity",
  "VerifyDomainDkim",
  "CreateEmailIdentity",
  "SendCustomVerificationEmail",
]);
const LOOKING = new Set([
  "GetAccount",
  "GetSendQuota",
  "GetSendStatistics",
  "ListIdentities",
  "ListEmailIdentities",
  "GetAccountSendingEnabled",
  "GetIdentityVerificationAttributes",
]);

/** Every record. */
export const anything: Belongs = () => true;

/** The call failed. */
export const failed: Belongs = ({ record }) =>
  record["errorCode"] !== undefined || record["errorMessage"] !== undefined;

/** The call succeeded. */
export const done: Belongs = (document) => !failed(document);

/** The call changes something. */
export const isChange: Belongs = (document) => CHANGING.test(actionOf(document));

/** The call takes something away. */
export const isDeletion: Belongs = (document) =>
  /^(?:Delete|Remove|Deregister)/u.test(actionOf(document));

/** Access was refused. */
export const isDenied: Belongs = ({ record }) =>
  ["AccessDenied", "AccessDeniedException"].includes(textOf(record["errorCode"]));

/** Root called. */
export const isRoot: Belongs = (document) => callerOf(document)["type"] === "Root";

/** A long-lived access key was used. */
export const isLongLived: Belongs = (document) =>
  textOf(callerOf(document)["accessKeyId"]).startsWith("AKIA");

/** A sender identity was asked for. */
export const isAdding: Belongs = (document) => ADDING.has(actionOf(document));

/** One looked at quota, account or identities; no service of AWS did. */
export const isLooking: Belongs = (document) =>
  LOOKING.has(actionOf(document)) &&
  callerOf(document)["type"] !== "AWSService" &&
  document.event.fields["aws.ses.caller.kind"] !== "service";

/** The record carries a signal. */
export const hasSignal: Belongs = ({ event }) => event.fields["aws.ses.signals"] !== undefined;

/** A call of another service. */
export const isBesideSes: Belongs = ({ record }) => record["eventSource"] !== "ses.amazonaws.com";

/** A verb of the action table. */
export const does =
  (...verbs: readonly string[]): Belongs =>
  ({ event }) =>
    verbs.includes(event.fields["aws.ses.verb"] ?? "");

/** What the call is about. */
export const about =
  (...kinds: readonly string[]): Belongs =>
  ({ event }) =>
    kinds.includes(event.fields["aws.ses.target.kind"] ?? "");

/** Both hold. */
export const and =
  (...all: readonly Belongs[]): Belongs =>
  (document) =>
    all.every((belongs) => belongs(document));

/** The Region. */
export const inRegion =
  (region: string): Belongs =>
  ({ record }) =>
    record["awsRegion"] === region;
