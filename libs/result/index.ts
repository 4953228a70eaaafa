/** Success with its value, or an expected failure with its code. */
export type Result<T, E> = Ok<T> | Err<E>;

/** The successful half of a {@link Result}. */
export type Ok<T> = { readonly ok: true; readonly value: T };

/** The failed half of a {@link Result}; `error` is a string code or an object that carries one. */
export type Err<E> = { readonly ok: false; readonly error: E };

/** Wraps a value as success. Without an argument: success that carries nothing. */
export function ok(): Ok<void>;
export function ok<T>(value: T): Ok<T>;
export function ok<T>(value?: T): Ok<T | undefined> {
  return { ok: true, value };
}

/** Wraps an expected failure. A string literal keeps its literal type, so that codes stay a union. */
export function err<const E>(error: E): Err<E> {
  return { ok: false, error };
}

/**
 * Ends an exhaustive switch over a union.
 * @throws Error when data that the types rule out arrives all the same: that is a bug, never an expected failure.
 */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
