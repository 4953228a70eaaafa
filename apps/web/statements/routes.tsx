import type { Routes } from '../kit/index.ts';

/** Accounts, statements and the entries behind every figure. */
export function statementRoutes(_r: Routes): void {}
