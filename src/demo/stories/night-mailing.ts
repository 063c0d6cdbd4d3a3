/** The story of a program that sends all week, and much too fast for once. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sendCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { marketing } = ACCOUNTS;

/** Sixty mails in eight minutes, as the domain that the caller always sends as. */
export const nightMailing: Story = {
  sort: "mistake",
  happens: "A known program sends sixty mails in eight minutes, in the night.",
  detections: [23],
  *tell(clock, random) {
    const caller = program(marketing, "campaign-runner", "198.51.100.33", CLIENTS.jsV3);
    for (let index = 0; index < 60; index += 1) {
      yield plant(
        sendCall(
          { at: clock.day(2, "01:30:00") + index * 8_000, caller, region: "us-east-1" },
          {
            action: "SendEmail",
            api: "sesv2",
            from: "offers@example.org",
            configurationSet: "newsletters",
          },
          random,
        ),
      );
    }
  },
};
