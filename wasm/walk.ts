/**
 * The walk over bytes, compiled to WebAssembly: `npm run wasm` makes src/records/walk-wasm.ts of this file, twice, with
 * and without vector instructions. This is AssemblyScript: TypeScript's syntax, WebAssembly's types.
 *
 * It knows strings, escapes, braces and line breaks, nothing else. 64 bytes are looked at together: for each kind of byte a
 * 64-bit mask says where it stands; what lies inside strings is masked out, and only the braces left are counted one by
 * one. Where a block holds a backslash, or a line that breaks inside a string, it is walked byte by byte instead; without
 * vector instructions every block is.
 */

/** Where what passes between here and JavaScript lies in memory; the same in src/records/walker.ts. */
const DEPTH_AT: usize = 0;
const DEEPEST_AT: usize = 4;
const IN_STRING_AT: usize = 8;
const MAY_HIDE_AT: usize = 12;
const STOP_AT: usize = 16;
const SET_AT: usize = 67_584;
/** A set begins with six tables of 16 bytes, then come its needles, each after its length; a length of 0 ends them. */
const NEEDLES_AT: usize = SET_AT + 96;

/** Why the walk stopped; the same in src/records/walker.ts. */
const AT_END: i32 = 0;
const AT_CLOSE: i32 = 1;
const AT_LIST: i32 = 2;
const AT_BREAK: i32 = 3;

const QUOTE: u8 = 0x22;
const BACKSLASH: u8 = 0x5c;
const NEWLINE: u8 = 0x0a;
const SMALL_U: u8 = 0x75;
const OPEN_BRACKET: u8 = 0x5b;
const OPEN_BRACE: u8 = 0x7b;
const CLOSE_BRACE: u8 = 0x7d;
/** `{` and `[` differ in this bit alone, and so do `}` and `]`; no other byte becomes a brace by it. */
const BRACE_BIT: u8 = 0x20;
const BLOCK: usize = 64;
const BLOCK_OF_FIND: usize = 16;

let depth: i32 = 0;
let deepest: i32 = 0;
let inString: bool = false;
let mayHide: bool = false;
let stop: i32 = AT_END;

/**
 * Walks from `from` to `end` at the most; answers where it stopped, behind the byte that stopped it. `inDocument`: what is
 * walked is no Element but a document or envelope, where a `[` at depth 1 and a line break in a string stop it too.
 */
export function walk(from: usize, end: usize, inDocument: bool): usize {
  depth = load<i32>(DEPTH_AT);
  deepest = load<i32>(DEEPEST_AT);
  inString = load<i32>(IN_STRING_AT) != 0;
  mayHide = load<i32>(MAY_HIDE_AT) != 0;
  stop = AT_END;
  let position = from;
  if (ASC_FEATURE_SIMD) {
    while (position + BLOCK <= end) {
      const next = walkBlock(position, inDocument);
      position = next != 0 ? next : walkBytes(position, position + BLOCK, end, inDocument);
      if (stop != AT_END) break;
    }
  }
  if (stop == AT_END) position = walkBytes(position, end, end, inDocument);
  store<i32>(DEPTH_AT, depth);
  store<i32>(DEEPEST_AT, deepest);
  store<i32>(IN_STRING_AT, inString);
  store<i32>(MAY_HIDE_AT, mayHide);
  store<i32>(STOP_AT, stop);
  return position;
}

/** Walks 64 bytes. Answers where it stopped, or 0 where they must be walked byte by byte. */
function walkBlock(at: usize, inDocument: bool): usize {
  const a = v128.load(at);
  const b = v128.load(at, 16);
  const c = v128.load(at, 32);
  const d = v128.load(at, 48);
  if (anyIs(a, b, c, d, BACKSLASH)) return 0;
  const quotes = whereIs(a, b, c, d, QUOTE);
  let strings = quotes;
  // Each bit becomes the parity of all bits up to it: from an opening quote up to before the closing one.
  strings ^= strings << 1;
  strings ^= strings << 2;
  strings ^= strings << 4;
  strings ^= strings << 8;
  strings ^= strings << 16;
  strings ^= strings << 32;
  if (inString) strings = ~strings;
  if (inDocument && (whereIs(a, b, c, d, NEWLINE) & strings) != 0) return 0;
  let braces = whereBraces(a, b, c, d) & ~strings;
  while (braces != 0) {
    const place = at + <usize>ctz(braces);
    count(load<u8>(place), inDocument);
    if (stop != AT_END) {
      inString = false;
      return place + 1;
    }
    braces &= braces - 1;
  }
  inString = strings >> 63 != 0;
  return at + BLOCK;
}

/** Counts a brace or bracket outside of strings, and says where one stops the walk. */
function count(brace: u8, inDocument: bool): void {
  if ((brace | BRACE_BIT) == CLOSE_BRACE) {
    depth -= 1;
    if (depth == 0) stop = AT_CLOSE;
  } else if (inDocument && depth == 1 && brace == OPEN_BRACKET) {
    stop = AT_LIST;
  } else {
    depth += 1;
    if (depth > deepest) deepest = depth;
  }
}

function anyIs(a: v128, b: v128, c: v128, d: v128, byte: u8): bool {
  const wanted = i8x16.splat(byte);
  const one = v128.or(i8x16.eq(a, wanted), i8x16.eq(b, wanted));
  const other = v128.or(i8x16.eq(c, wanted), i8x16.eq(d, wanted));
  return v128.any_true(v128.or(one, other));
}

/** A bit for each of 64 bytes that is this one. */
function whereIs(a: v128, b: v128, c: v128, d: v128, byte: u8): u64 {
  const wanted = i8x16.splat(byte);
  return joined(i8x16.eq(a, wanted), i8x16.eq(b, wanted), i8x16.eq(c, wanted), i8x16.eq(d, wanted));
}

function whereBraces(a: v128, b: v128, c: v128, d: v128): u64 {
  return joined(isBrace(a), isBrace(b), isBrace(c), isBrace(d));
}

function isBrace(bytes: v128): v128 {
  const folded = v128.or(bytes, i8x16.splat(BRACE_BIT));
  return v128.or(
    i8x16.eq(folded, i8x16.splat(OPEN_BRACE)),
    i8x16.eq(folded, i8x16.splat(CLOSE_BRACE)),
  );
}

function joined(a: v128, b: v128, c: v128, d: v128): u64 {
  return (
    <u64>(<u32>i8x16.bitmask(a) | ((<u32>i8x16.bitmask(b)) << 16)) |
    ((<u64>(<u32>i8x16.bitmask(c) | ((<u32>i8x16.bitmask(d)) << 16))) << 32)
  );
}

/** Walks byte by byte until `until` is reached; an escape may lead one byte beyond. What lies behind `end` is unknown. */
function walkBytes(from: usize, until: usize, end: usize, inDocument: bool): usize {
  let position = from;
  while (position < until) {
    const byte = load<u8>(position);
    position += 1;
    if (inString) {
      if (byte == QUOTE) inString = false;
      else if (byte == BACKSLASH) {
        // In JSON that stands in a string as text, the backslash of an escape is itself escaped.
        const decides = position < end && load<u8>(position) == BACKSLASH ? position + 1 : position;
        if (decides >= end || load<u8>(decides) == SMALL_U) mayHide = true;
        position += 1;
      } else if (inDocument && byte == NEWLINE) {
        stop = AT_BREAK;
        return position;
      }
      continue;
    }
    if (byte == QUOTE) {
      inString = true;
      continue;
    }
    const brace = byte | BRACE_BIT;
    if (brace != OPEN_BRACE && brace != CLOSE_BRACE) continue;
    count(byte, inDocument);
    if (stop != AT_END) return position;
  }
  return position;
}

/** Where any needle of the set begins next, from `from` on and ending before `end`; `end` where none does. */
export function find(from: usize, end: usize): usize {
  const length = <usize>load<u8>(NEEDLES_AT);
  const isOnly = length != 0 && load<u8>(NEEDLES_AT + 1 + length) == 0;
  return isOnly ? findOnly(from, end, length) : findAny(from, end);
}

/** The same where there is one needle, of `length` bytes: its first and last byte are looked for. */
function findOnly(from: usize, end: usize, length: usize): usize {
  const first = load<u8>(NEEDLES_AT + 1);
  const last = load<u8>(NEEDLES_AT + length);
  let position = from;
  if (ASC_FEATURE_SIMD) {
    const firsts = i8x16.splat(first);
    const lasts = i8x16.splat(last);
    while (position + length <= end) {
      const begins = i8x16.eq(v128.load(position), firsts);
      const ends = i8x16.eq(v128.load(position + length - 1), lasts);
      const marks = <u32>i8x16.bitmask(v128.and(begins, ends));
      if (marks != 0) {
        const place = needleAmong(marks, position, end);
        if (place != 0) return place;
      }
      position += BLOCK_OF_FIND;
    }
    return end;
  }
  for (; position + length <= end; position += 1)
    if (load<u8>(position) == first && isNeedle(position, end)) return position;
  return end;
}

/**
 * The same for any number. The first, second and fourth byte of what begins somewhere are looked up in the set's tables,
 * by their lower and upper four bits: each entry has a bit for each of eight groups of needles, and only where a group's
 * bit is in all six, needles are compared.
 */
function findAny(from: usize, end: usize): usize {
  let position = from;
  if (ASC_FEATURE_SIMD) {
    const low = i8x16.splat(0x0f);
    const none = i8x16.splat(0);
    const first = v128.load(SET_AT);
    const firstUpper = v128.load(SET_AT, 16);
    const second = v128.load(SET_AT, 32);
    const secondUpper = v128.load(SET_AT, 48);
    const fourth = v128.load(SET_AT, 64);
    const fourthUpper = v128.load(SET_AT, 80);
    while (position < end) {
      const groups = v128.and(
        v128.and(
          groupsOf(v128.load(position), first, firstUpper, low),
          groupsOf(v128.load(position, 1), second, secondUpper, low),
        ),
        groupsOf(v128.load(position, 3), fourth, fourthUpper, low),
      );
      if (v128.any_true(groups)) {
        const place = needleAmong(<u32>i8x16.bitmask(i8x16.ne(groups, none)), position, end);
        if (place != 0) return place;
      }
      position += BLOCK_OF_FIND;
    }
    return end;
  }
  for (; position < end; position += 1) {
    const groups =
      groupsAt(position, SET_AT) &
      groupsAt(position + 1, SET_AT + 32) &
      groupsAt(position + 3, SET_AT + 64);
    if (groups != 0 && isNeedle(position, end)) return position;
  }
  return end;
}

/** The groups that each of 16 bytes may belong to. */
function groupsOf(bytes: v128, lower: v128, upper: v128, low: v128): v128 {
  return v128.and(
    i8x16.swizzle(lower, v128.and(bytes, low)),
    i8x16.swizzle(upper, v128.and(i16x8.shr_u(bytes, 4), low)),
  );
}

/** The groups that one byte may belong to. */
function groupsAt(place: usize, table: usize): u8 {
  const byte = load<u8>(place);
  return load<u8>(table + (byte & 0x0f)) & load<u8>(table + 16 + (byte >> 4));
}

/** The first of the marked places behind `position` where a needle begins; 0 where none does. */
function needleAmong(marks: u32, position: usize, end: usize): usize {
  let rest = marks;
  while (rest != 0) {
    const place = position + <usize>ctz(rest);
    if (isNeedle(place, end)) return place;
    rest &= rest - 1;
  }
  return 0;
}

/** Whether any needle of the set begins here and ends before `end`. */
function isNeedle(place: usize, end: usize): bool {
  let needle = NEEDLES_AT;
  let length = <usize>load<u8>(needle);
  while (length != 0) {
    needle += 1;
    let at: usize = 0;
    if (place + length <= end)
      while (at < length && load<u8>(place + at) == load<u8>(needle + at)) at += 1;
    if (at == length) return true;
    needle += length;
    length = <usize>load<u8>(needle);
  }
  return false;
}
