/**
 * Fields that Elasticsearch works out while it searches, for what no stored field says: they stand in the data view of the
 * events, and cost nothing in panels that do not name them.
 * Source: Elasticsearch Reference, "Map a runtime field"; Kibana Guide, "Data views", runtime fields.
 */
import type { FieldType } from "../tables/fields.ts";

interface RuntimeField {
  readonly type: Extract<FieldType, "long" | "keyword">;
  readonly label: string;
  /** Painless. It emits nothing for a record that lacks what it needs. */
  readonly script: string;
}

/** By name. */
export const RUNTIME_FIELDS = {
  // A name is told apart by its end: account, Region and time stand there once more.
  "sestrail.view.file": {
    type: "keyword",
    label: "File",
    script:
      "if (!doc.containsKey('log.file.path') || doc['log.file.path'].size() == 0) return; def path = doc['log.file.path'].value; emit(path.substring(path.lastIndexOf('/') + 1));",
  },
  "sestrail.view.delay_ms": {
    type: "long",
    label: "Delay",
    script:
      "if (!doc.containsKey('event.created') || doc['event.created'].size() == 0) return; emit(doc['event.created'].value.toInstant().toEpochMilli() - doc['@timestamp'].value.toInstant().toEpochMilli());",
  },
} as const satisfies Readonly<Record<string, RuntimeField>>;

/** Name of a runtime field. */
export type RuntimeFieldName = keyof typeof RUNTIME_FIELDS;

/** The fields as a search request and a data view hold them. */
export const RUNTIME_MAPPINGS: Readonly<
  Record<RuntimeFieldName, { readonly type: string; readonly script: { readonly source: string } }>
> = {
  "sestrail.view.file": mapping("sestrail.view.file"),
  "sestrail.view.delay_ms": mapping("sestrail.view.delay_ms"),
};

function mapping(name: RuntimeFieldName): {
  readonly type: string;
  readonly script: { readonly source: string };
} {
  const { type, script } = RUNTIME_FIELDS[name];
  return { type, script: { source: script } };
}
