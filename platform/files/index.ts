export * from './file-store.ts';
export * from './store.ts';
export * from './photo-facts.ts';
