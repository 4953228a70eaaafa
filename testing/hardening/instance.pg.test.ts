import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '#testing/scratch-database';
import { declareInstance } from '../../apps/cli/instance.ts';
import { isDemo } from '../../apps/web/server.ts';

let scratch: ScratchDatabase;
beforeEach(async () => {
  scratch = await scratchDatabase();
});
afterEach(() => scratch.drop());
const now = new Date('2026-11-02T01:00:00Z');

describe('whether a database is a demo', () => {
  test.each([
    [true, 'created as a demo'],
    [false, 'not created as a demo'],
  ])('demo = %s is settled once; the other is refused ever after', async (demo, words) => {
    await declareInstance(scratch.ownerUrl, demo, now);
    await declareInstance(scratch.ownerUrl, demo, now);
    for (let i = 0; i < 2; i++) await expect(declareInstance(scratch.ownerUrl, !demo, now)).rejects.toThrow(words);
    expect(await isDemo(scratch.appUrl)).toBe(demo);
  });

  test('of two that settle it differently at once, one is refused', async () => {
    const both = await Promise.allSettled([declareInstance(scratch.ownerUrl, true, now), declareInstance(scratch.ownerUrl, false, now)]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  test('cannot be changed by the application, and a database that nobody settled is no demo', async () => {
    expect(await isDemo(scratch.appUrl)).toBe(false);
    const app = new pg.Client({ connectionString: scratch.appUrl });
    await app.connect();
    for (const statement of ['insert into instance (demo, created_at) values (true, now())', 'update instance set demo = true', 'delete from instance']) {
      await expect(app.query(statement)).rejects.toMatchObject({ code: '42501' });
    }
    await app.end();
  });
});
