/**
 * A parser for the part of KQL that sestrail uses: `field: value`, `field: "a phrase"`, wildcards, `field: *`,
 * groups `field: (a or b)`, ranges, `and`, `or`, `not` and parentheses. Kibana takes a query that it cannot parse
 * without a word, and then finds nothing; so everything outside this part is refused here.
 */

/** A value as it was written. */
export interface KqlValue {
  readonly text: string;
  /** In double quotes: taken as it is, without wildcards. */
  readonly quoted: boolean;
}

/** A parsed query. */
export type Kql =
  | { readonly kind: "everything" }
  | { readonly kind: "exists"; readonly field: string }
  | { readonly kind: "is"; readonly field: string; readonly value: KqlValue }
  | {
      readonly kind: "range";
      readonly field: string;
      readonly operator: "gt" | "gte" | "lt" | "lte";
      readonly value: KqlValue;
    }
  | { readonly kind: "and" | "or"; readonly of: readonly Kql[] }
  | { readonly kind: "not"; readonly of: Kql };

/** A query, or why it is none. */
export type KqlResult =
  | { readonly ok: true; readonly query: Kql }
  | { readonly ok: false; readonly why: string };

interface Token {
  readonly kind: "word" | "quoted" | "(" | ")" | ":" | "<" | "<=" | ">" | ">=" | "end";
  readonly text: string;
  readonly at: number;
}

const RANGES = { "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" } as const;

class KqlError extends Error {}

/** Parses a query. An empty one matches everything. */
export function parseKql(text: string): KqlResult {
  try {
    const tokens = tokenise(text);
    if (tokens[0]?.kind === "end") return { ok: true, query: { kind: "everything" } };
    const parser = new Parser(tokens);
    const query = parser.disjunction(undefined);
    parser.expect("end");
    return { ok: true, query };
  } catch (error) {
    if (error instanceof KqlError) return { ok: false, why: error.message };
    throw error;
  }
}

function tokenise(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const from = at;
    const char = text.charAt(at);
    if (/\s/u.test(char)) {
      at += 1;
    } else if (char === "(" || char === ")" || char === ":") {
      tokens.push({ kind: char, text: char, at });
      at += 1;
    } else if (char === "<" || char === ">") {
      const kind = text.charAt(at + 1) === "=" ? (`${char}=` as const) : char;
      tokens.push({ kind, text: kind, at });
      at += kind.length;
    } else if (char === "{" || char === "}") {
      throw new KqlError(`nested fields are not used here (character ${at + 1})`);
    } else if (char === '"') {
      let value = "";
      at += 1;
      while (at < text.length && text.charAt(at) !== '"') {
        if (text.charAt(at) === "\\") at += 1;
        value += text.charAt(at);
        at += 1;
      }
      if (at >= text.length) throw new KqlError(`a quote is not closed (character ${from + 1})`);
      at += 1;
      tokens.push({ kind: "quoted", text: value, at: from });
    } else {
      let value = "";
      while (at < text.length && !/[\s():<>"{}]/u.test(text.charAt(at))) {
        // A backslash and what it protects stay together: `toWildcards` below tells `\*` from `*`.
        if (text.charAt(at) === "\\") {
          value += text.charAt(at);
          at += 1;
          if (at >= text.length) throw new KqlError("a backslash at the end protects nothing");
        }
        value += text.charAt(at);
        at += 1;
      }
      tokens.push({ kind: "word", text: value, at: from });
    }
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}

/** Where the parser stands: real state, and private to one call. */
class Parser {
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  /** `field` is set inside `field: ( … )`, where bare values stand for `field: value`. */
  disjunction(field: string | undefined): Kql {
    const of = [this.#conjunction(field)];
    while (this.#takeWord("or")) of.push(this.#conjunction(field));
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind: "or", of };
  }

  expect(kind: Token["kind"]): void {
    const token = this.#peek();
    if (token.kind !== kind) {
      throw new KqlError(
        kind === "end"
          ? `"${token.text}" is not expected (character ${token.at + 1}); quote values with white space`
          : `"${kind}" is expected (character ${token.at + 1})`,
      );
    }
    this.#next += 1;
  }

  #conjunction(field: string | undefined): Kql {
    const of = [this.#negation(field)];
    while (this.#takeWord("and")) of.push(this.#negation(field));
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind: "and", of };
  }

  #negation(field: string | undefined): Kql {
    if (this.#takeWord("not")) return { kind: "not", of: this.#negation(field) };
    if (this.#peek().kind === "(") {
      this.#next += 1;
      const inner = this.disjunction(field);
      this.expect(")");
      return inner;
    }
    return field === undefined ? this.#comparison() : match(field, this.#value());
  }

  #comparison(): Kql {
    const name = this.#peek();
    if (name.kind !== "word") {
      throw new KqlError(`a field is expected (character ${name.at + 1})`);
    }
    this.#next += 1;
    const field = name.text;
    const operator = this.#peek();
    if (operator.kind === ":") {
      this.#next += 1;
      if (this.#peek().kind !== "(") return match(field, this.#value());
      this.#next += 1;
      const group = this.disjunction(field);
      this.expect(")");
      return group;
    }
    if (
      operator.kind === "<" ||
      operator.kind === "<=" ||
      operator.kind === ">" ||
      operator.kind === ">="
    ) {
      this.#next += 1;
      return { kind: "range", field, operator: RANGES[operator.kind], value: this.#value() };
    }
    throw new KqlError(`"${field}" is no condition: write field: value (character ${name.at + 1})`);
  }

  #value(): KqlValue {
    const token = this.#peek();
    const isKeyword = /^(?:and|or|not)$/iu.test(token.text);
    if (token.kind === "quoted" || (token.kind === "word" && !isKeyword)) {
      this.#next += 1;
      return { text: token.text, quoted: token.kind === "quoted" };
    }
    throw new KqlError(`a value is expected (character ${token.at + 1})`);
  }

  #takeWord(word: string): boolean {
    const token = this.#peek();
    const taken = token.kind === "word" && token.text.toLowerCase() === word;
    if (taken) this.#next += 1;
    return taken;
  }

  #peek(): Token {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw new KqlError("the query ends early");
    return token;
  }
}

function match(field: string, value: KqlValue): Kql {
  return value.text === "*" && !value.quoted
    ? { kind: "exists", field }
    : { kind: "is", field, value };
}

/** An unquoted value, cut at its wildcards and with its backslashes taken off: `a\*b*` gives `["a*b", ""]`. */
export function wildcardParts(text: string): readonly string[] {
  const parts = [""];
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === "*") parts.push("");
    else {
      if (char === "\\") at += 1;
      parts[parts.length - 1] += text.charAt(at);
    }
  }
  return parts;
}

/** Every comparison of a query, for checks of fields and values. */
export function comparisons(
  query: Kql,
): readonly Exclude<Kql, { kind: "everything" | "and" | "or" | "not" }>[] {
  switch (query.kind) {
    case "everything":
      return [];
    case "and":
    case "or":
      return query.of.flatMap(comparisons);
    case "not":
      return comparisons(query.of);
    case "exists":
    case "is":
    case "range":
      return [query];
    default:
      return query satisfies never;
  }
}
