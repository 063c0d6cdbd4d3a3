/** The story of mail that leaves no copy. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;

/** Archiving off, and the archive deleted. */
export const archiveDeleted: Story = {
  sort: "attack",
  happens: "Archiving is turned off and Mail Manager's archive deleted, at night.",
  detections: [33],
  *tell(clock) {
    const caller = program(production, "storage-cleaner", "192.0.2.163", CLIENTS.goV2);
    const at = (time: string) => ({ at: clock.day(3, time), caller, region: "eu-west-1" });
    yield plant(
      sesCall(
        at("03:02:44"),
        "sesv2",
        "PutConfigurationSetArchivingOptions",
        { configurationSetName: "alerts" },
        { response: {} },
      ),
      "archiving_off",
    );
    yield plant(
      sesCall(
        at("03:03:10"),
        "mailmanager",
        "DeleteArchive",
        { archiveId: "a-0f1e2d3c4b5a6978" },
        { response: {} },
      ),
      "archiving_off",
    );
  },
};
