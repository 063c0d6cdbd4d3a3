/** Finds the row of the action table that a record is about: by name, then by parameters, then by user agent. */
import type { JsonObject } from "../../records/element.ts";
import type {
  ActionApi,
  ActionPart,
  ActionRow,
  ActionVerb,
  EffectText,
  TargetKind,
} from "../../tables/actions.ts";
import { ACTIONS, TARGETS } from "../../tables/actions.ts";
import { parseSesArn } from "./arn.ts";
import { NONE, valueAt } from "../values/parameters.ts";

/** What an action does; `unknown` where its name does not tell. */
type Verb = ActionVerb | "unknown";

/** A path, taken apart. */
export type Path = readonly string[];

/** A setting that an action writes. */
export interface SettingPath {
  readonly name: string;
  readonly path: Path;
  /** Leaving it out has a meaning of its own. */
  readonly absenceMeans: boolean;
}

/** A row of the action table, made ready for use. */
export interface Action {
  readonly name: string;
  readonly api: ActionApi | "unknown";
  readonly verb: Verb;
  readonly known: boolean;
  readonly target: TargetKind | undefined;
  readonly names: readonly Path[];
  readonly resources: readonly Path[];
  readonly identities: readonly Path[];
  readonly parts: readonly { readonly part: ActionPart; readonly paths: readonly Path[] }[];
  readonly settings: readonly SettingPath[];
  readonly signs: readonly Path[];
  readonly dataEvent: boolean;
  /** What it does, as a template: a verb, what it is done to, the rest. Undefined for actions that are not known. */
  readonly effect: EffectText | undefined;
}

/** Words that an unknown action's name may begin with, and what they tell of it. The longest comes first. */
const VERB_WORDS: readonly (readonly [word: string, verb: Verb])[] = [
  ["BatchGet", "read"],
  ["Get", "read"],
  ["List", "read"],
  ["Describe", "read"],
  ["Search", "read"],
  ["Test", "read"],
  ["Create", "create"],
  ["Clone", "create"],
  ["Register", "create"],
  ["Import", "create"],
  ["Verify", "create"],
  ["Update", "update"],
  ["Put", "update"],
  ["Set", "update"],
  ["Reorder", "update"],
  ["Tag", "update"],
  ["Untag", "update"],
  ["Associate", "update"],
  ["Disassociate", "update"],
  ["Enable", "update"],
  ["Disable", "update"],
  ["Delete", "delete"],
  ["Remove", "delete"],
  ["Deregister", "delete"],
  ["Send", "send"],
  ["Start", "start"],
  ["Stop", "stop"],
  ["Cancel", "stop"],
];

/** Parameters that only one API has, for actions that are not in the table. */
const API_KEYS: readonly (readonly [key: string, api: ActionApi])[] = [
  ["identity", "v1"],
  ["identities", "v1"],
  ["emailIdentity", "v2"],
  ["fromEmailAddress", "v2"],
  ["contactListName", "v2"],
  ["tenantName", "v2"],
  ["poolName", "v2"],
  ["reputationEntityReference", "v2"],
  ["addonInstanceId", "mailmanager"],
  ["addonSubscriptionId", "mailmanager"],
  ["addressListId", "mailmanager"],
  ["archiveId", "mailmanager"],
  ["archivedMessageId", "mailmanager"],
  ["ingressPointId", "mailmanager"],
  ["relayId", "mailmanager"],
  ["trafficPolicyId", "mailmanager"],
];

/** Names by which user agents call the APIs. */
const API_OF_CLIENT: ReadonlyMap<string, ActionApi> = new Map([
  ["ses", "v1"],
  ["sesv2", "v2"],
  ["mailmanager", "mailmanager"],
]);

/** Where a user agent names the API that was called, in lower case. */
const CLIENT_MARKS: readonly string[] = ["api/", "command#", "command/"];

/** All rows by name; several where APIs share it, with what these have in common. */
const BY_NAME: ReadonlyMap<string, { readonly rows: readonly Action[]; readonly common: Action }> =
  byName();

/** Finds an action. `params` is undefined where the record shows none. */
export function findAction(
  name: string,
  params: JsonObject | undefined,
  userAgent: string | undefined,
): Action {
  const entry = BY_NAME.get(name);
  if (entry === undefined) return unknownAction(name, params, userAgent);
  if (entry.rows.length === 1) return entry.common;
  const signed = params === undefined ? undefined : bySigns(entry.rows, params);
  if (signed !== undefined) return signed;
  const api = apiOfUserAgent(userAgent);
  return entry.rows.find((row) => row.api === api) ?? entry.common;
}

/** The verb that an action's name begins with: `Get` or `GetThings`, not `Getaway`. */
export function verbOfName(name: string): Verb {
  for (const [word, verb] of VERB_WORDS) {
    if (!name.startsWith(word)) continue;
    const next = name.charCodeAt(word.length);
    if (Number.isNaN(next) || next < 97 || next > 122) return verb;
  }
  return "unknown";
}

/**
 * The API that a client says it called: `md/command#sesv2.get-account`, `api/sesv2#2019-09-27`.
 * Source: AWS CLI 2 user agents in published records; SDK for JavaScript v3 sources.
 */
export function apiOfUserAgent(userAgent: string | undefined): ActionApi | undefined {
  if (userAgent === undefined) return undefined;
  const text = userAgent.toLowerCase();
  for (const mark of CLIENT_MARKS) {
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
      const begin = at + mark.length;
      let end = begin;
      while (isWordCode(text.charCodeAt(end))) end += 1;
      const api = API_OF_CLIENT.get(text.slice(begin, end));
      if (api !== undefined) return api;
    }
  }
  return undefined;
}

function bySigns(rows: readonly Action[], params: JsonObject): Action | undefined {
  const arn = params["resourceArn"];
  if (typeof arn === "string" && rows[0]?.target === "resource") return byResource(rows, arn);
  const signed = rows.filter((row) => row.signs.some((sign) => isThere(params, sign)));
  return signed.length === 1 ? signed[0] : undefined;
}

/** Tagging: Mail Manager's resources have ARNs of their own. Source: its model, pattern of TaggableResourceArn. */
function byResource(rows: readonly Action[], arn: string): Action | undefined {
  const resource = parseSesArn(arn);
  if (resource === undefined) return undefined;
  const tail = arn.split(":").slice(5).join(":");
  const own = tail.startsWith("mailmanager-") || tail.startsWith("addon-");
  if (!own && resource.kind === undefined) return undefined;
  return rows.find((row) => (row.api === "mailmanager") === own);
}

function isThere(params: JsonObject, path: Path): boolean {
  const value = valueAt(params, path);
  return value !== undefined && value !== null;
}

function unknownAction(
  name: string,
  params: JsonObject | undefined,
  userAgent: string | undefined,
): Action {
  return {
    name,
    api: apiOfParams(params) ?? apiOfUserAgent(userAgent) ?? "unknown",
    verb: verbOfName(name),
    known: false,
    target: undefined,
    names: NONE,
    resources: NONE,
    identities: NONE,
    parts: NONE,
    settings: NONE,
    signs: NONE,
    dataEvent: false,
    effect: undefined,
  };
}

function apiOfParams(params: JsonObject | undefined): ActionApi | undefined {
  if (params === undefined) return undefined;
  let found: ActionApi | undefined;
  for (const [key, api] of API_KEYS) {
    if (!Object.hasOwn(params, key) || params[key] === null) continue;
    if (found !== undefined && found !== api) return undefined;
    found = api;
  }
  return found;
}

function byName(): Map<string, { rows: readonly Action[]; common: Action }> {
  const groups = new Map<string, ActionRow[]>();
  for (const row of ACTIONS) {
    const group = groups.get(row.action);
    if (group === undefined) groups.set(row.action, [row]);
    else group.push(row);
  }
  const found = new Map<string, { rows: readonly Action[]; common: Action }>();
  for (const [name, group] of groups) {
    const rows = group.map(ready);
    const [first, ...others] = rows;
    if (first !== undefined) found.set(name, { rows, common: inCommon(first, others) });
  }
  return found;
}

function ready(row: ActionRow): Action {
  return {
    name: row.action,
    api: row.api,
    verb: row.verb,
    known: true,
    target: row.target,
    names: (row.names ?? NONE).map(pathFromRecord),
    resources: (row.resources ?? NONE).map(pathFromRecord),
    identities: (row.identities ?? NONE).map(pathFromRecord),
    parts: Object.entries(row.parts ?? {}).map(([part, paths]) => ({
      part: part as ActionPart,
      paths: paths.map(pathFromRecord),
    })),
    settings: (row.settings ?? NONE).map((setting) => {
      const name = setting.endsWith("?") ? setting.slice(0, -1) : setting;
      return { name, path: name.split("."), absenceMeans: name !== setting };
    }),
    signs: (row.signs ?? NONE).map((sign) => sign.split(".")),
    dataEvent: row.dataEvent === true,
    effect: row.effect ?? defaultEffect(row),
  };
}

/** What namesakes share: the rest is not known until parameters or user agent tell which it is. */
function inCommon(first: Action, others: readonly Action[]): Action {
  if (others.length === 0) return first;
  const shared = <Entry>(list: (action: Action) => readonly Entry[]): Entry[] =>
    list(first).filter((entry) =>
      others.every((other) =>
        list(other).some((theirs) => JSON.stringify(theirs) === JSON.stringify(entry)),
      ),
    );
  return {
    ...first,
    api: "unknown",
    names: shared((action) => action.names),
    resources: shared((action) => action.resources),
    identities: shared((action) => action.identities),
    parts: shared((action) => action.parts),
    settings: shared((action) => action.settings),
    signs: NONE,
    dataEvent: others.every((other) => other.dataEvent === first.dataEvent) && first.dataEvent,
  };
}

function defaultEffect(row: ActionRow): EffectText {
  if (row.verb === "read")
    return row.action.startsWith("List") ? ["list", TARGETS[row.target].many] : ["look up", "{it}"];
  return [row.verb === "update" ? "change" : row.verb, "{it}"];
}

function pathFromRecord(path: string): Path {
  const keys = path.split(".");
  return keys[0] === "responseElements" || keys[0] === "additionalEventData"
    ? keys
    : ["requestParameters", ...keys];
}

function isWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57);
}
