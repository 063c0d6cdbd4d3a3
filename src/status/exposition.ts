/** Readings as text for Prometheus, in its own format and as OpenMetrics. Loaded only with `--status`. */
import { Counter, Gauge, Histogram, Registry, type RegistryContentType } from "prom-client";
import { METRIC_NAMES, metricRow, type MetricName } from "../tables/metrics.ts";
import { isRead, type ReadMetric, type Reading } from "./readings.ts";

/** A scrape's answer. */
export interface Exposition {
  readonly contentType: string;
  readonly body: string;
}

/** The metrics of one run. */
export interface Metrics {
  /** A value for a histogram. */
  observe(name: MetricName, destination: string, value: number): void;
  /** Everything as text, in the format that an `Accept` header asks for. */
  expose(
    readings: Readonly<Record<ReadMetric, readonly Reading[]>>,
    accept: string | undefined,
  ): Promise<Exposition>;
}

/**
 * Opens the metrics. Counters and gauges are made anew from the readings at each scrape: a run counts in its books only,
 * and the library's two formats differ in the names of counters. Histograms grow, and are kept.
 */
export function openMetrics(): Metrics {
  const histograms = new Map<MetricName, Histogram>();
  for (const name of METRIC_NAMES) {
    const { type, help, labels = [], buckets = [] } = metricRow(name);
    if (type !== "histogram") continue;
    histograms.set(
      name,
      new Histogram({ name, help, labelNames: labels, buckets: [...buckets], registers: [] }),
    );
  }
  return {
    observe: (name, destination, value) => histograms.get(name)?.observe({ destination }, value),
    async expose(readings, accept) {
      const registry = new Registry<RegistryContentType>();
      if (wantsOpenMetrics(accept)) registry.setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
      for (const name of METRIC_NAMES) {
        const histogram = histograms.get(name);
        if (histogram !== undefined) registry.registerMetric(histogram);
        else if (isRead(name)) register(registry, name, readings[name]);
      }
      return { contentType: registry.contentType, body: await registry.metrics() };
    },
  };
}

function register(
  registry: Registry<RegistryContentType>,
  name: ReadMetric,
  readings: readonly Reading[],
): void {
  const { type, help, labels = [] } = metricRow(name);
  const settings = { name, help, labelNames: labels, registers: [registry] };
  const metric = type === "counter" ? new Counter(settings) : new Gauge(settings);
  // Without labels the library begins with a 0; what is not known yet is shown as absent.
  if (readings.length === 0 && labels.length === 0) registry.removeSingleMetric(name);
  for (const { labels: values = {}, value } of readings) metric.inc({ ...values }, value);
}

/**
 * Whether OpenMetrics is preferred to plain text: it is named, and no less wanted.
 * Source: https://prometheus.io/docs/instrumenting/content_negotiation/
 */
export function wantsOpenMetrics(accept: string | undefined): boolean {
  let open = 0;
  let text = 0;
  for (const part of (accept ?? "").split(",")) {
    const [type = "", ...parameters] = part.split(";").map((word) => word.trim().toLowerCase());
    const written = parameters.find((parameter) => parameter.startsWith("q="));
    const quality = written === undefined ? 1 : Number(written.slice(2));
    const version = parameters.find((parameter) => parameter.startsWith("version="));
    if (type === "text/plain") text = Math.max(text, quality);
    else if (
      type === "application/openmetrics-text" &&
      (version === undefined || version === "version=1.0.0")
    )
      open = Math.max(open, quality);
  }
  return open > 0 && open >= text;
}
