/** Stories about trust in a sender: feedback, policies, DKIM, suppression, verification mail. */
import { ACCOUNTS, program, user } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sendCall, sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production, marketing, foreign } = ACCOUNTS;
const region = "us-east-1";

/** Bounces and complaints made unseen. */
export const feedbackSilenced: Story = {
  sort: "attack",
  happens:
    "Somebody makes bounces and complaints unseen: forwarding off, the bounce topic removed, complaints to a foreign topic, event publishing, reputation metrics and archiving off.",
  detections: [14, 15, 16, 33],
  *tell(clock) {
    const caller = program(production, "mail-admin", "192.0.2.145", CLIENTS.boto3, "sam.weber");
    const at = (time: string) => ({ at: clock.day(4, time), caller, region });
    yield plant(
      sesCall(at("02:31:00"), "ses", "SetIdentityFeedbackForwardingEnabled", {
        identity: "example.com",
        forwardingEnabled: false,
      }),
      "feedback_forwarding_off",
    );
    yield plant(
      sesCall(
        at("02:31:22"),
        "sesv2",
        "PutEmailIdentityFeedbackAttributes",
        { emailIdentity: "example.org", emailForwardingEnabled: false },
        { response: {} },
      ),
      "feedback_forwarding_off",
    );
    yield plant(
      sesCall(at("02:32:10"), "ses", "SetIdentityNotificationTopic", {
        identity: "example.com",
        notificationType: "Bounce",
      }),
      "bounce_topic_removed",
    );
    yield plant(
      sesCall(at("02:32:41"), "ses", "SetIdentityNotificationTopic", {
        identity: "example.com",
        notificationType: "Complaint",
        snsTopic: `arn:aws:sns:us-east-1:${foreign}:sink`,
      }),
      "topic_foreign_account",
    );
    yield plant(
      sesCall(at("02:34:03"), "ses", "UpdateConfigurationSetEventDestination", {
        configurationSetName: "transactional",
        eventDestination: {
          name: "to-firehose",
          enabled: false,
          matchingEventTypes: ["bounce", "complaint"],
        },
      }),
      "event_publishing_cut",
    );
    yield plant(
      sesCall(at("02:34:30"), "ses", "UpdateConfigurationSetReputationMetricsEnabled", {
        configurationSetName: "transactional",
        enabled: false,
      }),
      "event_publishing_cut",
    );
    yield plant(
      sesCall(
        at("02:35:12"),
        "sesv2",
        "PutConfigurationSetArchivingOptions",
        { configurationSetName: "transactional" },
        { response: {} },
      ),
      "archiving_off",
    );
  },
};

/** Sending rights given to strangers. */
export const policyOpened: Story = {
  sort: "attack",
  happens:
    "Anyone may send as example.com, a foreign account may send as example.org and does, and a third policy is so large that CloudTrail left its text out.",
  detections: [13, 37, 40],
  *tell(clock, random) {
    const caller = program(production, "vendor-integration", "192.0.2.201", CLIENTS.goV2, "vendor");
    const at = (time: string) => ({ at: clock.day(3, time), caller, region });
    const policy = (principal: string | { AWS: string }, identity: string): string =>
      JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "send",
            Effect: "Allow",
            Principal: principal,
            Action: ["ses:SendEmail", "ses:SendRawEmail"],
            Resource: `arn:aws:ses:us-east-1:${production}:identity/${identity}`,
          },
        ],
      });
    yield plant(
      sesCall(at("18:41:09"), "ses", "PutIdentityPolicy", {
        identity: "example.com",
        policyName: "open",
        policy: policy("*", "example.com"),
      }),
      "policy_granted",
      "policy_public",
    );
    yield plant(
      sesCall(
        at("18:42:27"),
        "sesv2",
        "CreateEmailIdentityPolicy",
        {
          emailIdentity: "example.org",
          policyName: "partner",
          policy: policy({ AWS: `arn:aws:iam::${foreign}:root` }, "example.org"),
        },
        { response: {} },
      ),
      "policy_granted",
      "policy_foreign_account",
    );
    yield plant(
      sesCall(
        at("18:44:50"),
        "sesv2",
        "UpdateEmailIdentityPolicy",
        { omitted: true, originalSize: 131_482, reason: "requestParameters too large" },
        { response: {} },
      ),
      "policy_granted",
      "parameters_omitted",
    );
    const stranger = program(foreign, "mailer", "198.51.100.77", CLIENTS.boto3, "i-0f3a");
    yield plant(
      sendCall(
        { at: clock.day(3, "18:58:12"), caller: stranger, region },
        { action: "SendEmail", api: "sesv2", from: "office@example.org" },
        random,
        { recipient: production },
      ),
      "foreign_caller",
    );
  },
};

/** DKIM off, and MAIL FROM moved. */
export const dkimWeakened: Story = {
  sort: "attack",
  happens:
    "DKIM signing is turned off for two domains, a third gets a foreign signing key, and the MAIL FROM domain moves.",
  detections: [3, 17, 18],
  *tell(clock) {
    const caller = user(marketing, "agency", "192.0.2.61", CLIENTS.php);
    const at = (time: string) => ({ at: clock.day(1, time), caller, region });
    yield plant(
      sesCall(at("05:12:00"), "ses", "SetIdentityDkimEnabled", {
        identity: "example.org",
        dkimEnabled: false,
      }),
      "dkim_weakened",
    );
    yield plant(
      sesCall(
        at("05:12:40"),
        "sesv2",
        "PutEmailIdentityDkimAttributes",
        { emailIdentity: "offers.example.org", signingEnabled: false },
        { response: {} },
      ),
      "dkim_weakened",
    );
    yield plant(
      sesCall(
        at("05:14:02"),
        "sesv2",
        "PutEmailIdentityDkimSigningAttributes",
        {
          emailIdentity: "example.org",
          signingAttributesOrigin: "EXTERNAL",
          signingAttributes: {
            domainSigningSelector: "k9",
            domainSigningPrivateKey: "HIDDEN_DUE_TO_SECURITY_REASONS",
          },
        },
        { response: { dkimStatus: "PENDING", dkimTokens: [] } },
      ),
      "dkim_weakened",
    );
    yield plant(
      sesCall(at("05:15:31"), "ses", "SetIdentityMailFromDomain", {
        identity: "example.org",
        mailFromDomain: "bounce.example-mail.example",
        behaviorOnMXFailure: "UseDefaultValue",
      }),
      "mail_from_changed",
    );
  },
};

/** The suppression list emptied and turned off. */
export const suppressionLoosened: Story = {
  sort: "attack",
  happens:
    "Fourteen addresses come off the suppression list in a quarter of an hour, then the account and a tenant stop suppressing at all.",
  detections: [22, 38],
  *tell(clock, random) {
    const caller = program(marketing, "list-cleaner", "192.0.2.99", CLIENTS.jsV3);
    const start = clock.day(5, "21:10:00");
    for (let index = 0; index < 14; index += 1) {
      yield plant(
        sesCall(
          { at: start + index * 58_000, caller, region },
          "sesv2",
          "DeleteSuppressedDestination",
          { emailAddress: `bounced${random.int(10_000)}@example.net` },
          { response: {} },
        ),
        "suppression_loosened",
      );
    }
    yield plant(
      sesCall(
        { at: start + 960_000, caller, region },
        "sesv2",
        "PutAccountSuppressionAttributes",
        { suppressedReasons: [] },
        { response: {} },
      ),
      "suppression_loosened",
    );
    yield plant(
      sesCall(
        { at: start + 1_010_000, caller, region },
        "sesv2",
        "PutTenantSuppressionAttributes",
        { tenantName: "brand-north", suppressedReasons: [], suppressionScope: "TENANT" },
        { response: {} },
      ),
      "suppression_loosened",
    );
    // A tenant that was paused for its bounces is resumed, and paused again when they come.
    for (const [index, [sendingStatus, signal]] of (
      [
        ["REINSTATED", "tenant_started"],
        ["DISABLED", "tenant_stopped"],
      ] as const
    ).entries()) {
      yield plant(
        sesCall(
          { at: start + 1_060_000 + index * 900_000, caller, region },
          "sesv2",
          "UpdateReputationEntityCustomerManagedStatus",
          {
            reputationEntityType: "RESOURCE",
            reputationEntityReference: `arn:aws:ses:us-east-1:${marketing}:tenant/brand-north/tn-0123456789abcdef`,
            sendingStatus,
          },
          { response: {} },
        ),
        signal,
      );
    }
  },
};

/** Verification mail that leads to a foreign page. */
export const verificationRedirect: Story = {
  sort: "attack",
  happens:
    "A verification mail is made that sends people who click to a foreign page, and mailed to strangers.",
  detections: [3, 8, 10, 26],
  *tell(clock, random) {
    const caller = user(marketing, "agency", "192.0.2.61", CLIENTS.php);
    const at = (time: string) => ({ at: clock.day(1, time), caller, region });
    const template = {
      templateName: "confirm",
      fromEmailAddress: "hello@example.org",
      templateSubject: "Please confirm",
      templateContent: "<p>Please confirm your address.</p>",
      successRedirectionURL: "https://login.example-mail.example/ok",
      failureRedirectionURL: "https://login.example-mail.example/again",
    };
    yield plant(
      sesCall(at("05:41:00"), "sesv2", "CreateCustomVerificationEmailTemplate", template, {
        response: {},
      }),
      "verification_redirect",
    );
    yield plant(
      sesCall(at("05:44:10"), "ses", "UpdateCustomVerificationEmailTemplate", {
        ...template,
        templateSubject: "Last reminder",
      }),
      "verification_redirect",
    );
    for (let index = 0; index < 6; index += 1) {
      yield plant(
        sesCall(
          { at: clock.day(1, "05:46") + index * 9_000, caller, region },
          "sesv2",
          "SendCustomVerificationEmail",
          { emailAddress: `person${random.int(1000)}@example.net`, templateName: "confirm" },
          { response: { messageId: random.uuid() } },
        ),
        "identity_added",
      );
    }
  },
};
