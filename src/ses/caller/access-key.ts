/** Access keys: an id tells by its beginning how long it lives. */

/**
 * The kind of an access key. Undefined for ids that are neither, such as those of other partitions of the cloud, and none.
 * Source: IAM User Guide, "IAM identifiers", unique ID prefixes.
 */
export function accessKeyKind(id: string | undefined): "long-lived" | "temporary" | undefined {
  if (id === undefined) return undefined;
  if (id.startsWith("AKIA")) return "long-lived";
  return id.startsWith("ASIA") ? "temporary" : undefined;
}
