/** The story of a role that tries one Region after the other. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { HIDDEN, sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;
const REGIONS = ["us-east-1", "us-east-2", "us-west-2", "eu-central-1", "ap-southeast-1"];

/** Quotas read, and production access asked for, in five Regions within a minute. */
export const regionsSwept: Story = {
  sort: "attack",
  happens: "A role reads quotas and asks for production access in five Regions.",
  detections: [1, 2, 5],
  *tell(clock) {
    const caller = program(production, "build-runner", "192.0.2.214", CLIENTS.boto3, "job-77");
    for (const [index, region] of REGIONS.entries()) {
      const context = (seconds: number) => ({
        at: clock.day(2, "10:20:00") + (index * 11 + seconds) * 1000,
        caller,
        region,
      });
      yield plant(sesCall(context(0), "ses", "GetSendQuota"));
      yield plant(sesCall(context(1), "sesv2", "GetAccount"));
      yield plant(sesCall(context(2), "ses", "ListIdentities"));
      yield plant(
        sesCall(
          context(4),
          "sesv2",
          "PutAccountDetails",
          {
            mailType: "TRANSACTIONAL",
            websiteURL: HIDDEN,
            useCaseDescription: HIDDEN,
            productionAccessEnabled: true,
          },
          { response: {} },
        ),
        "production_access_requested",
      );
    }
  },
};
