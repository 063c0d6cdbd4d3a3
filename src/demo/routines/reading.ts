/** Ordinary reads of Amazon SES: monitoring, AWS's own services, Terraform, people in the console. */
import type { Call } from "../call.ts";
import { ACCOUNTS, type Caller, person, program, serviceRole } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { busyness, type Clock, every, isWeekend } from "../clock.ts";
import type { Random } from "../random.ts";
import { sesCall } from "../ses-call.ts";

const { production, marketing, sandbox } = ACCOUNTS;

const monitor = program(production, "mail-monitor", "198.51.100.70", CLIENTS.boto3);
const terraform = program(
  production,
  "terraform-deploy",
  "198.51.100.17",
  CLIENTS.terraform,
  "ci-4711",
);
const people: readonly Caller[] = [
  person(production, "ana.silva@example.com", "203.0.113.44"),
  person(production, "ben.okoro@example.com", "203.0.113.46", "Support"),
  person(marketing, "chen.li@example.com", "203.0.113.45"),
];

/** A monitoring role that polls two kinds of reads in three Regions, and is throttled now and then. */
export function* quotaPoller(clock: Clock, random: Random): Generator<Call> {
  for (const region of ["us-east-1", "eu-west-1", "us-west-2"]) {
    for (const at of every(clock, 1, random)) {
      const context = { at, caller: monitor, region };
      yield sesCall(
        context,
        "ses",
        random.pick(["GetSendQuota", "GetSendStatistics"]),
        null,
        random.chance(0.03) ? { error: { code: "Throttling", message: "Rate exceeded" } } : {},
      );
    }
  }
  for (const at of every(clock, 6, random)) {
    yield sesCall({ at, caller: monitor, region: "us-east-1" }, "sesv2", "BatchGetMetricData", {
      queries: [
        {
          id: "sends",
          namespace: "VDM",
          metric: "SEND",
          startDate: "Jan 1, 2026, 12:00:00 AM",
          endDate: "Jan 2, 2026, 12:00:00 AM",
        },
      ],
    });
  }
}

/** AWS's own services look, too. */
export function* awsServices(clock: Clock, random: Random): Generator<Call> {
  for (const account of [production, marketing, sandbox]) {
    const advisor = serviceRole(account, "TrustedAdvisor", "trustedadvisor.amazonaws.com");
    for (const region of ["us-east-1", "eu-west-1", "us-west-2", "eu-central-1"]) {
      for (const at of every(clock, 24, random)) {
        yield sesCall({ at, caller: advisor, region }, "ses", "GetSendQuota");
      }
    }
    const config = serviceRole(account, "Config", "config.amazonaws.com");
    for (const at of every(clock, 12, random)) {
      const context = { at, caller: config, region: "us-east-1" };
      yield sesCall(context, "ses", "ListConfigurationSets", { maxItems: 100 });
      yield sesCall(context, "ses", "ListReceiptFilters");
    }
  }
}

/** Terraform looks at all it manages, twice on working days. */
export function* terraformRefresh(clock: Clock, random: Random): Generator<Call> {
  for (const start of every(clock, 12, random)) {
    if (isWeekend(start)) continue;
    const context = (step: number) => ({
      at: start + step * 700,
      caller: terraform,
      region: "us-east-1",
    });
    const identities = ["example.com", "example.org", "noreply@example.com"];
    let step = 0;
    for (const emailIdentity of identities) {
      yield sesCall(context(step++), "sesv2", "GetEmailIdentity", { emailIdentity });
      yield sesCall(context(step++), "sesv2", "ListTagsForResource", {
        resourceArn: `arn:aws:ses:us-east-1:${production}:identity/${emailIdentity}`,
      });
    }
    yield sesCall(context(step++), "ses", "GetIdentityVerificationAttributes", { identities });
    yield sesCall(context(step++), "ses", "GetIdentityDkimAttributes", { identities });
    for (const configurationSetName of ["transactional", "newsletters", "alerts"]) {
      yield sesCall(context(step++), "sesv2", "GetConfigurationSet", { configurationSetName });
      yield sesCall(context(step++), "sesv2", "GetConfigurationSetEventDestinations", {
        configurationSetName,
      });
    }
    yield sesCall(context(step++), "ses", "DescribeActiveReceiptRuleSet");
    yield sesCall(context(step++), "ses", "DescribeReceiptRule", {
      ruleSetName: "inbound",
      ruleName: "support",
    });
    yield sesCall(
      context(step++),
      "ses",
      "GetTemplate",
      { templateName: "order-confirmation" },
      random.chance(0.3)
        ? {
            error: {
              code: "TemplateDoesNotExist",
              message: "Template order-confirmation does not exist.",
            },
          }
        : {},
    );
  }
}

/** People look around in the console in working hours. */
export function* consoleReading(clock: Clock, random: Random): Generator<Call> {
  for (const caller of people) {
    for (const start of every(clock, 3, random)) {
      if (busyness(start) < 0.7) continue;
      const region =
        caller.account === marketing ? "eu-west-1" : random.pick(["us-east-1", "eu-west-1"]);
      const context = (step: number) => ({ at: start + step * 1300, caller, region });
      yield sesCall(context(0), "sesv2", "GetAccount");
      yield sesCall(context(1), "sesv2", "ListEmailIdentities", { pageSize: 1000 });
      yield sesCall(
        context(2),
        "sesv2",
        random.pick([
          "ListConfigurationSets",
          "ListEmailTemplates",
          "ListDedicatedIpPools",
          "ListContactLists",
        ]),
        { pageSize: 100 },
      );
      if (random.chance(0.5))
        yield sesCall(context(9), "sesv2", "GetEmailIdentity", {
          emailIdentity: random.pick(["example.com", "example.org"]),
        });
      if (random.chance(0.15))
        yield sesCall(
          context(12),
          "mailmanager",
          random.pick(["ListArchives", "ListIngressPoints", "ListRuleSets", "ListRelays"]),
          { pageSize: 50 },
        );
    }
  }
}
