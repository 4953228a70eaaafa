import { expect } from 'vitest';
import { type Crew, send, sendInVain, takeUp } from './crew.ts';
import { invoicePhoto, photo } from './papers.ts';

/** Every source pays in: the grant by the office, each household against a numbered receipt, the partner by transfer. */
export async function takeIn(crew: Crew, projectId: string): Promise<void> {
  const receipts = `/projects/${projectId}/receipts`;
  const officer = await crew.as('顾文清');
  await officer.open(receipts);
  await send(officer, '/receive', { amount: '45000', proof: await invoicePhoto({ number: 'grant', seller: '支点镇财政所', total: '45000.00' }) });
  const secretary = await crew.as('唐秀英');
  await secretary.open(receipts);
  await send(secretary, '/pledge-households', { amount: '50' });
  const boxes = secretary.page.locator('main form[action$="/receive-households"] input[name=household]');
  expect(await boxes.count()).toBe(62);
  for (const box of await boxes.all()) await box.check();
  await send(secretary, '/receive-households', {});
  expect(await secretary.text()).toContain('已交 62 户，共 62 户');
  await send(secretary, '/receive', { amount: '8000' });
  // Anybody sees the totals, nobody sees the neighbours' names.
  const stranger = await crew.stranger();
  await stranger.open(receipts);
  const seen = await stranger.text();
  expect(seen).toContain('3,100.00');
  expect(seen).not.toContain('陈伟');
  await stranger.close();
}

interface Purchase {
  item: string;
  category: string;
  amount: string;
  payee: string;
}

async function ask(crew: Crew, projectId: string, purchase: Purchase): Promise<string> {
  const li = await crew.as('李桂珍');
  const form = `/spending/new?project=${projectId}`;
  await li.open(form);
  const { item, payee, category, amount } = purchase;
  await send(li, form, { item, payee, why: '按申报书', category1: category, amount1: amount }, '先查一查');
  expect(await li.text()).toContain('核对结果');
  await send(li, form, {}, '提交申请');
  return li.path;
}

/** Handler and director sign, never the same person. */
async function approve(crew: Crew): Promise<void> {
  const secretary = await crew.as('唐秀英');
  await takeUp(secretary, /审批支出/);
  await send(secretary, '/decide', {}, '同意');
  expect(await secretary.page.getByRole('button', { name: '同意', exact: true }).count()).toBe(0);
}

async function payAndProve(crew: Crew, number: string, paid: string): Promise<void> {
  const secretary = await crew.as('唐秀英');
  await takeUp(secretary, /付款并上传付款凭证/);
  await send(secretary, '/pay', { amount1: paid, proof: await invoicePhoto({ number: `slip ${number}`, seller: '付款回单', total: paid }) });
  await takeUp(secretary, /录入发票/);
}

const voucher = async (crew: Crew, number: string, total: string, seller: string) => ({
  kind: 'e_invoice',
  number,
  issued: crew.site.today(),
  total,
  net: total,
  tax: '0',
  claimed: total,
  file: await invoicePhoto({ number, seller, total }),
});

/** Whatever else the rules ask for is added; another person checks the papers and signs. */
async function signOff(crew: Crew): Promise<void> {
  const secretary = await crew.as('唐秀英');
  const evidence = secretary.page.locator('main form[action$="/evidence"]');
  while ((await evidence.count()) > 0) await send(secretary, '/evidence', { file: await photo('receipts') });
  expect(await secretary.page.getByRole('button', { name: '核对无误，签字' }).count()).toBe(0);
  const director = await crew.as('张志强');
  await takeUp(director, /核对凭证并签字/);
  await director.press('核对无误，签字');
  expect(await director.text()).toContain('已办结');
}

/** Asked before it is spent, signed by two, paid with proof, covered by an invoice, checked by another. */
export async function buyLamps(crew: Crew, projectId: string): Promise<void> {
  await ask(crew, projectId, { item: '声控楼道灯72盏', category: 'equipment', amount: '19080', payee: '申江灯具商行（演示）' });
  await approve(crew);
  const director = await crew.as('张志强');
  await takeUp(director, /审批支出/);
  await send(director, '/decide', {}, '同意');
  await payAndProve(crew, '26117000000000000001', '18280');
  await send(await crew.as('唐秀英'), '/vouchers', await voucher(crew, '26117000000000000001', '18280', '申江灯具商行（演示）'));
  await signOff(crew);
}

/** What the policy leaves open waits for a named officer; an invoice that was used before is refused with where. */
export async function buyWithRuling(crew: Crew, projectId: string): Promise<void> {
  await ask(crew, projectId, { item: '楼道监控探头', category: 'equipment', amount: '800', payee: '申江灯具商行（演示）' });
  const officer = await crew.as('顾文清');
  await takeUp(officer, /裁定能否支出/);
  await send(officer, '/rule', { reason: '只装一只，对着电表箱，居民会上说过，可以。' }, '允许支出');
  await approve(crew);
  const director = await crew.as('张志强');
  await takeUp(director, /审批支出/);
  await send(director, '/decide', {}, '同意');
  await payAndProve(crew, '26117000000000000002', '800');
  const secretary = await crew.as('唐秀英');
  const refused = await sendInVain(secretary, '/vouchers', await voucher(crew, '26117000000000000001', '800', '申江灯具商行（演示）'));
  expect(refused).toMatch(/用过了|登记过/);
  await send(secretary, '/vouchers', await voucher(crew, '26117000000000000002', '800', '申江灯具商行（演示）'));
  await signOff(crew);
}

/** More than the agreed budget gives is not even asked for: a change comes first. */
export async function spendTooMuch(crew: Crew, projectId: string): Promise<void> {
  const li = await crew.as('李桂珍');
  const form = `/spending/new?project=${projectId}`;
  await li.open(form);
  const refused = await sendInVain(
    li,
    form,
    { item: '电线和线管', payee: '申江灯具商行（演示）', why: '按申报书', category1: 'materials', amount1: '40000' },
    '提交申请',
  );
  expect(refused).toContain('超过预算');
}
