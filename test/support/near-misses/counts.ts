/** Near misses of the rules that count. */
import { CLIENTS } from "../../../src/demo/clients.ts";
import { randomOf } from "../../../src/demo/random.ts";
import { deniedSesCall, sendCall } from "../../../src/demo/ses-call.ts";
import type { Caller } from "../../../src/demo/callers.ts";
import { ERROR, add, at, nearMiss, times, type Later, type NearMiss } from "./near-miss.ts";

const region = "us-east-1";

/** Six seconds after the one before, instead of a minute. */
const soon =
  (index: number, call: Later): Later =>
  (time) =>
    call(time - index * 54_000);

const refusedSend = (caller: Caller, index: number): Later =>
  soon(index, (time) => {
    const send = { action: "SendEmail", api: "sesv2", from: "noreply@example.com" } as const;
    return sendCall({ at: time, caller, region }, send, randomOf(index, "refused"), ERROR);
  });

const denied =
  (caller: Caller, action: string): Later =>
  (time) =>
    deniedSesCall({ at: time, caller, region }, "ses", action);

/** All of them. */
export const COUNT_MISSES: readonly NearMiss[] = [
  nearMiss("probing", "two kinds of reads, again and again", (caller) =>
    times(8, (index) =>
      at(caller, "ses", index % 2 === 0 ? "GetSendQuota" : "ListIdentities", null),
    ),
  ),
  nearMiss("region-sweep", "three Regions, again and again", (caller) =>
    times(9, (index) =>
      at(
        caller,
        "ses",
        "GetSendQuota",
        null,
        {},
        ["us-east-1", "eu-west-1", "ap-south-1"][index % 3],
      ),
    ),
  ),
  nearMiss("denied-burst", "four refusals", (caller) =>
    times(4, () => denied(caller, "ListTemplates")),
  ),
  nearMiss("denied-burst", "failures that are no refusals", (caller) =>
    times(9, () => at(caller, "ses", "ListTemplates", null, ERROR)),
  ),
  nearMiss("identity-burst", "one identity that is asked for again and again", (caller) =>
    times(6, () => add(caller, "again.example.org")),
  ),
  nearMiss("identity-burst", "identities that could not be added", (caller) =>
    times(6, (index) => add(caller, `failed-${index}.example.org`, ERROR)),
  ),
  nearMiss("identity-burst", "four identities, each in two steps", (caller) =>
    times(8, (index) =>
      at(caller, "ses", index % 2 === 0 ? "VerifyDomainIdentity" : "VerifyDomainDkim", {
        domain: `step-${index >> 1}.example.org`,
      }),
    ),
  ),
  nearMiss("contacts-listed", "reads that failed", (caller) =>
    times(12, () => at(caller, "sesv2", "ListContacts", { contactListName: "readers" }, ERROR)),
  ),
  nearMiss("contacts-listed", "one contact after the other", (caller) =>
    times(12, (index) =>
      at(caller, "sesv2", "GetContact", { emailAddress: `r${index}@example.net` }),
    ),
  ),
  nearMiss("suppression-emptied", "addresses that stay on the list", (caller) =>
    times(12, (index) =>
      at(
        caller,
        "sesv2",
        "DeleteSuppressedDestination",
        { emailAddress: `stays${index}@example.net` },
        ERROR,
      ),
    ),
  ),
  nearMiss("send-burst", "sends that SES refused", (caller) =>
    times(60, (index) => refusedSend(caller, index)),
  ),
  nearMiss("send-calls-burst", "sends that SES refused", (caller) =>
    times(60, (index) => refusedSend(caller, index)),
  ),
  nearMiss("send-calls-burst", "calls that send nothing", (caller) =>
    times(60, (index) => soon(index, at(caller, "sesv2", "GetAccount", null))),
  ),
  nearMiss("send-calls-burst", "sends whose messages are told", (caller) =>
    times(60, (index) =>
      soon(index, (time) => {
        const send = { action: "SendEmail", api: "sesv2", from: "noreply@example.com" } as const;
        const sender = { ...caller, client: CLIENTS.jsV3 };
        return sendCall({ at: time, caller: sender, region }, send, randomOf(index, "told"));
      }),
    ),
  ),
];
