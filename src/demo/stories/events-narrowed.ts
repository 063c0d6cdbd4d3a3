/** The story of events that are still published, and tell nothing. */
import { ACCOUNTS, person } from "../callers.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { marketing } = ACCOUNTS;

/** Event types cut down, and an identity without its default configuration set. */
export const eventsNarrowed: Story = {
  sort: "mistake",
  happens: "To save cost, events are cut to sends alone: bounces are told to nobody.",
  detections: [16],
  *tell(clock) {
    const caller = person(marketing, "chen.li@example.com", "203.0.113.45");
    const at = (time: string) => ({ at: clock.workday(2, time), caller, region: "us-east-1" });
    yield plant(
      sesCall(
        at("15:31:22"),
        "sesv2",
        "UpdateConfigurationSetEventDestination",
        {
          configurationSetName: "newsletters",
          eventDestinationName: "to-firehose",
          eventDestination: {
            enabled: true,
            matchingEventTypes: ["SEND"],
            kinesisFirehoseDestination: {
              iamRoleArn: `arn:aws:iam::${marketing}:role/ses-to-firehose`,
              deliveryStreamArn: `arn:aws:firehose:us-east-1:${marketing}:deliverystream/mail-events`,
            },
          },
        },
        { response: {} },
      ),
      "event_publishing_cut",
    );
    yield plant(
      sesCall(
        at("15:33:04"),
        "sesv2",
        "PutEmailIdentityConfigurationSetAttributes",
        { emailIdentity: "example.org" },
        { response: {} },
      ),
      "event_publishing_cut",
    );
  },
};
