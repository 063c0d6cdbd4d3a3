/** What of a record has no field of its own, so that nothing of it is lost. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import { isPlaceholder } from "../caller/tls.ts";
import { isEmpty } from "../values/json.ts";
import { isObject } from "../values/parameters.ts";
import { isUsualTime } from "../values/time.ts";

/** Tells whether a value fits the field that its key has. What does not fit is a leftover. */
type Fits = (value: JsonValue) => boolean;
type Places = ReadonlyMap<string, Fits | Places>;
/** Places as they are written down. */
interface PlaceTable {
  readonly [key: string]: Fits | PlaceTable;
}

const scalar: Fits = (value) => typeof value !== "object";
const anything: Fits = () => true;
const time: Fits = (value) => typeof value === "string" && isUsualTime(value);
const flag: Fits = (value) => typeof value === "boolean" || value === "true" || value === "false";

const RESOURCE_KEYS: ReadonlySet<string> = new Set(["ARN", "accountId", "type"]);

/** Keys of a record that have a field, and what that field can hold. */
const PLACES: Places = placesOf({
  eventVersion: scalar,
  eventTime: time,
  eventSource: scalar,
  eventName: scalar,
  awsRegion: scalar,
  sourceIPAddress: scalar,
  userAgent: scalar,
  errorCode: scalar,
  errorMessage: scalar,
  requestID: scalar,
  eventID: scalar,
  eventType: scalar,
  apiVersion: scalar,
  readOnly: flag,
  recipientAccountId: scalar,
  sharedEventID: scalar,
  sharedEventId: scalar,
  vpcEndpointId: scalar,
  vpcEndpointAccountId: scalar,
  managementEvent: scalar,
  eventCategory: scalar,
  sessionCredentialFromConsole: scalar,
  resources: isPlainResources,
  addendum: {
    reason: scalar,
    updatedFields: scalar,
    originalRequestID: scalar,
    originalEventID: scalar,
  },
  tlsDetails: {
    tlsVersion: told("tlsVersion"),
    cipherSuite: told("cipherSuite"),
    clientProvidedHostHeader: told("clientProvidedHostHeader"),
  },
  userIdentity: {
    type: scalar,
    userName: scalar,
    principalId: scalar,
    arn: scalar,
    accountId: scalar,
    accessKeyId: scalar,
    identityProvider: scalar,
    invokedBy: scalar,
    credentialId: scalar,
    invokedByDelegate: { accountId: scalar },
    onBehalfOf: { userId: scalar, identityStoreArn: scalar },
    inScopeOf: {
      sourceArn: scalar,
      sourceAccount: scalar,
      issuerType: scalar,
      credentialsIssuedTo: scalar,
    },
    sessionContext: {
      sessionIssuer: {
        type: scalar,
        userName: scalar,
        principalId: scalar,
        arn: scalar,
        accountId: scalar,
      },
      webIdFederationData: { federatedProvider: scalar },
      attributes: { creationDate: time, mfaAuthenticated: scalar },
      sourceIdentity: scalar,
      ec2RoleDelivery: scalar,
      assumedRoot: scalar,
    },
  },
  // Their texts are kept whole in fields of their own.
  requestParameters: anything,
  responseElements: anything,
  additionalEventData: anything,
  serviceEventDetails: anything,
});

/** A scalar that is no placeholder. */
function told(member: string): Fits {
  return (value) => scalar(value) && !isPlaceholder(member, value);
}

/** Maps, since a key of a record may be a name that every object has. */
function placesOf(table: PlaceTable): Places {
  return new Map(
    Object.entries(table).map(([key, place]) => [
      key,
      typeof place === "function" ? place : placesOf(place),
    ]),
  );
}

function isPlainResources(value: JsonValue): boolean {
  return (
    Array.isArray(value) &&
    value.every(
      (entry) => isObject(entry) && Object.keys(entry).every((key) => isPlain(entry, key)),
    )
  );
}

function isPlain(resource: JsonObject, key: string): boolean {
  const value = resource[key];
  return RESOURCE_KEYS.has(key) && (value === null || typeof value !== "object");
}

/** The members of a record without a field that can hold them, as they are nested in it; empties are none. */
export function leftoversOf(record: JsonObject): JsonObject {
  return leftovers(record, PLACES) ?? {};
}

function leftovers(object: JsonObject, places: Places): JsonObject | undefined {
  let kept: [string, JsonValue][] | undefined;
  for (const key in object) {
    const value = object[key];
    if (value === undefined) continue;
    const left = leftover(value, places.get(key));
    if (left !== undefined && !isEmpty(value)) (kept ??= []).push([key, left]);
  }
  return kept === undefined ? undefined : Object.fromEntries(kept);
}

function leftover(value: JsonValue, place: Fits | Places | undefined): JsonValue | undefined {
  if (place === undefined) return value;
  if (typeof place === "function") return place(value) ? undefined : value;
  return isObject(value) ? leftovers(value, place) : value;
}

/** A copy of an object with a value put at a path; objects on the way are made or copied. */
export function putAt(object: JsonObject, path: readonly string[], value: JsonValue): JsonObject {
  const [key, ...rest] = path;
  if (key === undefined) return object;
  const at = object[key];
  const put = rest.length === 0 ? value : putAt(isObject(at) ? at : {}, rest, value);
  return { ...object, [key]: put };
}
