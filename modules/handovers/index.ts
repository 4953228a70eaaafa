/** Hand-overs: a role changes hands in the middle with everything that is open. README.md draws it. */
export * from './hand-over.ts';
export * from './handover.ts';
export { digestOfList, openItems } from './open-items.ts';
export { handoverPermissions } from './permissions.ts';
export { findHandover, itemsOf, listHandovers } from './store.ts';
