/** The library's options are the command's: each one of them, both ways, judged in the same way. */
import { describe, expect, it } from "vitest";
import { resolveOptions } from "../../src/config/resolve.ts";
import type { OptionValues } from "../../src/config/values.ts";
import {
  askedOf,
  camelName,
  EVENT_OPTION_NAMES,
  isShipOption,
  type OptionsOf,
  type ShipOptionName,
} from "../../src/library/options.ts";
import { OWN_OPTION_NAMES } from "../../src/library/run-ship.ts";
import { OPTION_NAMES, OPTIONS, optionRow, type OptionName } from "../../src/tables/options.ts";
import { readArguments } from "../../src/cli/configuration/arguments.ts";

const NOW = new Date("2026-11-24T00:00:00Z");

function resolved(asked: Parameters<typeof resolveOptions>[0]["asked"]): OptionValues {
  const { values, problems } = resolveOptions({
    command: "ship",
    asked,
    env: {},
    file: undefined,
    now: NOW,
  });
  expect(problems).toEqual([]);
  return values;
}

/** Each option as a program and as a person would write it. The type holds every option. */
const CASES: {
  readonly [Name in ShipOptionName]: readonly [
    value: NonNullable<OptionsOf<Name>[keyof OptionsOf<Name>]>,
    args: readonly string[],
  ][];
} = {
  "max-record": [
    [2048, ["--max-record", "2KiB"]],
    ["1MiB", ["--max-record", "1MiB"]],
  ],
  "max-decompressed": [["2GiB", ["--max-decompressed", "2GiB"]]],
  "max-nesting": [[12, ["--max-nesting", "12"]]],
  "until-empty": [[true, ["--until-empty"]]],
  "assume-role": [
    ["arn:aws:iam::111122223333:role/r", ["--assume-role", "arn:aws:iam::111122223333:role/r"]],
  ],
  "external-id": [["ab", ["--external-id", "ab"]]],
  since: [
    [new Date("2026-11-20T09:00:00Z"), ["--since", "2026-11-20T09:00:00Z"]],
    ["7d", ["--since", "7d"]],
  ],
  until: [[new Date("2026-11-20"), ["--until", "2026-11-20"]]],
  on: [["2026-11-20", ["--on", "2026-11-20"]]],
  around: [[new Date("2026-11-20T09:00:00Z"), ["--around", "2026-11-20T09:00:00Z"]]],
  caller: [
    [
      ["ci-*", "root"],
      ["--caller", "ci-*,root"],
    ],
  ],
  key: [["AKIA*", ["--key", "AKIA*"]]],
  ip: [["192.0.2.0/24", ["--ip", "192.0.2.0/24"]]],
  identity: [["example.com", ["--identity", "example.com"]]],
  target: [["a", ["--target", "a"]]],
  severity: [
    [
      ["medium", "high"],
      ["--severity", "medium", "--severity", "high"],
    ],
  ],
  denied: [[true, ["--denied"]]],
  failed: [[true, ["--failed"]]],
  people: [[true, ["--people"]]],
  grep: [
    [
      ["a b", "c"],
      ["--grep", "a b", "--grep", "c"],
    ],
  ],
  account: [["000011112222", ["--account", "000011112222"]]],
  region: [
    ["eu-*", ["--region", "eu-*"]],
    [
      ["eu-*", "us-east-1"],
      ["--region", "eu-*,us-east-1"],
    ],
  ],
  action: [[["Delete*"], ["--action", "Delete*"]]],
  "event-source": [["iam.*", ["--event-source", "iam.*"]]],
  "writes-only": [
    [true, ["--writes-only"]],
    [false, ["--no-writes-only"]],
  ],
  changes: [[true, ["--changes"]]],
  wait: [[60_000, ["--wait", "60s"]]],
  related: [[true, ["--related"]]],
  "keep-original": [[true, ["--keep-original"]]],
  to: [
    [
      ["stdout", "file:a b"],
      ["--to", "stdout", "--to", "file:a b"],
    ],
  ],
  format: [["otel", ["--format", "otel"]]],
  columns: [
    [
      ["time", "key"],
      ["--columns", "time,key"],
    ],
  ],
  append: [[true, ["--append"]]],
  namespace: [["prod", ["--namespace", "prod"]]],
  dataset: [["aws.cloudtrail", ["--dataset", "aws.cloudtrail"]]],
  setup: [[false, ["--no-setup"]]],
  follow: [[true, ["--follow"]]],
  grace: [["3s", ["--grace", "3s"]]],
  checkpoint: [["done.checkpoint", ["--checkpoint", "done.checkpoint"]]],
  verify: [[true, ["--verify"]]],
  "public-keys": [["keys.json", ["--public-keys", "keys.json"]]],
  recheck: [[true, ["--recheck"]]],
  "dead-letter": [["dead.ndjson", ["--dead-letter", "dead.ndjson"]]],
  "retry-for": [
    [1500, ["--retry-for", "1.5s"]],
    ["2m", ["--retry-for", "2m"]],
    ["forever", ["--retry-for", "forever"]],
  ],
  workers: [
    ["auto", ["--workers", "auto"]],
    ["3", ["--workers", "3"]],
  ],
  "requester-pays": [[true, ["--requester-pays"]]],
  "dry-run": [[true, ["--dry-run"]]],
  concurrency: [[2, ["--concurrency", "2"]]],
  "max-memory": [[1 << 20, ["--max-memory", "1MiB"]]],
  "summary-every": [
    [60_000, ["--summary-every", "1m"]],
    ["30s", ["--summary-every", "30s"]],
  ],
  status: [["0.0.0.0:9464", ["--status", "0.0.0.0:9464"]]],
  config: [["sestrail.yaml", ["--config", "sestrail.yaml"]]],
};

describe("options of the library", () => {
  it("are those of the command, but for the forms of its summary and its log, and for signal, which ends a run", () => {
    const ofCommand = OPTION_NAMES.filter((name) => optionRow(name).commands.includes("ship"));
    expect(Object.keys(CASES).toSorted()).toEqual(
      ofCommand
        .filter((name) => !["summary", "log-format", "local", "signal"].includes(name))
        .toSorted(),
    );
    expect(OPTION_NAMES.filter(isShipOption).toSorted()).toEqual(Object.keys(CASES).toSorted());
  });

  it.each(
    Object.entries(CASES).flatMap(([name, cases]) =>
      cases.map(([value, args]) => [name as OptionName, value, args] as const),
    ),
  )("%s: %s is what %s is", (name, value, args) => {
    const fromLibrary = resolved(askedOf({ [camelName(name)]: value }, isShipOption, []));
    const fromCommand = resolved(readArguments("ship", args));
    expect(fromLibrary).toEqual(fromCommand);
    // The value is no default, or the comparison would say nothing.
    const isDefault =
      JSON.stringify(fromLibrary) === JSON.stringify(resolved(askedOf({}, isShipOption, [])));
    expect(isDefault).toBe(value === false && name === "writes-only");
  });

  it("and the library's own names are no options of the table", () => {
    const own: readonly string[] = [...OWN_OPTION_NAMES, "name"];
    expect(
      OPTION_NAMES.filter(isShipOption)
        .map(camelName)
        .filter((name) => own.includes(name)),
    ).toEqual([]);
  });

  it("sesEvents takes all that decide what is read and kept", () => {
    const groups = new Set<string>(["What to keep", "Which events", "Limits"]);
    const wanted = OPTION_NAMES.filter(
      (name) => isShipOption(name) && groups.has(OPTIONS[name].group),
    );
    expect([...EVENT_OPTION_NAMES].toSorted()).toEqual(wanted.toSorted());
  });

  it("values of a wrong type are wrong, not guessed", () => {
    for (const wrong of [{}, null, () => 1, [["a"]], Number.NaN, new Date("never"), true]) {
      const asked = askedOf({ maxMemory: wrong }, isShipOption, []);
      const { problems } = resolveOptions({
        command: "ship",
        asked,
        env: {},
        file: undefined,
        now: NOW,
      });
      expect(problems).toHaveLength(1);
    }
  });
});
