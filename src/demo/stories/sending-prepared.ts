/** The story of an account that is made ready to send, once. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { marketing } = ACCOUNTS;
const SENDER = "example.offers@gmail.com";

/** Sending on, a free-mail sender added, and deleted within half an hour. */
export const sendingPrepared: Story = {
  sort: "attack",
  happens: "Sending is turned on, a free-mail sender added, and soon deleted.",
  detections: [6, 7, 8, 9, 11, 12],
  *tell(clock) {
    const caller = program(marketing, "ops-bot", "192.0.2.215", CLIENTS.ruby);
    const at = (time: string) => ({ at: clock.day(1, time), caller, region: "eu-west-1" });
    yield plant(
      sesCall(at("02:10:00"), "ses", "UpdateAccountSendingEnabled", { enabled: true }),
      "sending_enabled",
    );
    yield plant(
      sesCall(at("02:11:30"), "ses", "VerifyEmailIdentity", { emailAddress: SENDER }),
      "identity_added",
      "identity_free_mail",
    );
    yield plant(
      sesCall(at("02:36:12"), "ses", "DeleteIdentity", { identity: SENDER }),
      "identity_deleted",
    );
  },
};
