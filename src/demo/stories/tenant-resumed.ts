/** The story of a tenant that was stopped for a reason. */
import { ACCOUNTS, person, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { marketing } = ACCOUNTS;

/** A tenant stopped by one, and resumed by another. */
export const tenantResumed: Story = {
  sort: "attack",
  happens: "A tenant stopped for complaints lets itself send again, hours later.",
  detections: [38],
  *tell(clock) {
    const chen = person(marketing, "chen.li@example.com", "203.0.113.45");
    const tenant = program(marketing, "tenant-portal", "192.0.2.178", CLIENTS.jsV3);
    const turns = [
      ["11:20:40", chen, "DISABLED", "tenant_stopped"],
      ["14:26:11", tenant, "REINSTATED", "tenant_started"],
    ] as const;
    for (const [time, caller, sendingStatus, signal] of turns) {
      yield plant(
        sesCall(
          { at: clock.workday(2, time), caller, region: "eu-west-1" },
          "sesv2",
          "UpdateReputationEntityCustomerManagedStatus",
          {
            reputationEntityType: "RESOURCE",
            reputationEntityReference: `arn:aws:ses:eu-west-1:${marketing}:tenant/brand-club/tn-fedcba9876543210`,
            sendingStatus,
          },
          { response: {} },
        ),
        signal,
      );
    }
  },
};
