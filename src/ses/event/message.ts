/** The display sentence of an event: who did what, from where, with what, and how it ended. */

import { clip } from "../effect/sentence.ts";

/** Parts of the sentence. All are untrusted text. */
export interface Told {
  readonly callerName: string | undefined;
  readonly callerKind: string;
  /** What was done, or what was tried and why it failed: `Sender identity example.org added`. */
  readonly effect: string;
  readonly from: string | undefined;
  readonly client: string | undefined;
}

/** The name of a client that has none. */
const OTHER = "Other";
/** Longest name in a sentence: the whole value has a field of its own. */
const NAME_LENGTH = 200;
/** Controls, what ends a line or a paragraph, and what turns the direction of writing. */
const CONTROL = /[^\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u206a-\uffff]+/g;
const HAS_CONTROL = /[^\u0020-\u007e\u00a0-\u2027\u202f-\u2065\u206a-\uffff]/;

/**
 * One line, such as
 * `ana.silva (sso): Sender identity news.example.org added, from 203.0.113.44 with AWS console`.
 */
export function messageOf(told: Told): string {
  const who = told.callerName ?? "unknown caller";
  const kind =
    told.callerName === undefined || who === told.callerKind ? "" : ` (${told.callerKind})`;
  const from = told.from === undefined ? "" : ` from ${short(told.from)}`;
  const client = told.client === undefined || told.client === OTHER ? "" : ` with ${told.client}`;
  const way = from === "" && client === "" ? "" : `,${from}${client}`;
  return oneLine(`${short(who)}${kind}: ${told.effect}${way}`);
}

function short(text: string): string {
  return clip(text, NAME_LENGTH + 1);
}

function oneLine(text: string): string {
  return HAS_CONTROL.test(text) ? text.replace(CONTROL, " ") : text;
}
