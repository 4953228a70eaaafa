import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { base, type WholeSite, wholeSite } from '#testing/access/whole-site';

let s: WholeSite;
let doing: string, lamps: string, crowd: string, goods: string, households: string, partner: string;
beforeAll(async () => {
  s = await wholeSite();
  doing = await s.value(
    "select p.id from project p join neighbourhood n on n.id = p.neighbourhood_id where p.state = 'doing' and n.code = 'pd-shengli' limit 1",
  );
  lamps = await s.value("select id from project where title = '楼道亮起来'");
  const award = (kind: string, project: string) => s.value(`select id from award where source_kind = '${kind}' and project_id = $1`, project);
  [crowd, goods, households, partner] = [
    await award('crowd', doing),
    await award('in_kind', doing),
    await award('household', lamps),
    await award('partner', doing),
  ];
}, 300_000);
afterAll(() => s?.close());
const text = async (response: Response | Promise<Response>) => (await response).text();

describe('the sources of a project', () => {
  it('say to everybody what each may pay, when, and its five figures; papers and names stay inside', async () => {
    const page = await text(s.get('anonymous', `${base}/projects/${lamps}/sources`));
    for (const word of ['已承诺', '已到账', '已批准未付', '已支出', '已退回', '可以支付', '可支付日期', '拨付计划', '45,000.00', '3,100.00'])
      expect(page).toContain(word);
    expect(page).not.toContain('/households');
    expect(page).not.toContain('order.pdf');
    expect(await text(s.get('officer', `${base}/projects/${lamps}/sources`))).toContain('order.pdf');
  });
  it('are led to from the account, and back', async () => {
    expect(await text(s.get('anonymous', `${base}/projects/${lamps}/account`))).toContain(`/projects/${lamps}/sources`);
  });
  it('print the payment order with the amount in capitals', async () => {
    const tranche = await s.value('select t.id from grant_tranche t join award a on a.id = t.award_id where a.project_id = $1', doing);
    const grant = await s.value("select id from award where source_kind = 'grant' and project_id = $1", doing);
    const paper = await s.get('officer', `${base}/awards/${grant}/tranches/${tranche}/order.pdf`);
    expect([paper.status, paper.headers.get('content-type')]).toEqual([200, 'application/pdf']);
  });
});

describe('a drive', () => {
  it('shows everybody how far it is and masks who gave, as the givers chose', async () => {
    const page = await text(s.get('anonymous', `${base}/awards/${crowd}/crowd`));
    expect(page).toContain('已筹 1,066.00 元，目标 2,000.00 元');
    expect(page).toContain('吴*桐');
    expect(page).not.toContain('吴雨桐');
    expect(page).toContain('不具名');
    expect(page).not.toContain('一位路过的邻居');
    expect(page).not.toContain('name="payer"');
  });
  it('takes a gift through its form, keeps what was typed when it is wrong, and ends once the goal is reached', async () => {
    const at = `${base}/awards/${crowd}/crowd/gift`;
    const today = await s.value("select (now() at time zone 'Asia/Shanghai')::date::text");
    const fields = { payer: '郑阿婆', amount: '934', day: today, method: 'cash', shown: 'masked', words: '' };
    const wrong = await s.post('secretaryElsewhere', at, { ...fields, amount: '一千' });
    expect(wrong.status).toBe(422);
    expect(await wrong.text()).toContain('value="郑阿婆"');
    expect(await text(s.get('secretaryElsewhere', `${base}/awards/${crowd}/crowd`))).not.toContain('name="overReason"');
    const large = await s.post('secretaryElsewhere', at, { ...fields, amount: '90000' });
    expect(large.status).toBe(422);
    expect(await large.text()).toMatch(/name="overReason"/);
    expect((await s.post('secretaryElsewhere', at, { ...fields, amount: '99999999999999', overReason: '他说的' })).status).toBe(422);
    expect((await s.post('secretaryElsewhere', `${base}/awards/${crowd}/crowd/end`)).status).toBe(409);
    expect((await s.post('secretaryElsewhere', at, fields)).status).toBe(303);
    expect((await s.post('secretaryElsewhere', `${base}/awards/${crowd}/crowd/end`)).status).toBe(303);
    expect(await text(s.get('anonymous', `${base}/awards/${crowd}/crowd`))).toContain('达到目标');
    expect(await text(s.get('anonymous', `${base}/projects/${doing}/sources`))).not.toContain('暂不能用');
  });
});

describe('goods, agreements, households', () => {
  it('are valued through a form; whoever put the value is told that another person agrees', async () => {
    const today = await s.value("select (now() at time zone 'Asia/Shanghai')::date::text");
    const put = await s.post('secretaryElsewhere', `${base}/awards/${goods}/goods`, {
      giver: '老街坊',
      day: today,
      what: '木料',
      quantity: '3',
      unit: '根',
      value: '90',
      basis: 'market',
      basisText: '每根三十元',
    });
    expect(put.status).toBe(303);
    const page = await text(s.get('secretaryElsewhere', `${base}/awards/${goods}/goods`));
    expect(page).toContain('价值是您提出的，要由另一人确认。');
    const gift = await s.value("select id from goods_gift where what = '木料'");
    expect((await s.post('secretaryElsewhere', `${base}/awards/${goods}/goods/${gift}/answer`, { agree: 'yes' })).status).toBe(422);
  });
  it('an agreement without its file comes back with what was typed', async () => {
    const answer = await s.post('secretaryElsewhere', `${base}/awards/${partner}/agreement`, {
      amount: '10000',
      signedOn: '2026-01-01',
      validFrom: '2026-01-01',
      validTo: '2026-12-31',
      purpose: '清理场地',
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('value="清理场地"');
  });
  it('the list of households is for those who may read names: one line each, to filter and to take out', async () => {
    const page = await text(s.get('secretary', `${base}/awards/${households}/households`));
    expect(page).toContain('现金');
    expect(await text(s.get('secretary', `${base}/awards/${households}/households?is=unpaid`))).toContain('没有');
    const sheet = await s.get('auditor', `${base}/awards/${households}/households?format=xlsx`);
    expect(sheet.headers.get('content-type')).toContain('spreadsheet');
    expect((await s.get('resident', `${base}/awards/${households}/households`)).status).toBe(403);
  });
});

describe('a rule for a shortfall', () => {
  it('is chosen once; an extension names its latest day and who decides', async () => {
    const at = `${base}/awards/${partner}/shortfall-rule`;
    const open = await s.post('secretaryElsewhere', at, { rule: 'extend', day: '2099-01-01' });
    expect(open.status).toBe(422);
    expect(await open.text()).toContain('选延期，要写明最晚延到哪天');
    expect((await s.post('secretaryElsewhere', at, { rule: 'stop', day: '2099-01-01' })).status).toBe(303);
    expect(await text(s.get('anonymous', `${base}/projects/${doing}/sources`))).toContain('终止项目，钱退回');
    expect((await s.post('secretaryElsewhere', at, { rule: 'stop', day: '2099-01-02' })).status).toBe(409);
  });
});
