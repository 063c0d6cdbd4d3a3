/** Reads the file of `--config`: a flat mapping of option names to values, in YAML or JSON. */
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { messageOf } from "../telemetry/problem.ts";
import type { UsageProblem } from "./asked.ts";

/** A config file: values as written; `undefined` where a value is neither a word nor a list of words. */
export interface ConfigFile {
  readonly path: string;
  readonly entries: ReadonlyMap<string, string | readonly string[] | undefined>;
  /** What is to be read where the command line names nothing. */
  readonly sources: readonly string[];
  /** Account ids by the names that people gave them. */
  readonly accounts: ReadonlyMap<string, string>;
}

/** Reads a config file. */
export async function readConfigFile(path: string): Promise<ConfigFile | UsageProblem> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === "ENOENT";
    return fileProblem(
      path,
      `cannot be read: ${isAbsent ? `there is no file ${resolve(path)}` : messageOf(error)}`,
    );
  }
  return parseConfigFile(path, text);
}

/** Understands the text of a config file. JSON is YAML, too. */
export async function parseConfigFile(
  path: string,
  text: string,
): Promise<ConfigFile | UsageProblem> {
  const { parseDocument, isMap, isScalar, isSeq } = await import("yaml");
  // Failsafe: every scalar stays the text that was written, so that an account id keeps its leading zeros.
  const document = parseDocument(text, { schema: "failsafe", prettyErrors: false });
  const [fault] = document.errors;
  if (fault !== undefined) {
    const line = text.slice(0, fault.pos[0]).split("\n").length;
    return fileProblem(path, `line ${line}: ${fault.message}`);
  }
  if (document.contents === null)
    return { path, entries: new Map(), sources: [], accounts: new Map() };
  if (!isMap(document.contents)) return fileProblem(path, "does not hold options by their names");
  const words = (node: unknown): string | undefined =>
    isScalar(node) && typeof node.value === "string" ? node.value : undefined;
  const entries = new Map<string, string | readonly string[] | undefined>();
  const accounts = new Map<string, string>();
  for (const { key, value } of document.contents.items) {
    if (words(key) === "accounts") {
      for (const account of isMap(value) ? value.items : [])
        accounts.set(words(account.key) ?? "", words(account.value) ?? "");
      const wrong = [...accounts].find(
        ([name, id]) => !ACCOUNT_NAME.test(name) || !ACCOUNT_ID.test(id),
      );
      if (!isMap(value) || wrong !== undefined)
        return fileProblem(
          path,
          `accounts ${wrong === undefined ? "" : `holds "${wrong.join(": ")}"; it `}gives ids of 12 digits their names, such as {prod: 111122223333}`,
        );
      continue;
    }
    const list = isSeq(value) ? value.items.map(words) : undefined;
    const complete = list?.filter((item) => item !== undefined);
    entries.set(
      words(key) ?? "",
      list === undefined ? words(value) : complete?.length === list.length ? complete : undefined,
    );
  }
  const sources = entries.get("source") ?? entries.get("sources") ?? [];
  for (const key of ["source", "sources"]) {
    if (entries.has(key) && entries.get(key) === undefined)
      return fileProblem(path, `${key} is neither a path nor a list of paths`);
    entries.delete(key);
  }
  return { path, entries, sources: typeof sources === "string" ? [sources] : sources, accounts };
}

const ACCOUNT_ID = /^\d{12}$/;
const ACCOUNT_NAME = /^[A-Za-z][\w.-]*$/;

/** A problem of the config file as a whole. */
function fileProblem(path: string, text: string): UsageProblem {
  return { subject: path, text, code: "E_CONFIG_FILE" };
}
