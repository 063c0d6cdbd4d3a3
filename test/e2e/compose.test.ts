/**
 * docker-compose.yml and the Collector's configuration beside it. No engine is needed: the file is read as Compose reads
 * it, and the configuration runs in a real Collector, with another exporter in the place of Elasticsearch's.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { parse, stringify } from "yaml";
import { ownCollector, services } from "../support/collector.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SCRATCH = mkdtempSync(join(tmpdir(), "sestrail-compose-"));
const text = readFileSync(join(ROOT, "docker-compose.yml"), "utf8");

afterAll(() => rmSync(SCRATCH, { recursive: true }));

interface Service {
  readonly image?: string;
  readonly build?: { readonly dockerfile_inline: string };
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly mem_limit?: string;
  readonly healthcheck?: {
    readonly test: readonly string[];
    readonly [setting: string]: unknown;
  };
  readonly [setting: string]: unknown;
}

interface ComposeFile {
  readonly name: string;
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

/** Settings of a service that this file uses. Source: https://docs.docker.com/reference/compose-file/services/ */
const SETTINGS = "image build environment ports volumes depends_on mem_limit healthcheck".split(
  " ",
);

/** Each fault of a file, in words; none for a file that starts whole, waits, and is open to nobody else. */
function faultsOf(file: ComposeFile): readonly string[] {
  const faults: string[] = [];
  for (const key of Object.keys(file))
    if (!["name", "services", "volumes"].includes(key)) faults.push(`${key} at the top`);
  const published = new Set<string>();
  for (const [name, service] of Object.entries(file.services)) {
    const fault = (what: string): void => void faults.push(`${name}: ${what}`);
    for (const setting of Object.keys(service))
      if (!SETTINGS.includes(setting)) fault(`setting ${setting}`);

    const built = (service.build?.dockerfile_inline ?? "").matchAll(/(?:FROM |--from=)(\S+)/g);
    const images = [
      ...(service.image === undefined ? [] : [service.image]),
      ...[...built].map(([, image = ""]) => image),
    ];
    if (images.length === 0) fault("no image");
    for (const image of images)
      if (!/:\d+\.\d+\.\d+(?:-\w+)?$/.test(image)) fault(`${image} is not pinned`);

    for (const port of service.ports) {
      const [, host, at] = /^(.*):(\d+):\d+$/.exec(port) ?? [];
      if (host !== "127.0.0.1") fault(`port ${port} is open to others`);
      if (published.has(at ?? "")) fault(`port ${at} is taken twice`);
      published.add(at ?? "");
    }
    for (const volume of service.volumes ?? []) {
      const [source = ""] = volume.split(":");
      const isThere = source.startsWith(".")
        ? existsSync(join(ROOT, source))
        : source in file.volumes;
      if (!isThere) fault(`volume ${source} is not there`);
    }
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      if (condition !== "service_healthy") fault(`waits for ${other} only until ${condition}`);
      if (!(other in file.services)) fault(`waits for ${other}, which is none`);
    }
    if (!/^\d+[mg]$/.test(service.mem_limit ?? "")) fault("no memory limit");
    if (service.healthcheck === undefined) fault("no health check");
    else {
      const { test, interval, timeout, retries, start_period } = service.healthcheck;
      if (!["CMD", "CMD-SHELL"].includes(test[0] ?? "")) fault("health check of an unknown kind");
      if (test[0] === "CMD-SHELL" && test.length !== 2) fault("health check of several texts");
      for (const time of [interval, timeout, start_period])
        if (!/^\d+(?:s|m)$/.test(String(time))) fault(`time ${String(time)}`);
      if (typeof retries !== "number") fault("no number of retries");
    }
    for (const [variable, value] of Object.entries(service.environment ?? {}))
      if (typeof value !== "string") fault(`${variable} is no text`);
  }
  return faults;
}

describe("docker-compose.yml", () => {
  const file = parse(text) as ComposeFile;

  it("has no fault", () => {
    expect(faultsOf(file)).toEqual([]);
  });

  it("starts what the README names, at the usual ports", () => {
    expect(
      Object.entries(file.services).flatMap(([name, { ports }]) =>
        ports.map((port) => `${name} ${port.split(":").slice(1).join(":")}`),
      ),
    ).toEqual([
      "elasticsearch 9200:9200",
      "kibana 5601:5601",
      "collector 4317:4317",
      "collector 4318:4318",
    ]);
  });

  it("runs one version of Elastic's programs, that of the client", () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      dependencies: Record<string, string>;
    };
    const version = dependencies["@elastic/elasticsearch"];
    expect(file.services["elasticsearch"]?.image).toMatch(new RegExp(`:${version}$`));
    expect(file.services["kibana"]?.image).toMatch(new RegExp(`:${version}$`));
  });

  it("says that it is open, and only for one machine", () => {
    expect(file.services["elasticsearch"]?.environment?.["xpack.security.enabled"]).toBe("false");
    expect(text).toMatch(/^# FOR YOUR OWN MACHINE ONLY\./m);
  });

  // Controls: the same check over files that were broken on purpose.
  it.each<[string, (text: string) => string, string]>([
    ["a version", (good) => `version: "3"\n${good}`, "version at the top"],
    [
      "an open port",
      (good) => good.replace("127.0.0.1:5601:", "5601:"),
      "kibana: port 5601:5601 is open to others",
    ],
    [
      "a floating tag",
      (good) => good.replace(/(kibana\/kibana):\S+/, "$1:latest"),
      "kibana: docker.elastic.co/kibana/kibana:latest is not pinned",
    ],
    [
      "a floating tag in a build",
      (good) => good.replace("busybox:1.37.0-musl", "busybox"),
      "collector: busybox is not pinned",
    ],
    [
      "a misspelt setting",
      (good) => good.replace("mem_limit: 512m", "memlimit: 512m"),
      "collector: setting memlimit",
    ],
    [
      "waiting for a start only",
      (good) => good.replace("service_healthy", "service_started"),
      "kibana: waits for elasticsearch only until service_started",
    ],
    [
      "a volume that nobody declares",
      (good) => good.replace(/\n {2}elasticsearch-data:\n/, "\n  data:\n"),
      "elasticsearch: volume elasticsearch-data is not there",
    ],
    [
      "a service without health",
      (good) => good.replace("healthcheck:", "x-healthcheck:"),
      "elasticsearch: no health check",
    ],
  ])("finds %s", (_, broken, fault) => {
    expect(broken(text)).not.toBe(text);
    expect(faultsOf(parse(broken(text)) as ComposeFile)).toContain(fault);
  });

  const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;
  it.runIf(hasCompose)("is taken by Docker Compose itself", () => {
    const seen = execFileSync("docker", ["compose", "config", "--format", "json"], {
      cwd: ROOT,
      encoding: "utf8",
    });
    expect(Object.keys((JSON.parse(seen) as ComposeFile).services).toSorted()).toEqual(
      Object.keys(file.services).toSorted(),
    );
  });
});

interface CollectorConfig {
  readonly extensions: { readonly health_check: unknown };
  readonly receivers: { readonly otlp: { readonly protocols: Readonly<Record<string, unknown>> } };
  readonly processors: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, Record<string, unknown>>>;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: { readonly logs: Readonly<Record<string, readonly string[]>> };
  };
}

describe("deploy/collector.yaml", () => {
  const config = parse(
    readFileSync(join(ROOT, "deploy/collector.yaml"), "utf8"),
  ) as CollectorConfig;

  it("uses each of its parts", () => {
    const { extensions, receivers, processors, exporters, service } = config;
    expect(service.extensions).toEqual(Object.keys(extensions));
    expect(service.pipelines).toEqual({
      logs: {
        receivers: Object.keys(receivers),
        processors: Object.keys(processors),
        exporters: Object.keys(exporters),
      },
    });
  });

  it.skipIf(services === undefined)("runs in a real Collector, all but its last step", async () => {
    const port = 24_330;
    const local = (offset: number) => ({ endpoint: `127.0.0.1:${port + offset}` });
    const { elasticsearch, ...exporters } = config.exporters;
    // The Collector of the tests has no exporter for Elasticsearch. Another one has the same queue, and what it sends
    // comes back to a second pipeline. This file is laid over one that has a memory limit of its own.
    const path = join(SCRATCH, "collector.yaml");
    writeFileSync(
      path,
      stringify({
        ...config,
        extensions: { health_check: local(2) },
        receivers: {
          otlp: { protocols: { http: local(0), grpc: local(1) } },
          "otlp/end": { protocols: { http: local(3) } },
        },
        processors: { "memory_limiter/deployed": config.processors["memory_limiter"] },
        exporters: {
          ...exporters,
          otlp_http: {
            endpoint: `http://127.0.0.1:${port + 3}`,
            sending_queue: elasticsearch?.["sending_queue"],
          },
        },
        service: {
          ...config.service,
          pipelines: {
            logs: {
              receivers: ["otlp"],
              processors: ["memory_limiter/deployed"],
              exporters: ["debug", "otlp_http"],
            },
            "logs/end": { receivers: ["otlp/end"], exporters: ["file"] },
          },
        },
      }),
    );
    const collector = ownCollector("compose", port);
    onTestFinished(() => collector.stop());
    const started = await collector.start({ COLLECTOR_CONFIG: path });
    const shipped = spawnSync(
      process.execPath,
      `dist/main.js ship samples --retry-for 10s --to otlp:http://127.0.0.1:${port}`.split(" "),
      { cwd: ROOT, encoding: "utf8" },
    );
    expect({ status: shipped.status, stderr: shipped.status === 0 ? "" : shipped.stderr }).toEqual({
      status: 0,
      stderr: "",
    });
    // Where the answer comes after the last step, what was delivered is there at once.
    const lines = readFileSync(started["OTEL_COLLECTOR_LOGS"] ?? "", "utf8");
    const records = lines.match(/"log\.record\.uid"/g) ?? [];
    const delivered = /otlp:\S+ +([\d,]+) /.exec(shipped.stderr)?.[1]?.replace(",", "");
    expect(delivered).toMatch(/^[1-9]/);
    expect(String(records.length)).toBe(delivered);
  });
});
