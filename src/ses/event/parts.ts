/** Parts of a record that are objects of AWS's own making: each as canonical JSON text, never cut, and as a copy. */
import type { JsonObject, JsonValue } from "../../records/element.ts";
import type { Caller } from "../caller/caller.ts";
import { flatten, without } from "./flattened.ts";
import { canonicalJson, isEmpty, objectOf, textOf } from "../values/json.ts";
import { leftoversOf, putAt } from "./leftovers.ts";

/** Texts and copies of a record's parts. `undefined`: not in the record, or `null`. */
export interface Parts {
  readonly requestParameters: string | undefined;
  readonly responseElements: string | undefined;
  readonly additionalEventData: string | undefined;
  readonly serviceEventDetails: string | undefined;
  /** Everything that has no text or scalar field of its own, as it is nested in the record. */
  readonly additionalFields: string | undefined;
  /** By the last word of their field below `aws.cloudtrail.flattened`. */
  readonly copies: Readonly<Record<CopyName, JsonValue | undefined>>;
  /** Names of fields whose copy was left out, because Elasticsearch could not hold it. */
  readonly leftOut: readonly string[];
}

type CopyName =
  | "request_parameters"
  | "response_elements"
  | "additional_eventdata"
  | "service_event_details"
  | "event_context"
  | "edge_device_details"
  | "insight_details"
  | "web_id_federation_attributes"
  | "additional_fields";

/** Leftovers that have a copy of their own. */
const OWN_COPY = ["eventContext", "edgeDeviceDetails", "insightDetails"] as const;

/** Reads the parts of a record. `{}` gives the text `{}` and no copy; `null` gives neither. */
export function readParts(record: JsonObject, caller: Caller): Parts {
  const leftOut: string[] = [];
  const copy = (name: CopyName, value: JsonValue | undefined): JsonValue | undefined => {
    const flattened = flatten(value);
    if (flattened.kind === "left-out") leftOut.push(`aws.cloudtrail.flattened.${name}`);
    return flattened.kind === "copy" ? flattened.value : undefined;
  };
  const request = record["requestParameters"];
  const response = record["responseElements"];
  const additional = record["additionalEventData"];
  const service = record["serviceEventDetails"];
  const leftovers = withUnplaced(record, caller, leftoversOf(record));
  const hasLeftovers = !isEmpty(leftovers);
  return {
    requestParameters: wholeText(request),
    responseElements: wholeText(response),
    additionalEventData: wholeText(additional),
    serviceEventDetails: wholeText(service),
    additionalFields: hasLeftovers ? canonicalJson(leftovers) : undefined,
    copies: {
      request_parameters: copy("request_parameters", request),
      response_elements: copy("response_elements", response),
      additional_eventdata: copy("additional_eventdata", additional),
      service_event_details: copy("service_event_details", service),
      event_context: copy("event_context", leftovers["eventContext"]),
      edge_device_details: copy("edge_device_details", leftovers["edgeDeviceDetails"]),
      insight_details: copy("insight_details", leftovers["insightDetails"]),
      web_id_federation_attributes: hasLeftovers
        ? copy("web_id_federation_attributes", webIdAttributes(leftovers))
        : undefined,
      additional_fields: hasLeftovers
        ? copy("additional_fields", without(leftovers, OWN_COPY))
        : undefined,
    },
    leftOut,
  };
}

function wholeText(value: JsonValue | undefined): string | undefined {
  return value === undefined || value === null ? undefined : canonicalJson(value);
}

function webIdAttributes(record: JsonObject): JsonValue | undefined {
  const session = objectOf(objectOf(record["userIdentity"])["sessionContext"]);
  return objectOf(session["webIdFederationData"])["attributes"];
}

/** Adds what has a field by its key, but a value that the field did not take in this record. */
function withUnplaced(record: JsonObject, caller: Caller, leftovers: JsonObject): JsonObject {
  const identity = objectOf(record["userIdentity"]);
  const principal = textOf(identity["principalId"]);
  const user = textOf(identity["userName"]);
  const shared = textOf(record["sharedEventId"]);
  const sharedTwin = textOf(record["sharedEventID"]);
  let all = leftovers;
  if (principal !== undefined && principal !== caller.userId) {
    all = putAt(all, ["userIdentity", "principalId"], principal);
  }
  if (user !== undefined && user !== caller.userName && user !== caller.name) {
    all = putAt(all, ["userIdentity", "userName"], user);
  }
  if (shared !== undefined && sharedTwin !== undefined && shared !== sharedTwin) {
    all = putAt(all, ["sharedEventId"], shared);
  }
  return all;
}
