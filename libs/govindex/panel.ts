/** The data of a district: `values[(compound * months + month) * leaves + leaf]`, NaN = missing. */
export interface Panel {
  compounds: number;
  months: number;
  leaves: number;
  /** Names of the kinds; kinds are scored apart. */
  kinds: readonly string[];
  kindOf: Int32Array;
  inSample: Uint8Array;
  values: Float64Array;
}
