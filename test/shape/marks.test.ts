/** Marks are to be seen by everyone: contrast by the numbers, and meaning without any colour. */
import { describe, expect, it } from "vitest";
import { STYLES, marksOf, type Style } from "../../src/shape/text/marks.ts";

type Rgb = readonly [red: number, green: number, blue: number];

/** Text and ground of usual terminals: what stands without a colour of its own is the theme's affair. */
const THEMES: Readonly<Record<string, readonly [text: Rgb, ground: Rgb]>> = {
  "xterm, light": [
    [0, 0, 0],
    [255, 255, 255],
  ],
  "xterm, dark": [
    [229, 229, 229],
    [0, 0, 0],
  ],
  "Windows Terminal, Campbell": [
    [204, 204, 204],
    [12, 12, 12],
  ],
  "GNOME Terminal, dark": [
    [208, 207, 204],
    [23, 20, 33],
  ],
  "macOS Terminal, Basic": [
    [0, 0, 0],
    [255, 255, 255],
  ],
  "VS Code, dark": [
    [204, 204, 204],
    [30, 30, 30],
  ],
  "VS Code, light": [
    [51, 51, 51],
    [255, 255, 255],
  ],
};

/** Source: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html: a cube of 216 colours from 16 on, then greys. */
function cubeColor(number: number): Rgb {
  const level = (step: number): number => (step === 0 ? 0 : 55 + step * 40);
  if (number < 16) throw new Error(`${number} is the theme's`);
  if (number >= 232) return [8, 8, 8].map((low) => low + (number - 232) * 10) as unknown as Rgb;
  const place = number - 16;
  return [level(Math.floor(place / 36)), level(Math.floor(place / 6) % 6), level(place % 6)];
}

/** Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: Rgb, other: Rgb): number {
  const light = (color: Rgb): number =>
    color
      .map((value) => value / 255)
      .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
      .reduce((sum, value, place) => sum + value * ([0.2126, 0.7152, 0.0722][place] ?? 0), 0);
  const [high, low] = [light(one), light(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** The least contrast that a style has in a theme. */
function contrastOf(style: string, [text, ground]: readonly [Rgb, Rgb]): number {
  const codes = [...style.matchAll(/\d+/g)].map(([digits]) => Number(digits));
  const colorAfter = (code: number): Rgb | undefined => {
    const place = codes.findIndex((each, index) => each === code && codes[index + 1] === 5);
    return place < 0 ? undefined : cubeColor(codes[place + 2] ?? 0);
  };
  // The sixteen colours of a theme are anybody's guess.
  if (
    codes.some((code, place) => (code >= 30 && code <= 37 && codes[place - 1] !== 5) || code === 2)
  )
    return 0;
  return contrast(colorAfter(38) ?? text, colorAfter(48) ?? ground);
}

describe("colours", () => {
  it.each(
    Object.entries(STYLES).flatMap(([style, code]) =>
      Object.keys(THEMES).map((theme) => ({ style, code, theme })),
    ),
  )("$style has a contrast of 4.5 at least on $theme", ({ code, theme }) => {
    const colors = THEMES[theme];
    if (colors === undefined) throw new Error("no such theme");
    expect(contrastOf(code, colors)).toBeGreaterThanOrEqual(4.5);
  });

  it("tell weights from each other", () => {
    expect(new Set(Object.values(STYLES)).size).toBeGreaterThanOrEqual(4);
  });

  it("broken controls: amber letters on white, dim ones, and red on black", () => {
    const white: readonly [Rgb, Rgb] = [
      [0, 0, 0],
      [255, 255, 255],
    ];
    expect(contrastOf("\u001b[38;5;214m", white)).toBeLessThan(4.5);
    expect(contrastOf("\u001b[33m", white)).toBeLessThan(4.5);
    expect(contrastOf("\u001b[2m", white)).toBeLessThan(4.5);
    expect(
      contrastOf("\u001b[38;5;160m", [
        [255, 255, 255],
        [0, 0, 0],
      ]),
    ).toBeLessThan(4.5);
  });
});

describe("marks", () => {
  it("say all that colours say", () => {
    const styles: readonly Style[] = ["low", "medium", "high"];
    const marks = ([1, 2, 3] as const).map((weight) => marksOf({ failed: false, weight }));
    expect(new Set(marks).size).toBe(styles.length);
    expect(marksOf({ failed: true, weight: 0 })).not.toBe(marksOf({ failed: false, weight: 0 }));
    expect(marksOf({ failed: true, weight: 3 })).toBe("✗▲▲▲");
  });
});
