import { expect } from 'vitest';
import { grantOf, savedOf } from './money.ts';
import type { Going, Year } from './year.ts';

/** Residents appraise it, the supervisor accepts it, what was not needed goes back. */
export async function call(year: Year, project: Going): Promise<void> {
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.open(`/projects/${project.id}/appraisal`);
  await secretary.send('/appraisal', { day: year.dayIn(6), time: '09:30', place: '居委会活动室' });
  project.appraisal = secretary.path;
}

/** The evening of the appraisal: who came, what was said, and that it may be accepted. */
export async function appraise(year: Year, project: Going): Promise<void> {
  const meeting = project.appraisal;
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.open(`${meeting}/attendance`);
  await secretary.send('/attendance', { lines: '1-1-101\n1-1-102\n1-2-101\n1-2-102', how: 'paper' });
  await secretary.open(meeting);
  await secretary.send('/hold', {});
  await secretary.takeUp('记录会议纪要', project.title);
  await secretary.send('/minutes', { said: '居民：办得好，满意。', decisions: '同意验收。' });
  await secretary.send('/publish', {});
}

/** Item by item on the spot, everything in order. */
export async function accept(year: Year, project: Going): Promise<void> {
  const supervisor = await year.as(project.staff.supervisor, project);
  await supervisor.takeUp('填写验收清单', project.title);
  await supervisor.send('/acceptance', {}, /没勾的都符合/);
}

/** The account is settled from the books; the unspent grant goes back to the office. */
export async function settle(year: Year, project: Going): Promise<void> {
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.takeUp('结清账目', project.title);
  await secretary.send('/settlement', {});
  const yuan = (sum: number) => sum.toLocaleString('en', { minimumFractionDigits: 2 });
  const row = (await secretary.page.locator('main table tr', { hasText: '社区自治金' }).first().innerText()).replace(/\s+/g, ' ');
  const saved = project.partner > 0 && project.fate !== 'stopped' ? 0 : savedOf(project);
  expect(row).toContain(`${yuan(grantOf(project))} ${yuan(grantOf(project) - saved)} ${yuan(saved)}`);
}

/** Graded by the panel and told: the office closes it. */
export async function end(year: Year, project: Going): Promise<void> {
  const officer = await year.as('顾文清', project);
  await officer.takeUp(/评定等级/, project.title);
  await officer.press(/结项/);
}
