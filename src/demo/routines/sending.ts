/** Programs that send mail and keep contacts, every day. */
import type { Call } from "../call.ts";
import { ACCOUNTS, program, user } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { busyness, type Clock, every } from "../clock.ts";
import type { Random } from "../random.ts";
import { sendCall, sesCall } from "../ses-call.ts";

const { production, marketing } = ACCOUNTS;

const mailer = program(
  production,
  "mailer-service",
  "198.51.100.31",
  CLIENTS.javaV2,
  "i-0f1e2d3c4b5a69788",
);
const signup = program(production, "signup-form", "198.51.100.32", CLIENTS.jsV3);
const runner = program(marketing, "campaign-runner", "198.51.100.33", CLIENTS.jsV3);
const crm = user(marketing, "legacy-crm", "192.0.2.80", CLIENTS.php);
const newsletter = user(marketing, "newsletter-cron", "192.0.2.81", CLIENTS.javaV1);

/** Shop mail: single sends with the daily rhythm, some refused. */
export function* transactionalSends(clock: Clock, random: Random): Generator<Call> {
  for (const at of every(clock, 0.15, random)) {
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
}

/** Programs that still call API v1, with old SDKs. */
export function* oldPrograms(clock: Clock, random: Random): Generator<Call> {
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
}

/** Two campaigns, in bulk sends. */
export function* campaigns(clock: Clock, random: Random): Generator<Call> {
  for (const start of [clock.workday(2, "09:00"), clock.workday(4, "14:00")]) {
    for (let index = 0; index < 36; index += 1) {
      yield sendCall(
        { at: start + index * 41_000, caller: runner, region: "us-east-1" },
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
}

/** Marketing sends as production's identity: the same send in both accounts, joined by sharedEventID. */
export function* sharedSends(clock: Clock, random: Random): Generator<Call> {
  for (const at of every(clock, 24, random)) {
    const sharedEventID = random.uuid();
    const send = { action: "SendEmail", api: "sesv2", from: "partners@example.com" } as const;
    const context = { at, caller: runner, region: "us-east-1" };
    yield sendCall(context, send, random, { more: { sharedEventID } });
    yield sendCall(context, send, random, { recipient: production, more: { sharedEventID } });
  }
}

/** The sign-up form keeps the contact list. */
export function* contacts(clock: Clock, random: Random): Generator<Call> {
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
}
