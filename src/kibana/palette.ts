/**
 * Colours of the boards. Warm colours say severity, and nothing else has one; what only has to be told apart takes shades of
 * blue and grey.
 */
import type { SeverityName } from "../tables/signals.ts";

/** What each severity looks like, on every board. `info` is no alarm: it is as grey as the rest. */
export const SEVERITY_COLOURS: Readonly<Record<SeverityName, string>> = {
  info: "#98A2B3",
  low: "#F1D086",
  medium: "#E8A33D",
  high: "#CC5642",
};

/** What each kind of call looks like, on every board. */
export const SHADES = {
  read: "#C5CEDC",
  send: "#8793AA",
  change: "#6092C0",
  created: "#A9CBE8",
  changed: "#6092C0",
  deleted: "#98A2B3",
  failed: "#34618E",
} as const;

/** Growing steps of blue: what is more, and not worse. */
const BLUES = ["#D9E8F5", "#B3D1EB", "#86B6DD", "#5C97CB", "#2F6DA8"] as const;

/** Every colour that means nothing but "another one" or "more". */
export const NEUTRAL_COLOURS: ReadonlySet<string> = new Set([
  ...Object.values(SHADES),
  ...BLUES,
  SEVERITY_COLOURS.info,
]);

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

/** Kibana's own palette for splits whose values are not known before: shades of blue. */
export const COOL = { type: "palette", name: "cool" } as const;

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

/** As bad as `severity` from a number upwards. */
export function severeFrom(number: number, severity: SeverityName): Palette {
  return palette({ from: number, color: SEVERITY_COLOURS[severity] });
}

/** Medium from one bound, high from another. */
export function mediumHigh(mediumFrom: number, highFrom: number): Palette {
  return palette(
    { from: mediumFrom, color: SEVERITY_COLOURS.medium },
    { from: highFrom, color: SEVERITY_COLOURS.high },
  );
}

/** Growing steps of blue for counts: percentages would let one spike wash out all else. */
export const BLUE_STEPS: Palette = palette(
  { from: 1, color: BLUES[0] },
  { from: 3, color: BLUES[1] },
  { from: 10, color: BLUES[2] },
  { from: 30, color: BLUES[3] },
  { from: 100, color: BLUES[4] },
);

/** One or two kinds of looking around are nothing; from three on it is medium, from five on high. */
export const PROBING_STEPS: Palette = palette(
  { from: 1, color: BLUES[0] },
  { from: 3, color: SEVERITY_COLOURS.medium },
  { from: 5, color: SEVERITY_COLOURS.high },
);
