/**
 * Made-up inputs of the reader, from several ideas: types flipped, keys doubled, deep, huge, cut, wrapped, damaged. What
 * must come of a valid one is told beside it, by what it was made of and by JSON.parse: nothing of the product is asked.
 */
import { gzipSync } from "node:zlib";
import type { Chance } from "../chance.ts";
import { damaged } from "../misfortune.ts";
import { nested, someStyle, someValue, writtenObject, writtenText, type Style } from "./json.ts";

/** What an input is, and what must be found in it. */
export interface Input {
  readonly idea: Idea;
  readonly bytes: Buffer;
  /** What must be found; undefined: it is damaged. */
  readonly expected: Expected | undefined;
  /** SES records that must be found among others: those before a cut. */
  readonly atLeast: readonly unknown[];
}

/** What must be found in a valid input. */
export interface Expected {
  /** SES records, in their order. */
  readonly values: readonly unknown[];
  /** How many of them are nested too deep. */
  readonly tooDeep: number;
  /** And with those of other services, which are judged only where they mention SES. */
  readonly mayBeTooDeep: number;
}

/** The ideas. */
export const IDEAS = ["valid", "flipped", "deep", "huge", "wrapped", "cut", "damaged"] as const;
export type Idea = (typeof IDEAS)[number];

/** Deepest nesting that is read; the record itself is 1. */
export const MAX_NESTING = 64;
const SES = "ses.amazonaws.com";
const FLIPPED = [
  "eventVersion",
  "userIdentity",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "resources",
  "requestID",
  "eventID",
  "readOnly",
  "recipientAccountId",
  "tlsDetails",
  "sharedEventID",
  "addendum",
  "odd",
];
const ACTIONS = [
  "SendEmail",
  "PutIdentityPolicy",
  "CreateReceiptRule",
  "SetIdentityDkimEnabled",
  "UpdateAccountSendingEnabled",
  "PutAccountDetails",
  "CreateExportJob",
  "SomethingNew",
];

interface Made {
  readonly text: string;
  readonly isSes: boolean;
  readonly isTooDeep: boolean;
}

function someRecord(idea: Idea, style: Style, chance: Chance): Made {
  const isSes = chance.is(0.7);
  const write = (text: string): string => writtenText(text, style, chance);
  const members: Record<string, string> = {
    eventTime: write("2026-11-20T09:00:00Z"),
    eventSource: write(isSes ? SES : "ec2.amazonaws.com"),
    eventName: write(chance.of(ACTIONS)),
    eventID: write(String(chance.below(1e9))),
  };
  for (let left = chance.below(idea === "flipped" ? 12 : 4); left > 0; left--)
    members[chance.of(FLIPPED)] = someValue(style, chance, 3);
  const depth = idea === "deep" ? chance.below(MAX_NESTING * 2) : 0;
  if (depth > 0) members["requestParameters"] = nested(depth, chance);
  if (idea === "huge")
    members["userAgent"] = write(
      chance.of(["x", "é", '\\"']).repeat(chance.of([10_000, 70_000, 70_000, 300_000])),
    );
  // What was to be flipped may not take away what makes it a record.
  return {
    text: writtenObject(members, { ...style, doubled: style.doubled }, chance),
    isSes,
    isTooDeep: depth + 1 > MAX_NESTING,
  };
}

/** Documents that hold records: each written as it may lie in a file. */
const ENVELOPES: readonly ((texts: readonly string[]) => string)[] = [
  (texts) => `{"Records":[${texts.join(",")}]}`,
  (texts) => `{ "before" : {"Records":1} ,\n"Records" : [ ${texts.join(" ,\n")} ] , "after":[1]}`,
  (texts) => `[${texts.join(",\n")}]`,
  (texts) => texts.map((text) => `${text}\n`).join(""),
  (texts) => texts.map((text) => `{"Records":[${text}]}`).join(""),
];
const WRAPPERS: readonly ((texts: readonly string[]) => string)[] = [
  (texts) => texts.map((text) => `{"detail":${text}}\n`).join(""),
  (texts) => JSON.stringify({ Events: texts.map((text) => ({ CloudTrailEvent: text })) }),
  (texts) => JSON.stringify({ logEvents: texts.map((message) => ({ message })) }),
  (texts) => JSON.stringify({ Records: texts.map((body) => ({ body })) }),
  (texts) => texts.map((text) => `{"a":{"b":[{"c":${JSON.stringify(text)}}]}}\n`).join(""),
];

/** One input. */
export function someInput(chance: Chance): Input {
  // Huge ones are rare: they cost as much as a hundred others.
  const idea = chance.is(0.001) ? "huge" : chance.of(IDEAS.filter((name) => name !== "huge"));
  const style = someStyle(chance);
  const made = Array.from({ length: 1 + chance.below(4) }, () => someRecord(idea, style, chance));
  const texts = made.map(({ text }) => text);
  const wanted = made.filter(({ isSes }) => isSes);
  const valueOf = ({ text }: Made): unknown => JSON.parse(text);
  const envelope = chance.of(idea === "wrapped" ? WRAPPERS : ENVELOPES);
  const whole = Buffer.from(envelope(texts));
  if (idea === "damaged")
    return { idea, bytes: damaged(whole, chance), expected: undefined, atLeast: [] };
  if (idea === "cut") {
    const bytes = whole.subarray(0, chance.below(whole.length));
    const isThere = ({ text }: Made): boolean => bytes.includes(text);
    // Those that are there to their end, and the first of which nothing else could be.
    return { idea, bytes, expected: undefined, atLeast: wanted.filter(isThere).map(valueOf) };
  }
  return {
    idea,
    bytes: chance.is(0.2) ? gzipSync(whole, { level: 1 }) : whole,
    expected: {
      values: wanted.filter(({ isTooDeep }) => !isTooDeep).map(valueOf),
      tooDeep: wanted.filter(({ isTooDeep }) => isTooDeep).length,
      mayBeTooDeep: made.filter(({ isTooDeep }) => isTooDeep).length,
    },
    atLeast: [],
  };
}
