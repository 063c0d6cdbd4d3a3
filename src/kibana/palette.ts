/** Colours of the boards, and the steps in which numbers take them. */

/** What each kind of call looks like, on every board. */
export const COLOURS = {
  read: "#98A2B3",
  send: "#9170B8",
  change: "#6092C0",
  created: "#54B399",
  deleted: "#B9A888",
  failed: "#CC5642",
  amber: "#F1D086",
  red: "#E7664C",
} as const;

/** A colour from a lower bound upwards. */
export interface Step {
  readonly from: number;
  readonly color: string;
}

/** Kibana's custom palette. `colorStops` hold lower bounds, `stops` upper ones. */
export interface Palette {
  readonly type: "palette";
  readonly name: "custom";
  readonly params: {
    readonly name: "custom";
    readonly rangeType: "number";
    readonly rangeMin: number;
    readonly rangeMax: null;
    readonly continuity: "above";
    readonly progression: "fixed";
    readonly reverse: false;
    readonly steps: number;
    readonly colorStops: readonly { readonly color: string; readonly stop: number }[];
    readonly stops: readonly { readonly color: string; readonly stop: number }[];
  };
}

/**
 * Steps of colour, lowest first. Below the first there is no colour at all: a tile that has nothing to say keeps the
 * theme's own.
 */
export function palette(first: Step, ...others: readonly Step[]): Palette {
  const steps = [first, ...others];
  return {
    type: "palette",
    name: "custom",
    params: {
      name: "custom",
      rangeType: "number",
      rangeMin: first.from,
      rangeMax: null,
      continuity: "above",
      progression: "fixed",
      reverse: false,
      steps: steps.length,
      colorStops: steps.map(({ color, from }) => ({ color, stop: from })),
      stops: steps.map(({ color, from }, at) => ({ color, stop: steps[at + 1]?.from ?? from + 1 })),
    },
  };
}

/** Amber from one bound, red from another. */
export function amberRed(amberFrom: number, redFrom: number): Palette {
  return palette({ from: amberFrom, color: COLOURS.amber }, { from: redFrom, color: COLOURS.red });
}

/** Amber from a bound. */
export function amber(from: number): Palette {
  return palette({ from, color: COLOURS.amber });
}

/** Red from a bound. */
export function red(from: number): Palette {
  return palette({ from, color: COLOURS.red });
}

/** Growing steps of blue for counts: percentages would let one spike wash out all else. */
export const BLUE_STEPS: Palette = palette(
  { from: 1, color: "#D9E8F5" },
  { from: 3, color: "#B3D1EB" },
  { from: 10, color: "#86B6DD" },
  { from: 30, color: "#5C97CB" },
  { from: 100, color: "#2F6DA8" },
);

/** Steps of red for one to five kinds. */
export const RED_STEPS: Palette = palette(
  { from: 1, color: "#FBE3DC" },
  { from: 2, color: "#F3BFB3" },
  { from: 3, color: "#E79585" },
  { from: 4, color: "#D66B5A" },
  { from: 5, color: "#B5402F" },
);
