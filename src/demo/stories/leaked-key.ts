/** The great story of the week: a leaked key probes, asks for production access, sends, and covers its tracks. */
import { deniedSesCall, HIDDEN, quarantinedSesCall, sendCall, sesCall } from "../ses-call.ts";
import { ACCOUNTS, type Caller, user } from "../callers.ts";
import { type Client, CLIENTS } from "../clients.ts";
import { plant, type Story } from "../story.ts";

const thief = (client: Client = CLIENTS.cliV2, address = "198.51.100.230"): Caller =>
  user(ACCOUNTS.production, "ci-mailer", address, client);

/** Regions that are swept; in the last three a policy refuses everything. */
const REGIONS = [
  "us-east-1",
  "us-east-2",
  "us-west-2",
  "eu-west-1",
  "eu-central-1",
  "ap-southeast-1",
  "ap-northeast-1",
  "ca-central-1",
  "sa-east-1",
];

/** A leaked key, from the first probe to the tracks removed. */
export const leakedKey: Story = {
  sort: "attack",
  happens:
    "A leaked key of the user ci-mailer probes nine Regions in six minutes, asks for production access, switches sending on, adds look-alike and free-mail senders, " +
    "sends 90 mails in ten minutes, covers its tracks, and is put into quarantine.",
  detections: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 16, 23, 25, 39, 41, 42, 43, 44],
  *tell(clock, random) {
    const start = clock.day(2, "08:52:58");
    const after = (minutes: number): number => start + Math.round(minutes * 60_000);
    const us1 = "us-east-1";
    const us2 = "us-east-2";

    yield plant({
      at: start,
      caller: thief(CLIENTS.requests),
      region: us1,
      source: "sts.amazonaws.com",
      action: "GetCallerIdentity",
      request: null,
    });

    for (const [index, region] of REGIONS.entries()) {
      const reads = [
        ["sesv2", "GetAccount"],
        ["ses", "GetSendQuota"],
        ["ses", "ListIdentities"],
        ["sesv2", "ListEmailIdentities"],
        ["ses", "GetAccountSendingEnabled"],
      ] as const;
      for (const [step, [api, action]] of reads.entries()) {
        const context = {
          at: after(1 + index * 0.62 + step * 0.09),
          caller: thief(step % 2 === 0 ? CLIENTS.requests : CLIENTS.cliV2),
          region,
        };
        if (index >= 6) yield plant(deniedSesCall(context, api, action), "access_denied");
        else yield plant(sesCall(context, api, action));
      }
    }

    yield plant({
      at: after(8),
      caller: thief(),
      region: us1,
      source: "servicequotas.amazonaws.com",
      action: "ListServiceQuotas",
      request: { serviceCode: "ses" },
    });
    yield plant(
      {
        at: after(8.4),
        caller: thief(),
        region: us1,
        source: "servicequotas.amazonaws.com",
        action: "RequestServiceQuotaIncrease",
        request: { serviceCode: "ses", quotaCode: "L-804C8AE8", desiredValue: 50_000 },
      },
      "quota_asked",
    );
    yield plant(
      {
        at: after(8.9),
        caller: thief(),
        region: us1,
        source: "support.amazonaws.com",
        action: "CreateCase",
        request: {
          serviceCode: "service-ses",
          categoryCode: "sending-limits",
          severityCode: "urgent",
          subject: HIDDEN,
        },
      },
      "quota_asked",
    );
    yield plant(
      {
        at: after(9.3),
        caller: thief(),
        region: us1,
        source: "iam.amazonaws.com",
        action: "CreateUser",
        request: { userName: "ses-smtp-user.20260101-085901" },
        error: {
          code: "AccessDenied",
          message:
            "User: arn:aws:iam::111122223333:user/ci-mailer is not authorized to perform: iam:CreateUser",
        },
      },
      "smtp_user_made",
      "access_denied",
    );

    const besides = [
      [
        "iam",
        "AttachUserPolicy",
        "ses_rights_given",
        { userName: "ci-mailer", policyArn: "arn:aws:iam::aws:policy/AmazonSESFullAccess" },
      ],
      ["cloudtrail", "StopLogging", "logging_cut", { name: "organization" }],
      ["workmail", "CreateOrganization", "mail_service_made", { alias: "example-billing" }],
    ] as const;
    for (const [index, [service, action, signal, request]] of besides.entries()) {
      yield plant(
        {
          at: after(9.5 + index * 0.1),
          caller: thief(),
          region: us1,
          source: `${service}.amazonaws.com`,
          action,
          request,
          error: {
            code: "AccessDenied",
            message: `User: arn:aws:iam::111122223333:user/ci-mailer is not authorized to perform: ${service}:${action}`,
          },
        },
        signal,
        "access_denied",
      );
    }

    for (const [index, region] of REGIONS.slice(0, 6).entries()) {
      yield plant(
        sesCall(
          { at: after(10 + index * 0.1), caller: thief(), region },
          "sesv2",
          "PutAccountDetails",
          {
            mailType: "MARKETING",
            websiteURL: HIDDEN,
            contactLanguage: "EN",
            useCaseDescription: HIDDEN,
            additionalContactEmailAddresses: [HIDDEN],
            productionAccessEnabled: true,
          },
          index === 0
            ? {
                error: {
                  code: "ConflictException",
                  message: "The account already has production access.",
                },
              }
            : { response: {} },
        ),
        "production_access_requested",
      );
    }

    yield plant(
      sesCall(
        { at: after(17.5), caller: thief(), region: us2 },
        "ses",
        "UpdateAccountSendingEnabled",
        { enabled: true },
      ),
      "sending_enabled",
    );
    yield plant(
      sesCall(
        { at: after(18), caller: thief(), region: us2 },
        "sesv2",
        "PutAccountSendingAttributes",
        { sendingEnabled: true },
        { response: {} },
      ),
      "sending_enabled",
    );

    const senders = [
      "secure-billing.example@gmail.com",
      "example-support.example",
      "exarnple.example",
      "notice.example@outlook.com",
      "invoice-example.example",
      "examp1e-login.example",
    ];
    for (const [index, sender] of senders.entries()) {
      const context = { at: after(19 + index * 0.35), caller: thief(), region: us2 };
      const freeMail = /@(?:gmail|outlook)\.com$/.test(sender);
      const call =
        index === 0
          ? sesCall(context, "ses", "VerifyEmailIdentity", { emailAddress: sender })
          : sesCall(
              context,
              "sesv2",
              "CreateEmailIdentity",
              { emailIdentity: sender },
              {
                response: {
                  identityType: freeMail ? "EMAIL_ADDRESS" : "DOMAIN",
                  verifiedForSendingStatus: false,
                  ...(!freeMail && {
                    dkimAttributes: {
                      signingEnabled: true,
                      status: "NOT_STARTED",
                      tokens: [random.text("abcdefghijklmnopqrstuvwxyz234567", 32)],
                    },
                  }),
                },
              },
            );
      yield plant(call, "identity_added", ...(freeMail ? (["identity_free_mail"] as const) : []));
    }
    yield plant(
      sesCall(
        { at: after(21.6), caller: thief(CLIENTS.hostile), region: us2 },
        "ses",
        "GetIdentityVerificationAttributes",
        { identities: senders },
      ),
    );

    for (let index = 0; index < 90; index += 1) {
      yield plant(
        sendCall(
          {
            at: after(24) + index * 6_300,
            caller: thief(CLIENTS.requests, index % 9 === 0 ? "192.0.2.77" : "198.51.100.230"),
            region: us2,
          },
          {
            action: "SendEmail",
            api: "sesv2",
            from: "Example Billing <billing@example-support.example>",
            identity: "example-support.example",
          },
          random,
          index % 17 === 16
            ? {
                error: {
                  code: "TooManyRequestsException",
                  message: "Maximum sending rate exceeded.",
                },
              }
            : {},
        ),
      );
    }

    yield plant(
      sesCall(
        { at: after(50), caller: thief(), region: us1 },
        "ses",
        "DeleteConfigurationSetEventDestination",
        { configurationSetName: "alerts", eventDestinationName: "to-sns" },
      ),
      "event_publishing_cut",
    );
    yield plant(
      sesCall(
        { at: after(50.4), caller: thief(), region: us2 },
        "sesv2",
        "DeleteConfigurationSet",
        { configurationSetName: "alerts" },
        { response: {} },
      ),
      "event_publishing_cut",
    );
    for (const [index, sender] of senders.entries()) {
      const context = { at: after(51 + index * 0.2), caller: thief(), region: us2 };
      yield plant(
        index === 0
          ? sesCall(context, "ses", "DeleteIdentity", { identity: sender })
          : sesCall(
              context,
              "sesv2",
              "DeleteEmailIdentity",
              { emailIdentity: sender },
              { response: {} },
            ),
        "identity_deleted",
      );
    }

    // AWS found the key, too, and attached its quarantine policy.
    yield plant(
      quarantinedSesCall({ at: after(64), caller: thief(), region: us2 }, "GetSendQuota"),
      "key_quarantined",
      "access_denied",
    );
  },
};
