/** The story of sender identities that bring keys of their own. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { HIDDEN, sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;
const region = "us-west-2";

/** Domains of strangers, verified by the keys that already stand in their DNS. */
export const ownKey: Story = {
  sort: "attack",
  happens: "Two domains of others become senders by DKIM keys that are in their DNS.",
  detections: [8, 17, 32],
  *tell(clock) {
    const caller = program(production, "build-agent", "192.0.2.190", CLIENTS.boto3, "job-9981");
    const at = (time: string) => ({ at: clock.day(2, time), caller, region });
    const domains = [
      ["02:41:07", "cargo-line.example", "mail"],
      ["02:42:19", "harbour-works.example", "s1024"],
    ] as const;
    for (const [time, emailIdentity, domainSigningSelector] of domains) {
      yield plant(
        sesCall(
          at(time),
          "sesv2",
          "CreateEmailIdentity",
          {
            emailIdentity,
            dkimSigningAttributes: { domainSigningSelector, domainSigningPrivateKey: HIDDEN },
          },
          {
            response: {
              identityType: "DOMAIN",
              verifiedForSendingStatus: false,
              dkimAttributes: {
                signingEnabled: true,
                status: "PENDING",
                tokens: [domainSigningSelector],
                signingAttributesOrigin: "EXTERNAL",
              },
            },
          },
        ),
        "identity_added",
        "dkim_weakened",
      );
    }
  },
};
