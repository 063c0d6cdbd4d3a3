/** Stories that look like attacks and are none: what rules must tell apart, or may rightly show. */
import { ACCOUNTS, person, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production, marketing } = ACCOUNTS;
const region = "us-east-1";

/** A sender domain set up as it should be. */
export const newDomain: Story = {
  sort: "ordinary",
  happens:
    "An administrator sets up the sender domain news.example.org in the console: added, DKIM on, MAIL FROM set. Facts worth a look, and all as it should be.",
  detections: [8, 18],
  *tell(clock, random) {
    const caller = person(production, "ana.silva@example.com", "203.0.113.44");
    const at = (time: string) => ({ at: clock.workday(3, time), caller, region });
    const token = (): string => random.text("abcdefghijklmnopqrstuvwxyz234567", 32);
    yield plant(
      sesCall(
        at("09:02:11"),
        "sesv2",
        "CreateEmailIdentity",
        {
          emailIdentity: "news.example.org",
          tags: [{ key: "team", value: "news" }],
          dkimSigningAttributes: { nextSigningKeyLength: "RSA_2048_BIT" },
        },
        {
          response: {
            identityType: "DOMAIN",
            verifiedForSendingStatus: false,
            dkimAttributes: {
              signingEnabled: true,
              status: "NOT_STARTED",
              tokens: [token(), token(), token()],
              signingAttributesOrigin: "AWS_SES",
            },
          },
        },
      ),
      "identity_added",
    );
    yield plant(
      sesCall(
        at("09:02:40"),
        "sesv2",
        "PutEmailIdentityDkimAttributes",
        { emailIdentity: "news.example.org", signingEnabled: true },
        { response: {} },
      ),
    );
    yield plant(
      sesCall(
        at("09:04:05"),
        "sesv2",
        "PutEmailIdentityMailFromAttributes",
        {
          emailIdentity: "news.example.org",
          mailFromDomain: "bounce.news.example.org",
          behaviorOnMxFailure: "USE_DEFAULT_VALUE",
        },
        { response: {} },
      ),
      "mail_from_changed",
    );
    yield plant(
      sesCall(
        at("09:05:30"),
        "sesv2",
        "PutEmailIdentityConfigurationSetAttributes",
        { emailIdentity: "news.example.org", configurationSetName: "newsletters" },
        { response: {} },
      ),
    );
  },
};

/** A help desk at its daily work. */
export const helpDesk: Story = {
  sort: "ordinary",
  happens:
    "The help desk takes three addresses a day off the suppression list, as customers ask: far fewer than an attack would.",
  detections: [],
  *tell(clock, random) {
    const caller = person(marketing, "hana.desk@example.com", "203.0.113.48", "HelpDesk");
    for (const day of [1, 2, 3, 4]) {
      for (const time of ["09:40:12", "11:15:03", "15:22:48"]) {
        const emailAddress = `customer${random.int(10_000)}@example.net`;
        const context = { at: clock.workday(day, time), caller, region };
        yield plant(sesCall(context, "sesv2", "GetSuppressedDestination", { emailAddress }));
        yield plant(
          sesCall(
            { ...context, at: context.at + 14_000 },
            "sesv2",
            "DeleteSuppressedDestination",
            { emailAddress },
            { response: {} },
          ),
          "suppression_loosened",
        );
      }
    }
  },
};

/** A deployment that adds many senders at once. */
export const burstOfIdentities: Story = {
  sort: "ordinary",
  happens:
    "A deployment adds seven sender domains of new brands within ten minutes and takes a mistyped one back: harmless, and still worth the alarm.",
  detections: [8, 10, 11, 12],
  *tell(clock) {
    const caller = program(marketing, "brand-stack", "198.51.100.18", CLIENTS.pulumi, "deploy-83");
    const brands = ["north", "south", "east", "west", "shop", "club", "shpo"];
    const start = clock.workday(1, "10:20:00");
    for (const [index, brand] of brands.entries()) {
      yield plant(
        sesCall(
          { at: start + index * 75_000, caller, region: "us-east-1" },
          "sesv2",
          "CreateEmailIdentity",
          { emailIdentity: `${brand}.example.org`, configurationSetName: "newsletters" },
          { response: { identityType: "DOMAIN", verifiedForSendingStatus: false } },
        ),
        "identity_added",
      );
    }
    yield plant(
      sesCall(
        { at: start + 900_000, caller, region: "us-east-1" },
        "sesv2",
        "DeleteEmailIdentity",
        { emailIdentity: "shpo.example.org" },
        { response: {} },
      ),
      "identity_deleted",
    );
  },
};
