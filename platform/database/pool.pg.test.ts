import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { emptyDatabase, type ScratchDatabase } from '#testing/scratch-database';
import { Database } from './pool.ts';
import { sql } from './sql.ts';

// One connection: whoever comes next gets the very one that was just given back.
let scratch: ScratchDatabase;
let db: Database;
beforeAll(async () => {
  scratch = await emptyDatabase();
  db = new Database({ url: scratch.ownerUrl, max: 1 });
  await db.global((q) => q.exec(sql`create table kept (word text not null)`));
});
afterAll(async () => {
  await db.end();
  await scratch.drop();
});

const here = '11111111-1111-4111-8111-111111111111';
const there = '22222222-2222-4222-8222-222222222222';
const whereRow = z.object({ place: z.string(), mode: z.string() });
const look = sql`select current_setting('app.subdistrict') as place, current_setting('transaction_read_only') as mode`;
const see = (subdistrictId: string, mode: 'read' | 'write') => db.tenant(subdistrictId, (tx) => tx.one(look, whereRow), mode);
const wordRow = z.object({ word: z.string() });
const words = () => db.tenant(here, (tx) => tx.all(sql`select word from kept order by word`, wordRow), 'read');

describe('a transaction that only reads gives its connection back before its commit is answered', () => {
  test('the next one on the same connection is in its own subdistrict and its own mode, whatever came before', async () => {
    expect(await see(here, 'read')).toEqual({ place: here, mode: 'on' });
    expect(await see(there, 'read')).toEqual({ place: there, mode: 'on' });
    expect(await see(here, 'write')).toEqual({ place: here, mode: 'off' });
    const many = await Promise.all(Array.from({ length: 40 }, (_, i) => see(i % 2 === 0 ? here : there, i % 3 === 0 ? 'write' : 'read')));
    for (const [i, seen] of many.entries()) expect(seen).toEqual({ place: i % 2 === 0 ? here : there, mode: i % 3 === 0 ? 'off' : 'on' });
    // Outside any subdistrict nothing of the last one is left.
    const row = z.object({ place: z.string().nullable() });
    expect((await db.global((q) => q.one(sql`select current_setting('app.subdistrict', true) as place`, row))).place ?? '').toBe('');
  });

  test('what the one before left broken does not reach the next', async () => {
    const swallowed = await db.tenant(here, async (tx) => tx.exec(sql`select 1 / 0`).catch(() => 'failed'), 'read');
    expect(swallowed).toBe('failed');
    expect(await see(there, 'read')).toEqual({ place: there, mode: 'on' });
    await expect(db.tenant(here, (tx) => tx.exec(sql`insert into kept values ('read')`), 'read')).rejects.toMatchObject({ code: '25006' });
    expect(await words()).toEqual([]);
  });

  test('one that writes still waits: what was committed is seen by whoever asks next, what failed is an error', async () => {
    await db.tenant(here, (tx) => tx.exec(sql`insert into kept values ('written')`));
    expect(await words()).toEqual([{ word: 'written' }]);
    const failing = db.tenant(here, async (tx) => {
      await tx.exec(sql`insert into kept values ('lost')`);
      await tx.exec(sql`select 1 / 0`).catch(() => {});
    });
    await expect(failing).rejects.toThrow('rolled back');
    expect(await words()).toEqual([{ word: 'written' }]);
  });
});
