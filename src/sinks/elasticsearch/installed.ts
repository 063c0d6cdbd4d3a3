/** What is on the server: templates of ours, older, newer, somebody else's; data streams. Changes nothing. */
import { isJsonObject, listIn, textIn, valueIn } from "./answer.ts";
import { type Answer, ask } from "./ask.ts";
import type { Client } from "./client.ts";
import type { Fault } from "./faults.ts";
import {
  MANAGED_BY,
  TEMPLATE_VERSION,
  type TemplateChoices,
  type TemplatePart,
} from "./templates.ts";

/** How a template on the server stands to ours. */
export type Standing =
  | { readonly kind: "absent" }
  /** Made by sestrail; `choices` are those it was made with, as its `_meta` tells. */
  | {
      readonly kind: "older" | "current" | "newer";
      readonly version: number;
      readonly choices: TemplateChoices;
      readonly meta: unknown;
    }
  /** Made by somebody else. */
  | { readonly kind: "others" };

function choicesIn(meta: unknown): TemplateChoices {
  const retention = textIn(meta, "retention");
  return {
    ...(retention === "" ? {} : { retention }),
    ...(valueIn(meta, "logsdb") === true ? { logsdb: true } : {}),
  };
}

/** The template in an answer to `GET /_index_template/x` or `GET /_component_template/x`. */
function templateIn(body: unknown): unknown {
  const [index] = listIn(body, "index_templates");
  if (index !== undefined) return valueIn(index, "index_template");
  const [component] = listIn(body, "component_templates");
  return valueIn(component, "component_template");
}

/** Looks at one template; a Fault where it may not. */
export async function standingOf(
  client: Client,
  path: TemplatePart["path"],
  signal: AbortSignal,
): Promise<Standing | Fault> {
  const answer = await ask(client, { method: "GET", path }, signal);
  if (answer.kind === "refused" && answer.status === 404) return { kind: "absent" };
  if (answer.kind !== "granted") return answer;
  const template = templateIn(answer.body);
  if (template === undefined) return { kind: "absent" };
  const version = valueIn(template, "version");
  if (textIn(template, "_meta", "managed_by") !== MANAGED_BY || typeof version !== "number") {
    return { kind: "others" };
  }
  const kind =
    version === TEMPLATE_VERSION ? "current" : version > TEMPLATE_VERSION ? "newer" : "older";
  const meta = valueIn(template, "_meta");
  return { kind, version, choices: choicesIn(meta), meta };
}

/** Names of the data streams that fit a pattern or a name; a Fault where it may not be known. */
export async function dataStreams(
  client: Client,
  pattern: string,
  signal: AbortSignal,
): Promise<readonly string[] | Fault> {
  const path = `/_resolve/index/${encodeURIComponent(pattern)}`;
  const answer: Answer = await ask(client, { method: "GET", path }, signal);
  if (answer.kind === "refused" && answer.status === 404) return [];
  if (answer.kind !== "granted") return answer;
  return listIn(answer.body, "data_streams").map((stream) => textIn(stream, "name"));
}

/** Product and version as the server tells them, such as `Elasticsearch 9.4.3`; undefined where it tells none. */
export function productIn(body: unknown): string | undefined {
  if (!isJsonObject(body)) return undefined;
  const number = textIn(body, "version", "number");
  return number === ""
    ? undefined
    : `${textIn(body, "version", "distribution") || "Elasticsearch"} ${number}`;
}
