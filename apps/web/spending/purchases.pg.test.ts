import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let slide: string, cailu: string;
beforeAll(async () => {
  s = await wholeSite();
  // 胜利's slide waits for approval with three quotes; 蔡路's wires are paid and closed.
  slide = await s.value("select id from spending_request where item = '滑梯和跷跷板一套'");
  cailu = await s.value("select id from spending_request where item = '电线和线管'");
}, 300_000);
afterAll(() => s?.close());
const text = async (response: Response | Promise<Response>) => (await response).text();
const ask = (thing: string) => `${base}/ask?q=${encodeURIComponent(thing)}`;

describe('asking before spending', () => {
  it('finds the general ruling, says from when to when it holds, and that it stands under the policy of today', async () => {
    const page = await text(s.get('secretary', ask('会议矿泉水')));
    expect(page).toContain('两小时以上的居民会议，每人一瓶');
    expect(page).toContain('各个项目通用');
    expect(page).toContain('现行有效');
    expect(page).toMatch(/年\d+月\d+日起，至/);
    expect(page).toContain('已裁定允许支付');
  });
  it('names the officer to whoever has a part in the subdistrict, to the public the office', async () => {
    expect(await text(s.get('secretary', ask('会议矿泉水')))).toContain('顾文清');
    const resident = await text(s.get('resident', ask('会议矿泉水')));
    expect(resident).toContain('各个项目通用');
    expect(resident).toContain('顾文清');
    expect(await text(s.get('anonymous', `${base}/rulings`))).not.toContain('顾文清');
    expect(await text(s.get('auditor', `${base}/rulings`))).toContain('顾文清');
  });
  it('lets the office rule at once where the rules leave it open, and nobody else', async () => {
    expect(await text(s.get('officer', ask('水泥')))).toContain('/ask?q=%E6%B0%B4%E6%B3%A5"');
    expect(await text(s.get('secretary', ask('水泥')))).not.toContain('name="decision"');
    const before = await s.fingerprint();
    const empty = await s.post('officer', ask('水泥'), { decision: 'allowed', reason: '' });
    expect(empty.status).toBe(422);
    expect(await s.fingerprint()).toBe(before);
  });
  it('rules anew and withdraws with the history kept', async () => {
    const ruling = await s.value("select id from ruling where item = '会议矿泉水'");
    const anew = await s.post('officer', `${base}/rulings/${ruling}/anew`, { decision: 'forbidden', reason: '改为自带水杯', reach: 'general' });
    expect(anew.status).toBe(303);
    const page = await text(s.get('anonymous', anew.headers.get('location') ?? ''));
    expect(page).toContain('改为自带水杯');
    expect(page).toContain(`/rulings/${ruling}`);
    expect(await text(s.get('anonymous', `${base}/rulings/${ruling}`))).toContain('已被新裁定代替');
    expect((await s.post('officer', `${base}/rulings/${ruling}/withdraw`, { reason: '再撤一次' })).status).toBe(409);
  });
});

describe('one request', () => {
  it('lays quotes side by side to those who approve, with the reason for a dearer one', async () => {
    const page = await text(s.get('secretaryElsewhere', `${base}/spending/${slide}`));
    for (const words of ['14,600.00', '15,000.00', '16,200.00', '最低', '比最低价高 400.00 元', '便宜的一家不包安装']) expect(page).toContain(words);
    const quote = await s.value('select id from spending_quote where request_id = $1 limit 1', slide);
    expect((await s.get('auditor', `${base}/spending/${slide}/quotes/${quote}/file`)).status).toBe(200);
    expect((await s.get('secretary', `${base}/spending/${slide}/quotes/${quote}/file`)).status).toBe(404);
  });
  it('says what nobody has set instead of asking for it', async () => {
    const page = await text(s.get('secretaryElsewhere', `${base}/spending/${slide}`));
    expect(page).toContain('自治办还没有设定');
    expect(page).toContain('从多少金额起要比价');
  });
  it('is answered with a note that stays beside it', async () => {
    expect((await s.post('auditor', `${base}/spending/${cailu}/answer`, { note: 'other', text: '' })).status).toBe(422);
    expect((await s.post('auditor', `${base}/spending/${cailu}/answer`, { note: 'other', text: '请附送货单' })).status).toBe(303);
    const page = await text(s.get('secretary', `${base}/spending/${cailu}`));
    expect(page).toContain('请附送货单');
    expect(page).toContain('不是结论');
  });
  it('shows residents what came and never what it cost', async () => {
    const page = await text(s.get('resident', `${base}/spending/${cailu}/received`));
    expect(page).not.toMatch(/\d,\d{3}\.\d{2}/);
    expect((await s.get('auditor', `${base}/spending/${cailu}/received.pdf`)).headers.get('content-type')).toBe('application/pdf');
  });
});

it('the guide to the screw is a page, and the list of requests leads there', async () => {
  const project = await s.value('select project_id from spending_request where id = $1', cailu);
  expect(await text(s.get('secretary', `${base}/projects/${project}/spending`))).toContain('/guide/screw');
  const page = await text(s.get('anonymous', `${base}/guide/screw`));
  expect(page).toContain('没有发票，只有收据');
  expect(page).toContain('<h2>');
  expect(page).not.toContain('](');
  expect(s.errors).toEqual([]);
});

it('a relation is declared by oneself and shown to approvers', async () => {
  const place = `${base}/n/pd-cailu/relations`;
  expect((await s.post('secretary', place, { payee: '', relation: '亲戚' })).status).toBe(422);
  expect((await s.post('secretary', place, { payee: '益民五金店', relation: '店主是表弟' })).status).toBe(303);
  expect(await text(s.get('auditor', place))).toContain('店主是表弟');
  expect((await s.get('secretaryElsewhere', place)).status).toBe(404);
});
