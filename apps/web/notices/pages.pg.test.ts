import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let notice: string;
beforeAll(async () => {
  s = await wholeSite();
  const published = await s.post('secretary', `${base}/n/pd-cailu/notices/new`, {
    title: '楼道灯<b>位置</b>公示',
    body: '每层一盏。\n\n& 顶楼两盏。',
    startDay: '2000-01-01',
    endDay: '2099-12-31',
    accepts: 'yes',
  });
  notice = published.headers.get('location') ?? '';
}, 300_000);
afterAll(() => s?.close());
const text = async (response: Response | Promise<Response>) => (await response).text();

describe('a notice', () => {
  it('shows its words as text, its days, and the form to object', async () => {
    const page = await text(s.get('resident', notice));
    expect(page).toContain('楼道灯&lt;b&gt;位置&lt;/b&gt;公示');
    expect(page).toContain('<p class="pre">&amp; 顶楼两盏。</p>');
    expect(page).toContain(`action="${notice}/objections"`);
    expect(await text(s.get('anonymous', notice))).toContain('登录后提出异议');
    expect(await text(s.get('secretaryElsewhere', notice))).not.toContain('/objections"');
  });
  it('takes an objection, masks who objected, shows the answer', async () => {
    expect((await s.post('resident', `${notice}/objections`, { text: ' ' })).status).toBe(422);
    expect((await s.post('resident', `${notice}/objections`, { text: '顶楼的灯太亮，会照进卧室' })).status).toBe(303);
    const page = await text(s.get('anonymous', notice));
    expect(page).toContain('顶楼的灯太亮');
    expect(page).toContain('王*英');
    expect(page).not.toContain('王小英');
    expect(page).toContain('答复异议');
    const id = await s.value('select id from objection order by at desc limit 1');
    expect((await s.post('secretary', `${base}/objections/${id}/answer`, { text: '加罩。' })).status).toBe(422);
    expect((await s.post('resident', `${base}/objections/${id}/answer`, { outcome: 'accepted', text: '越权' })).status).toBe(403);
    expect((await s.post('secretary', `${base}/objections/${id}/answer`, { outcome: 'accepted', text: '加罩。' })).status).toBe(303);
    expect((await s.post('secretary', `${base}/objections/${id}/answer`, { outcome: 'rejected', text: '再答。' })).status).toBe(409);
    expect(await text(s.get('anonymous', notice))).toContain('加罩。');
  });
  it('tells the objector of the answer: in the inbox, or by a letter where there is no account', async () => {
    const id = await s.value('select id from objection order by at desc limit 1');
    expect(await text(s.get('resident', `${base}/inbox`))).toContain('您提的异议有答复了');
    expect(await text(s.get('resident', notice))).toContain('我看到答复了');
    expect(await text(s.get('anonymous', notice))).not.toContain('我看到答复了');
    expect((await s.post('steward', `${base}/objections/${id}/told`, {})).status).toBe(403);
    expect((await s.post('resident', `${base}/objections/${id}/told`, {})).status).toBe(303);
    expect((await s.post('resident', `${base}/objections/${id}/told`, {})).status).toBe(409);
    expect(await text(s.get('resident', `${base}/inbox`))).not.toContain('您提的异议有答复了');
    // Somebody without an account, on paper.
    const form = await text(s.get('secretary', `${notice}/objections-for`));
    const labels = [...form.matchAll(/<option value="([0-9a-f-]{36} [0-9a-f-]{36})"[^>]*>([^<]*)/g)];
    expect(labels.map(([, , label]) => label)).toEqual(
      labels.map(([, , label]) => label).toSorted((a, b) => (a ?? '').localeCompare(b ?? '', 'zh-CN', { numeric: true })),
    );
    const without = await s.value(
      "select m.person_id || ' ' || m.household_id from household_member m join person p on p.subdistrict_id = m.subdistrict_id and p.id = m.person_id join household h on h.subdistrict_id = m.subdistrict_id and h.id = m.household_id join neighbourhood n on n.subdistrict_id = h.subdistrict_id and n.id = h.neighbourhood_id where n.code = 'pd-cailu' and p.account_id is null and p.adult and m.until_day is null limit 1",
    );
    expect((await s.post('secretary', `${notice}/objections-for`, { person: without, channel: 'paper', text: '灯太暗' })).status).toBe(303);
    const paper = await s.value("select id from objection where channel = 'paper' and text = '灯太暗'");
    expect((await s.get('secretary', `${base}/objections/${paper}/letter.pdf`)).status).toBe(409);
    expect((await s.post('officer', `${base}/objections/${paper}/answer`, { outcome: 'partly', text: '换灯泡。' })).status).toBe(303);
    expect((await s.get('secretary', `${base}/objections/${paper}/letter.pdf`)).headers.get('content-type')).toBe('application/pdf');
    expect((await s.get('steward', `${base}/objections/${paper}/letter.pdf`)).status).toBe(403);
    const empty = await s.post('secretary', `${base}/objections/${paper}/told`, { how: ' ' });
    expect(empty.status).toBe(422);
    expect(await text(empty)).toContain('aria-invalid');
    expect((await s.post('secretary', `${base}/objections/${paper}/told`, { how: '当面交' })).status).toBe(303);
    expect(await text(s.get('secretary', notice))).not.toContain('怎么送到的');
  });
  it('prints on A4', async () => {
    const paper = await s.get('anonymous', `${notice}/paper.pdf`);
    expect(paper.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await paper.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });
  it('is corrected by another that both name', async () => {
    const words = { title: '楼道灯位置公示（更正）', body: '每层两盏。', reason: '盏数写错', startDay: '2000-01-02' };
    expect((await s.post('secretary', `${notice}/correct`, { ...words, endDay: '2099-12-30' })).status).toBe(422);
    const done = await s.post('secretary', `${notice}/correct`, { ...words, endDay: '2100-12-31' });
    expect(done.status).toBe(303);
    const corrected = done.headers.get('location') ?? '';
    expect(await text(s.get('anonymous', notice))).toContain(corrected);
    expect(await text(s.get('anonymous', corrected))).toContain('盏数写错');
    expect((await s.post('resident', `${notice}/objections`, { text: '晚了' })).status).toBe(409);
  });
});

describe('a board', () => {
  it('is a well-formed feed whatever the titles hold', async () => {
    const feed = await s.get('anonymous', `${base}/n/pd-cailu/notices.atom`);
    expect(feed.headers.get('content-type')).toContain('application/atom+xml');
    const xml = await feed.text();
    expect(XMLValidator.validate(xml)).toBe(true);
    const titles = new XMLParser().parse(xml).feed.entry.map((entry: { title: string }) => entry.title);
    expect(titles.join()).toContain('位置');
  });
  it('of one neighbourhood leaves out the others’; that of the subdistrict has all', async () => {
    expect(await text(s.get('anonymous', `${base}/n/pd-shengli/notices`))).not.toContain('楼道灯位置公示');
    expect(await text(s.get('anonymous', `${base}/notices`))).toContain('楼道灯位置公示');
    expect((await s.get('anonymous', `${base}/n/nowhere/notices`)).status).toBe(404);
    expect((await s.post('secretaryElsewhere', `${base}/n/pd-cailu/notices/new`, { title: 'x', body: 'x', startDay: '2000-01-01' })).status).toBe(403);
  });
});

it('nothing broke on the way', () => expect(s.errors).toEqual([]));
