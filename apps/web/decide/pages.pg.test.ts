import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let round: string;
beforeAll(async () => {
  s = await wholeSite();
  round = await s.value("select r.id from round r join project p on p.round_id = r.id where p.state = 'upkeep' limit 1");
}, 300_000);
afterAll(() => s?.close());

const rows = '101\t1\t\t8\n201\t2\t\t11\n301\t3\t\t13\n401\t4\t\t18';
const cost = { total: '18', homes: rows, source: 'none' };

describe('who pays what', () => {
  it('anybody gets every method to the fen, without signing in, and nothing is kept', async () => {
    const before = await s.fingerprint();
    const page = await (await s.post('anonymous', `${base}/who-pays`, cost)).text();
    for (const words of ['4.50', '2.00', '3.00', '4.00', '9.00', '缺 101 的面积', '没有选楼层系数']) expect(page).toContain(words);
    const paper = await s.post('anonymous', `${base}/who-pays/paper.pdf`, cost);
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(await s.fingerprint()).toBe(before);
  });
  it('names the rows it cannot read and brings back what was typed', async () => {
    const sent = await s.post('anonymous', `${base}/who-pays`, { ...cost, total: '0', homes: '101,一楼半\n101,2' });
    const page = await sent.text();
    expect(sent.status).toBe(422);
    for (const words of ['第1行：楼层“一楼半”不是整数', '第2行：“101”写了两次', '总价要大于零', '101,一楼半']) expect(page).toContain(words);
    expect((await s.post('anonymous', `${base}/who-pays/paper.pdf`, { total: '5' })).status).toBe(422);
  });
  it('fills in a building’s homes for those who keep the roster, for nobody else', async () => {
    const building = await s.value("select b.id from building b join neighbourhood n on n.id = b.neighbourhood_id where n.code = 'pd-cailu' limit 1");
    const at = `${base}/who-pays?n=pd-cailu&building=${building}`;
    expect(await (await s.get('secretary', at)).text()).toMatch(/<textarea[^>]*name="homes"[^>]*>[^<]*单元101\t1/);
    for (const who of ['anonymous', 'resident', 'secretaryElsewhere'] as const) expect(await (await s.get(who, at)).text(), who).not.toContain('单元101');
  });
});

describe('how a round was shared', () => {
  const pb = (names: readonly string[]) =>
    [
      'META',
      'key;value',
      'budget;30000',
      'vote_type;approval',
      'PROJECTS',
      'project_id;cost;name',
      `a;20000;${names[0]}`,
      `b;9000;${names[1]}`,
      'c;10000;坡道',
      'VOTES',
      'voter_id;age;vote',
      '王小英;71;a,b',
      '陈伟;40;b,a',
      '周长根;66;c',
      '',
    ].join('\n');
  const file = (text: string) => new File([text], 'vote.pb');

  it('without a vote says so, and how to get one', async () => {
    expect(await (await s.get('anonymous', `${base}/rounds/${round}/shared`)).text()).toContain('这一批项目没有居民投票');
  });
  it('the office brings in a vote; a broken file is named by its line', async () => {
    const at = `${base}/rounds/${round}/shared`;
    const broken = await s.post('officer', at, { source: '楼组长代收', file: file('META\nkey;value\nbudget;x\n') });
    expect([broken.status, /第\d+行读不懂：缺少 PROJECTS 一段/.test(await broken.text())]).toEqual([422, true]);
    const foreign = await s.post('officer', at, { source: '别处的投票', file: file(pb(['别处的甲', '别处的乙']).replace('坡道', '别处的丙')) });
    expect([foreign.status, (await foreign.text()).includes('没有一个项目对得上这一批')]).toEqual([422, true]);
    expect((await s.post('officer', at, { source: '', file: file(pb(['甲', '乙'])) })).status).toBe(422);
    const titles = await s.owner.query<{ title: string }>('select title from project where round_id = $1 order by id limit 1', [round]);
    const kept = await s.post('officer', at, { source: '五月的居民投票', file: file(pb([titles.rows[0]?.title ?? '', '长椅'])) });
    expect([kept.status, kept.headers.get('location')]).toEqual([303, `${at}?vote=file`]);
  });
  it('then everybody sees each rule with what would have saved the losers, and takes it as Excel or without voters as .pb', async () => {
    const at = `${base}/rounds/${round}/shared`;
    const page = await (await s.get('anonymous', at)).text();
    for (const words of ['五月的居民投票', '等额分配', '另外找到 9,000 元就能入选', '再多 2 位支持者就能入选', '并列：', '支持的一个都没入选'])
      expect(page).toContain(words);
    expect((await s.get('anonymous', `${at}?format=xlsx`)).headers.get('content-type')).toContain('spreadsheetml');
    const taken = await (await s.get('anonymous', `${at}?format=pb`)).text();
    expect(taken).toContain('VOTES');
    for (const gone of ['王小英', '71', 'age']) expect(taken).not.toContain(gone);
  });
  it('the database keeps a vote as it was handed in', async () => {
    await expect(s.owner.query("update round_vote set source = '别的'")).rejects.toThrow();
    await expect(s.owner.query('delete from round_vote')).rejects.toThrow();
  });
  it('before the first award it is only for the office, auditors and reviewers', async () => {
    const [year, policy] = [await s.value('select year from round where id = $1', round), await s.value('select policy_id from round where id = $1', round)];
    const id = crypto.randomUUID();
    await s.owner.query(
      `insert into round (subdistrict_id, id, year, name, pool_fen, opens_on, closes_on, reviewers_wanted, state, policy_id, created_at)
       values ($1, $2, $3, '未定的一批', 100, '2026-01-01', '2026-02-01', 1, 'open', $4, now())`,
      [s.subdistrictId, id, year, policy],
    );
    const at = `${base}/rounds/${id}/shared`;
    expect(await (await s.get('resident', at)).text()).toContain('资助还没有决定');
    for (const who of ['officer', 'reviewer'] as const) expect(await (await s.get(who, at)).text(), who).not.toContain('资助还没有决定');
    expect((await s.get('resident', `${at}?format=pb`)).status).toBe(404);
  });
});

it('every page is sound', () => expect([...s.faults, ...s.errors]).toEqual([]));
