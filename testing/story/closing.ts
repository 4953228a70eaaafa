import { expect } from 'vitest';
import { type Crew, send, takeUp } from './crew.ts';
import { holdAndPublish } from './voice.ts';

/** Residents appraise, a supervisor accepts, the accounts are settled and what is left goes back, the office grades and closes. */
export async function close(crew: Crew, projectId: string): Promise<void> {
  const at = `/projects/${projectId}`;
  const secretary = await crew.as('唐秀英');
  await takeUp(secretary, /召开评议会/);
  await secretary.open(`${at}/appraisal`);
  await send(secretary, '/appraisal', { day: crew.dayIn(6), time: '09:30', place: '居委会活动室' });
  const meeting = secretary.path;
  crew.site.advance(6);
  await holdAndPublish(crew, meeting, {
    lines: '2-1-201 李桂珍\n3-2-302 陈伟\n4-1-102\n1-1-101\n1-2-102', said: '居民：装得好不好，我们天天用的人说了算。满意。', decisions: '大家看过现场和账目，同意验收。',
  });
  const li = await crew.as('李桂珍');
  await takeUp(li, /填写验收清单/);
  const form = li.page.locator('main form[action$="/acceptance"]');
  for (const box of await form.locator('input[type=radio][value=ok]').all()) await box.check();
  await send(li, '/acceptance', { remark: '逐项看过，符合约定。' }, '通过');
  await takeUp(secretary, /结清账目/);
  await secretary.open(`${at}/settlement`);
  await send(secretary, '/settlement', { note: '票据齐全，余款原路退回。' });
  expect(await secretary.text()).toContain('25,920.00');
  const officer = await crew.as('顾文清');
  await takeUp(officer, /评定等级并结项/);
  await officer.open(`${at}/grade`);
  await send(officer, '/grade', { grade: 'excellent', reason: '居民提、居民议、居民出钱、居民监督，八个楼道全亮。' });
  await officer.press(/结项/);
}

/** The dossier falls out of the work: nothing is missing, and it prints. */
export async function readDossier(crew: Crew, projectId: string): Promise<void> {
  const auditor = await crew.as('秦守正');
  await auditor.open(`/projects/${projectId}/dossier`);
  expect(await auditor.text()).not.toMatch(/缺|没有记录/);
  const href = await auditor.page.locator('main a[href$="/dossier.pdf"]').getAttribute('href');
  const paper = await auditor.context.request.get(`${crew.site.origin}${href}`);
  expect(paper.status()).toBe(200);
  expect((await paper.body()).subarray(0, 4).toString()).toBe('%PDF');
}
