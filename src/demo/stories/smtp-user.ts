/** The story of a way to send that no trail sees. */
import { ACCOUNTS, user } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import type { JsonObject } from "../json.ts";
import { plant, type Story } from "../story.ts";

const { marketing } = ACCOUNTS;

/** An SMTP user with a key and rights, made in IAM. */
export const smtpUser: Story = {
  sort: "attack",
  happens: "An SMTP user is made: its mail will be in no trail, its making is.",
  detections: [43],
  *tell(clock) {
    const caller = user(marketing, "office-it", "192.0.2.67", CLIENTS.cliV1);
    const userName = "ses-smtp-user.20261117-224502";
    const iam = (time: string, action: string, request: JsonObject) => ({
      at: clock.day(3, time),
      caller,
      region: "us-east-1",
      source: "iam.amazonaws.com",
      action,
      request: { userName, ...request },
    });
    yield plant(iam("22:45:02", "CreateUser", {}), "smtp_user_made");
    yield plant(
      iam("22:45:05", "PutUserPolicy", {
        policyName: "AmazonSesSendingAccess",
        policyDocument: JSON.stringify({
          Version: "2012-10-17",
          Statement: [{ Effect: "Allow", Action: "ses:SendRawEmail", Resource: "*" }],
        }),
      }),
      "ses_rights_given",
    );
    yield plant(iam("22:45:09", "CreateAccessKey", {}), "smtp_user_made");
  },
};
