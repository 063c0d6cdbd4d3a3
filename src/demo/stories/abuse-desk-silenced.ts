/** The story of mail that an abuse desk no longer gets. */
import { ACCOUNTS, user } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;

/** A receipt rule turned to bounce, then deleted, and a filter with it. */
export const abuseDeskSilenced: Story = {
  sort: "attack",
  happens: "The abuse desk's receipt rule is turned to bounce, then deleted.",
  detections: [3, 34, 36],
  *tell(clock) {
    const caller = user(production, "mail-tools", "192.0.2.38", CLIENTS.cliV1);
    const at = (time: string) => ({ at: clock.day(2, time), caller, region: "us-east-1" });
    yield plant(
      sesCall(at("01:10:25"), "ses", "UpdateReceiptRule", {
        ruleSetName: "inbound",
        rule: {
          name: "abuse-desk",
          enabled: true,
          recipients: ["abuse@example.com"],
          actions: [
            {
              bounceAction: {
                smtpReplyCode: "550",
                message: "No such mailbox",
                sender: "postmaster@example.com",
              },
            },
          ],
          scanEnabled: false,
        },
      }),
      "receiving_cut",
    );
    yield plant(
      sesCall(at("01:24:50"), "ses", "DeleteReceiptRule", {
        ruleSetName: "inbound",
        ruleName: "abuse-desk",
      }),
      "receiving_cut",
    );
    yield plant(
      sesCall(at("01:26:13"), "ses", "DeleteReceiptFilter", { filterName: "known-nuisance" }),
    );
  },
};
