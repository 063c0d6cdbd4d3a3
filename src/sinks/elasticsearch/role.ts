/** The rights that sestrail needs, as requests to paste: one key that writes, one that sets up. Pure. */
import { RUN_DATASET } from "./templates.ts";

/** A request to Elasticsearch's security API. */
export interface KeyRequest {
  /** What the key is for. */
  readonly purpose: string;
  readonly method: "POST";
  readonly path: "/_security/api_key";
  readonly body: unknown;
}

/**
 * Requests for API keys with no more rights than needed. The first is for `ship`, `replay` and `demo`; the second for
 * `setup`, and may end after it.
 * Source: https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/elasticsearch-privileges
 */
export function printedRole(dataset: string): readonly [writer: KeyRequest, setup: KeyRequest] {
  const streams = [`logs-${dataset}-*`, `logs-${RUN_DATASET}-*`];
  const key = (purpose: string, name: string, role: unknown, more: object = {}): KeyRequest => ({
    purpose,
    method: "POST",
    path: "/_security/api_key",
    body: { name, ...more, role_descriptors: { [name]: role } },
  });
  return [
    key("Writes events: for ship, replay, demo and check", "sestrail", {
      // monitor: to see the version and whether the template is there.
      cluster: ["monitor"],
      indices: [
        {
          names: streams,
          // create_doc and auto_configure write; the others find events that an older index holds already.
          privileges: [
            "create_doc",
            "auto_configure",
            "read",
            "maintenance",
            "view_index_metadata",
          ],
        },
      ],
    }),
    key(
      "Makes templates and data streams: for setup, once",
      "sestrail-setup",
      {
        cluster: ["monitor", "manage_index_templates"],
        indices: [{ names: streams, privileges: ["create_index", "manage"] }],
      },
      { expiration: "1d" },
    ),
  ];
}
