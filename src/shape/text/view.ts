/** What of a row is shown: the time by the reader's clock, names of accounts, and what is worth its room only sometimes. */
import { shownBy, type ClockOffset } from "./zone.ts";
import type { CellName, TextRow } from "./row.ts";

/** The cells of a row as they are shown. */
export type Cells = Readonly<Record<CellName, string>>;

/** Whose clock and names. */
export interface ViewOptions {
  /** The clock that times are shown by, and its name; UTC where absent. */
  readonly zone?: { readonly name: string; readonly clock: ClockOffset } | undefined;
  /** Names of accounts, by their ids. */
  readonly accounts?: ReadonlyMap<string, string> | undefined;
  /** All of a row, on one line, whatever the width: for programs such as grep. */
  readonly whole?: boolean;
}

/** From this weight on the key matters: it is what is to be blocked. */
const KEY_WEIGHT = 2;

/** Makes what shows rows. */
export function viewOf({ zone, accounts, whole = false }: ViewOptions): (row: TextRow) => Cells {
  return ({ cells, weight }) => ({
    ...cells,
    time: zone === undefined ? cells.time : shownBy(zone.clock, cells.time),
    account: accounts?.get(cells.account) ?? cells.account,
    key: whole || weight >= KEY_WEIGHT ? cells.key : "",
  });
}
