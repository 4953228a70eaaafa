import { expect } from 'vitest';
import { type Crew, expectTurn, send, takeUp } from './crew.ts';
import { photo } from './papers.ts';

const criteria = ['need', 'locality', 'participation', 'feasibility', 'innovation', 'sustainability', 'budget'];

/** The office checks against its policy: corridor lights are grey, so a named officer rules, with reasons, before it passes. */
export async function check(crew: Crew): Promise<void> {
  const officer = await crew.as('顾文清');
  await takeUp(officer, /审核申报书/);
  expect(await officer.text()).toContain('不能通过');
  const rulings = officer.page.locator('main form[action$="/check/ruling"]:visible');
  let given = 0;
  while ((await rulings.count()) > 0) {
    if (++given > 6) throw new Error('rulings do not end');
    await send(officer, '/check/ruling', { decision: 'allowed', reason: '不是修建房屋道路一类的工程，是居民自己选、自己看着装的小设施，可以使用自治金。' });
  }
  expect(given).toBeGreaterThan(0);
  await officer.press('审核通过');
  // Kept and found again, for anybody to read.
  const wang = await crew.as('王小英');
  await wang.open('/rulings');
  expect(await wang.text()).toContain('顾文清');
}

const reviewers = ['沈若谷', '严以南', '冯知秋'];

/** Within the round, three reviewers are assigned and score on one screen each, with reasons. */
export async function review(crew: Crew): Promise<void> {
  const officer = await crew.as('顾文清');
  await takeUp(officer, /送交评审/);
  await officer.press('送交评审');
  for (const name of reviewers) {
    await officer.page.getByRole('radio', { name }).check();
    await send(officer, '/reviewers', { dueDay: crew.dayIn(5) });
  }
  for (const [index, name] of reviewers.entries()) {
    const reviewer = await crew.as(name);
    await takeUp(reviewer, /评审/);
    await send(
      reviewer,
      reviewer.path,
      {
        ...Object.fromEntries(
          criteria.flatMap((code, n) => [
            [`p-${code}`, String(8 + ((index + n) % 3))],
            [`r-${code}`, '居民自己提、自己议、自己出钱，做法实在。'],
          ]),
        ),
        comment: '同意资助，请把电费写进管护办法。',
      },
      '提交评审',
    );
  }
}

/** The award is proposed with reasons, noticed, objected to, answered, confirmed by the head after the notice, and agreed. */
export async function award(crew: Crew, projectId: string): Promise<void> {
  const officer = await crew.as('顾文清');
  await takeUp(officer, /评审并拟定资助/);
  await send(officer, '/award', { outcome: 'award', grant: '45000', reason: '居民发动充分，出资和管护都落实，三位评审意见一致。' });
  // The notice is public; a resident objects, is answered, and nobody confirms before it has ended.
  await officer.follow('看公示');
  const notice = officer.path;
  const chen = await crew.as('陈伟');
  await chen.open(notice);
  await send(chen, '/objections', { text: '备用灯由谁保管，申报书里没有写清楚。' });
  // The officer has proposed it: the objection is the head's to answer.
  const head = await crew.as('陆建国');
  await takeUp(head, /异议/);
  await send(head, '/answer', { outcome: 'partly', text: '由管护人周长根保管，领用登记，写进管护办法。' });
  await chen.open(notice);
  expect(await chen.text()).toContain('领用登记');
  await takeUp(head, /期满后确认/);
  expect(await head.text()).toContain('公示');
  expect(await head.page.getByRole('button', { name: '确认', exact: true }).count()).toBe(0);
  crew.site.advance(6);
  await head.open(`/projects/${projectId}/award`);
  await send(head, '/award/confirm', { reason: '公示期满，异议已答复，保管办法写进管护办法。' }, '确认');
  await takeUp(officer, /协议/);
  await send(officer, '/award/agreement', { scan: await photo('receipts') });
  expect(await officer.text()).toContain('45,000.00');
  await expectTurn(officer, '开工', '唐秀英');
}
