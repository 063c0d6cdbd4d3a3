/** `docs/alerts.md`, made from the rules. */
import { NEEDS, ruleJsons } from "../../src/kibana/rule.ts";
import type { Detection, Rule } from "../../src/rules/rule.ts";

const HEAD = `<!-- Made from src/rules/ by \`npm run dashboards\`. -->

# Alerts

\`dashboards/rules.ndjson\` holds detection rules for Elastic Security. They are made for the events of sestrail, in both
shapes, and are imported **switched off**: look at each, set its numbers to your own rhythm, then switch it on.

All of them can also be asked without a server: \`sestrail detect AWSLogs\`, see [detect.md](detect.md).

## How to enable

1. Import them: \`sestrail setup kibana URL --rules\`, or in Kibana under Security, Rules, *Import rules*. It takes the Kibana
   privilege *Security: All* in the space. An API key that imports rules also runs them later: give it read rights on
   \`logs-ses.cloudtrail-*\` and \`logs-ses.cloudtrail.otel-*\`.
2. Filter the list of rules by the tag *Amazon SES*.
3. Open a rule, read *False positives* and the triage note, add exceptions for callers that you know (monitoring,
   infrastructure code), and switch it on. Rules run on a basic licence; sending alerts to mail or chat may need another.
4. Importing again with \`--overwrite\` replaces rules by those of the file, and with them what you changed in them and
   whether they are on. Duplicate a rule before you change it, and switch on the duplicate.

## When they look

Every rule runs each ten minutes. Rules on one record and rules on what is new look back an hour by the time of reading
(\`event.created\`), so that records which CloudTrail delivers late are not missed. Counts and sequences look at the time of the
call (\`@timestamp\`), over their span and 30 minutes more: read by time of reading, a backfill would look like a burst. So a
count of "within ten minutes" in fact counts over 40, and calls that arrive more than 30 minutes late are not counted. Raise
*Additional look-back time* if your records come later.

## What they count

- **Failed calls.** High rules on what now holds (a policy is open, mail goes elsewhere) count only calls that succeeded. Those on
  what somebody wants (sweeps, asking for production access) count failed ones, too, and say why: a refusal does not change who
  asked. Rules of low and medium weight count attempts, unless their query asks for success.
- **Weight.** A rule on one record weighs as much as the heaviest of its [signals](signals.md). Each signal is asked for by a rule.
- **Calls beside SES** that tell of mail (SMTP users, rights, quotas, trails, WorkMail) are there with \`--related\` only. Rules that
  need them say so, as do those that need data events.
- **Everyone within an organization** (\`aws:PrincipalOrgID\`) is not everyone.

What they cannot see: sends by SMTP are never logged, sends by API only with CloudTrail data events; bounces, complaints and
deliveries are not in CloudTrail at all.

## How far they are tested

Tests evaluate each rule over a made-up week of ordinary traffic with planted stories: each fires on its stories, needs every
condition of its query, and is silent on near misses and on all else, but for one planned change of a receipt rule, which is new
indeed. A sequence in either order is two rules, as EQL knows no such thing. What is
new is judged from the third day on. The queries run on a real Elasticsearch; grouping, counting, "new" and sequences are
evaluated by sestrail's own engine. **No rule has been seen to fire in a Kibana**, and the EQL was not run by an engine: neither
was at hand. Kibana 8.12.2 was seen to take rules of these four types with these fields, on a basic licence.

## Elastic's own rules

With \`--dataset aws.cloudtrail\` events go to the stream of Elastic's integration, and have the spellings for which its prebuilt
rules ask: parameters as a Java map (\`{enabled=true}\`), and \`user_agent.name: aws-cli\`. The conditions of these rules, as published
in September 2026, were tried over events of that dataset:

| rule of Elastic | tried | found |
|---|---|---|
| AWS SES Account Email Sending Enabled | over the demo week, on a real Elasticsearch | both stories that switch sending on by API v1 |
| AWS SES Enumeration via Long-Term Access Key | over the demo week, on a real Elasticsearch | all reads of keys that probe, and of those that are replaced |
| AWS SES Email Identity Verified Then Deleted (EQL) | its steps on a real Elasticsearch, the sequence by a test | the sender that is deleted within half an hour; names of API v2 it does not see |
| AWS Discovery API Calls via CLI from a Single Resource (ES\\|QL) | its filter on a real Elasticsearch, the count by a test | six reads of SES within ten seconds by the AWS CLI |

Rules on calls of IAM, quotas and trails see those that \`--related\` takes, and no others. sestrail's own rules and boards look at
its own dataset.
`;

function logicOf(detection: Detection): string {
  switch (detection.type) {
    case "query":
      return `Every record that matches \`${detection.query}\`.`;
    case "threshold": {
      const distinct =
        detection.distinct === undefined
          ? ""
          : `, with ${detection.distinct.atLeast} or more different \`${detection.distinct.field}\``;
      return `${detection.atLeast === 1 ? "Records" : `${detection.atLeast} or more records`} within ${spanOf(detection.withinMinutes)} by the same ${listOf(detection.by)}${distinct}, of those that match \`${detection.query}\`.`;
    }
    case "new_terms":
      return `A ${listOf(detection.fields)} not seen in ${detection.historyDays} days, among records that match \`${detection.query}\`.`;
    case "sequence":
      return `Within ${spanOf(detection.withinMinutes)}, by the same ${listOf(detection.by)}: ${detection.steps.map((step) => `\`${step}\``).join(detection.inAnyOrder === true ? " and, before or after it, " : ", then ")}.`;
    default:
      return detection satisfies never;
  }
}

function spanOf(minutes: number): string {
  return minutes > 60 && minutes % 60 === 0 ? `${minutes / 60} hours` : `${minutes} minutes`;
}

function listOf(fields: readonly string[]): string {
  return fields.map((field) => `\`${field}\``).join(" and ");
}

function section(rule: Rule): string {
  const [json, ...others] = ruleJsons(rule);
  if (json === undefined) throw new Error(`${rule.key} makes no rule of Kibana`);
  const techniques = json.threat.map(({ tactic, technique }) => {
    const [first] = technique;
    const sub = first?.subtechnique?.[0];
    return `[${sub?.id ?? first?.id} ${first?.name}${sub === undefined ? "" : `: ${sub.name}`}](${sub?.reference ?? first?.reference}) (${tactic.name})`;
  });
  return [
    `### ${rule.name}`,
    "",
    `${[json, ...others].map(({ rule_id }) => `\`${rule_id}\``).join(", ")} · ${rule.severity} · ${json.type.replace("_", " ")} · looks back ${json.from.replace("now-", "")}`,
    "",
    rule.description,
    "",
    `- **Fires on**: ${logicOf(rule.detection)}`,
    ...(rule.attempts === undefined ? [] : [`- **Failed calls count**: ${rule.attempts}`]),
    ...(rule.needs === undefined ? [] : [`- **Needs** ${NEEDS[rule.needs]}.`]),
    `- **Look first**: ${rule.look}`,
    `- **False positives**: ${rule.falsePositives.join(" ")}`,
    ...(techniques.length === 0 ? [] : [`- **ATT&CK**: ${techniques.join(", ")}`]),
    `- **Read**: ${rule.references.map((reference) => `<${reference}>`).join(", ")}`,
    "",
  ].join("\n");
}

/** The page. */
export function alertsPage(rules: readonly Rule[]): string {
  const kinds: readonly (readonly [Detection["type"], string])[] = [
    ["query", "One record is enough"],
    ["threshold", "Counts"],
    ["new_terms", "What is new"],
    ["sequence", "Sequences"],
  ];
  const parts = kinds.map(([type, title]) =>
    [
      `## ${title}`,
      "",
      ...rules.filter(({ detection }) => detection.type === type).map(section),
    ].join("\n"),
  );
  return [HEAD, ...parts].join("\n");
}
