/** The story of a trail that no longer sees sends. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { plant, type Story } from "../story.ts";

const { marketing } = ACCOUNTS;

/** Data events off, the log delivery deleted, the trail stopped for a while. */
export const trailBlinded: Story = {
  sort: "attack",
  happens: "The trail loses its data events and a log delivery, and is stopped.",
  detections: [42],
  *tell(clock) {
    const caller = program(marketing, "platform-admin", "192.0.2.204", CLIENTS.boto3, "ops-7");
    const at = (time: string) => ({ at: clock.day(2, time), caller, region: "us-east-1" });
    yield plant(
      {
        ...at("00:40:12"),
        source: "cloudtrail.amazonaws.com",
        action: "PutEventSelectors",
        request: {
          trailName: "marketing-trail",
          advancedEventSelectors: [
            {
              name: "Management events only",
              fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
            },
          ],
        },
      },
      "logging_cut",
    );
    yield plant(
      {
        ...at("00:41:30"),
        source: "logs.amazonaws.com",
        action: "DeleteDelivery",
        request: { id: "0f1e2d3c4b5a6978" },
      },
      "logging_cut",
    );
    yield plant(
      {
        ...at("00:44:03"),
        source: "cloudtrail.amazonaws.com",
        action: "StopLogging",
        request: { name: "marketing-trail" },
      },
      "logging_cut",
    );
  },
};
