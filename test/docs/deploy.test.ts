/** What `deploy/` holds is well-formed, is what docs/deploy.md shows, and has the settings that the page promises. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { parseAllDocuments } from "yaml";
import { policyFor } from "../../src/sources/aws/policy.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const DEPLOY = join(ROOT, "deploy");
const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const FILES = readdirSync(DEPLOY, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
const PAGES = ["docs/deploy.md", "docs/getting-logs.md", "docs/aws.md", "docs/scaling.md"];

/** Files that a page shows: a link to the file, a colon, a block. */
const shownOn = (page: string): readonly (readonly [path: string, shown: string])[] =>
  [
    ...textOf(page).matchAll(/^\[(deploy\/\S+)\]\(\.\.\/deploy\/\S+\):\n\n```\w+\n(.*?)^```$/gms),
  ].map(([, path = "", shown = ""]) => [path, shown]);
const shown = PAGES.flatMap((page) => shownOn(page));

describe("the pages", () => {
  it("show files of deploy/, or at least name them", () => {
    expect(shown.length).toBeGreaterThan(7);
    const text = [...PAGES, "docs/monitoring.md"].map((page) => textOf(page)).join("\n");
    // Docker itself finds this one beside the Dockerfile.
    const named = FILES.filter((path) => !path.endsWith(".dockerignore"));
    expect(named.filter((path) => !text.includes(path.replace("collector.yaml", "")))).toEqual([]);
  });

  it.each(shown)("show %s as it is", (path, block) => {
    expect(block).toBe(textOf(path));
    expect(block).toMatch(/ship-days|my-trail|OnCalendar/);
  });
});

describe("well-formed", () => {
  it.each(FILES.filter((path) => path.endsWith(".yaml")))("%s", (path) => {
    for (const document of parseAllDocuments(textOf(path), { strict: true, uniqueKeys: true }))
      expect([...document.errors, ...document.warnings]).toEqual([]);
  });

  it("deploy/iam-policy.json, which only lists and reads", () => {
    const policy = JSON.parse(textOf("deploy/iam-policy.json")) as {
      Statement: readonly { readonly Action: string; readonly Effect: string }[];
    };
    expect(policy.Statement.map(({ Effect, Action }) => [Effect, Action])).toEqual([
      ["Allow", "s3:ListBucket"],
      ["Allow", "s3:GetObject"],
    ]);
  });

  it("deploy/iam-queue-policy.json, whose rights are those of Terraform and of check", () => {
    const actionsIn = (text: string): string[] =>
      [...text.matchAll(/"((?:s3|sqs):[A-Z]\w+)"/g)].map(([, action = ""]) => action).toSorted();
    const own = actionsIn(textOf("deploy/iam-queue-policy.json"));
    const worker = /"read" \{.*?^\}/ms.exec(textOf("deploy/terraform/main.tf"))?.[0] ?? "";
    expect(actionsIn(worker)).toEqual(own);
    const problem = { code: "E_SQS_DENIED", what: "refused" } as const;
    const printed = policyFor("sqs:https://sqs.eu-west-1.amazonaws.com/111122223333/trail", [
      problem,
    ]);
    expect(actionsIn(JSON.stringify(printed))).toEqual(own);
  });

  it("deploy/ship-days.sh", () => {
    expect(
      spawnSync("sh", ["-n", join(DEPLOY, "ship-days.sh")], { encoding: "utf8" }),
    ).toMatchObject({ status: 0, stderr: "" });
  });
});

/** What systemd says to units, with what they run beside them; empty when all is well. */
function systemdOn(edit: (unit: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), "sestrail-units-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(join(DEPLOY, "systemd"), folder, { recursive: true });
  const service = join(folder, "sestrail.service");
  // The script is not installed on the machine that tests.
  const unit = readFileSync(service, "utf8").replace("/usr/local/bin/ship-days", "/bin/true");
  writeFileSync(service, edit(unit));
  const { stderr, stdout } = spawnSync(
    "systemd-analyze",
    ["verify", service, join(folder, "sestrail.timer")],
    { encoding: "utf8" },
  );
  return stderr + stdout;
}

describe("deploy/systemd", () => {
  const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;
  it.runIf(hasSystemd)("is taken by systemd", () => {
    expect(systemdOn((unit) => unit)).toBe("");
    expect(systemdOn((unit) => unit.replace("Type=oneshot", "Typ=oneshot"))).toContain("Typ");
    expect(systemdOn((unit) => unit.replace("=3 143", "=3 1x3"))).toContain("1x3");
  });

  it("does not fail over what another try would not mend", () => {
    expect(textOf("deploy/systemd/sestrail.service")).toMatch(/^SuccessExitStatus=3 143$/m);
  });
});

interface CronJob {
  readonly spec: {
    readonly concurrencyPolicy: string;
    readonly jobTemplate: {
      readonly spec: {
        readonly backoffLimit: number;
        readonly podFailurePolicy?: {
          readonly rules: readonly {
            readonly action: string;
            readonly onExitCodes?: { readonly containerName: string; readonly values: number[] };
          }[];
        };
        readonly template: {
          readonly spec: {
            readonly restartPolicy: string;
            readonly containers: readonly {
              readonly name: string;
              readonly args: readonly string[];
              readonly env: readonly { readonly name: string; readonly value?: string }[];
            }[];
          };
        };
      };
    };
  };
}

const cronJobIn = (path: string): CronJob => {
  const job = parseAllDocuments(textOf(path))
    .map((document) => document.toJS() as CronJob & { readonly kind: string })
    .find(({ kind }) => kind === "CronJob");
  if (job === undefined) throw new Error(`${path} holds no CronJob`);
  return job;
};

describe("deploy/kubernetes", () => {
  const jobOf = (path: string) => cronJobIn(path).spec.jobTemplate.spec;

  it("ends a Job at once for the codes that another try would not mend, and for no others", () => {
    const { podFailurePolicy, template } = jobOf("deploy/kubernetes/cronjob.yaml");
    const rule = podFailurePolicy?.rules.find(({ onExitCodes }) => onExitCodes !== undefined);
    expect(rule?.action).toBe("FailJob");
    expect(rule?.onExitCodes?.containerName).toBe(template.spec.containers[0]?.name);
    expect(rule?.onExitCodes?.values).toEqual([2, 3]);
  });

  it.each(["cronjob", "collector-sidecar"])(
    "%s never runs twice at a time, and never starts a container again",
    (name) => {
      const path = `deploy/kubernetes/${name}.yaml`;
      expect(cronJobIn(path).spec.concurrencyPolicy).toBe("Forbid");
      expect(jobOf(path).template.spec.restartPolicy).toBe("Never");
    },
  );

  it("sends once over OTLP", () => {
    const { backoffLimit, template } = jobOf("deploy/kubernetes/collector-sidecar.yaml");
    const [container] = template.spec.containers;
    expect(container?.env.find(({ name }) => name === "SESTRAIL_TO")?.value).toMatch(/^otlp:/);
    expect({ backoffLimit, args: container?.args }).toEqual({
      backoffLimit: 0,
      args: ["ship-days", "1", "0"],
    });
  });
});
