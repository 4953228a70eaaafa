import { expect } from 'vitest';
import { invoicePhoto, photo } from '../story/papers.ts';
import { propertyOf } from './world.ts';
import type { Going, Year } from './year.ts';

/** What is bought for a project: each line of its budget, from one seller. */
const seller = '申江社区服务社（演示）';

/** Yuan a line of the budget costs; where the objection was right it became cheaper, and what stops has bought half of it. */
export function costOf(project: Going, line: number): number {
  const of = project.lines[line];
  if (!of) throw new Error('no line');
  const cost = Number(of.quantity) * (project.fate === 'objected' && line === 0 ? 950 : Number(of.unitPrice));
  return project.fate === 'stopped' ? cost / 2 : cost;
}
/** Yuan of grant that the agreement gives. */
export const grantOf = (project: Going): number => (project.fate === 'objected' ? 7000 : project.grant);
/** Yuan of grant that is left when the works end: a little is always saved on the last line. */
export const savedOf = (project: Going): number => (project.fate === 'stopped' ? grantOf(project) - costOf(project, 0) : savedOnLast);
const savedOnLast = 100;

/** The grant is paid out by the office, the partner's money by the partner. */
export async function takeIn(year: Year, project: Going): Promise<void> {
  const officer = await year.as('顾文清', project);
  await officer.takeUp('拨付', project.title);
  await officer.open(`/projects/${project.id}/receipts`);
  const grant = String(grantOf(project));
  await officer.send('/receive', { amount: grant, proof: await invoicePhoto({ number: `grant ${project.n}`, seller: '支点镇财政所', total: grant }) });
  if (project.partner === 0) return;
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.open(`/projects/${project.id}/receipts`);
  await secretary.send('/receive', { amount: String(project.partner) });
  expect(await secretary.text()).toContain(propertyOf(project.place));
}

/** Asked by the supervisor, approved by two, paid with proof, covered by an invoice, checked by another. */
export async function buy(year: Year, project: Going, line: number): Promise<void> {
  const of = project.lines[line];
  if (!of) throw new Error('no line');
  const { staff } = project;
  const last = line === project.lines.length - 1 && project.fate !== 'stopped' && project.partner === 0;
  const amount = String(costOf(project, line) - (last ? savedOnLast : 0));
  const number = `2611800000000${String(project.n).padStart(3, '0')}${String(line).padStart(4, '0')}`;
  const supervisor = await year.as(staff.supervisor, project);
  const form = `/spending/new?project=${project.id}`;
  await supervisor.open(form);
  await supervisor.send(form, { item: of.name, payee: seller, why: '按申报书', category1: of.category, amount1: amount }, '提交申请');
  const at = supervisor.path;
  for (const name of [staff.secretary, staff.director]) {
    const who = await year.as(name, project);
    await who.takeUp('审批支出', of.name);
    await who.send('/decide', {}, '同意');
  }
  const secretary = await year.as(staff.secretary, project);
  await secretary.open(at);
  await secretary.send('/pay', { amount1: amount, proof: await invoicePhoto({ number: `slip ${number}`, seller: '付款回单', total: amount }) });
  await secretary.send('/vouchers', {
    kind: 'e_invoice',
    number,
    issued: year.site.today(),
    total: amount,
    net: amount,
    tax: '0',
    claimed: amount,
    file: await invoicePhoto({ number, seller, total: amount }),
  });
  const evidence = secretary.page.locator('main form[action$="/evidence"]');
  while ((await evidence.count()) > 0) await secretary.send('/evidence', { file: await photo('receipts') });
  const director = await year.as(staff.director, project);
  await director.open(at);
  await director.press('核对无误，签字');
}
