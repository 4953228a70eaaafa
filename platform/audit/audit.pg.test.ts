import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { system } from '#platform/access';
import { runCommand } from '#platform/command';
import { Database } from '#platform/database';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  auditOf,
  chainAudit,
  chainSoon,
  digestOf,
  entryDigest,
  eraseAuditText,
  genesis,
  listDayHeads,
  publishDayHeads,
  queueAudit,
  textDigest,
  verifyAudit,
} from './index.ts';

let t: TestPlatform;
beforeAll(async () => {
  t = await testPlatform([]);
}, 60_000);
afterAll(() => t.close());

const subject = '0190b1f0-0000-7000-8000-000000000001';
const say = (words: string) =>
  runCommand(t.contextFor(system), 'say', async (tx) => {
    tx.audit({ action: 'word.said', subjectKind: 'word', subjectId: subject, text: { words, fen: 12n } });
    return ok();
  });
const verify = () => t.db.tenant(t.subdistrictId, verifyAudit, 'read');
/** Goes around the guard, as somebody with the owner's password would. */
const tamper = async (statement: string) => {
  await t.owner.query('alter table audit_entry disable trigger all');
  await t.owner.query('alter table audit_day disable trigger all');
  await t.owner.query('alter table audit_text disable trigger all');
  await t.owner.query(statement);
  for (const table of ['audit_entry', 'audit_day', 'audit_text']) await t.owner.query(`alter table ${table} enable trigger all`);
};
beforeEach(async () => {
  await tamper('truncate audit_entry, audit_text, audit_head, audit_day, audit_queue');
  for (const words of ['一', '二', '三', '四']) await say(words);
});

describe('the chain', () => {
  test('is whole after ordinary work, empty too', async () => {
    expect(await verify()).toEqual([]);
    expect(await t.db.tenant(t.otherSubdistrictId, verifyAudit, 'read')).toEqual([]);
  });

  test('twenty at once stand in one unbroken row', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => say(`同时 ${i}`)));
    expect(await verify()).toEqual([]);
    expect((await t.owner.query('select seq, digest from audit_head')).rows[0]).toMatchObject({ seq: '24' });
  });

  test.each([
    ['an action', "update audit_entry set action = 'word.unsaid' where seq = 2", ['audit entry 2 was changed']],
    ['who did it', "update audit_entry set actor_kind = 'person' where seq = 2", ['audit entry 2 was changed']],
    ['when', "update audit_entry set at = at + interval '1 ms' where seq = 3", ['audit entry 3 was changed']],
    ['about what', 'update audit_entry set subject_id = null where seq = 1', ['audit entry 1 was changed']],
    ['the words', `update audit_text set body = '{"words":"没说"}' where seq = 2`, ['text of audit entry 2 was changed']],
    ['the salt', "update audit_text set salt = '00' where seq = 2", ['text of audit entry 2 was changed']],
    [
      'words and their digest',
      `update audit_entry set text_digest = encode(sha256('x'), 'hex') where seq = 2`,
      ['audit entry 2 was changed', 'text of audit entry 2 was changed'],
    ],
    ['a digest', "update audit_entry set digest = repeat('a', 64) where seq = 2", ['audit entry 2 was changed', 'audit entry 3 does not follow entry 2']],
    [
      'the first entry taken out',
      'delete from audit_text where seq = 1; delete from audit_entry where seq = 1',
      ['audit entry 1 is missing', 'audit entry 2 does not follow entry 0'],
    ],
    [
      'one in the middle taken out',
      'delete from audit_text where seq = 3; delete from audit_entry where seq = 3',
      ['audit entry 3 is missing', 'audit entry 4 does not follow entry 2'],
    ],
    ['the last one taken out', 'delete from audit_text where seq = 4; delete from audit_entry where seq = 4', ['audit head does not match the last entry']],
    ['the text taken out', 'delete from audit_text where seq = 2', ['text of audit entry 2 is missing']],
    ['the head set back', 'update audit_head set seq = 3', ['audit head does not match the last entry']],
    ["the head's digest", "update audit_head set digest = repeat('b', 64)", ['audit head does not match the last entry']],
    ['the head taken out', 'delete from audit_head', ['audit head does not match the last entry']],
    ['everything taken out but the head', 'truncate audit_text, audit_entry', ['audit head does not match the last entry']],
  ])('changed by the owner — %s — is found', async (_what, statement, problems) => {
    await tamper(statement);
    expect(await verify()).toEqual(problems);
  });

  test('written anew from its middle, digests and all, still does not match the day that was published', async () => {
    t.clock.advanceDays(1);
    await t.db.tenant(t.subdistrictId, (tx) => publishDayHeads(tx, t.clock.now().toISOString().slice(0, 10), t.clock.now()));
    const { rows } = await t.owner.query('select * from audit_entry order by seq');
    let previous = genesis;
    for (const row of rows) {
      const action = row.seq === '2' ? 'word.forged' : row.action;
      const digest = entryDigest('sha256', previous, {
        subdistrictId: t.subdistrictId,
        seq: BigInt(row.seq),
        at: row.at,
        actorId: row.actor_id,
        actorKind: row.actor_kind,
        action,
        subjectKind: row.subject_kind,
        subjectId: row.subject_id,
        textDigest: row.text_digest,
      });
      await tamper(`update audit_entry set action = '${action}', previous_digest = '${previous}', digest = '${digest}' where seq = ${row.seq}`);
      previous = digest;
    }
    await tamper(`update audit_head set digest = '${previous}'`);
    expect(await verify()).toEqual([expect.stringMatching(/^published head of .* does not match entry 4$/)]);
  });

  test('stays whole when words are erased; the words are gone', async () => {
    await t.db.tenant(t.subdistrictId, (tx) => eraseAuditText(tx, 2n, '本人要求', t.clock.now()));
    expect(await verify()).toEqual([]);
    const trail = await t.db.tenant(t.subdistrictId, (tx) => auditOf(tx, subject), 'read');
    expect(trail.map((line) => line.text?.['words'] ?? null)).toEqual(['一', null, '三', '四']);
    expect(JSON.stringify((await t.owner.query('select * from audit_text where seq = 2')).rows)).not.toContain('二');
  });

  test('says the same about the same words twice in two different ways: nobody can guess them from the digest', async () => {
    await say('同一句');
    await say('同一句');
    const { rows } = await t.owner.query<{ text_digest: string }>('select text_digest from audit_entry where seq > 4');
    expect(rows[0]?.text_digest).not.toBe(rows[1]?.text_digest);
    expect(rows[0]?.text_digest).not.toBe(digestOf('sha256', JSON.stringify({ words: '同一句', fen: '12' })));
  });

  test('a refused or broken command leaves no entry', async () => {
    await runCommand(t.contextFor(system), 'refuse', async (tx) => {
      tx.audit({ action: 'never', subjectKind: 'word', subjectId: null, text: {} });
      return { ok: false as const, error: 'no' as const };
    });
    await expect(
      runCommand(t.contextFor(system), 'break', async (tx) => {
        tx.audit({ action: 'never', subjectKind: 'word', subjectId: null, text: {} });
        throw new Error('bug');
      }),
    ).rejects.toThrow('bug');
    expect((await t.owner.query("select 1 from audit_entry where action = 'never'")).rowCount).toBe(0);
    expect(await verify()).toEqual([]);
  });
});

describe('facts that wait for the chain', () => {
  const queued = async () => (await t.owner.query<{ n: number }>('select count(*)::int as n from audit_queue')).rows[0]?.n;
  /** A command that committed and whose process died before it chained. */
  const left = (...words: string[]) =>
    t.db.tenant(t.subdistrictId, (tx) =>
      queueAudit(
        tx,
        words.map((each) => ({ action: 'word.said', subjectKind: 'word', subjectId: subject, text: { words: each } })),
        { actorId: null, actorKind: 'system', at: t.clock.now(), salt: () => '00' },
      ),
    );
  const trail = async () => (await t.db.tenant(t.subdistrictId, (tx) => auditOf(tx, subject), 'read')).map((line) => line.text?.['words']);

  test('keep their order and are chained by the next command, by the sweep, and before a day is published', async () => {
    await left('五', '六', '七');
    expect([await queued(), await verify(), (await trail()).length]).toEqual([3, [], 4]);
    await say('八');
    expect([await queued(), await verify(), await trail()]).toEqual([0, [], ['一', '二', '三', '四', '五', '六', '七', '八']]);
    await left('九');
    await chainSoon(t.db, t.subdistrictId);
    await left('十');
    await t.db.tenant(t.subdistrictId, (tx) => publishDayHeads(tx, '2000-01-01', t.clock.now()));
    expect([await queued(), await verify(), (await trail()).slice(8)]).toEqual([0, [], ['九', '十']]);
  });

  test('are chained once, however many reach for them at once', async () => {
    await left(...Array.from({ length: 30 }, (_, n) => `字 ${n}`));
    const taken = await Promise.all(Array.from({ length: 6 }, () => t.db.tenant(t.subdistrictId, (tx) => chainAudit(tx, 7))));
    expect(taken.reduce((sum, n) => sum + n)).toBe(30);
    expect([await queued(), await verify(), (await trail()).length]).toEqual([0, [], 34]);
  });

  test('stay where they are when chaining fails; the command is not undone by that', async () => {
    await t.owner.query("create function break_chain() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$");
    await t.owner.query('create trigger break_chain before insert on audit_text for each row execute function break_chain()');
    expect(await say('五')).toEqual({ ok: true, value: undefined });
    expect([await queued(), await verify(), (await trail()).length]).toEqual([1, [], 4]);
    await t.owner.query('drop trigger break_chain on audit_text');
    await chainSoon(t.db, t.subdistrictId);
    expect([await queued(), await verify(), (await trail()).at(-1)]).toEqual([0, [], '五']);
  });

  test('are not changed while they wait', async () => {
    await left('五');
    await expect(t.owner.query("update audit_queue set body = '{}'")).rejects.toMatchObject({ code: '23514' });
  });

  test('do not make commands wait for one another: one that holds its transaction open keeps nobody from committing', async () => {
    const other = new Database({ url: t.appUrl, max: 2 });
    let go: () => void = () => {};
    const held = new Promise<void>((resolve) => (go = resolve));
    const slow = t.db.tenant(t.subdistrictId, async (tx) => {
      await queueAudit(tx, [{ action: 'word.said', subjectKind: 'word', subjectId: subject, text: { words: '慢' } }], {
        actorId: null,
        actorKind: 'system',
        at: t.clock.now(),
        salt: () => '00',
      });
      await held;
    });
    expect(
      (
        await runCommand({ ...t.contextFor(system), platform: { ...t.platform, db: other } }, 'say', async (tx) => {
          tx.audit({ action: 'word.said', subjectKind: 'word', subjectId: subject, text: { words: '快' } });
          return ok();
        })
      ).ok,
    ).toBe(true);
    expect((await trail()).at(-1)).toBe('快');
    go();
    await slow;
    await chainSoon(t.db, t.subdistrictId);
    expect([(await trail()).at(-1), await verify()]).toEqual(['慢', []]);
    await other.end();
  });
});

describe('SM3', () => {
  test("is the national algorithm, by the standard's own example", () => {
    expect(digestOf('sm3', 'abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
    expect(textDigest('sm3', 's', 'b')).toBe(digestOf('sm3', 's\nb'));
  });
  test('can be chosen at any time; what was chained before still verifies, and a change is found in both', async () => {
    await t.owner.query("update audit_head set algorithm = 'sm3'");
    await say('五');
    expect((await t.owner.query('select algorithm from audit_entry order by seq')).rows.map((row) => row.algorithm)).toEqual([
      'sha256',
      'sha256',
      'sha256',
      'sha256',
      'sm3',
    ]);
    expect(await verify()).toEqual([]);
    await tamper("update audit_entry set action = 'x' where seq = 5");
    expect(await verify()).toEqual(['audit entry 5 was changed']);
  });
});

describe("the day's head", () => {
  test('is published once the day is over, once, and shows the last entry of the day', async () => {
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(t.clock.now());
    const publish = (today: string) => t.db.tenant(t.subdistrictId, (tx) => publishDayHeads(tx, today, t.clock.now()));
    expect(await publish(day)).toBe(0);
    t.clock.advanceDays(1);
    const next = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(t.clock.now());
    expect(await publish(next)).toBe(1);
    expect(await publish(next)).toBe(0);
    const [head] = await t.db.tenant(t.subdistrictId, (tx) => listDayHeads(tx), 'read');
    expect(head).toMatchObject({ day, seq: 4n });
    await expect(t.owner.query("update audit_day set digest = 'x'")).rejects.toMatchObject({ code: '23514' });
  });
});
