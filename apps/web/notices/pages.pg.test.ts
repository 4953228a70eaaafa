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
