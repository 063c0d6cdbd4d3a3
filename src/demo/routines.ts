/** Ordinary Amazon SES traffic: what is there every week, and must stay below every threshold. */
import { type Call, recordOf } from "./call.ts";
import { ACCOUNTS, type Caller, person, program, serviceRole, user } from "./callers.ts";
import { CLIENTS } from "./clients.ts";
import { busyness, type Clock, isWeekend } from "./clock.ts";
import type { JsonObject } from "./json.ts";
import { type Random, randomOf } from "./random.ts";
import { deniedSesCall, type SesApi, sendCall, sesCall } from "./ses-call.ts";
import { changes } from "./changes.ts";

const { production, marketing, sandbox, foreign } = ACCOUNTS;
const HOUR_MS = 3_600_000;

const monitor = program(production, "mail-monitor", "198.51.100.70", CLIENTS.boto3);
const terraform = program(
  production,
  "terraform-deploy",
  "198.51.100.17",
  CLIENTS.terraform,
  "ci-4711",
);
const mailer = program(
  production,
  "mailer-service",
  "198.51.100.31",
  CLIENTS.javaV2,
  "i-0f1e2d3c4b5a69788",
);
const signup = program(production, "signup-form", "198.51.100.32", CLIENTS.jsV3);
const campaigns = program(marketing, "campaign-runner", "198.51.100.33", CLIENTS.jsV3);
const crm = user(marketing, "legacy-crm", "192.0.2.80", CLIENTS.php);
const newsletter = user(marketing, "newsletter-cron", "192.0.2.81", CLIENTS.javaV1);
const people: readonly Caller[] = [
  person(production, "ana.silva@example.com", "203.0.113.44"),
  person(production, "ben.okoro@example.com", "203.0.113.46", "Support"),
  person(marketing, "chen.li@example.com", "203.0.113.45"),
];

/** One kind of ordinary traffic: all its calls of the week, from a stream of its own. */
type Routine = (clock: Clock, random: Random) => Iterable<Call>;

/** Every so many hours of the week, a little late. */
function* every(clock: Clock, hours: number, random: Random): Generator<number> {
  for (let at = clock.start + random.int(hours * HOUR_MS); at < clock.end; at += hours * HOUR_MS) {
    yield at + random.int(120_000);
  }
}

/** The routines, by name. */
export const ROUTINES = {
  /** A monitoring role that polls two kinds of reads in three Regions, and is throttled now and then. */
  *"quota-poller"(clock, random) {
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
  },

  /** AWS's own services look, too. */
  *"aws-services"(clock, random) {
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
  },

  /** Terraform looks at all it manages, twice on working days. */
  *"terraform-refresh"(clock, random) {
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
  },

  /** People look around in the console in working hours. */
  *"console-reading"(clock, random) {
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
  },

  /** Shop mail: single sends with the daily rhythm, some refused. */
  *"transactional-sends"(clock, random) {
    for (const at of every(clock, 0.2, random)) {
      if (!random.chance(busyness(at) * 0.75)) continue;
      const send = {
        action: "SendEmail",
        api: "sesv2",
        from: "noreply@example.com",
        configurationSet: "transactional",
        template: random.pick(["order-confirmation", "password-reset", "invoice"]),
      } as const;
      yield sendCall(
        { at, caller: mailer, region: "us-east-1" },
        send,
        random,
        random.chance(0.03)
          ? { error: { code: "MessageRejected", message: "Email address is not verified." } }
          : {},
      );
    }
  },

  /** Programs that still call API v1, with old SDKs. */
  *"old-programs"(clock, random) {
    for (const at of every(clock, 2, random)) {
      yield sendCall(
        { at, caller: crm, region: "us-east-1" },
        {
          action: random.pick(["SendEmail", "SendTemplatedEmail"]),
          api: "ses",
          from: "Example CRM <crm@example.org>",
          identity: "example.org",
          template: "welcome",
        },
        random,
      );
    }
    for (const at of every(clock, 5, random)) {
      yield sendCall(
        { at, caller: newsletter, region: "us-east-1" },
        {
          action: "SendRawEmail",
          api: "ses",
          from: "news@example.org",
          configurationSet: "newsletters",
        },
        random,
      );
      yield sesCall(
        { at: at + 4000, caller: newsletter, region: "us-east-1" },
        "ses",
        "ListVerifiedEmailAddresses",
      );
    }
  },

  /** Two campaigns, in bulk sends. */
  *campaigns(clock, random) {
    for (const start of [clock.workday(2, "09:00"), clock.workday(4, "14:00")]) {
      for (let index = 0; index < 36; index += 1) {
        yield sendCall(
          { at: start + index * 41_000, caller: campaigns, region: "us-east-1" },
          {
            action: "SendBulkEmail",
            api: "sesv2",
            from: "offers@example.org",
            configurationSet: "newsletters",
            template: "spring-sale",
            tenant: "brand-north",
          },
          random,
          index === 20
            ? {
                error: {
                  code: "TooManyRequestsException",
                  message: "Maximum sending rate exceeded.",
                },
              }
            : {},
        );
      }
    }
  },

  /** Marketing sends as production's identity: the same send in both accounts, joined by sharedEventID. */
  *"shared-sends"(clock, random) {
    for (const at of every(clock, 24, random)) {
      const sharedEventID = random.uuid();
      const send = { action: "SendEmail", api: "sesv2", from: "partners@example.com" } as const;
      const context = { at, caller: campaigns, region: "us-east-1" };
      yield sendCall(context, send, random, { more: { sharedEventID } });
      yield sendCall(context, send, random, { recipient: production, more: { sharedEventID } });
    }
  },

  /** The sign-up form keeps the contact list. */
  *contacts(clock, random) {
    for (const at of every(clock, 1.5, random)) {
      if (!random.chance(busyness(at))) continue;
      const emailAddress = `reader${random.int(10_000)}@example.net`;
      const request = { contactListName: "newsletter", emailAddress };
      const context = { at, caller: signup, region: "eu-west-1" };
      const action = random.pick([
        "CreateContact",
        "CreateContact",
        "UpdateContact",
        "GetContact",
        "DeleteContact",
      ]);
      yield sesCall(
        context,
        "sesv2",
        action,
        request,
        action === "CreateContact" && random.chance(0.1)
          ? {
              error: {
                code: "AlreadyExistsException",
                message: "Contact already exists in the list.",
              },
            }
          : { response: {} },
      );
    }
  },

  /** A developer whose role lacks a right or two, and keeps trying. */
  *"missing-rights"(clock, random) {
    const developer = program(sandbox, "developer", "203.0.113.47", CLIENTS.cliV2, "dev-noor");
    for (const at of every(clock, 30, random)) {
      yield deniedSesCall(
        { at, caller: developer, region: "eu-central-1" },
        "sesv2",
        "GetEmailTemplate",
        "template/welcome",
      );
      yield deniedSesCall(
        { at: at + 31_000, caller: developer, region: "eu-central-1" },
        "ses",
        "ListTemplates",
      );
    }
  },

  /** Callers of the rarer kinds, one call each. */
  *"rare-callers"(clock) {
    const rare: readonly Caller[] = [
      {
        kind: "federated",
        account: production,
        name: "auditor",
        address: "203.0.113.60",
        client: CLIENTS.cliV2,
      },
      {
        kind: "saml",
        account: production,
        name: "eva.lind@example.com",
        address: "203.0.113.61",
        client: CLIENTS.cliV2,
      },
      {
        kind: "web-identity",
        account: production,
        name: "repo:example/shop",
        address: "198.51.100.90",
        client: CLIENTS.goV2,
      },
      {
        kind: "identity-center",
        account: production,
        name: "dana.novak",
        address: "203.0.113.62",
        client: CLIENTS.console,
      },
      {
        kind: "account",
        account: foreign,
        name: "partner-sync",
        address: "192.0.2.10",
        client: CLIENTS.ruby,
      },
      {
        kind: "service",
        account: production,
        name: "health.amazonaws.com",
        address: "health.amazonaws.com",
        client: { userAgent: () => "health.amazonaws.com" },
      },
      {
        kind: "untyped",
        account: production,
        name: "guardduty.amazonaws.com",
        address: "AWS Internal",
        client: CLIENTS.awsInternal,
      },
      program(production, "reporting", "2001:db8:20::17", CLIENTS.cliV1),
    ];
    for (const [index, caller] of rare.entries()) {
      yield sesCall(
        { at: clock.workday((index % 4) + 1, `10:${10 + index}`), caller, region: "us-east-1" },
        "ses",
        "GetIdentityNotificationAttributes",
        { identities: ["example.com"] },
        { recipient: production },
      );
    }
  },

  /** Actions that are in no list yet. Their names are made up. */
  *"unknown-actions"(clock) {
    const caller = person(production, "ana.silva@example.com", "203.0.113.44");
    const calls: readonly (readonly [action: string, api: SesApi, request: JsonObject])[] = [
      ["HibernateMailboxFleet", "mailmanager", { fleetName: "support-desk", until: "2027-01-01" }],
      [
        "PutIdentityPostcardOptions",
        "sesv2",
        { emailIdentity: "example.com", postcardOptions: { enabled: true } },
      ],
      ["DescribePostcardOptions", "sesv2", { emailIdentity: "example.com" }],
    ];
    for (const [index, [action, api, request]] of calls.entries()) {
      yield sesCall(
        { at: clock.workday(3, `15:2${index}`), caller, region: "us-east-1" },
        api,
        action,
        request,
      );
    }
  },

  changes,
} as const satisfies Readonly<Record<string, Routine>>;

/** Name of a routine. */
export type RoutineName = keyof typeof ROUTINES;

/** The records of the routines within the clock's time, each with the call that left it. */
export function* routineRecords(
  seed: number,
  clock: Clock,
  names: readonly RoutineName[],
): Generator<{ call: Call; record: JsonObject }> {
  for (const name of names) {
    const random = randomOf(seed, `routine/${name}`);
    for (const call of ROUTINES[name](clock, random)) {
      const record = recordOf(call, random);
      if (call.at >= clock.start && call.at < clock.end) yield { call, record };
    }
  }
}
