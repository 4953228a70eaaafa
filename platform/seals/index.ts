/** Seals: digests of rows that never change, tied to the audit chain, so that a later change by anybody shows. README.md says how. */
export { sealRows } from './seal-rows.ts';
export { platformSeals } from './platform-seals.ts';
export type { SealedKind } from './sealed-kind.ts';
export { type SealReport, verifySeals } from './verify-seals.ts';
