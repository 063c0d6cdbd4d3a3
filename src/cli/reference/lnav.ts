/**
 * A format for lnav, the log viewer: our ECS lines, one for each event. `deploy/lnav/sestrail.json` is made from it.
 * Source: https://docs.lnav.org/en/latest/formats.html
 */
import { FIELD_NAMES, fieldRow } from "../../tables/fields.ts";

/** Fields that tell one event from another when people look for them. */
const IDENTIFIERS: ReadonlySet<string> = new Set([
  "aws.ses.caller.name",
  "aws.cloudtrail.user_identity.access_key_id",
  "source.ip",
  "cloud.account.id",
  "cloud.region",
  "event.action",
]);

/** The format, as JSON. */
export function lnavFormat(): string {
  const named = FIELD_NAMES.filter((name) => {
    const { short, by, shape } = fieldRow(name);
    return short !== undefined && by === undefined && shape !== "otel";
  });
  const value = Object.fromEntries(
    ["message", ...named].map((name) => [
      pathOf(name),
      {
        kind: "string",
        ...(IDENTIFIERS.has(name) ? { identifier: true } : {}),
        ...(name === "message" ? {} : { hidden: true }),
      },
    ]),
  );
  const cell = (name: string, width: number): object => ({
    field: pathOf(name),
    "min-width": width,
    "max-width": width,
    overflow: "dot-dot",
    "default-value": "",
  });
  const format = {
    $schema: "https://lnav.org/schemas/format-v1.schema.json",
    sestrail_ecs: {
      title: "sestrail",
      description: "Amazon SES calls, explained by sestrail (--format ecs)",
      json: true,
      "hide-extra": true,
      "convert-to-local-time": false,
      "line-format": [
        { field: "__timestamp__", "timestamp-format": "%Y-%m-%d %H:%M:%S" },
        " ",
        cell("cloud.region", 14),
        " ",
        { field: "message" },
      ],
      "timestamp-field": "@timestamp",
      "body-field": "message",
      "level-field": pathOf("aws.ses.severity"),
      level: { error: "^high$", warning: "^medium$", info: "^(?:low|info)$" },
      value,
      sample: [{ line: SAMPLE }],
    },
  };
  return `${JSON.stringify(format, undefined, 2)}\n`;
}

/** lnav names what stands within objects by slashes. */
function pathOf(name: string): string {
  return name.replaceAll(".", "/");
}

const SAMPLE = JSON.stringify({
  "@timestamp": "2026-11-20T09:02:11.000Z",
  message: "ana (user): DKIM signing turned off for example.com, from 203.0.113.44 with AWS CLI",
  event: { action: "SetIdentityDkimEnabled", outcome: "success" },
  cloud: { account: { id: "111122223333" }, region: "us-east-1" },
  aws: { ses: { caller: { name: "ana" }, severity: "medium" } },
});
