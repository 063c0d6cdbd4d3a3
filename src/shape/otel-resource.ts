/** The OpenTelemetry resource of an event: one object for each account, Region, service and data stream. */
import type { Resource } from "@opentelemetry/resources";
import type { SesEvent } from "../ses/event.ts";
import type { StreamOptions } from "./stream.ts";

/** Attributes of a resource: texts only. */
export type ResourceAttributes = Readonly<Record<string, string>>;

/** A resource whose attributes are known to be texts. */
export interface EventResource extends Resource {
  readonly attributes: ResourceAttributes;
}

/** Distinct resources that are remembered: accounts times Regions. Beyond it only grouping suffers. */
const REMEMBERED_COUNT = 10_000;
const remembered = new Map<string, EventResource>();

/** The resource of an event. Exporters group records by its identity. */
export function resourceOf(event: SesEvent, options: StreamOptions): EventResource {
  const { fields } = event;
  const account = fields["cloud.account.id"];
  const region = fields["cloud.region"];
  const service = event.ses ? "amazon-ses" : (fields["cloud.service.name"] ?? "aws");
  // The lengths tell where one text ends, and which is undefined.
  const key =
    `${account?.length} ${region?.length} ${service.length} ${options.dataset.length} ` +
    `${account}${region}${service}${options.dataset}${options.namespace}`;
  const known = remembered.get(key);
  if (known !== undefined) return known;
  if (remembered.size >= REMEMBERED_COUNT) remembered.clear();
  const made = resourceFrom({
    "cloud.provider": "aws",
    ...(account === undefined ? {} : { "cloud.account.id": account }),
    ...(region === undefined ? {} : { "cloud.region": region }),
    "data_stream.dataset": options.dataset,
    "data_stream.namespace": options.namespace,
    "service.name": service,
  });
  remembered.set(key, made);
  return made;
}

/** A resource as a plain object: exporters read its attributes, and nothing merges it. */
function resourceFrom(attributes: ResourceAttributes): EventResource {
  Object.freeze(attributes);
  return {
    attributes,
    getRawAttributes: () => Object.entries(attributes),
    merge: (other) =>
      other === null ? resourceFrom(attributes) : resourceFromMixed(attributes, other),
  };
}

function resourceFromMixed(attributes: ResourceAttributes, other: Resource): Resource {
  const merged = { ...attributes, ...other.attributes };
  return { ...other, attributes: merged, getRawAttributes: () => Object.entries(merged) };
}
