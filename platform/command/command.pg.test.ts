import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { err, ok } from '#libs/result';
import { type Actor, anonymous, system } from '#platform/access';
import { sql } from '#platform/database';
import { actorWith, testPlatform, type TestPlatform } from '#testing/platform';
import { runCommand, type CommandTx } from './index.ts';

let t: TestPlatform;
beforeAll(async () => {
  t = await testPlatform([{ 'lamp.light': ['secretary'] }]);
}, 60_000);
afterAll(() => t.close());

const wang = actorWith('0190b1f0-0000-7000-8000-00000000000a', '王小英');
const chen = actorWith('0190b1f0-0000-7000-8000-00000000000b', '陈伟');
let done = 0;
/** Does something that can be counted, and answers with money in it. */
const light = async (tx: CommandTx) => {
  done++;
  await tx.emit('lamp.lit', { by: tx.actor.name });
  tx.audit({ action: 'lamp.lit', subjectKind: 'lamp', subjectId: null, text: {} });
  return ok({ id: tx.newId(), costFen: 12_345_678_901_234_567n });
};
const run = (
  actor: Actor,
  key: string | undefined,
  name = 'light-lamp',
  work: (tx: CommandTx) => Promise<{ ok: true; value: unknown } | { ok: false; error: string }> = light,
) => runCommand({ platform: t.platform, subdistrictId: t.subdistrictId, actor, ...(key === undefined ? {} : { key }) }, name, work);
const counts = async () =>
  (
    await t.owner.query(
      'select (select count(*)::int from outbox) as events, (select count(*)::int from audit_entry) as entries, (select count(*)::int from command_log) as commands',
    )
  ).rows[0];

describe('an idempotency key', () => {
  test('used twice does it once and answers the same, money as money', async () => {
    const before = done;
    const first = await run(wang, 'key-twice');
    const counted = await counts();
    expect(await run(wang, 'key-twice')).toEqual(first);
    expect(first.ok && first.value).toMatchObject({ costFen: 12_345_678_901_234_567n });
    expect([done - before, await counts()]).toEqual([1, counted]);
  });

  test.each([
    ['somebody else', () => run(chen, 'key-owned')],
    ['nobody signed in', () => run(anonymous, 'key-owned')],
    ['a job', () => run(system, 'key-owned')],
    ['another command', () => run(wang, 'key-owned', 'break-lamp')],
    ['somebody else under another command', () => run(chen, 'key-owned', 'break-lamp')],
  ])('of hers tells %s nothing and does nothing', async (_who, again) => {
    await run(wang, 'key-owned');
    const counted = await counts();
    expect(await again()).toEqual({ ok: false, error: 'key-reused' });
    expect(await counts()).toEqual(counted);
  });

  test("used by ten at once does it once; all get the first one's answer", async () => {
    const before = await counts();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () =>
        run(wang, 'key-at-once', 'light-lamp', async (tx) => {
          const result = await light(tx);
          await sleep(20);
          return result;
        }),
      ),
    );
    expect(
      new Set(answers.map((answer) => (answer.ok ? JSON.stringify(answer.value, (_k, v) => (typeof v === 'bigint' ? `${v}n` : v)) : answer.error))).size,
    ).toBe(1);
    expect(answers[0]?.ok).toBe(true);
    expect(await counts()).toEqual({ events: before.events + 1, entries: before.entries + 1, commands: before.commands + 1 });
  });

  test("at once where the loser meets the winner's new state: the loser, too, reads that it was done", async () => {
    await t.owner.query("insert into audit_head (subdistrict_id, seq, digest) values ($1, 0, 'off') on conflict do nothing", [t.otherSubdistrictId]);
    const context = { platform: t.platform, subdistrictId: t.otherSubdistrictId, actor: wang, key: 'key-state' };
    const turnOn = () =>
      runCommand(context, 'turn-on', async (tx) => {
        const touched = await tx.exec(sql`update audit_head set seq = seq + 1 where subdistrict_id = ${tx.subdistrictId} and seq = 0`);
        if (touched === 0) return err('wrong-state');
        await sleep(50);
        return ok('on');
      });
    expect(await Promise.all([turnOn(), turnOn(), turnOn()])).toEqual([ok('on'), ok('on'), ok('on')]);
  });

  test('of a refused command stays free: the same form may be sent again when things are right', async () => {
    let right = false;
    const attempt = () => run(wang, 'key-refused', 'light-lamp', async (tx) => (right ? light(tx) : err('wrong-state')));
    expect(await attempt()).toEqual({ ok: false, error: 'wrong-state' });
    right = true;
    expect((await attempt()).ok).toBe(true);
  });

  test('of one subdistrict means nothing in another', async () => {
    await run(wang, 'key-here');
    const answer = await runCommand({ platform: t.platform, subdistrictId: t.otherSubdistrictId, actor: chen, key: 'key-here' }, 'other', async () =>
      ok('there'),
    );
    expect(answer).toEqual(ok('there'));
  });

  test('left out does it each time', async () => {
    const before = done;
    await run(wang, undefined);
    await run(wang, undefined);
    expect(done - before).toBe(2);
  });
});

describe('a command', () => {
  test('leaves nothing behind when a statement that travels with the commit fails, and throws its error', async () => {
    const before = await counts();
    await expect(
      run(wang, 'key-late', 'light-lamp', async (tx) => {
        tx.withCommit(tx.executeSql("do $$ begin raise exception 'late' using errcode = '23514'; end $$", []));
        return light(tx);
      }),
    ).rejects.toMatchObject({ code: '23514' });
    expect(await counts()).toEqual(before);
  });
  test('tells the error of that statement also when a later one has failed because of it', async () => {
    await expect(
      run(wang, 'key-later', 'light-lamp', async (tx) => {
        tx.withCommit(tx.executeSql("do $$ begin raise exception 'late' using errcode = '23514'; end $$", []));
        await tx.executeSql('select 1', []);
        return light(tx);
      }),
    ).rejects.toMatchObject({ code: '23514' });
  });
  test('never takes a commit for done that the database answered with a rollback', async () => {
    const hidden = t.platform.db.tenant(t.subdistrictId, (tx) => tx.executeSql('select 1 / 0', []).catch(() => null));
    await expect(hidden).rejects.toThrow('rolled back');
  });
  test('that is refused or breaks leaves nothing at all', async () => {
    const before = await counts();
    expect(
      await run(wang, 'key-err', 'light-lamp', async (tx) => {
        await light(tx);
        return err('no');
      }),
    ).toEqual({ ok: false, error: 'no' });
    await expect(
      run(wang, 'key-throw', 'light-lamp', async (tx) => {
        await light(tx);
        throw new Error('bug');
      }),
    ).rejects.toThrow('bug');
    expect(await counts()).toEqual(before);
  });

  test('that loses to another over a lock is tried again', async () => {
    let tries = 0;
    const answer = await run(wang, 'key-retry', 'light-lamp', async (tx) => {
      if (++tries < 3) await tx.executeSql("do $$ begin raise exception 'deadlock' using errcode = '40P01'; end $$", []);
      return light(tx);
    });
    expect([answer.ok, tries]).toEqual([true, 3]);
    let always = 0;
    await expect(
      run(wang, 'key-always', 'light-lamp', async (tx) => {
        always++;
        await tx.executeSql("do $$ begin raise exception 'deadlock' using errcode = '40001'; end $$", []);
        return ok();
      }),
    ).rejects.toMatchObject({ code: '40001' });
    expect(always).toBeLessThanOrEqual(4);
  });

  test('has one instant and its civil day, of Shanghai, not of the machine', async () => {
    t.clock.set('2026-03-31T16:30:00Z');
    const seen = await run(wang, undefined, 'look', async (tx) => ok({ now: tx.now.toISOString(), today: tx.today }));
    expect(seen).toEqual(ok({ now: '2026-03-31T16:30:00.000Z', today: '2026-04-01' }));
  });

  test('may do only what the table lists, at the place', async () => {
    const place = '0190b1f0-0000-7000-8000-0000000000ff';
    const secretary = actorWith('0190b1f0-0000-7000-8000-00000000000c', '唐秀英', { role: 'secretary', neighbourhoodId: place });
    const asked = await run(secretary, undefined, 'ask', async (tx) =>
      ok([
        tx.can('lamp.light', { neighbourhoodId: place }),
        tx.can('lamp.light', { neighbourhoodId: null }),
        tx.can('lamp.unlisted', { neighbourhoodId: place }),
      ]),
    );
    expect(asked).toEqual(ok([true, false, false]));
  });
});
