import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ok } from '#libs/result';
import { runCommand } from '#platform/command';
import { listDuties, openDuty } from '#modules/inbox';
import { askForRoundChange, changesOf, closeCallEarly, extendRound, refuseRoundChange, reopenRound } from '#modules/funds';
import { actedFor, deputyshipsOf, endDeputyship, nameDeputy } from '#modules/people';
import { must, office, said, type Scene } from './scene.fixture.ts';

let s: Scene;
beforeAll(async () => {
  s = await office();
  s.t.clock.set('2026-11-02T09:00:00+08:00');
});
afterAll(() => s?.t.close());
const as = async (key: keyof Scene['ids']) => s.t.contextFor(await s.actor(key));
const tick = () => s.t.clock.advanceDays(1 / 1440);
const name = async (who: keyof Scene['ids'], over: Partial<Parameters<typeof nameDeputy>[1]> = {}) =>
  nameDeputy(await as(who), {
    roleId: await s.roleOf('head'),
    deputyId: s.ids.officer,
    fromDay: '2026-11-02',
    toDay: '2026-11-06',
    kinds: null,
    duties: '',
    reason: '出差',
    ...over,
  });

describe('a deputy', () => {
  test('is named by the role holder, for days to come, and is neither the holder nor an auditor', async () => {
    expect(said(await name('officer'))).toBe('not-allowed');
    expect(said(await name('second'))).toBe('not-allowed');
    expect(said(await name('head', { deputyId: s.ids.head }))).toBe('same-person');
    expect(said(await name('head', { deputyId: s.ids.auditor }))).toBe('auditor');
    expect(said(await name('head', { fromDay: '2026-11-01' }))).toBe('in-the-past');
    expect(said(await name('head', { toDay: '2026-11-01' }))).toBe('bad-days');
    expect(said(await name('head', { reason: ' ' }))).toBe('reason-required');
    expect(said(await name('officer', { roleId: await s.roleOf('secretary'), deputyId: s.ids.officer }))).toBe('same-person');
    expect(said(await name('head', { roleId: await s.roleOf('auditor'), deputyId: s.ids.second }))).toBe('wrong-role');
    must(await name('head'));
    expect(said(await name('head', { deputyId: s.ids.second }))).toBe('taken');
  });
  test('acts with 代, only on the days, and it is kept', async () => {
    must(await closeCallEarly(await as('officer'), { roundId: s.roundId, reason: '已经报齐' }));
    const again = { roundId: s.roundId, lastDay: '2026-12-20', reason: '名额有余', moveSteps: false };
    expect(said(await reopenRound(await as('second'), again))).toBe('not-allowed');
    must(await reopenRound(await as('officer'), again));
    expect((await s.see((tx) => changesOf(tx, s.roundId)))[0]).toMatchObject({ decidedByName: '周科长（代吴主任）' });
    expect(await s.see((tx) => actedFor(tx, s.ids.head))).toMatchObject([{ personName: '周科长', forName: '吴主任', command: 'reopen-round' }]);
    const audit = await s.t.owner
      .query<{ text: { inPlaceOf?: string[] } }>("select text from audit_entry_text where text ->> 'reason' = '名额有余'")
      .catch(() => null);
    if (audit) expect(audit.rows.some((row) => row.text.inPlaceOf?.[0] === '吴主任')).toBe(true);
    tick();
    // What one may do in one's own name is done in one's own name.
    must(await extendRound(await as('officer'), { roundId: s.roundId, lastDay: '2026-12-22', reason: '再延两天', moveSteps: false }));
    expect((await s.see((tx) => changesOf(tx, s.roundId)))[0]).toMatchObject({ decidedByName: '周科长' });
    s.t.clock.set('2026-11-07T09:00:00+08:00');
    must(await closeCallEarly(await as('officer'), { roundId: s.roundId, reason: '已经报齐' }));
    expect(said(await reopenRound(await as('officer'), { ...again, lastDay: '2026-12-25' }))).toBe('not-allowed');
  });
  test('never does both halves of what takes two, counting whom they stand in for', async () => {
    s.t.clock.set('2026-11-09T09:00:00+08:00');
    must(await name('head', { fromDay: '2026-11-09', toDay: '2026-11-13' }));
    const ask = async (who: 'head' | 'officer' | 'second') => {
      tick();
      return askForRoundChange(await as(who), { roundId: s.roundId, kind: 'reopened', reason: '补充申报', lastDay: '2026-12-30' });
    };
    const refuse = async (who: 'head' | 'officer') => {
      tick();
      return refuseRoundChange(await as(who), { roundId: s.roundId, reason: '不急' });
    };
    // The officer asked: the officer does not answer, as the head's deputy either.
    must(await ask('officer'));
    expect(said(await refuse('officer'))).toBe('same-person');
    must(await refuse('head'));
    // The head asked: whoever stands in for the head does not answer it.
    must(await ask('head'));
    expect(said(await refuse('officer'))).toBe('same-hands');
    expect((await s.t.owner.query('select count(*)::int as n from round_ask where outcome is null')).rows[0].n).toBe(1);
    // Somebody else's question is answered in the head's place without ado.
    await s.t.owner.query('alter table round_ask disable trigger user');
    await s.t.owner.query('delete from round_ask where outcome is null');
    await s.t.owner.query('alter table round_ask enable trigger user');
    must(await ask('second'));
    must(await refuse('officer'));
  });
  test('ends when the holder is back, with a reason', async () => {
    const [standing] = await s.see((tx) => deputyshipsOf(tx, { roleId: undefined, personId: s.ids.head }));
    const end = async (who: keyof Scene['ids'], reason = '提前回来') => endDeputyship(await as(who), { deputyshipId: standing!.id, reason });
    expect(said(await end('officer'))).toBe('not-allowed');
    expect(said(await end('head', ' '))).toBe('reason-required');
    must(await end('head'));
    expect(said(await end('head'))).toBe('already-done');
    expect((await s.actor('officer')).grants.some(({ insteadOf }) => insteadOf)).toBe(false);
  });
});

describe('a deputy for some kinds of duties', () => {
  test('does those and nothing else, and sees only their duties', async () => {
    s.t.clock.set('2026-11-16T09:00:00+08:00');
    expect(said(await name('head', { fromDay: '2026-11-16', toDay: '2026-11-18', kinds: [] }))).toBe('no-kinds');
    must(await name('head', { fromDay: '2026-11-16', toDay: '2026-11-18', kinds: ['money'] }));
    // Another deputy for other duties of the role, but not for the same.
    expect(said(await name('head', { fromDay: '2026-11-17', toDay: '2026-11-18', kinds: ['meetings', 'money'], deputyId: s.ids.second }))).toBe('taken');
    expect(said(await name('head', { fromDay: '2026-11-17', toDay: '2026-11-18', kinds: null, deputyId: s.ids.second }))).toBe('taken');
    const again = { roundId: s.roundId, lastDay: '2026-12-28', reason: '补充名额', moveSteps: false };
    const officer = await s.actor('officer');
    const lent = officer.grants.filter(({ insteadOf }) => insteadOf);
    expect(lent).toMatchObject([{ role: 'head', insteadOf: { name: '吴主任', kinds: ['money'] } }]);
    tick();
    expect(said(await reopenRound(await as('officer'), again))).toBe('not-allowed');
    const { permissions } = s.t.platform;
    expect(permissions.can(officer, 'round.reopen', { neighbourhoodId: null })).toBe(false);
    expect(permissions.canSomewhere(officer, 'round.reopen')).toBe(false);
    const opened = async (kind: string) =>
      must(
        await runCommand(await as('second'), 'open-duty', async (tx) => {
          const subjectId = tx.newId();
          await openDuty(tx, {
            kind,
            role: 'head',
            neighbourhoodId: null,
            subjectKind: 'x',
            subjectId,
            title: { zh: kind, en: kind },
            href: '/x',
            dueDay: null,
          });
          return ok(subjectId);
        }),
      );
    const [round, spending] = [await opened('round.decide-change'), await opened('spending.approve')];
    const seen = (await s.see((tx) => listDuties(tx, officer))).map(({ subjectId }) => subjectId);
    expect(seen).toContain(spending);
    expect(seen).not.toContain(round);
    s.t.clock.set('2026-11-19T09:00:00+08:00');
    must(await name('head', { fromDay: '2026-11-19', toDay: '2026-11-19', kinds: ['rounds'] }));
    must(await reopenRound(await as('officer'), again));
    const [act] = await s.see((tx) => actedFor(tx, s.ids.head));
    expect(act).toMatchObject({ personName: '周科长', forName: '吴主任', command: 'reopen-round', kind: 'rounds' });
    s.t.clock.set('2026-11-21T09:00:00+08:00');
  });
});

describe('plain SQL', () => {
  const deputyship = (over: Record<string, unknown> = {}) => {
    const row: Record<string, unknown> = {
      subdistrict_id: s.t.subdistrictId,
      id: s.t.platform.sources.newId(),
      person_id: s.ids.head,
      deputy_id: s.ids.second,
      from_day: '2026-11-20',
      to_day: '2026-11-25',
      reason: '病假',
      named_by: s.ids.head,
      named_by_name: '吴主任',
      named_on: '2026-11-09',
      named_at: '2026-11-09T09:00:00+08:00',
      ...over,
    };
    return s.t.owner.query(
      `insert into deputyship (${Object.keys(row).join(', ')}) values (${Object.keys(row)
        .map((_, at) => `$${at + 1}`)
        .join(', ')})`,
      Object.values(row),
    );
  };
  test('makes no deputy that the rules would not', async () => {
    const role_id = await s.roleOf('head');
    await expect(deputyship({ role_id, deputy_id: s.ids.head })).rejects.toThrow('neither audits nor holds');
    await expect(deputyship({ role_id, named_by: s.ids.second })).rejects.toThrow('check constraint');
    await expect(deputyship({ role_id, deputy_id: s.ids.auditor })).rejects.toThrow('neither audits nor holds');
    await expect(deputyship({ role_id: await s.roleOf('officer') })).rejects.toThrow('absent person holds');
    await expect(deputyship({ role_id: await s.roleOf('auditor'), person_id: s.ids.auditor })).rejects.toThrow('absent person holds');
    await expect(deputyship({ role_id, from_day: '2025-01-01' })).rejects.toThrow('absent person holds');
    await deputyship({ role_id });
    await expect(deputyship({ role_id, deputy_id: s.ids.officer, from_day: '2026-11-25' })).rejects.toThrow('one deputy at a time');
    await expect(s.t.owner.query("update deputyship set to_day = '2027-01-01'")).rejects.toThrow('stays as it was named');
    await expect(s.t.owner.query('delete from deputyship')).rejects.toThrow('stays as it was named');
  });
  test('lets nobody act for another without having been named, and keeps who did', async () => {
    const act = (person: string, absent: string, at: string) =>
      s.t.owner.query("insert into acted_for (subdistrict_id, id, person_id, for_person_id, command, at) values ($1, gen_random_uuid(), $2, $3, 'x', $4)", [
        s.t.subdistrictId,
        person,
        absent,
        at,
      ]);
    await expect(act(s.ids.second, s.ids.head, '2026-11-10T09:00:00+08:00')).rejects.toThrow('without having been named');
    await expect(act(s.ids.resident, s.ids.head, '2026-11-21T09:00:00+08:00')).rejects.toThrow('without having been named');
    await act(s.ids.second, s.ids.head, '2026-11-21T09:00:00+08:00');
    await expect(s.t.owner.query('delete from acted_for')).rejects.toThrow('append-only');
  });
  test('lets nobody act beyond the kinds that were lent, nor widen them', async () => {
    const role_id = await s.roleOf('head');
    const inDecember = { role_id, from_day: '2026-12-01', to_day: '2026-12-05' };
    await expect(deputyship({ ...inDecember, kinds: [] })).rejects.toThrow('check constraint');
    await deputyship({ ...inDecember, kinds: ['money', 'meetings'] });
    await expect(deputyship({ ...inDecember, kinds: ['meetings'], deputy_id: s.ids.officer })).rejects.toThrow('one deputy at a time');
    await deputyship({ ...inDecember, kinds: ['rounds'], deputy_id: s.ids.officer });
    await expect(s.t.owner.query("update deputyship set kinds = null where from_day = '2026-12-01'")).rejects.toThrow('stays as it was named');
    const act = (kind: string | null) =>
      s.t.owner.query(
        `insert into acted_for (subdistrict_id, id, person_id, for_person_id, command, at, kind)
          values ($1, gen_random_uuid(), $2, $3, 'x', '2026-12-02T09:00:00+08:00', $4)`,
        [s.t.subdistrictId, s.ids.second, s.ids.head, kind],
      );
    await expect(act('rounds')).rejects.toThrow('without having been named');
    await expect(act(null)).rejects.toThrow('without having been named');
    await act('money');
  });
  test('closes no year with one pair of hands', async () => {
    await s.t.owner.query(
      `insert into year_close (subdistrict_id, id, year, asked_by, asked_by_name, asked_at)
        values ($1, gen_random_uuid(), 2024, $2, '吴主任', '2026-11-21T08:00:00+08:00')`,
      [s.t.subdistrictId, s.ids.head],
    );
    const close = (closedAt: string) =>
      s.t.owner.query("update year_close set closed_by = $1, closed_by_name = '沈科员', closed_at = $2", [s.ids.second, closedAt]);
    await expect(close('2026-11-21T09:00:00+08:00')).rejects.toMatchObject({ code: 'ZD001' });
    // At another instant the same person acted in their own name.
    await close('2026-11-21T09:30:00+08:00');
  });
});
