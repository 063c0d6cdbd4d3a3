/** The table of stories: what is planted in the week, and which detections and signals it shows. */
import { dataTaken, deniedProbing, rootUse } from "./stories/access.ts";
import { keyElsewhere, keyReplaced } from "./stories/known-callers.ts";
import { leakedKey } from "./stories/leaked-key.ts";
import { burstOfIdentities, helpDesk, newDomain } from "./stories/look-alikes.ts";
import {
  mailBlocked,
  mailBlockedByHalves,
  mailDiverted,
  receivingOff,
} from "./stories/mail-flow.ts";
import {
  dkimWeakened,
  feedbackSilenced,
  policyOpened,
  suppressionLoosened,
  verificationRedirect,
} from "./stories/sender-trust.ts";
import { abuseDeskSilenced } from "./stories/abuse-desk-silenced.ts";
import { archiveDeleted } from "./stories/archive-deleted.ts";
import { eventsNarrowed } from "./stories/events-narrowed.ts";
import { ingressClosed } from "./stories/ingress-closed.ts";
import { ipv6Halves } from "./stories/ipv6-halves.ts";
import { mailManagerDiverted } from "./stories/mail-manager-diverted.ts";
import { ownKey } from "./stories/own-key.ts";
import { policiesDeleted } from "./stories/policies-deleted.ts";
import { quotaRaised } from "./stories/quota-raised.ts";
import { relayMoved } from "./stories/relay-moved.ts";
import { smtpUser } from "./stories/smtp-user.ts";
import { strangersVerified } from "./stories/strangers-verified.ts";
import { tenantResumed } from "./stories/tenant-resumed.ts";
import { trailBlinded } from "./stories/trail-blinded.ts";
import { uncountedSends } from "./stories/uncounted-sends.ts";
import { workmailMade } from "./stories/workmail-made.ts";
import { nightMailing } from "./stories/night-mailing.ts";
import { regionsSwept } from "./stories/regions-swept.ts";
import { sendingPrepared } from "./stories/sending-prepared.ts";
import type { Story } from "./story.ts";

/** All stories, by name. */
export const STORIES = {
  "leaked-key": leakedKey,
  "mail-diverted": mailDiverted,
  "feedback-silenced": feedbackSilenced,
  "policy-opened": policyOpened,
  "dkim-weakened": dkimWeakened,
  "suppression-loosened": suppressionLoosened,
  "data-taken": dataTaken,
  "receiving-off": receivingOff,
  "mail-blocked": mailBlocked,
  "root-use": rootUse,
  "verification-redirect": verificationRedirect,
  "denied-probing": deniedProbing,
  "key-elsewhere": keyElsewhere,
  "mail-blocked-by-halves": mailBlockedByHalves,
  "burst-of-identities": burstOfIdentities,
  "new-domain": newDomain,
  "help-desk": helpDesk,
  "key-replaced": keyReplaced,
  "abuse-desk-silenced": abuseDeskSilenced,
  "archive-deleted": archiveDeleted,
  "events-narrowed": eventsNarrowed,
  "ingress-closed": ingressClosed,
  "ipv6-halves": ipv6Halves,
  "mail-manager-diverted": mailManagerDiverted,
  "own-key": ownKey,
  "policies-deleted": policiesDeleted,
  "quota-raised": quotaRaised,
  "relay-moved": relayMoved,
  "smtp-user": smtpUser,
  "strangers-verified": strangersVerified,
  "tenant-resumed": tenantResumed,
  "trail-blinded": trailBlinded,
  "uncounted-sends": uncountedSends,
  "workmail-made": workmailMade,
  "night-mailing": nightMailing,
  "regions-swept": regionsSwept,
  "sending-prepared": sendingPrepared,
} as const satisfies Readonly<Record<string, Story>>;

/** Name of a story. */
export type StoryName = keyof typeof STORIES;

/** All names of stories, in the table's order. */
export const STORY_NAMES = Object.keys(STORIES) as readonly StoryName[];
