export * from './file-store.ts';
export * from './store.ts';
