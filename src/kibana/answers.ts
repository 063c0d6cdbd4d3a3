/** What Kibana's answers mean: status 200 with `success: true` is not always success. */
import { CodedError, type Problem } from "../telemetry/problem.ts";
import type { ErrorCode } from "../tables/errors.ts";
import { list, number, parsed, record, text, type Unknown } from "./read-json.ts";
import type { HttpAnswer } from "./http.ts";

/** What came of an import. */
export interface ImportResult {
  /** How many objects Kibana says that it has taken. */
  readonly taken: number;
  readonly problems: readonly Problem[];
}

/** The JSON of an answer. Throws a coded error for every answer but a good one. `what` names the request. */
export function goodAnswer(answer: HttpAnswer, what: string): Unknown {
  const { status, body, location } = answer;
  const json = parsed(body);
  const why = text(record(json)["message"]) || shortened(body) || undefined;
  const fail = (code: ErrorCode, reason: string | undefined): CodedError =>
    new CodedError({ code, what, ...(reason === undefined ? {} : { why: reason }) });
  if (status === 401) throw fail("E_KIBANA_AUTH", why);
  if (status === 403) throw fail("E_KIBANA_RIGHTS", why);
  if (status === 422) throw fail("E_KIBANA_TOO_OLD", why);
  if (status >= 300 && status < 400) {
    throw fail("E_KIBANA_NOT_KIBANA", `it points to ${shortened(location ?? "nowhere")}`);
  }
  if (status === 404) throw fail("E_KIBANA_NOT_KIBANA", why ?? "it knows no such path");
  if (status < 200 || status >= 300) throw fail("E_KIBANA_REFUSED", why ?? `status ${status}`);
  if (typeof json !== "object" || json === null) {
    throw fail("E_KIBANA_NOT_KIBANA", "the answer is no JSON: a login page or a proxy, perhaps");
  }
  return record(json);
}

/** What came of importing saved objects. `sent` is how many. */
export function objectsResult(answer: Unknown, sent: number): ImportResult {
  const taken = number(answer["successCount"]) || 0;
  const errors = list(answer["errors"]).map(record);
  const conflicts = errors.filter((item) => text(errorOf(item)["type"]).endsWith("conflict"));
  const others = errors.filter((item) => !conflicts.includes(item));
  const copied = list(answer["successResults"])
    .map(record)
    .filter((item) => text(item["destinationId"]) !== "" && item["destinationId"] !== item["id"]);
  const problems: Problem[] = [];
  if (conflicts.length > 0) {
    problems.push({
      code: "E_KIBANA_EXISTS",
      what: `${conflicts.length} of ${sent} objects are there already: ${names(conflicts)}`,
    });
  }
  for (const item of others) {
    problems.push({
      code: "E_KIBANA_REFUSED",
      what: `${nameOf(item)} was refused`,
      why: reasonOf(errorOf(item)),
    });
  }
  if (copied.length > 0) {
    problems.push({
      code: "E_KIBANA_COPIED",
      what: `${copied.length} objects were given new ids: ${names(copied)}`,
    });
  }
  return complete(taken, sent, "objects", answer["success"] === true, errors.length, problems);
}

/** What came of importing rules. `sent` is how many. */
export function rulesResult(answer: Unknown, sent: number): ImportResult {
  const taken = number(answer["success_count"]) || 0;
  const errors = list(answer["errors"]).map(record);
  const exists = errors.filter((item) => {
    const error = errorOf(item);
    return error["status_code"] === 409 || /already exists/u.test(text(error["message"]));
  });
  const problems: Problem[] = [];
  if (exists.length > 0) {
    problems.push({
      code: "E_KIBANA_EXISTS",
      what: `${exists.length} of ${sent} rules are there already: ${exists.map(ruleId).join(", ")}`,
    });
  }
  for (const item of errors.filter((error) => !exists.includes(error))) {
    problems.push({
      code: "E_KIBANA_REFUSED",
      what: `rule ${ruleId(item)} was refused`,
      why: reasonOf(errorOf(item)),
    });
  }
  return complete(taken, sent, "rules", answer["success"] === true, errors.length, problems);
}

/** Adds what the counts say, where the answer itself names no fault. */
function complete(
  taken: number,
  sent: number,
  things: string,
  success: boolean,
  errorCount: number,
  problems: readonly Problem[],
): ImportResult {
  if (taken + errorCount === sent && (success || errorCount > 0)) return { taken, problems };
  const problem: Problem = {
    code: "E_KIBANA_INCOMPLETE",
    what: `${sent} ${things} were sent, and Kibana counts ${taken}`,
  };
  return { taken, problems: [...problems, problem] };
}

function errorOf(item: Unknown): Unknown {
  return record(item["error"]);
}

function nameOf(item: Unknown): string {
  const title = text(record(item["meta"])["title"]) || text(item["title"]);
  return `${text(item["type"])} ${text(item["id"])}${title === "" ? "" : ` (${title})`}`;
}

function names(items: readonly Unknown[]): string {
  return items.map(nameOf).join(", ");
}

function ruleId(item: Unknown): string {
  return text(item["rule_id"]) || "without an id";
}

function reasonOf(error: Unknown): string {
  const missing = list(error["references"])
    .map(record)
    .map((item) => `${text(item["type"])} ${text(item["id"])}`);
  const payload = record(record(error["output"])["payload"]);
  return (
    text(payload["message"]) ||
    text(error["message"]) ||
    [text(error["type"]) || "no reason given", ...missing].join(": ")
  );
}

function shortened(body: string): string {
  const line = body.replaceAll(/\s+/gu, " ").trim();
  return line.length > 200 ? `${line.slice(0, 200)}…` : line;
}
