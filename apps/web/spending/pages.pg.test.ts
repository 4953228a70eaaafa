import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let doing: string, elsewhere: string;
beforeAll(async () => {
  s = await wholeSite();
  // 胜利's playground is being built; the demo's account book of 蔡路 is complete.
  doing = await s.value(
    "select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where p.state = 'doing' and n.code = 'pd-shengli' limit 1",
  );
  elsewhere = await s.value("select id from project where title = '楼道亮起来'");
}, 300_000);
afterAll(() => s?.close());
const text = async (response: Response | Promise<Response>) => (await response).text();

describe('the account of a project', () => {
  it('is open to everyone, its entries to those who answer for it', async () => {
    const page = await text(s.get('anonymous', `${base}/projects/${elsewhere}/account`));
    expect(page).toContain('45,000.00');
    expect(page).toContain('3,100.00');
    expect(page).not.toContain('/awards/');
    const award = await s.value("select id from award where project_id = $1 and source_kind = 'grant'", elsewhere);
    expect(await text(s.get('secretary', `${base}/projects/${elsewhere}/account`))).toContain(`/awards/${award}?account=spent`);
    expect((await s.get('anonymous', `${base}/awards/${award}`)).status).toBe(303);
    expect((await s.get('resident', `${base}/awards/${award}`)).status).toBe(403);
    expect((await s.get('secretaryElsewhere', `${base}/awards/${award}`)).status).toBe(404);
    expect((await s.get('officerElsewhere', `${base}/awards/${award}`)).status).toBeGreaterThanOrEqual(403);
  });
  it('opens to its file in three clicks: figure, entry’s voucher, file with its hash', async () => {
    const account = await text(s.get('auditor', `${base}/projects/${elsewhere}/account`));
    const ledger = /href="([^"]*\/awards\/[^"]*account=spent)"/.exec(account)?.[1] ?? '';
    const voucher = /href="([^"]*\/vouchers\/[^"]+)"/.exec(await text(s.get('auditor', ledger)))?.[1] ?? '';
    const page = await text(s.get('auditor', voucher));
    const hash = await s.value('select f.sha256 from voucher v join file f on f.id = v.file_id where v.id = $1', voucher.split('/').at(-1) ?? '');
    expect(page).toContain(hash);
    expect(page).toContain(`${voucher}/file`);
    expect((await s.get('resident', `${voucher}/file`)).status).toBe(403);
    expect((await s.get('secretaryElsewhere', `${voucher}/file`)).status).toBe(404);
  });
  it('shows who paid to staff, and sums to everyone', async () => {
    const door = await s.value("select payer_name from receipt r join award a on a.id = r.award_id where a.source_kind = 'household' limit 1");
    const open = await text(s.get('anonymous', `${base}/projects/${elsewhere}/receipts`));
    expect(open).toContain('共 62 户');
    expect(open).not.toContain(door);
    expect(await text(s.get('secretary', `${base}/projects/${elsewhere}/receipts`))).toContain(door);
  });
});

describe('asking for money', () => {
  const fields = { item: '防护软垫', why: '铺在滑梯下面', payee: '益民五金店', category1: 'equipment', amount1: '120.50', intent: 'ask' };
  it('checks without writing, keeps what was typed, says what is wrong beside the field', async () => {
    const before = await s.fingerprint();
    const checked = await s.post('secretaryElsewhere', `${base}/spending/new?project=${doing}`, { ...fields, intent: 'check' });
    expect(checked.status).toBe(200);
    const answer = await checked.text();
    // No rule names it: that is no permission.
    expect(answer).toContain('没有找到明确的规定，拿不准的先问自治办');
    expect(answer).not.toContain('可以支出');
    const wrong = await s.post('secretaryElsewhere', `${base}/spending/new?project=${doing}`, { ...fields, amount1: '1.234', why: '', category1: '' });
    expect(wrong.status).toBe(422);
    const page = await wrong.text();
    expect(page).toContain('防护软垫');
    expect(page).toContain('请填金额');
    // The list on top names the field of a line too.
    expect(page).toContain('用途：请填写这一项');
    expect(await s.fingerprint()).toBe(before);
  });
  it('what the policy forbids is refused with its clause', async () => {
    const refused = await s.post('secretaryElsewhere', `${base}/spending/new?project=${doing}`, { ...fields, item: '竣工聚餐' });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain('不能支出');
    expect(page).toContain('第四条');
  });
  it('becomes a request that its requester cannot approve, nor another place see', async () => {
    const asked = await s.post('secretaryElsewhere', `${base}/spending/new?project=${doing}`, fields);
    expect(asked.status).toBe(303);
    const request = asked.headers.get('location') ?? '';
    expect(await text(s.get('secretaryElsewhere', request))).not.toContain('/decide"');
    const own = await s.post('secretaryElsewhere', `${request}/decide`, { decision: 'approved' });
    expect(own.status).toBe(422);
    expect(await own.text()).toContain('自己提的申请，不能自己审批或裁定');
    expect((await s.get('secretary', request)).status).toBe(404);
    expect((await s.post('secretary', `${request}/decide`, { decision: 'approved' })).status).toBe(403);
    expect((await s.post('resident', `${request}/decide`, { decision: 'approved' })).status).toBe(403);
    expect((await s.get('auditor', `${request}/slip.pdf`)).headers.get('content-type')).toBe('application/pdf');
  });
  it('shows the budget and refuses what exceeds it, with the way to a change', async () => {
    const before = await s.fingerprint();
    const refused = await s.post('secretaryElsewhere', `${base}/spending/new?project=${doing}`, { ...fields, amount1: '17000.01' });
    expect(refused.status).toBe(422);
    const page = await refused.text();
    expect(page).toContain('超过预算');
    expect(page).toContain('17,000.00');
    expect(page).toContain(`/projects/${doing}/changes`);
    expect(await s.fingerprint()).toBe(before);
  });
  it('tells that the payee is who asks, and what was really paid', async () => {
    const name = await s.value(
      'select p.name from person p join spending_request r on r.requester_id = p.id where r.project_id = $1 order by r.no desc limit 1',
      doing,
    );
    const asked = await s.post('secretaryElsewhere', `${base}/spending/new?project=${doing}`, { ...fields, payee: name });
    expect(await text(s.get('secretaryElsewhere', asked.headers.get('location') ?? ''))).toContain('收款人请核对');
    const cheaper = await s.value("select id from spending_request where project_id = $1 and item = '电线和线管'", elsewhere);
    expect(await text(s.get('secretary', `${base}/spending/${cheaper}`))).toContain('17,390.00');
    expect(await text(s.get('secretary', `${base}/projects/${elsewhere}/spending`))).toContain('17,390.00');
  });
  it('answers a question about a thing with its clause', async () => {
    const page = await text(s.get('secretary', `${base}/ask?q=${encodeURIComponent('水泥')}`));
    expect(page).toContain('水泥、黄沙');
    expect((await s.get('anonymous', `${base}/ask`)).status).toBe(303);
  });
});

it('the books of the subdistrict are proven from their entries, for the office and the auditor', async () => {
  const page = await text(s.get('auditor', `${base}/books?verify=1`));
  expect(page).toContain('借贷平衡');
  expect(page).toContain('已从全部分录重算');
  expect(page).toContain('6.0');
  expect((await s.get('auditor', `${base}/books?format=xlsx`)).headers.get('content-type')).toContain('spreadsheet');
  expect((await s.get('secretary', `${base}/books`)).status).toBe(403);
  expect(s.errors).toEqual([]);
});
