import { describe, expect, test } from 'vitest';
import { type Result, assertNever, err, ok } from './index.ts';

function half(n: bigint): Result<bigint, 'odd'> {
  return n % 2n === 0n ? ok(n / 2n) : err('odd');
}

describe('result', () => {
  test('success carries its value', () => {
    expect(half(4n)).toEqual({ ok: true, value: 2n });
  });

  test('failure carries its code', () => {
    expect(half(3n)).toEqual({ ok: false, error: 'odd' });
  });

  test('a member that no branch handles is a bug and says which', () => {
    const unparsed: unknown = 'withdrawn';
    expect(() => assertNever(unparsed as never)).toThrow('"withdrawn"');
  });
});
