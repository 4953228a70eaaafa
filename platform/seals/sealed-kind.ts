import type { Sql } from '#platform/database';

/**
 * A kind of rows that never change once written, sealed with the facts that matter. The facts of a kind are settled for ever: what is added to a
 * table later is sealed as a kind of its own, so that old seals keep their meaning.
 */
export interface SealedKind {
  /** Its name in the seals, `a-z-`. */
  kind: string;
  /** What a person calls such a row. */
  zh: string;
  en: string;
  /**
   * All rows of the subdistrict as `key` (text, its identity), `label` (text, how a person finds it) and `facts` (jsonb, what is sealed). Facts hold no
   * time zone, no float and no column that may change.
   */
  rows(subdistrictId: string): Sql;
}
