/** The page of metrics. */
import { METRIC_NAMES, metricRow } from "../../tables/metrics.ts";
import type { Reference } from "./page.ts";

/** Every metric, in the order of a scrape. */
export function metricsReference(): Reference {
  return {
    title: "Metrics",
    intro: [
      "What `/metrics` shows where `--status` names an address, for Prometheus and as OpenMetrics. Counters are those of one run: they begin at 0 when sestrail is started. How to use them: docs/monitoring.md.",
    ],
    tables: [
      {
        head: ["Metric", "Type", "Labels", "What it is"],
        rows: METRIC_NAMES.map((name) => {
          const { type, labels = [], help, buckets } = metricRow(name);
          const bounds = buckets === undefined ? "" : ` Bounds: ${buckets.join(", ")}.`;
          return [
            `\`${name}\``,
            type,
            labels.map((label) => `\`${label}\``).join(", "),
            `${help}${bounds}`,
          ];
        }),
      },
    ],
  };
}
