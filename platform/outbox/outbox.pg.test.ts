import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { setTimeout as sleep } from 'node:timers/promises';
import { err, ok } from '#libs/result';
import { system } from '#platform/access';
import { runCommand } from '#platform/command';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { type DomainEvent, type JobRunner, Outbox, startJobs } from './index.ts';

let t: TestPlatform;
beforeAll(async () => {
  t = await testPlatform([]);
}, 60_000);
afterAll(() => t.close());
beforeEach(async () => void (await t.owner.query('truncate outbox')));

const happen = async (kind = 'lamp.lit', payload: Record<string, unknown> = { fen: 5n }) => {
  const before = (await t.owner.query<{ id: string }>('select id from outbox')).rows.map((row) => row.id);
  const done = await runCommand(t.contextFor(system), 'happen', async (tx) => {
    await tx.emit(kind, payload);
    return ok();
  });
  expect(done.ok).toBe(true);
  return String((await t.owner.query<{ id: string }>('select id from outbox where id <> all($1)', [before])).rows[0]?.id);
};
const stateOf = async (id: string) =>
  (await t.owner.query('select handled_at is not null as handled, attempts, failure from outbox where id = $1', [id])).rows[0];
const newOutbox = () => new Outbox(t.db, t.clock.now);

describe('an event', () => {
  test('is written with what caused it or not at all', async () => {
    await runCommand(t.contextFor(system), 'refused', async (tx) => {
      await tx.emit('never', {});
      return err('no');
    });
    expect((await t.owner.query('select 1 from outbox')).rowCount).toBe(0);
  });

  test('that nobody waits for is written as handled and makes no job', async () => {
    const outbox = newOutbox();
    outbox.subscribe('lamp.lit', async () => {});
    const made: string[] = [];
    const platform = { ...t.platform, jobs: { enqueue: async () => void made.push('job'), awaits: (kind: string) => outbox.awaits(kind) } };
    for (const kind of ['lamp.lit', 'lamp.sold'])
      await runCommand({ ...t.contextFor(system), platform }, 'happen', async (tx) => {
        await tx.emit(kind, {});
        return ok();
      });
    expect((await t.owner.query('select kind, handled_at is not null as handled from outbox order by kind')).rows).toEqual([
      { kind: 'lamp.lit', handled: false },
      { kind: 'lamp.sold', handled: true },
    ]);
    expect(made).toEqual(['job']);
  });

  test('reaches everybody who subscribed, once, with money as text', async () => {
    const seen: DomainEvent[] = [];
    const outbox = newOutbox();
    outbox.subscribe('lamp.lit', async (_tx, event) => void seen.push(event));
    outbox.subscribe('lamp.lit', async (_tx, event) => void seen.push(event));
    outbox.subscribe('lamp.out', async () => {
      throw new Error('not for this one');
    });
    const id = await happen();
    expect(await outbox.handle(t.subdistrictId, id)).toBe(true);
    expect(await outbox.handle(t.subdistrictId, id)).toBe(false);
    expect(seen.map((event) => [event.id, event.kind, event.payload])).toEqual([
      [id, 'lamp.lit', { fen: '5' }],
      [id, 'lamp.lit', { fen: '5' }],
    ]);
  });

  test('whose subscriber fails keeps its reason and is tried again; what the subscriber had written is gone', async () => {
    const outbox = newOutbox();
    let tries = 0;
    outbox.subscribe('lamp.lit', async (tx) => {
      await tx.executeSql("insert into outbox (subdistrict_id, id, at, kind, payload) values ($1, gen_random_uuid(), now(), 'half', '{}')", [tx.subdistrictId]);
      if (++tries < 3) throw new Error(`try ${tries}`);
    });
    const id = await happen();
    await expect(outbox.handle(t.subdistrictId, id)).rejects.toThrow('try 1');
    expect(await stateOf(id)).toEqual({ handled: false, attempts: 1, failure: 'try 1' });
    expect(await outbox.sweep(t.subdistrictId)).toBe(0);
    expect(await stateOf(id)).toEqual({ handled: false, attempts: 2, failure: 'try 2' });
    expect(await outbox.sweep(t.subdistrictId)).toBe(1);
    expect(await stateOf(id)).toEqual({ handled: true, attempts: 2, failure: null });
    expect((await t.owner.query("select 1 from outbox where kind = 'half'")).rowCount).toBe(1);
  });

  test('that fails does not hold up those behind it', async () => {
    const outbox = newOutbox();
    outbox.subscribe('bad', async () => {
      throw new Error('always');
    });
    const bad = await happen('bad');
    const good = await happen('good');
    expect(await outbox.sweep(t.subdistrictId)).toBe(1);
    expect(await stateOf(good)).toMatchObject({ handled: true });
    expect(await stateOf(bad)).toMatchObject({ handled: false, attempts: 1 });
  });

  test('is handled once though two workers and a sweep reach for it', async () => {
    const outboxes = [newOutbox(), newOutbox()];
    let handled = 0;
    for (const outbox of outboxes) {
      outbox.subscribe('lamp.lit', async () => {
        handled++;
        await sleep(30);
      });
    }
    for (let i = 0; i < 5; i++) await happen();
    const ids = (await t.owner.query<{ id: string }>('select id from outbox')).rows.map((row) => row.id);
    await Promise.all([...ids.flatMap((id) => outboxes.map((outbox) => outbox.handle(t.subdistrictId, id))), outboxes[0]?.sweep(t.subdistrictId)]);
    await outboxes[1]?.sweep(t.subdistrictId);
    expect(handled).toBe(5);
    expect((await t.owner.query('select 1 from outbox where handled_at is null')).rowCount).toBe(0);
  });

  test('of another subdistrict is out of reach', async () => {
    const id = await happen();
    expect(await newOutbox().handle(t.otherSubdistrictId, id)).toBe(false);
    expect(await newOutbox().sweep(t.otherSubdistrictId)).toBe(0);
    expect(await stateOf(id)).toMatchObject({ handled: false });
  });

  test('left by a process that died is handled by the next sweep, in its order', async () => {
    const seen: string[] = [];
    const first = await happen('lamp.lit', { n: 1 });
    t.clock.advanceDays(1);
    const second = await happen('lamp.lit', { n: 2 });
    // The process ended in the middle: its transaction was rolled back with the connection.
    await t.app.query('begin');
    await t.app.query(`set local app.subdistrict = '${t.subdistrictId}'`);
    await t.app.query('select 1 from outbox where id = $1 for update', [first]);
    const outbox = newOutbox();
    outbox.subscribe('lamp.lit', async (_tx, event) => void seen.push(String(event.payload['n'])));
    expect(await outbox.sweep(t.subdistrictId)).toBe(1);
    await t.app.query('rollback');
    expect(await outbox.sweep(t.subdistrictId)).toBe(1);
    expect(seen).toEqual(['2', '1']);
    expect([await stateOf(first), await stateOf(second)]).toMatchObject([{ handled: true }, { handled: true }]);
  });
});

describe('jobs', () => {
  test('exist exactly when their transaction commits, and bring the event to its subscriber', async () => {
    const outbox = newOutbox();
    const seen: string[] = [];
    outbox.subscribe('lamp.lit', async (_tx, event) => void seen.push(String(event.payload['n'])));
    const jobs: JobRunner = await startJobs(
      t.appUrl,
      {
        outbox: async ({ subdistrictId, eventId }) => void (await outbox.handle(String(subdistrictId), String(eventId))),
        sweep: async () => {},
        daily: async () => {},
      },
      () => {},
    );
    try {
      const context = { ...t.contextFor(system), platform: { ...t.platform, jobs } };
      await runCommand({ ...context, key: 'refused-one' }, 'happen', async (tx) => {
        await tx.emit('lamp.lit', { n: 'never' });
        return err('no');
      });
      await runCommand({ ...context, key: 'done-one' }, 'happen', async (tx) => {
        await tx.emit('lamp.lit', { n: 'once' });
        return ok();
      });
      const deadline = Date.now() + 20_000;
      while (seen.length === 0 && Date.now() < deadline) await sleep(50);
      expect(seen).toEqual(['once']);
    } finally {
      await jobs.stop();
    }
  });
});
