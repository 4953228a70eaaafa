import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishCall } from '#modules/funds';
import { listDuties, openDuty } from '#modules/inbox';
import { listRoles } from '#modules/people';
import { ok } from '#libs/result';
import { runCommand } from '#platform/command';
import {
  confirmTakenOver,
  digestOfList,
  dropHandover,
  findHandover,
  finishHandover,
  itemsOf,
  listHandovers,
  openItems,
  signAnew,
  signHandover,
  startHandover,
} from './index.ts';
import { must, office, said, type Scene } from './scene.fixture.ts';

let s: Scene;
let handoverId: string;
beforeAll(async () => {
  s = await office();
  const { t, cailu, ids } = s;
  must(
    await publishCall(t.contextFor(await s.actor('officer')), { roundId: s.roundId, number: '', title: '通知', body: '都可以报。', handIn: '', contact: '' }),
  );
  const named = (subjectId: string) =>
    s.actor('officer').then((actor) =>
      runCommand(t.contextFor(actor), 'open', async (tx) =>
        ok(
          await openDuty(tx, {
            kind: 'meeting.record',
            role: 'secretary',
            personId: ids.secretary,
            neighbourhoodId: cailu.id,
            subjectKind: 'meeting',
            subjectId,
            title: { zh: '写会议纪要', en: 'Minutes' },
            href: '/meetings/x',
            dueDay: null,
          }),
        ),
      ),
    );
  must(await named(t.platform.sources.newId()));
  await t.owner.query(
    `insert into meeting (subdistrict_id, id, neighbourhood_id, kind, counted, title, place, starts_at, convener, called_at, sign_in_code, state, chair_person_id, recorder_person_id)
    values ($1, $2, $3, 'talk', 'person', '楼道灯恳谈会', '活动室', '2026-11-20T18:30:00+08:00', '居委会', $4, 'ABCD23', 'called', $5, $6)`,
    [t.subdistrictId, t.platform.sources.newId(), cailu.id, t.clock.now(), ids.secretary, ids.director],
  );
  await t.owner.query(
    `insert into money_account (subdistrict_id, id, neighbourhood_id, kind, name, keeper_person_id, keeper_name, opening_day, opening_fen, opened_by_name, opened_at)
    values ($1, $2, $3, 'cash', '蔡路备用金', $4, '陈书记', '2026-01-01', 0, '某', $5)`,
    [t.subdistrictId, t.platform.sources.newId(), cailu.id, ids.secretary, t.clock.now()],
  );
});
afterAll(() => s?.t.close());
const as = async (key: keyof Scene['ids']) => s.t.contextFor(await s.actor(key));
const open = () => s.see(async (tx) => openItems(tx, (await findHandover(tx, handoverId))!));
const sign = async (who: keyof Scene['ids'], side: 'from' | 'to', witness = '') =>
  signHandover(await as(who), { handoverId, side, witness, list: digestOfList(await open()) });

describe('a hand-over', () => {
  test('is begun by whoever gives the role, once, to somebody who does not hold it', async () => {
    const start = async (who: keyof Scene['ids'], over: object = {}) =>
      startHandover(await as(who), {
        roleId: await s.roleOf('secretary'),
        to: s.ids.resident,
        plannedDay: '2026-11-05',
        reason: '调动',
        note: '',
        ...over,
      });
    expect(said(await start('secretary'))).toBe('not-allowed');
    expect(said(await start('officer', { to: s.ids.secretary }))).toBe('same-person');
    // Who is new here is made a person together with the hand-over, and never alone.
    const people = async () => (await s.t.owner.query('select count(*)::int as n from person')).rows[0].n;
    const before = await people();
    expect(said(await start('officer', { to: { name: '新书记', phone: '12' } }))).toBe('bad-phone');
    expect(said(await start('officer', { to: { name: '新书记', phone: '13900004321' }, reason: ' ' }))).toBe('reason-required');
    expect(await people()).toBe(before);
    expect(said(await start('officer', { roleId: await s.roleOf('auditor') }))).toBe('wrong-role');
    expect(said(await start('officer', { reason: '' }))).toBe('reason-required');
    handoverId = must(await start('officer'));
    expect(said(await start('second'))).toBe('already-open');
    expect(said(await start('second', { to: { name: '新书记', phone: '13900004321' } }))).toBe('already-open');
    expect(await people()).toBe(before);
    // The same form sent twice begins one hand-over and makes one person.
    const input = {
      roleId: await s.roleOf('director'),
      to: { name: '新主任', phone: '13900004321' },
      plannedDay: '2026-11-05',
      reason: '轮岗',
      note: '',
    };
    const twice = { ...(await as('officer')), key: 'handover-twice' };
    const first = must(await startHandover(twice, input));
    expect(must(await startHandover(twice, input))).toBe(first);
    expect(await people()).toBe(before + 1);
    must(await dropHandover(await as('officer'), { handoverId: first, reason: '不调了' }));
    for (const who of ['secretary', 'resident'] as const)
      expect((await s.see(async (tx) => listDuties(tx, await s.actor(who)))).map(({ kind }) => kind)).toContain('handover.sign');
  });
  test('lists everything that is open and how it goes', async () => {
    expect((await open()).map(({ kind, title, goes }) => [kind, title, goes])).toEqual([
      ['named-duty', '写会议纪要', 'by-name'],
      ['role-duty', '看申报通知，报项目或说明不报：2026 年度申报', 'with-role'],
      ['meeting', '楼道灯恳谈会', 'by-name'],
      ['cash-box', '蔡路备用金', 'asked'],
    ]);
  });
  test('is signed by each side for itself, on the list as it is; on paper with a witness', async () => {
    expect(said(await finishHandover(await as('officer'), { handoverId }))).toBe('not-signed');
    expect(said(await sign('resident', 'from'))).toBe('not-allowed');
    expect(said(await sign('director', 'from'))).toBe('not-allowed');
    expect(said(await signHandover(await as('secretary'), { handoverId, side: 'from', witness: '', list: 'a'.repeat(64) }))).toBe('list-changed');
    expect(said(await sign('officer', 'from'))).toBe('witness-required');
    must(await sign('secretary', 'from'));
    expect(said(await sign('secretary', 'from'))).toBe('already-done');
    must(await sign('officer', 'to', '本人在纸质交接单上签字，沈科员在场'));
    // Something new turns up: what was signed is no longer what goes over.
    const actor = await s.actor('officer');
    await runCommand(s.t.contextFor(actor), 'open', async (tx) =>
      ok(
        await openDuty(tx, {
          kind: 'meeting.sign',
          role: 'secretary',
          personId: s.ids.secretary,
          neighbourhoodId: s.cailu.id,
          subjectKind: 'meeting',
          subjectId: tx.newId(),
          title: { zh: '在纪要上签字', en: 'Sign' },
          href: '/meetings/y',
          dueDay: null,
        }),
      ),
    );
    expect(said(await finishHandover(await as('officer'), { handoverId }))).toBe('list-changed');
    must(await signAnew(await as('officer'), { handoverId }));
    must(await sign('secretary', 'from'));
    must(await sign('resident', 'to'));
  });
  test('holds against plain SQL before it is whole', async () => {
    await expect(
      s.t.owner.query(
        "update handover set state = 'done', settled_at = '2026-11-02T10:00:00+08:00', settled_by_name = '某', to_role_id = role_id where id = $1",
        [handoverId],
      ),
    ).rejects.toThrow('the role that was handed over is over');
    await expect(s.t.owner.query('update handover set to_person_id = from_person_id where id = $1', [handoverId])).rejects.toThrow();
    await expect(s.t.owner.query('delete from handover')).rejects.toThrow('settled once');
  });
  test('goes over whole: role, names, and what is asked of the successor', async () => {
    expect(said(await finishHandover(await as('secretary'), { handoverId }))).toBe('not-allowed');
    expect(must(await finishHandover(await as('officer'), { handoverId }))).toBe(5);
    const roles = (await s.see((tx) => listRoles(tx, { neighbourhoodId: s.cailu.id }))).filter(({ role }) => role === 'secretary');
    expect(roles.map(({ personName, fromDay, toDay }) => [personName, fromDay, toDay]).sort()).toEqual([
      ['孙小英', '2026-11-02', null],
      ['陈书记', '2026-01-01', '2026-11-01'],
    ]);
    expect((await s.see(async (tx) => listDuties(tx, await s.actor('resident')))).map(({ kind }) => kind).sort()).toEqual([
      'handover.follow',
      'meeting.record',
      'meeting.sign',
      'round.apply',
    ]);
    expect(await s.see(async (tx) => listDuties(tx, await s.actor('secretary')))).toEqual([]);
    const { rows } = await s.t.owner.query('select chair_person_id, recorder_person_id from meeting');
    expect(rows).toEqual([{ chair_person_id: s.ids.resident, recorder_person_id: s.ids.director }]);
    const items = await s.see((tx) => itemsOf(tx, handoverId));
    expect(items).toHaveLength(5);
    const box = items.find(({ kind }) => kind === 'cash-box')!.subjectId;
    expect(said(await confirmTakenOver(await as('secretary'), { subjectId: box }))).toBe('not-found');
    must(await confirmTakenOver(await as('resident'), { subjectId: box }));
    await expect(s.t.owner.query("update handover_item set title = 'x'")).rejects.toThrow('append-only');
    await expect(
      s.t.owner.query(
        'insert into handover_item select subdistrict_id, handover_id, 99, kind, gen_random_uuid(), title, href, goes, at from handover_item limit 1',
      ),
    ).rejects.toThrow('is closed');
  });
  test('that leaves something behind is refused when all is written', async () => {
    const roleId = (await s.see((tx) => listRoles(tx, { personId: s.ids.resident })))[0]!.id;
    handoverId = must(await startHandover(await as('officer'), { roleId, to: s.ids.secretary, plannedDay: '2026-11-02', reason: '调回', note: '' }));
    must(await sign('resident', 'from'));
    must(await sign('secretary', 'to'));
    await s.t.owner.query('begin');
    await s.t.owner.query("update role_assignment set to_day = '2026-11-01' where id = $1", [roleId]);
    await s.t.owner.query(
      "insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at) values ($1, $2, $3, 'secretary', $4, '2026-11-02', now())",
      [s.t.subdistrictId, '11111111-1111-7111-8111-111111111111', s.ids.secretary, s.cailu.id],
    );
    await s.t.owner.query(
      "update handover set state = 'done', settled_at = '2026-11-02T10:00:00+08:00', settled_by_name = '某', to_role_id = '11111111-1111-7111-8111-111111111111' where id = $1",
      [handoverId],
    );
    await expect(s.t.owner.query('commit')).rejects.toThrow('still open in the name of the predecessor');
    must(await dropHandover(await as('officer'), { handoverId, reason: '不调了' }));
    expect((await s.see((tx) => listHandovers(tx))).map(({ state }) => state).sort()).toEqual(['done', 'dropped', 'dropped']);
  });
});
