/** The story of a door that is shut. */
import { ACCOUNTS, program } from "../callers.ts";
import { CLIENTS } from "../clients.ts";
import { sesCall } from "../ses-call.ts";
import { plant, type Story } from "../story.ts";

const { production } = ACCOUNTS;

/** The ingress endpoint of Mail Manager closed, and the policy behind it deleted. */
export const ingressClosed: Story = {
  sort: "attack",
  happens: "Mail Manager's ingress endpoint is given empty rules, then closed.",
  detections: [20, 36],
  *tell(clock) {
    const caller = program(production, "edge-deploy", "192.0.2.171", CLIENTS.cliV2, "nightly");
    const at = (time: string) => ({ at: clock.day(1, time), caller, region: "us-west-2" });
    const ingressPointId = "inp-fedcba9876543210";
    yield plant(
      sesCall(
        at("04:11:09"),
        "mailmanager",
        "UpdateIngressPoint",
        { ingressPointId, ruleSetId: "rs-00000000000000ff" },
        { response: {} },
      ),
      "receiving_swapped",
    );
    yield plant(
      sesCall(
        at("04:13:55"),
        "mailmanager",
        "UpdateIngressPoint",
        { ingressPointId, statusToUpdate: "CLOSED" },
        { response: {} },
      ),
      "receiving_off",
    );
    yield plant(
      sesCall(
        at("04:15:21"),
        "mailmanager",
        "DeleteTrafficPolicy",
        { trafficPolicyId: "tp-fedcba9876543210" },
        { response: {} },
      ),
    );
  },
};
