/** The database cannot be reached; the request was not carried out, or its outcome is unknown and it may be repeated. */
export class DatabaseUnavailable extends Error {
  constructor(cause: unknown) {
    super('database unavailable', { cause });
    this.name = 'DatabaseUnavailable';
  }
}

const systemCodes = new Set(['ECONNREFUSED', 'ENOENT', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EACCES']);
const messages = /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/;

/** SQLSTATE of a database error, or undefined. */
export function sqlState(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : undefined;
}

/** True for errors that mean "the database is away", not "the statement is wrong". */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DatabaseUnavailable) return true;
  if (typeof error !== 'object' || error === null) return false;
  if ('syscall' in error && 'code' in error && systemCodes.has(String(error.code)) && error.syscall !== 'open') return true;
  const state = sqlState(error);
  if (state && (state.startsWith('08') || ['57P01', '57P02', '57P03', '53300'].includes(state))) return true;
  return error instanceof Error && messages.test(error.message);
}

/** Errors after which the same transaction may succeed when run again (serialization failure, deadlock). */
export const isRetryable = (error: unknown): boolean => ['40001', '40P01'].includes(sqlState(error) ?? '');
/** A unique constraint refused the row (SQLSTATE 23505). */
export const isUniqueViolation = (error: unknown): boolean => sqlState(error) === '23505';
/** A check constraint or guard trigger refused the row (23514), or a foreign key did (23503). */
export const isCheckViolation = (error: unknown): boolean => ['23514', '23503'].includes(sqlState(error) ?? '');
/** The books of the year are closed (ZY001, raised by the guard of transactions): nothing is dated into it. */
export const isYearClosed = (error: unknown): boolean => sqlState(error) === 'ZY001';
/** Two halves of what takes two persons come from one, counting whoever a deputy acted for (ZD001, raised by the guards of deputies). */
export const isOnePairOfHands = (error: unknown): boolean => sqlState(error) === 'ZD001';
/** The database's disk is full (53100), or the file system's (ENOSPC). */
export const isDiskFull = (error: unknown): boolean =>
  sqlState(error) === '53100' || (typeof error === 'object' && error !== null && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT'));
