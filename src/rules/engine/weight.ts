/**
 * What the engine's memory is weighed by. Texts are written by strangers, so that a number of hits says little of it.
 * Estimates for V8, rather too high: what several hits share is counted for each. `bench/rules.ts` holds them against the heap.
 */
import type { Finding } from "./finding.ts";
import { FACET_NAMES, type Evidence, type Hit } from "./hit.ts";
import type { Episode } from "./track.ts";

/** A hit, its evidence and its places in lists, without their texts. */
export const HIT_BYTES = 400;
/** A key with its place in a map, without its texts. */
const TRACK_BYTES = 500;
const EPISODE_BYTES = 200;
/** Of what is forgotten: seven sets. */
const FORGOTTEN_BYTES = 1_600;
const FINDING_BYTES = 800;
/** A text beside its characters, and its place in a list or set. */
const TEXT_BYTES = 32;

/** Of a hit with this evidence. */
export function hitBytes(evidence: Evidence, values: readonly string[]): number {
  return HIT_BYTES + evidenceTexts(evidence) + textsBytes(values);
}

/** Of a key with all that is kept for it. */
export function trackBytes(
  key: readonly string[],
  hits: readonly Hit[],
  episodes: readonly Episode[],
): number {
  let bytes = TRACK_BYTES + 2 * textsBytes(key);
  for (const hit of hits) bytes += hit.bytes;
  for (const { forgotten } of episodes) {
    bytes += EPISODE_BYTES;
    if (forgotten === undefined) continue;
    bytes += FORGOTTEN_BYTES + textsBytes(forgotten.values);
    for (const name of FACET_NAMES) bytes += textsBytes(forgotten.facets[name]);
  }
  return bytes;
}

/** Of a finding that waits to be told. */
export function findingBytes({ by, facets, evidence }: Finding): number {
  let bytes = FINDING_BYTES;
  for (const [, values] of by) bytes += textsBytes(values);
  for (const name of FACET_NAMES) bytes += textsBytes(facets[name]);
  for (const one of evidence) bytes += HIT_BYTES + evidenceTexts(one);
  return bytes;
}

function evidenceTexts({ id, what, file, facets }: Evidence): number {
  let bytes = textBytes(id) + textBytes(what) + textBytes(file);
  for (const name of FACET_NAMES) bytes += textBytes(facets[name]);
  return bytes;
}

function textsBytes(texts: Iterable<string>): number {
  let bytes = 0;
  for (const text of texts) bytes += textBytes(text);
  return bytes;
}

/** Half of all texts are of Latin letters, a byte each; none takes more than two. */
function textBytes(text: string): number {
  return text === "" ? 0 : TEXT_BYTES + 2 * text.length;
}
