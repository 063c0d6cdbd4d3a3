/** The story of mail that goes past SES. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { plant, type Story } from "../story.ts";

const { sandbox } = ACCOUNTS;

/** A WorkMail organization in an account that has no mail of its own. */
export const workmailMade: Story = {
  sort: "attack",
  happens: "A WorkMail organization is made, whose mail goes past SES's limits.",
  detections: [44],
  *tell(clock) {
    yield plant(
      {
        at: clock.day(2, "23:50:26"),
        caller: program(sandbox, "developer", "192.0.2.119", CLIENTS.cliV2, "dev-noor"),
        region: "us-east-1",
        source: "workmail.amazonaws.com",
        action: "CreateOrganization",
        request: { alias: "example-payments" },
        response: { organizationId: "m-0123456789abcdef0123456789abcdef" },
      },
      "mail_service_made",
    );
  },
};
