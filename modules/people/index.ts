/** People: persons, organisations, households' members, owners, roles, letters, vouching, the roster import. */
export * from './activate-household.ts';
export * from './bind-verified-phone.ts';
export * from './create-organisation.ts';
export {
  bindAccount,
  type BindError,
  createPerson,
  createPersonIn,
  editPerson,
  type PersonError,
  type PersonInput,
  withdrawPhone,
} from './create-person.ts';
export * from './give-role.ts';
export * from './issue-letters.ts';
export { letterValidDays, parseLetterCode } from './letter-code.ts';
export * from './load-actor.ts';
export {
  addMember,
  addMemberIn,
  addOwner,
  chooseHead,
  endMember,
  endOwner,
  type HouseholdError,
  moveIn,
  moveOut,
  type OwnerError,
  sharesNeverExceedTheWhole,
  type WhoInput,
} from './manage-household.ts';
export * from './permissions.ts';
export * from './person.ts';
export * from './queries.ts';
export * from './letter-queries.ts';
export * from './organisation-queries.ts';
export * from './role-queries.ts';
export * from './record-assisted-act.ts';
export * from './record-export.ts';
export * from './residents-count.ts';
export * from './setup-subdistrict.ts';
export * from './vouch-for-resident.ts';
export { type ColumnMapping, type RosterField, rosterFields } from './roster/columns.ts';
export * from './roster/draft.ts';
export * from './roster/import-roster.ts';
export type { RosterError, RosterNote } from './roster/parse-roster.ts';
export type { ImportSummary, RosterChange } from './roster/plan.ts';
export { changesNothing } from './roster/plan.ts';
export { rosterErrorText, rosterFailureText, rosterText } from './roster/words.ts';
export * from './deputy.ts';
export { type ActedFor, actedFor, deputyshipsOf, findDeputyship } from './deputy-store.ts';
export * from './name-deputy.ts';
