export * from './chain.ts';
export * from './store.ts';
