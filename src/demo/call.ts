/** One API call, and the CloudTrail record that it leaves. */
import { type Caller, identityOf, isoSeconds } from "./callers.ts";
import type { JsonObject } from "./json.ts";
import type { Random } from "./random.ts";

/** One API call, before it is a record. */
export interface Call {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly caller: Caller;
  readonly region: string;
  /** eventSource. */
  readonly source: string;
  /** eventName. */
  readonly action: string;
  readonly request: JsonObject | null;
  readonly response?: JsonObject | null;
  readonly error?: { readonly code: string; readonly message?: string };
  readonly readOnly?: boolean;
  /** The account whose resources these are, where it is not the caller's. */
  readonly recipient?: string;
  /** As the CLI names the service, for user agents; by default the first label of `source`. */
  readonly service?: string;
  /** Host that the caller named; by default `<service>.<region>.amazonaws.com`. */
  readonly host?: string;
  /** `resources` of a data event, or of a management event that names them. */
  readonly resources?: readonly JsonObject[];
  readonly additional?: JsonObject;
  /** True for data events. */
  readonly data?: true;
  /** Other members of the record; they win over the usual ones. */
  readonly more?: JsonObject;
}

const READS = /^(?:Get|List|Describe|BatchGet|Head|Lookup|Search|Test)/;

/**
 * The record of a call. Member order is CloudTrail's own.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function recordOf(call: Call, random: Random): JsonObject {
  const { caller } = call;
  const label = call.source.slice(0, call.source.indexOf("."));
  const service = call.service ?? label;
  const tls = caller.client.tls;
  return {
    eventVersion: "1.11",
    userIdentity: identityOf(caller, call.at),
    eventTime: isoSeconds(call.at),
    eventSource: call.source,
    eventName: call.action,
    awsRegion: call.region,
    sourceIPAddress: caller.address,
    userAgent: caller.client.userAgent({ service, action: call.action }),
    ...(call.error && { errorCode: call.error.code }),
    ...(call.error?.message !== undefined && { errorMessage: call.error.message }),
    requestParameters: call.request,
    responseElements: call.error ? null : (call.response ?? null),
    ...(call.additional && { additionalEventData: call.additional }),
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: call.readOnly ?? READS.test(call.action),
    ...(call.resources && { resources: [...call.resources] }),
    eventType: "AwsApiCall",
    managementEvent: call.data !== true,
    recipientAccountId: call.recipient ?? caller.account,
    eventCategory: call.data === true ? "Data" : "Management",
    ...(tls && {
      tlsDetails: {
        tlsVersion: tls.version,
        cipherSuite: tls.cipher,
        clientProvidedHostHeader: call.host ?? `${label}.${call.region}.amazonaws.com`,
      },
    }),
    ...(caller.client.console && { sessionCredentialFromConsole: "true" }),
    ...call.more,
  };
}
