import { expect } from 'vitest';
import type { Year } from './year.ts';

/** The panel of the value review. */
const panel = ['沈若谷', '林致远'];

/** The year-end value review: every project that got money is judged by each of the panel, the grades of the panel are given at once. */
export async function reviewWorth(year: Year): Promise<void> {
  const officer = await year.as('顾文清');
  await officer.open('/value-reviews');
  for (const name of panel) await officer.tick(officer.page.locator('main form[action$="/value-reviews"] label', { hasText: name }).locator('input'));
  await officer.send('/value-reviews', { round: { option: '2026' }, place: '街镇会议室' });
  const session = officer.path;
  for (const name of panel) {
    const judge = await year.as(name);
    await judge.takeUp('年终评审');
    await judge.follow('评下一个');
    for (let judged = 0; judged < year.running().length; judged++) {
      const project = year.projects.find((one) => one.id === judge.path.split('/')[4]);
      judge.on(project?.title ?? '');
      const worth = project?.seenThrough && project.fate !== 'stopped' ? 'yes' : 'partly';
      await judge.send(judge.path, { worth, points: worth === 'yes' ? '88' : '65', reason: worth === 'yes' ? '钱花在居民身上。' : '还没有办成。' });
    }
    expect(await judge.text()).toContain(`您评了 ${year.running().length} 个，共 ${year.running().length} 个`);
  }
  await officer.on('').open(session);
  await officer.press('结束评审');
  await officer.press(/按评审意见评定等级/);
  expect(await officer.text()).toContain('中途终止');
}
