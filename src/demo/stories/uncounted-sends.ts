/** The story of a burst of sends whose records tell no message. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sendCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { sandbox } = ACCOUNTS;

/** Bulk sends whose records have no message id. */
export const uncountedSends: Story = {
  sort: "attack",
  happens: "Sixty bulk sends in eight minutes, whose records name no message.",
  detections: [23],
  *tell(clock, random) {
    const caller = program(sandbox, "load-test", "192.0.2.155", CLIENTS.ruby);
    for (let index = 0; index < 60; index += 1) {
      yield plant(
        sendCall(
          { at: clock.day(2, "22:05:00") + index * 8_000, caller, region: "us-east-1" },
          {
            action: "SendBulkEmail",
            api: "sesv2",
            from: "hello@labs.example.net",
            template: "invoice-due",
          },
          random,
          { additional: {} },
        ),
      );
    }
  },
};
