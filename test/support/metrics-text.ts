/** Reads what a scrape answers, and judges it by the conventions of Prometheus. */

/** A metric as it was exposed. */
interface Family {
  readonly name: string;
  readonly help: string;
  readonly type: string;
  /** By name and labels as they are written. */
  readonly samples: Map<string, number>;
}

/** The families of a scrape, in their order. Understands no more than is written here. */
export function familiesOf(text: string): readonly Family[] {
  const families: Family[] = [];
  let help = "";
  for (const line of text.split("\n")) {
    const [, kind, name = "", rest = ""] = /^# (HELP|TYPE) (\S+) (.*)$/.exec(line) ?? [];
    if (kind === "HELP") help = rest;
    else if (kind === "TYPE") families.push({ name, help, type: rest, samples: new Map() });
    else if (line !== "" && !line.startsWith("#")) {
      const [, series = line, value = ""] = /^(.+) (\S+)$/.exec(line) ?? [];
      const family = families.at(-1);
      if (family === undefined) throw new Error(`a sample before its type: ${line}`);
      if (family.samples.has(series)) throw new Error(`twice: ${series}`);
      family.samples.set(series, value === "+Inf" ? Number.POSITIVE_INFINITY : Number(value));
    }
  }
  return families;
}

/** All samples of a scrape by name and labels. */
export function samplesOf(text: string): ReadonlyMap<string, number> {
  return new Map(familiesOf(text).flatMap(({ samples }) => [...samples]));
}

/** Units that are no base units, and words for units that are not written out. */
const ODD_UNIT =
  /_(?:ms|us|ns|millis|milliseconds|minutes|hours|days|kb|kib|mb|mib|kilobytes|megabytes|percent|sec|secs|byte|second)(?:_total)?$/;

/**
 * What is wrong with a scrape.
 * Sources: https://prometheus.io/docs/practices/naming/ · https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export function faultsOf(text: string, format: "prometheus" | "openmetrics"): readonly string[] {
  const faults: string[] = [];
  const isOpen = format === "openmetrics";
  if (isOpen !== text.endsWith("\n# EOF\n")) faults.push("# EOF");
  if (!text.endsWith("\n")) faults.push("no line break at the end");
  if (isOpen && text.includes("\n\n")) faults.push("an empty line");
  for (const { name, help, type, samples } of familiesOf(text)) {
    if (!/^(?:sestrail|process)_[a-z][a-z0-9]*(?:_[a-z0-9]+)*$/.test(name))
      faults.push(`${name}: odd name`);
    if (ODD_UNIT.test(name)) faults.push(`${name}: odd unit`);
    if (!help.endsWith(".") || help.length < 10) faults.push(`${name}: no help`);
    const series = [...samples.keys()];
    const bare = new Set(series.map((written) => written.replace(/\{.*/, "")));
    const isTotal = name.endsWith("_total");
    if (type === "counter") {
      const counted = isOpen ? `${name}_total` : name;
      if (isTotal === isOpen) faults.push(`${name}: _total`);
      for (const one of bare) if (one !== counted) faults.push(`${one}: not of ${name}`);
    } else if (type === "gauge") {
      if (isTotal) faults.push(`${name}: a gauge is no total`);
      for (const one of bare) if (one !== name) faults.push(`${one}: not of ${name}`);
    } else if (type === "histogram") {
      if (!/_(?:seconds|bytes)$/.test(name)) faults.push(`${name}: no unit`);
      faults.push(...bucketFaults(name, samples));
    } else faults.push(`${name}: odd type`);
  }
  return faults;
}

/** Buckets grow, and the last one holds all. */
function bucketFaults(name: string, samples: ReadonlyMap<string, number>): readonly string[] {
  const faults: string[] = [];
  let before = 0;
  for (const [series, value] of samples) {
    if (!series.startsWith(`${name}_bucket`)) continue;
    if (value < before) faults.push(`${series}: less than the bucket before`);
    before = value;
    if (!series.includes('le="+Inf"')) continue;
    const labels = series.slice(`${name}_bucket`.length).replace(/le="\+Inf",?/, "");
    const count = samples.get(`${name}_count${labels === "{}" ? "" : labels}`);
    if (count !== value) faults.push(`${series}: ${value} of ${count}`);
    before = 0;
  }
  return faults;
}
