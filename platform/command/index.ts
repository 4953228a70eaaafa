export * from './command.ts';
export * from './sources.ts';
