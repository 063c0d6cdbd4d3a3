/** DKIM keys: with whose keys an identity signs from now on, and how long they are. Effects and signals read it here. */
import type { Call } from "../call/call.ts";
import { leftOut, param, paramText } from "../call/call.ts";

/** Keys as a call sets them. */
export interface DkimKeys {
  /** SES's of this Region, SES's of another, one's own; undefined where the record does not tell. */
  readonly whose: "ses" | "region" | "own" | undefined;
  /** The origin as AWS spells it: `AWS_SES_EU_WEST_1`. */
  readonly origin: string | undefined;
  readonly selector: string | undefined;
  /** 1,024 bits, which receivers begin to refuse. */
  readonly isShort: boolean;
}

/**
 * Where each action says it. On creation one's own keys are told by being there, a key of SES by its length.
 * Source: SES API v2, DkimSigningAttributes, CreateEmailIdentity, PutEmailIdentityDkimSigningAttributes.
 */
const PLACES: ReadonlyMap<string, { readonly origin: string; readonly keys: string }> = new Map([
  [
    "CreateEmailIdentity",
    {
      origin: "dkimSigningAttributes.domainSigningAttributesOrigin",
      keys: "dkimSigningAttributes",
    },
  ],
  [
    "PutEmailIdentityDkimSigningAttributes",
    { origin: "signingAttributesOrigin", keys: "signingAttributes" },
  ],
]);

/** The keys that a call sets; undefined for a call that sets none. */
export function dkimKeys(call: Call): DkimKeys | undefined {
  const place = PLACES.get(call.action);
  if (place === undefined) return undefined;
  const origin = paramText(call, place.origin);
  const selector = paramText(call, `${place.keys}.domainSigningSelector`);
  const isShort = paramText(call, `${place.keys}.nextSigningKeyLength`) === "RSA_1024_BIT";
  const isGiven = selector !== undefined || isThere(call, `${place.keys}.domainSigningPrivateKey`);
  const whose = whoseBy(origin) ?? (isGiven ? "own" : isShort ? "ses" : undefined);
  return { whose, origin, selector, isShort };
}

function whoseBy(origin: string | undefined): DkimKeys["whose"] {
  if (origin === undefined) return undefined;
  if (origin === "AWS_SES") return "ses";
  return origin === "EXTERNAL" ? "own" : "region";
}

/** Also when AWS hides it, as it does with keys. */
function isThere(call: Call, path: string): boolean {
  return param(call, path) !== undefined && !leftOut(call, path);
}
