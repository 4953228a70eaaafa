/** One thing wrong with a file: the line (1 = heading), the column, what stands there, what is wrong. */
export interface Fault {
  line: number;
  column: string;
  code: FaultCode;
  text: string;
}
export const faultCodes = [
  'not-a-table',
  'column-missing',
  'no-rows',
  'unknown-compound',
  'duplicate-row',
  'duplicate-column',
  'not-a-month',
  'month-to-come',
  'not-a-number',
  'out-of-range',
  'unknown-indicator',
  'kind-changed',
  'known-otherwise',
  'unknown-kind',
  'needs-treatment',
  'wrong-number-of-fields',
  'empty',
  'too-long',
  'not-a-day',
  'no-households',
] as const;
export type FaultCode = (typeof faultCodes)[number];

/** Most faults that are named; a file with more is of another kind altogether. */
export const mostFaults = 200;
