import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type Player, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let rule: string;
beforeAll(async () => {
  s = await wholeSite();
  rule = `${base}/house-rules/${await s.value("select r.id from house_rule r join neighbourhood n on n.id = r.neighbourhood_id where n.code = 'pd-cailu' limit 1")}`;
}, 300_000);
afterAll(() => s?.close());
const text = async (who: Player, path: string) => (await s.get(who, path)).text();
const go = (response: Response) => response.headers.get('location') ?? '';
const clause = (heading: string) =>
  s.value(
    "select article_id from house_rule_clause where heading = $1 and version_id = (select id from house_rule_version where no = 1 and state = 'adopted' limit 1)",
    heading,
  );

describe('house rules', () => {
  it('are read by anybody, with how they were adopted', async () => {
    const list = await text('anonymous', `${base}/n/pd-cailu/house-rules`);
    expect(list).toContain('蔡路居民公约');
    const page = await text('anonymous', `${rule}/versions/1`);
    expect(page).toMatch(/第一章\s*楼道/);
    expect(page).toContain('同意 46，不同意 3，弃权 2');
    expect(page).toContain('居民委员会组织法');
    expect((await s.get('anonymous', `${rule}/versions/1/text.pdf`)).headers.get('content-type')).toBe('application/pdf');
  });
  it('are found by two-character words, and by one', async () => {
    const found = await text('anonymous', `${base}/n/pd-cailu/house-rules?q=${encodeURIComponent('电瓶车')}`);
    expect(found).toContain('现行条款里有 1 条提到“电瓶车”');
    expect(await text('anonymous', `${base}/n/pd-cailu/house-rules?q=${encodeURIComponent('"><script>')}`)).not.toContain('"><script>');
    expect(await text('anonymous', `${base}/n/pd-cailu/house-rules?q=${encodeURIComponent('游泳池')}`)).toContain('没有提到');
  });
  it('stand side by side, changed words marked', async () => {
    const page = await text('anonymous', `${rule}/compare?a=1&b=2`);
    expect(page).toMatch(/<ins>[^<]*充电桩/);
    expect(page).toContain('另有 5 条未变');
    expect((await s.get('anonymous', `${rule}/compare?a=1&b=9`)).status).toBe(404);
  });
  it('take comments while they are open, masked unless wished otherwise; what was typed comes back', async () => {
    const at = `${rule}/versions/2/comments`;
    expect((await s.post('resident', at, { text: ' ', article: '' })).status).toBe(422);
    const long = await s.post('resident', at, { text: `${'长'.repeat(1001)}末` });
    expect([long.status, (await long.text()).includes('长末')]).toEqual([422, true]);
    expect((await s.post('resident', at, { text: '<b>晚上</b>能不能定时断电' })).status).toBe(303);
    expect((await s.post('resident', at, { text: '充电的事找 13912345678' })).status).toBe(303);
    const page = await text('anonymous', `${rule}/versions/2`);
    expect(page).toContain('&lt;b&gt;晚上&lt;/b&gt;能不能定时断电');
    expect(page).toContain('王*英');
    expect(page).toContain('找 139****5678');
    expect(await text('secretary', `${rule}/versions/2`)).toContain('找 13912345678');
  });
  it('hidden words are shown to nobody but their writer and those who moderate', async () => {
    const id = await s.value("select id from house_rule_comment where text like '%定时断电' limit 1");
    expect((await s.post('secretary', `${base}/house-rule-comments/${id}/hide`, { reason: '试一试' })).status).toBe(303);
    expect(await text('steward', `${rule}/versions/2`)).not.toContain('定时断电');
    expect(await text('resident', `${rule}/versions/2`)).toContain('定时断电');
  });
  it('go to the vote only when the days for comments are over', async () => {
    expect(await text('secretary', `${rule}/versions/2`)).toContain('次日起可以提交表决');
    const early = await s.post('secretary', `${rule}/versions/2/vote`, { law: 'residents-assembly-households', day: '2099-01-01', time: '20:00' });
    expect(early.status).toBe(409);
  });
  it('are drafted clause by clause', async () => {
    const made = await s.post('secretary', `${base}/n/pd-cailu/house-rules/new`, { kind: 'procedure', title: '议事规则', reason: '' });
    const edit = go(made);
    expect(edit).toMatch(/\/versions\/1\/edit$/);
    const here = edit.replace('/edit', '');
    expect((await s.post('secretary', `${here}/paste`, { text: '没有条款' })).status).toBe(422);
    expect((await s.post('secretary', `${here}/paste`, { text: '第一条 一事一议。\n第二条 按第一条办。' })).status).toBe(303);
    expect((await s.post('secretary', `${here}/clauses`, { text: '发言不超过五分钟。', after: 'start' })).status).toBe(303);
    expect(await text('secretary', here)).toContain('按第二条办。');
    expect((await s.get('anonymous', here)).status).toBe(404);
    const building = await s.post('secretary', `${base}/n/pd-cailu/house-rules/new`, { kind: 'building', title: '楼组公约' });
    expect(building.status).toBe(422);
  });
  it('a breach is raised as a matter that cites the clause', async () => {
    const at = `${rule}/clauses/${await clause('堆物')}`;
    const raised = await s.post('resident', `${at}/breach`, { text: '二楼门厅堆了三个纸箱' });
    expect(go(raised)).toMatch(/\/matters\//);
    const page = await text('anonymous', go(raised));
    expect(page).toContain('反映违反');
    expect(page).toContain('楼道、门厅不堆放杂物');
    expect(await text('anonymous', at)).toContain('反映违反');
  });
});
