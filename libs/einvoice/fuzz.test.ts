import { expect, test } from 'vitest';
import { drawer, mutate, seeds } from './fuzz.fixture.ts';
import { checkInvoice, readInvoice } from './index.ts';

test('no mutated file breaks the reader, and none gets another amount past the checks', async () => {
  const draw = drawer(20_260_309);
  let read = 0;
  for (let run = 0; run < 1_400; run += 1) {
    const [name, file] = seeds[run % seeds.length] ?? ['', new Uint8Array()];
    const result = await readInvoice(mutate(file, draw));
    if (!result.ok) continue;
    read += 1;
    const accepted = checkInvoice(result.value, '2026-11-22').every((check) => check.passed || check.severity === 'note');
    if (accepted) expect([name, run, result.value.netFen, result.value.taxFen, result.value.totalFen]).toEqual([name, run, 12_389n, 1_611n, 14_000n]);
  }
  // The files are not so broken that nothing is tested.
  expect(read).toBeGreaterThan(100);
}, 60_000);
