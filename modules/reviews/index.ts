/** Reviews of applications and the awards that come out of them. */
export { reviewPermissions } from './permissions.ts';
export * from './review.ts';
export * from './store.ts';
