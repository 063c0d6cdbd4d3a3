/** Seeded randomness: the demo's only source of chance, so that the same seed gives the same bytes. */

/** A stream of random numbers. Each draw moves it on. */
export interface Random {
  /** A number from 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** A whole number from 0 (inclusive) to `below` (exclusive). */
  int(below: number): number;
  /** A whole number from `least` to `most`, both inclusive. */
  between(least: number, most: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of a list, which must not be empty. */
  pick<Item>(list: readonly Item[]): Item;
  /** So many characters of an alphabet. */
  text(alphabet: string, length: number): string;
  /** A UUID of version 4. */
  uuid(): string;
}

/** Alphabet of unique ids and access keys. */
export const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** Alphabet of names of delivered objects and of tokens. */
export const ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/** Alphabet of hashes. */
export const HEX = "0123456789abcdef";

/**
 * A stream of its own for each name under a seed. What one stream draws never moves another, which is
 * why leaving a story out changes nothing else. The generator is sfc32 (small, fast, not for secrets).
 */
export function randomOf(seed: number, name: string): Random {
  let [a, b, c, d] = [
    hash(`a/${seed}/${name}`),
    hash(`b/${seed}/${name}`),
    hash(`c/${name}/${seed}`),
    1,
  ];

  const draw = (): number => {
    const sum = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) draw();

  const next = (): number => draw() / 4_294_967_296;
  const int = (below: number): number => Math.floor(next() * below);
  const hex8 = (): string => draw().toString(16).padStart(8, "0");
  return {
    next,
    int,
    between: (least, most) => least + int(most - least + 1),
    chance: (probability) => next() < probability,
    pick: (list) => {
      const index = int(list.length);
      if (index >= list.length) throw new RangeError("nothing to pick from: the list is empty");
      return list[index] as (typeof list)[number];
    },
    text: (alphabet, length) => {
      let text = "";
      for (let index = 0; index < length; index += 1) text += alphabet.charAt(int(alphabet.length));
      return text;
    },
    uuid: () => {
      const [one, two, three, four] = [hex8(), hex8(), hex8(), hex8()];
      const variant = "89ab".charAt(Number.parseInt(three.charAt(0), 16) % 4);
      return `${one}-${two.slice(0, 4)}-4${two.slice(5)}-${variant}${three.slice(1, 4)}-${three.slice(4)}${four}`;
    },
  };
}

/** FNV-1a with a last mix, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}
