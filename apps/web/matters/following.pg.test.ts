import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type Player, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
beforeAll(async () => {
  s = await wholeSite();
}, 300_000);
afterAll(() => s?.close());

const here = `${base}/matters/new?n=pd-cailu`;
const text = async (response: Response | Promise<Response>) => (await response).text();
async function raise(words: string, fields: Record<string, string> = {}, who: Player = 'resident'): Promise<string> {
  let response = await s.post(who, here, { text: words, ...fields });
  if (response.status === 200) {
    const draft = /name="draft" value="([0-9a-f]{32})"/.exec(await response.text())?.[1] ?? '';
    response = await s.post(who, here, { draft, sure: 'yes' });
  }
  expect(response.status).toBe(303);
  return response.headers.get('location') ?? '';
}

describe('the plan', () => {
  it('is pressed in the form without script, kept on the way to sign-in, and shown on the matter', async () => {
    const building = await s.value(
      "select b.id from building b join neighbourhood n on n.id = b.neighbourhood_id where n.code = 'pd-cailu' order by b.name limit 1",
    );
    const form = await text(s.get('anonymous', here));
    expect(form).toContain(`value="inside:${building}"`);
    expect(form).toContain(`value="front:${building}"`);
    const sent = await s.post('anonymous', here, { text: '楼前的井盖陷下去了', spot: `front:${building}`, spotNote: '靠东头' });
    const back = new URL(sent.headers.get('location') ?? '', 'http://x').searchParams.get('to') ?? '';
    expect(await text(s.get('resident', back))).toMatch(new RegExp(`value="front:${building}" checked`));
    const at = await raise('楼前的井盖陷下去了', { spot: `front:${building}`, spotNote: '靠东头' });
    const page = await text(s.get('anonymous', at));
    expect(page).toContain('楼前，靠东头');
    expect(page).toContain('<svg class="plan"');
    const plan = await text(s.get('anonymous', `${base}/n/pd-cailu/matters/plan?at=front:${building}`));
    expect(plan).toContain('楼前的井盖陷下去了');
    expect((await s.post('resident', here, { text: '一个不在图上的地方', spot: 'inside:nowhere' })).status).toBe(422);
    // Hidden words take their place with them.
    await s.post('secretary', `${at}/hide`, { reason: '测试隐去' });
    expect(await text(s.get('anonymous', at))).not.toContain('靠东头');
    expect(await text(s.get('anonymous', `${base}/n/pd-cailu/matters/plan?at=front:${building}`))).not.toContain('井盖');
  });
});

describe('while somebody types', () => {
  it('a word of two characters finds what neighbours raised; hidden words are found by nobody', async () => {
    const at = await raise('水箱三年没有清洗了');
    const lines = async (words: string): Promise<{ title: string; href: string }[]> =>
      JSON.parse(await text(s.get('anonymous', `${base}/n/pd-cailu/matters/similar?text=${encodeURIComponent(words)}`))).lines;
    expect((await lines('水箱')).map((line) => line.href)).toEqual([at]);
    expect(await lines('')).toEqual([]);
    expect((await s.get('anonymous', `${base}/n/nowhere/matters/similar?text=x`)).status).toBe(404);
    await s.post('secretary', `${at}/hide`, { reason: '测试隐去' });
    expect(await lines('水箱')).toEqual([]);
    expect(await text(s.get('anonymous', here))).toContain('data-similar="/s/zhidian/n/pd-cailu/matters/similar"');
  });
});

describe('what was passed on', () => {
  it('is followed on the page of the matter by everybody, to the answer and to what those who asked say of it', async () => {
    const at = await raise('总水表漏，马路边一直淌水');
    expect((await s.post('secretary', `${at}/pass-on`, { reason: '归水务' })).status).toBe(422);
    expect((await s.post('secretary', `${at}/pass-on`, { passedTo: '城投水务', reason: '总表归水务公司。', dueDay: '2099-01-01' })).status).toBe(303);
    expect((await s.post('secretary', `${at}/chase`, { text: '热线工单已催，找张工13800138000' })).status).toBe(303);
    let page = await text(s.get('anonymous', at));
    for (const words of ['城投水务', '催过 1 次', '等对方回复', '138****8000']) expect(page).toContain(words);
    expect(page).not.toContain('13800138000');
    expect((await s.post('secretary', `${at}/receiver-answer`, { outcome: 'done', text: '已换表。', day: '1999-01-01' })).status).toBe(409);
    const today = await s.value("select to_char(now() at time zone 'Asia/Shanghai', 'YYYY-MM-DD')");
    expect((await s.post('officer', `${at}/receiver-answer`, { outcome: 'done', text: '已换表。', day: today })).status).toBe(303);
    page = await text(s.get('anonymous', at));
    expect(page).toContain('这是接办单位的说法');
    expect((await s.post('secretary', `${at}/answer`, { reason: '水务公司换了表。' })).status).toBe(303);
    expect(await text(s.get('anonymous', at))).toContain('答复不等于解决');
    expect((await s.post('resident', `${at}/not-settled`, { text: ' ' })).status).toBe(422);
    expect((await s.post('resident', `${at}/not-settled`, { text: '还在淌' })).status).toBe(303);
    page = await text(s.get('anonymous', at));
    expect(page).toContain('已答复，有居民说没解决');
    expect(await text(s.get('anonymous', `${base}/n/pd-cailu/matters?q=${encodeURIComponent('总水表')}`))).toContain('已答复，有居民说没解决');
    expect((await s.post('secretary', `${at}/settled`)).status).toBe(403);
  });
});

describe('for the office', () => {
  it('what repeats across neighbourhoods stands in groups, on the page and in the spreadsheet', async () => {
    const page = await text(s.get('officer', `${base}/matters/repeats`));
    expect(page).toContain('电瓶车');
    expect(await text(s.get('officer', `${base}/matters`))).toContain('/matters/repeats');
    const sheet = await s.get('officer', `${base}/matters/repeats?format=xlsx`);
    expect(sheet.headers.get('content-type')).toContain('spreadsheet');
    expect((await s.get('secretary', `${base}/matters/repeats`)).status).toBe(403);
  });
  it('its settings for matters are asked for, kept, named and dated', async () => {
    const sent = { days: '7', unit: 'household', appeal: '10', assembly: '30', groups: '51', ask: '10' };
    expect((await s.post('officer', `${base}/matters/settings`, { ...sent, groups: '101', reason: '办公会' })).status).toBe(422);
    expect((await s.post('officer', `${base}/matters/settings`, { ...sent, reason: '办公会' })).status).toBe(303);
    const page = await text(s.get('officer', `${base}/matters/settings`));
    expect(page).toMatch(/name="groups"[^>]*value="51"/);
    expect(page).toMatch(/name="appeal"[^>]*value="10"/);
    const at = await raise('想在花坛边装一排扶手');
    const matter = await text(s.get('anonymous', at));
    for (const words of ['五分之一的户', '三分之一的居民小组', '街镇规定的户数', '组织法》第十条']) expect(matter).toContain(words);
  });
});

it('nothing broke on the way', () => expect(s.errors).toEqual([]));
