/** What kind of file bytes are, told by the first of them, whatever the file is called. Pure. */
import { FILE_KINDS, type FileKind, type FileKindRow } from "../tables/file-kinds.ts";
import { isGzip } from "./gunzip.ts";

/** So many bytes tell every kind: the header of a tar archive. */
export const TELLING_BYTES = 512;

/** How the bytes of JSON are stored, or what they are instead. */
export type Kind =
  | { readonly form: "json" | "gzip" | "utf-16le" | "utf-16be" }
  | { readonly form: "foreign"; readonly kind: FileKind };

/** As each of its bytes reads in Latin-1. */
const BYTE_ORDER_MARK = /^\xef\xbb\xbf/;
const QUOTE = 0x22;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const JSON_KIND: Kind = { form: "json" };

const MAGIC = Object.entries(FILE_KINDS).flatMap(([kind, row]) =>
  ((row as FileKindRow).magic ?? []).map(
    (hex) => [Buffer.from(hex, "hex"), kind as FileKind] as const,
  ),
);

/** Whether bytes begin as an object or a list of Elements does: then nothing else need be asked. */
export function beginsLikeJson(bytes: Uint8Array): boolean {
  const first = bytes[0];
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return false;
  let place = 1;
  while (isBlank(bytes[place])) place += 1;
  const second = bytes[place];
  if (second === QUOTE) return true;
  return first === OPEN_BRACE
    ? second === CLOSE_BRACE
    : second === OPEN_BRACE || second === OPEN_BRACKET || second === CLOSE_BRACKET;
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/**
 * The kind of bytes, by the first TELLING_BYTES of them, or by all where there are fewer. `text` may hold JSON further on.
 */
export function kindOf(first: Uint8Array): Kind {
  if (beginsLikeJson(first)) return JSON_KIND;
  if (isGzip(first)) return { form: "gzip" };
  const utf16 = utf16Of(first);
  if (utf16 !== undefined) return { form: utf16 };
  const head = Buffer.from(first.buffer, first.byteOffset, Math.min(first.length, TELLING_BYTES));
  for (const [magic, kind] of MAGIC)
    if (head.subarray(0, magic.length).equals(magic)) return { form: "foreign", kind };
  if (isTar(head)) return { form: "foreign", kind: "tar" };
  const text = head.toString("latin1").replace(BYTE_ORDER_MARK, "").trimStart();
  if (beginsLikeJson(Buffer.from(text, "latin1"))) return JSON_KIND;
  if (isCsv(text)) return { form: "foreign", kind: "csv" };
  if (/^"[[{\\]/.test(text)) return JSON_KIND;
  if (/^<[!?a-z]/i.test(text)) return { form: "foreign", kind: "markup" };
  return { form: "foreign", kind: isText(head) ? "text" : "binary" };
}

/** UTF-16 by its byte order mark, or by the zeros beside what JSON begins with. Windows PowerShell writes it. */
function utf16Of([a, b, c, d]: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? undefined : "utf-16le";
  if (a === 0xfe && b === 0xff) return "utf-16be";
  if (isStart(a) && b === 0 && c !== 0 && d === 0) return "utf-16le";
  if (a === 0 && isStart(b) && c === 0 && d !== 0) return "utf-16be";
  return undefined;
}

function isStart(byte: number | undefined): boolean {
  return byte !== undefined && '{["\n\r\t '.includes(String.fromCharCode(byte));
}

/**
 * Whether the checksum of a tar header is right: the sum of its bytes, with blanks in the place of itself.
 * Source: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html (ustar Interchange Format)
 */
function isTar(head: Buffer): boolean {
  if (head.length < TELLING_BYTES || head[0] === 0) return false;
  const told = Number.parseInt(head.toString("latin1", 148, 156), 8);
  const sum = head.reduce((all, byte, place) => all + (place >= 148 && place < 156 ? 32 : byte), 0);
  return told === sum;
}

/** Column names of the tables that people download. */
const COLUMNS =
  /(?:^|[",;\t])(?:event ?(?:id|name|time|source|version)|user ?identity|@?timestamp|@?message)(?:$|[",;\t])/i;

/** Whether a text begins with a line of column names. */
function isCsv(text: string): boolean {
  const [header = ""] = text.split(/\r?\n/, 1);
  return !/[{}\\[\]]/.test(header) && /[,;\t]/.test(header) && COLUMNS.test(header);
}

function isText(head: Buffer): boolean {
  return !head.some(
    (byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x1b,
  );
}
