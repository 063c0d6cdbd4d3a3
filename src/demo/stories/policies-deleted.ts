/** The story of a partner who may no longer send. */
import { ACCOUNTS, person } from "../callers.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;

/** Sending policies deleted. */
export const policiesDeleted: Story = {
  sort: "mistake",
  happens: "Tidying up, someone deletes the policy of a partner who still sends.",
  detections: [35],
  *tell(clock) {
    const caller = person(production, "ana.silva@example.com", "203.0.113.44");
    const at = (time: string) => ({ at: clock.workday(1, time), caller, region: "us-east-1" });
    yield plant(
      sesCall(at("13:48:31"), "ses", "DeleteIdentityPolicy", {
        identity: "example.com",
        policyName: "old-vendor",
      }),
    );
    yield plant(
      sesCall(
        at("13:49:02"),
        "sesv2",
        "DeleteEmailIdentityPolicy",
        { emailIdentity: "example.org", policyName: "partner" },
        { response: {} },
      ),
    );
  },
};
