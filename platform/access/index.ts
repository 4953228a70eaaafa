export * from './actor.ts';
export * from './duty-kinds.ts';
export * from './permissions.ts';
