import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { system } from '#platform/access';
import { runCommand } from '#platform/command';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { auditOf, digestOf, entryDigest, eraseAuditText, genesis, listDayHeads, publishDayHeads, textDigest, verifyAudit } from './index.ts';

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
  await tamper('truncate audit_entry, audit_text, audit_head, audit_day');
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
