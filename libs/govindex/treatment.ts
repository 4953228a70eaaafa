/** One call to 12345 or 110. */
export interface Call {
  compound: string;
  /** `YYYY-MM-DD`, the local day. */
  date: string;
  /** Who called, as the source tells callers apart (a pseudonym); empty = unknown: then nothing is merged. */
  caller: string;
  /** What about, as the source sorts calls. */
  topic: string;
}

/** Calls of a compound in a month, as they enter the index. */
export interface TreatedCalls {
  compound: string;
  /** `YYYY-MM`. */
  month: string;
  /** As they came. */
  calls: number;
  /** After repeat calls are merged into the first. */
  merged: number;
  households: number | null;
  /** `merged` per 100 households; null where the number of households is not known. */
  rate: number | null;
}

/** The treatment by name, with all it was set to, so that a datum can say how it came about. */
export interface CallTreatment {
  name: 'per-100-households-repeats-merged';
  mergeDays: number;
  rows: TreatedCalls[];
}

const dayOf = (date: string): number => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

/**
 * Raw counts never enter the index: calls of one caller about one topic of one compound within `mergeDays` days of the first are one call, in the month of the first;
 * what is left is counted per 100 households. A call after that time starts anew, so that a trouble that lasts keeps counting. Months in which a compound had no
 * call have no row: whether that means none or not reported, only the source knows.
 */
export function perHundredHouseholds(calls: Iterable<Call>, households: ReadonlyMap<string, number>, { mergeDays }: { mergeDays: number }): CallTreatment {
  const inOrder = [...calls].sort((one, other) => (one.date < other.date ? -1 : one.date > other.date ? 1 : 0));
  const rows = new Map<string, TreatedCalls>();
  const firsts = new Map<string, number>();
  for (const call of inOrder) {
    const month = call.date.slice(0, 7);
    const key = `${call.compound}\n${month}`;
    let row = rows.get(key);
    if (!row) {
      row = { compound: call.compound, month, calls: 0, merged: 0, households: households.get(call.compound) ?? null, rate: null };
      rows.set(key, row);
    }
    row.calls += 1;
    const [thread, day] = [`${call.compound}\n${call.caller}\n${call.topic}`, dayOf(call.date)];
    const first = call.caller === '' ? undefined : firsts.get(thread);
    if (first !== undefined && day - first < mergeDays) continue;
    firsts.set(thread, day);
    row.merged += 1;
  }
  for (const row of rows.values()) row.rate = row.households === null || row.households <= 0 ? null : (100 * row.merged) / row.households;
  return { name: 'per-100-households-repeats-merged', mergeDays, rows: [...rows.values()] };
}
