/** People: persons, organisations, households' members, owners, roles, letters, vouching, the roster import. */
export * from './bind-contact.ts';
export * from './letter-code.ts';
export * from './load-actor.ts';
export * from './permissions.ts';
export * from './person.ts';
export * from './queries.ts';
