/** The story of people who are asked to let others send as them. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { sandbox } = ACCOUNTS;

/** Custom verification mail by a role that never sent any. */
export const strangersVerified: Story = {
  sort: "attack",
  happens: "Strangers are asked, in an intruder's words, to become senders.",
  detections: [8, 26],
  *tell(clock, random) {
    const caller = program(sandbox, "batch-worker", "192.0.2.152", CLIENTS.goV2);
    for (let index = 0; index < 3; index += 1) {
      yield plant(
        sesCall(
          {
            at: clock.day(3, "21:12:00") + index * 47_000,
            caller,
            region: "us-east-1",
          },
          "sesv2",
          "SendCustomVerificationEmail",
          { emailAddress: `office${random.int(1000)}@example.net`, templateName: "welcome-aboard" },
          { response: { messageId: random.uuid() } },
        ),
        "identity_added",
      );
    }
  },
};
