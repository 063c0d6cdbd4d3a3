/** Puts one set of templates on the server, unless it is somebody else's or newer; and what goes with it. */
import { isDeepStrictEqual } from "node:util";
import { ask, isRefused } from "./ask.ts";
import type { Client } from "./client.ts";
import { type Fault, type Party, faultError } from "./faults.ts";
import { FEATURE_NAMES, type FeatureName } from "./features.ts";
import { type Standing, productIn, standingOf } from "./installed.ts";
import type { Lacking } from "./mappings.ts";
import type { TemplateChoices, TemplateSet } from "./templates.ts";

/** The dataset that Elastic's own integration uses: its template and its pipeline are left as they are. */
export const ELASTIC_DATASET = "aws.cloudtrail";

/** Makes a set, once it is known what the server lacks. */
export type Make = (choices: TemplateChoices, lacking: Lacking) => TemplateSet;

/** What became of a set. */
export type Installation =
  | {
      readonly kind: "installed";
      readonly before: "absent" | "older" | "changed" | "current" | "replaced";
    }
  | { readonly kind: "left"; readonly standing: "newer" | "others"; readonly path: string }
  | { readonly kind: "failed"; readonly fault: Fault };

/** True for a Fault among other answers. */
export function isFault(value: object): value is Fault {
  return "kind" in value && "why" in value && typeof value.why === "string";
}

/** How to put it there. */
export interface InstallOptions {
  readonly overwrite: boolean;
  readonly dryRun: boolean;
}

/** The worst standing among the parts of a set: somebody else's, newer, then the index template's own. */
async function standingOfSet(
  client: Client,
  set: TemplateSet,
  signal: AbortSignal,
): Promise<{ readonly standing: Standing; readonly path: string } | Fault> {
  let last: { readonly standing: Standing; readonly path: string } | undefined;
  for (const { path } of set.parts) {
    const standing = await standingOf(client, path, signal);
    if (isFault(standing)) return standing;
    last = { standing, path };
    if (standing.kind === "others" || standing.kind === "newer") break;
  }
  if (last === undefined) throw new Error(`${set.name} has no parts`);
  return last;
}

/** Puts a set on the server, or tells why not. */
export async function install(
  client: Client,
  set: TemplateSet,
  { overwrite, dryRun }: InstallOptions,
  signal: AbortSignal,
): Promise<Installation> {
  const found = await standingOfSet(client, set, signal);
  if (isFault(found)) return { kind: "failed", fault: found };
  const { standing, path } = found;
  const spared = standing.kind === "newer" || standing.kind === "others";
  if (spared && !overwrite) return { kind: "left", standing: standing.kind, path };
  for (const part of dryRun ? [] : set.parts) {
    const answer = await ask(client, { method: "PUT", path: part.path, body: part.body }, signal);
    if (answer.kind !== "granted") return { kind: "failed", fault: answer };
  }
  if (spared) return { kind: "installed", before: "replaced" };
  const same =
    standing.kind === "current" &&
    isDeepStrictEqual(standing.meta, set.parts.at(-1)?.body["_meta"]);
  return {
    kind: "installed",
    before: standing.kind === "current" && !same ? "changed" : standing.kind,
  };
}

/** Rolls a data stream over, so that its next index follows the new template. */
export async function rollOver(
  client: Client,
  stream: string,
  signal: AbortSignal,
): Promise<string> {
  const path = `/${encodeURIComponent(stream)}/_rollover`;
  const answer = await ask(client, { method: "POST", path }, signal);
  return answer.kind === "granted"
    ? "rolled over to the new template"
    : `follows the new template from its next rollover on (${answer.why})`;
}

/** Lacking features that make a difference: LogsDB only where it was asked for. */
export function lackingWorthSaying(
  lacking: Lacking,
  { logsdb }: TemplateChoices,
): readonly FeatureName[] {
  return FEATURE_NAMES.filter(
    (name) => lacking.has(name) && (name !== "logsdb" || logsdb === true),
  );
}

/** Says hello: product and version, or a coded error. Without the right to ask, that much. */
export async function greet(client: Client, party: Party, signal: AbortSignal): Promise<string> {
  const answer = await ask(client, { method: "GET", path: "/" }, signal);
  if (isRefused(answer, 403)) return "a version that may not be asked";
  if (answer.kind !== "granted") throw faultError(answer, party);
  const product = productIn(answer.body);
  if (product === undefined) {
    throw faultError({ kind: "foreign", why: "it does not tell its version" }, party);
  }
  return product;
}
