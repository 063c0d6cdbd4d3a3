/** Which time zone people's times are in: UTC, or with `--local` that of TZ, else of the machine. */
import { clockOf, type ClockOffset } from "../shape/text/zone.ts";
import { usage, type Environment, type UsageProblem } from "./asked.ts";

/** A zone by its name, with its clock. */
export interface Zone {
  readonly name: string;
  readonly clock: ClockOffset;
}

/** The zone, or what is wrong with it. */
export function localZone(env: Environment): { readonly zone: Zone } | UsageProblem {
  // A colon may stand before the name. Source: https://www.gnu.org/software/libc/manual/html_node/TZ-Variable.html
  const asked = (env["TZ"] ?? "").replace(/^:/, "");
  const name = asked === "" ? new Intl.DateTimeFormat().resolvedOptions().timeZone : asked;
  const clock = clockOf(name);
  return clock === undefined
    ? usage(
        "--local",
        `"${name}" (TZ) is no time zone that is known; write for example Europe/Berlin`,
      )
    : { zone: { name, clock } };
}
