/** Stories about who gets in and what they take: root, refused keys, exports. */
import { ACCOUNTS, program, root, user } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { HIDDEN, quarantinedSesCall, sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production, marketing, sandbox } = ACCOUNTS;

/** Root at work. */
export const rootUse: Story = {
  sort: "mistake",
  happens:
    "Somebody signs in as root in the production account and changes mail settings by hand: sending of a configuration set off, account suppression off.",
  detections: [22, 24],
  *tell(clock) {
    const caller = root(production, "203.0.113.9");
    const at = (time: string) => ({ at: clock.day(2, time), caller, region: "us-east-1" });
    yield plant({
      ...at("13:35:50"),
      source: "signin.amazonaws.com",
      action: "ConsoleLogin",
      request: null,
      response: { ConsoleLogin: "Success" },
      readOnly: false,
      additional: { MFAUsed: "No", MobileVersion: "No" },
      more: { eventType: "AwsConsoleSignIn" },
    });
    yield plant(sesCall(at("13:36:17"), "sesv2", "GetAccount"));
    yield plant(
      sesCall(
        at("13:43:17"),
        "sesv2",
        "PutConfigurationSetSendingOptions",
        { configurationSetName: "experiments", sendingEnabled: false },
        { response: {} },
      ),
      "root_write",
      "sending_disabled",
    );
    yield plant(
      sesCall(
        at("13:45:17"),
        "sesv2",
        "PutAccountSuppressionAttributes",
        { suppressedReasons: [] },
        { response: {} },
      ),
      "root_write",
      "suppression_loosened",
    );
  },
};

/** A quarantined key that is tried again and again. */
export const deniedProbing: Story = {
  sort: "attack",
  happens:
    "A key that AWS has put under quarantine is tried again and again: both reads that the quarantine refuses, and nothing else gets through.",
  detections: [3, 4, 39, 41],
  *tell(clock) {
    const caller = user(sandbox, "dev-kim", "192.0.2.118", CLIENTS.boto3);
    const start = clock.day(4, "16:50:59");
    for (let index = 0; index < 8; index += 1) {
      const context = { at: start + index * 37_000, caller, region: "us-east-1" };
      yield plant(
        quarantinedSesCall(context, index % 2 === 0 ? "GetSendQuota" : "ListIdentities"),
        "key_quarantined",
        "access_denied",
      );
    }
  },
};

/** Contacts, message data and archives taken out. */
export const dataTaken: Story = {
  sort: "attack",
  happens:
    "Contacts and suppressed addresses are paged through to the end, message data is exported, and the mail archive is searched, read and exported.",
  detections: [21],
  *tell(clock, random) {
    const caller = program(marketing, "bi-export", "192.0.2.172", CLIENTS.jsV3);
    const start = clock.day(6, "19:30:00");
    const at = (seconds: number, region = "eu-west-1") => ({
      at: start + seconds * 1000,
      caller,
      region,
    });
    for (let index = 0; index < 14; index += 1) {
      yield plant(
        sesCall(at(index * 20), "sesv2", "ListContacts", {
          contactListName: "newsletter",
          pageSize: 1000,
          ...(index > 0 && { nextToken: random.text("abcdef0123456789", 64) }),
        }),
      );
    }
    for (let index = 0; index < 12; index += 1) {
      yield plant(
        sesCall(at(400 + index * 20), "sesv2", "ListSuppressedDestinations", {
          pageSize: 1000,
          ...(index > 0 && { nextToken: random.text("abcdef0123456789", 64) }),
        }),
      );
    }
    yield plant(
      sesCall(
        at(720),
        "sesv2",
        "CreateExportJob",
        {
          exportDataSource: {
            messageInsightsDataSource: {
              startDate: "Jan 1, 2026, 12:00:00 AM",
              endDate: "Feb 1, 2026, 12:00:00 AM",
              include: { destination: [HIDDEN], subject: [HIDDEN] },
            },
          },
          exportDestination: { dataFormat: "CSV", s3Url: "s3://bi-export-4471/" },
        },
        { response: { jobId: random.uuid() } },
      ),
      "data_taken",
    );
    yield plant(
      sesCall(
        at(800),
        "mailmanager",
        "StartArchiveSearch",
        {
          archiveId: "a-0123456789abcdef",
          maxResults: 1000,
          filters: {
            include: [
              {
                stringExpression: {
                  evaluate: { attribute: "SUBJECT" },
                  operator: "CONTAINS",
                  values: ["password"],
                },
              },
            ],
          },
        },
        { response: { searchId: random.uuid() } },
      ),
    );
    for (let index = 0; index < 3; index += 1) {
      yield plant(
        sesCall(at(860 + index * 11), "mailmanager", "GetArchiveMessageContent", {
          archivedMessageId: `archived-${random.text("abcdef0123456789", 24)}`,
        }),
        "data_taken",
      );
    }
    yield plant(
      sesCall(
        at(920),
        "mailmanager",
        "StartArchiveExport",
        {
          archiveId: "a-0123456789abcdef",
          exportDestinationConfiguration: { s3: { s3Location: "s3://bi-export-4471/archive/" } },
          includeMetadata: true,
        },
        { response: { exportId: random.uuid() } },
      ),
      "data_taken",
    );
  },
};
