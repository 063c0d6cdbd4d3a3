/** Alert rules, board and page name only metrics that there are, with labels that these have, and use them as their type allows. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { METRIC_NAMES, METRICS, metricRow, type MetricName } from "../../src/tables/metrics.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}
interface Panel {
  readonly id: number;
  readonly title: string;
  readonly gridPos: Readonly<Record<"x" | "y" | "w" | "h", number>>;
  readonly datasource: { readonly uid: string };
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
}
const { groups } = parse(textOf("deploy/prometheus/sestrail.rules.yaml")) as {
  groups: readonly { rules: readonly Alert[] }[];
};
const alerts = groups.flatMap(({ rules }) => rules);
const board = JSON.parse(textOf("deploy/grafana/sestrail.json")) as {
  readonly panels: readonly Panel[];
};

/** Labels that every scrape adds. */
const OF_SCRAPE = ["instance", "job"];
const GROWS = /(?:rate|increase)\($/;

/** What is wrong with an expression, or with labels in a text about it. */
function faultsOf(expr: string, text = ""): readonly string[] {
  const faults: string[] = [];
  const labels = new Set(OF_SCRAPE);
  const uses = expr.matchAll(/\b(sestrail_\w+|process_\w+|up)\b(?:\{([^}]*)\})?/g);
  for (const { 1: written = "", 2: matchers = "", index } of uses) {
    if (written === "up") continue;
    const bare = written.replace(/_(?:bucket|sum|count)$/, "");
    const name = [written, bare].find((one): one is MetricName => one in METRICS);
    if (name === undefined) {
      faults.push(`no metric ${written}`);
      continue;
    }
    const { type, labels: own = [] } = metricRow(name);
    for (const label of own) labels.add(label);
    for (const [, label = ""] of matchers.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g))
      if (![...own, ...OF_SCRAPE].includes(label)) faults.push(`no label ${label} in ${name}`);
    if ((type === "histogram") !== (written !== name)) faults.push(`${written} is a ${type}`);
    if ((type !== "gauge") !== GROWS.test(expr.slice(0, index)))
      faults.push(`${written} is a ${type}, and used as none`);
  }
  const named = [
    ...text.matchAll(/\$labels\.(\w+)/g),
    ...text.matchAll(/\{\{(\w+)\}\}/g),
    ...expr.matchAll(/\bby \(([^)]*)\)/g),
  ].flatMap(([, names = ""]) => names.split(/,\s*/));
  for (const label of named)
    if (label !== "le" && !labels.has(label)) faults.push(`no label ${label}`);
  return faults;
}

describe("the alerts", () => {
  it.each(alerts.map((alert) => [alert.alert, alert] as const))("%s", (name, alert) => {
    const { summary, description } = alert.annotations;
    expect(faultsOf(alert.expr, summary + description)).toEqual([]);
    expect(["critical", "warning"]).toContain(alert.labels.severity);
    expect(name).toMatch(/^Sestrail[A-Z]\w+$/);
    expect(textOf("docs/monitoring.md")).toContain(`| \`${name}\` |`);
  });

  it("are all that the page tells of", () => {
    const told = [...textOf("docs/monitoring.md").matchAll(/^\| `(Sestrail\w+)` \|/gm)];
    expect(told.map(([, name]) => name)).toEqual(alerts.map(({ alert }) => alert));
  });
});

describe("the board", () => {
  it.each(board.panels.map((panel) => [panel.title, panel] as const))("%s", (_title, panel) => {
    expect(panel.datasource.uid).toBe("${datasource}");
    for (const { expr, legendFormat } of panel.targets)
      expect([expr, faultsOf(expr, legendFormat)]).toEqual([expr, []]);
  });

  it("has panels with ids of their own that do not overlap", () => {
    const cells = board.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(board.panels.length);
    for (const { gridPos } of board.panels) expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
  });
});

describe("the page", () => {
  it("shows the settings as they are", () => {
    expect(textOf("docs/monitoring.md")).toContain(
      `\`\`\`yaml\n${textOf("deploy/prometheus/prometheus.yaml")}\`\`\``,
    );
  });

  it("names no metric that there is not", () => {
    const named = [...textOf("docs/monitoring.md").matchAll(/\b(?:sestrail|process)_\w+/g)];
    const names: readonly string[] = METRIC_NAMES;
    expect(named.map(([name]) => name).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe("controls: what is wrong is found", () => {
  it.each([
    ["sestrail_redy == 0", "no metric sestrail_redy"],
    ['rate(sestrail_files_total{end="acked"}[5m])', "no label end in sestrail_files_total"],
    ["sestrail_records_total > 0", "sestrail_records_total is a counter, and used as none"],
    ["rate(sestrail_open_bytes[5m])", "sestrail_open_bytes is a gauge, and used as none"],
    ["rate(sestrail_delivery_lag_seconds[5m])", "sestrail_delivery_lag_seconds is a histogram"],
    ["sum by (target) (sestrail_ready)", "no label target"],
  ])("%s: %s", (expr, fault) => {
    expect(faultsOf(expr)).toContain(fault);
  });

  it("a label in a text", () => {
    expect(faultsOf("sestrail_ready == 0", "{{ $labels.destination }}")).toEqual([
      "no label destination",
    ]);
  });
});
