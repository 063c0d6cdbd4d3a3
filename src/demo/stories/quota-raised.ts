/** The story of an account that is to send more. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { HIDDEN } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { sandbox } = ACCOUNTS;

/** A higher quota, and a case that urges it. */
export const quotaRaised: Story = {
  sort: "attack",
  happens: "An account that sends nothing asks for a million mails a day, urgently.",
  detections: [25],
  *tell(clock) {
    const caller = program(sandbox, "developer", "192.0.2.119", CLIENTS.cliV2, "dev-noor");
    const at = (time: string) => ({ at: clock.day(3, time), caller, region: "us-east-1" });
    yield plant(
      {
        ...at("23:30:12"),
        source: "servicequotas.amazonaws.com",
        action: "RequestServiceQuotaIncrease",
        request: { serviceCode: "ses", quotaCode: "L-804C8AE8", desiredValue: 1_000_000 },
      },
      "quota_asked",
    );
    yield plant(
      {
        ...at("23:34:40"),
        source: "support.amazonaws.com",
        action: "CreateCase",
        request: {
          serviceCode: "service-ses",
          categoryCode: "sending-limits",
          severityCode: "high",
          subject: HIDDEN,
        },
        response: { caseId: "case-111122223333-muen-2026-0123456789abcdef" },
      },
      "quota_asked",
    );
  },
};
