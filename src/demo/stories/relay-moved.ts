/** The story of a relay that leads to another server. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;

/** All relayed mail goes elsewhere, and no rule tells of it. */
export const relayMoved: Story = {
  sort: "attack",
  happens: "Mail Manager's relay gets another server, though no rule is touched.",
  detections: [19],
  *tell(clock) {
    const caller = program(production, "inbox-sync", "192.0.2.145", CLIENTS.boto3, "sam.weber");
    yield plant(
      sesCall(
        { at: clock.day(3, "02:56:18"), caller, region: "us-east-1" },
        "mailmanager",
        "UpdateRelay",
        {
          relayId: "r-0123456789abcdef",
          serverName: "mx.example-mail.example",
          serverPort: 587,
        },
        { response: {} },
      ),
      "mail_diverted",
    );
  },
};
