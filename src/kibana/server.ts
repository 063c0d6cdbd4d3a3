/** The servers that boards are imported into: Kibana, and OpenSearch Dashboards, which was made of it and answers alike. */

/** What is told of one apart from the other. */
interface ServerRow {
  /** As people call it. */
  readonly name: "Kibana" | "OpenSearch Dashboards";
  /** Header that each request must have. */
  readonly guard: string;
  /** Its variables begin so. */
  readonly variables: string;
}

/** Both. */
export const SERVERS = {
  kibana: { name: "Kibana", guard: "kbn-xsrf", variables: "KIBANA" },
  "opensearch-dashboards": {
    name: "OpenSearch Dashboards",
    guard: "osd-xsrf",
    variables: "OPENSEARCH_DASHBOARDS",
  },
} as const satisfies Readonly<Record<string, ServerRow>>;

/** One of them. */
export type ServerKind = keyof typeof SERVERS;
