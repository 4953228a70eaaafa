import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type Player, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let election: string;
beforeAll(async () => {
  s = await wholeSite();
  election = `${base}/elections/${await s.value('select id from election limit 1')}`;
}, 300_000);
afterAll(() => s?.close());
const text = async (who: Player, path: string) => (await s.get(who, path)).text();

describe('an election', () => {
  it('says by which rules, who set them, and what comes next; nominated names are masked until the list is made', async () => {
    const page = await text('anonymous', election);
    expect(page).toContain('蔡路居委会换届选举');
    expect(page).toContain('每户派代表');
    expect(page).toContain('支点镇居委会换届选举工作办法（演示）');
    expect(page).toContain('李*珍');
    expect(page).not.toContain('李桂珍');
    expect(page).toContain('3 名选民提名（需 3）');
    expect(await text('secretary', election)).toContain('李桂珍');
  });
  it('takes nominations by name and keeps what was typed', async () => {
    const wrong = await s.post('resident', `${election}/nominate`, { post: '1', name: '查无此人' });
    expect([wrong.status, (await wrong.text()).includes('value="查无此人"')]).toEqual([422, true]);
    expect((await s.post('resident', `${election}/nominate`, { post: '1', name: '陈伟' })).status).toBe(303);
    expect((await s.post('resident', `${election}/nominate`, { post: '1', name: '陈伟' })).status).toBe(422);
  });
  it('goes no further before its time', async () => {
    for (const step of ['list', 'open', 'begin-count', 'declare']) expect((await s.post('secretary', `${election}/${step}`)).status, step).toBe(409);
    expect(await text('anonymous', `${election}/screen`)).toContain('计票还没有开始');
  });
  it('has one box: the ballot’s own papers are closed to elections and to consents', async () => {
    const ballots = [
      await s.value('select ballot_id from election_post limit 1'),
      await s.value("select id from ballot where taken_by = 'consent' and state = 'open' limit 1"),
    ];
    for (const ballot of ballots) {
      const here = `${base}/ballots/${ballot}`;
      for (const page of ['papers', 'batches/new']) expect((await s.get('secretary', `${here}/${page}`)).status, page).toBe(409);
      for (const form of ['others', 'slips', 'slips/mark', 'batches/new'])
        expect((await s.post('secretary', `${here}/${form}`, { lines: '#1 同意', channel: 'assisted' })).status, form).toBe(409);
    }
  });
  it('is not prepared before the office has answered what the law leaves open', async () => {
    expect(await text('secretary', `${base}/n/pd-cailu/elections/new`)).toContain('选举名称');
    await s.owner.query("update office_setting set key = 'election.kept' where key = 'election.majority'").catch(() => {});
    const none = await s.post('secretary', `${base}/n/pd-cailu/elections/new`, { title: '再选一次', day: '2099-01-01', time: '17:00' });
    expect(none.status).toBe(422);
  });
  it('the office’s answers are asked with their ground', async () => {
    const page = await text('officer', `${base}/elections/settings`);
    expect(page).toContain('得多少票才当选');
    const without = await s.post('officer', `${base}/elections/settings`, { 'election-nominators': '5' });
    expect(without.status).toBe(422);
    expect((await s.post('officer', `${base}/elections/settings`, { 'election-nominators': '5', reason: '办法修订' })).status).toBe(303);
    // An election keeps the rules it was prepared under.
    expect(await text('anonymous', election)).toContain('（需 3）');
  });
});
