export * from './chain.ts';
export * from './store.ts';
export { chainSoon } from './chainer.ts';
