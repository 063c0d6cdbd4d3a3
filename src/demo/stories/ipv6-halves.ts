/** The story of two halves that are everything, over IPv6. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;

/** Mail over IPv6 blocked, in a way that no single call tells. */
export const ipv6Halves: Story = {
  sort: "attack",
  happens: "Two filters each block half of all IPv6 addresses: together, all of them.",
  detections: [31],
  *tell(clock) {
    const caller = program(production, "mail-admin", "192.0.2.145", CLIENTS.boto3, "sam.weber");
    const block = (time: string, name: string, cidr: string) =>
      sesCall(
        { at: clock.day(2, time), caller, region: "eu-west-1" },
        "ses",
        "CreateReceiptFilter",
        { filter: { name, ipFilter: { policy: "Block", cidr } } },
      );
    yield plant(block("02:25:10", "upper-six", "8000::/1"));
    yield plant(block("02:25:31", "lower-six", "::/1"));
  },
};
