/** Custom verification templates: where they lead who follows the link in the mail. */
import type { Call } from "../call/call.ts";
import { paramText } from "../call/call.ts";
import { once } from "../values/parameters.ts";

/** Source: SES API v1 and v2, CreateCustomVerificationEmailTemplate; the other spelling in case CloudTrail differs. */
const REDIRECTS: readonly string[] = [
  "successRedirectionURL",
  "successRedirectionUrl",
  "failureRedirectionURL",
  "failureRedirectionUrl",
];

/** The addresses that the template in a call leads to, when verification succeeds and when it fails, each once. */
export function redirects(call: Call): readonly string[] {
  return once(REDIRECTS.map((name) => paramText(call, name)).filter((url) => url !== undefined));
}
