/** Stories about callers that are known, and do what they never did: elsewhere, with another program, with another key. */
import { ACCOUNTS, user } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { marketing } = ACCOUNTS;
const region = "us-east-1";

/** A key that sends all week, in other hands. */
export const keyElsewhere: Story = {
  sort: "attack",
  happens:
    "The key of legacy-crm, which only ever sent mail from one address with one program, looks around from another network with the AWS CLI, and changes a mail template.",
  detections: [27, 28, 29, 41],
  *tell(clock) {
    const caller = user(marketing, "legacy-crm", "198.51.100.207", CLIENTS.cliV2);
    const at = (time: string) => ({ at: clock.day(1, time), caller, region });
    yield plant(sesCall(at("03:20:11"), "ses", "GetSendQuota"));
    yield plant(sesCall(at("03:21:40"), "ses", "GetTemplate", { templateName: "welcome" }));
    yield plant(
      sesCall(at("03:26:02"), "ses", "UpdateTemplate", {
        template: { templateName: "welcome", subjectPart: "Please confirm your account" },
      }),
    );
  },
};

/** A key that is replaced, as it should be. */
export const keyReplaced: Story = {
  sort: "ordinary",
  happens:
    "The access key of newsletter-cron is replaced: same user, same machine, same program, another key. Worth a look, and as it should be.",
  detections: [3, 30, 41],
  *tell(clock) {
    const caller = {
      ...user(marketing, "newsletter-cron", "192.0.2.81", CLIENTS.javaV1),
      keySerial: 2,
    };
    const at = (time: string) => ({ at: clock.workday(1, time), caller, region });
    yield plant(sesCall(at("10:05:00"), "ses", "GetSendStatistics"));
    yield plant(sesCall(at("10:05:02"), "ses", "GetSendQuota"));
  },
};
