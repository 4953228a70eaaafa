export * from './sender.ts';
export * from './sign-in.ts';
