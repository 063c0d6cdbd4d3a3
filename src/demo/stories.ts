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
} as const satisfies Readonly<Record<string, Story>>;

/** Name of a story. */
export type StoryName = keyof typeof STORIES;

/** All names of stories, in the table's order. */
export const STORY_NAMES = Object.keys(STORIES) as readonly StoryName[];
