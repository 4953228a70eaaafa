import { expect } from 'vitest';
import type { Year } from './year.ts';

/** Scenarios are worked out, one is chosen, the whole round is proposed at once and put on notice. */
export async function decide(year: Year): Promise<void> {
  const officer = await year.as('顾文清');
  await officer.open(`/rounds/${year.roundId}/allocation`);
  await officer.send('/allocation', { minimum: '60' });
  await officer.tick(officer.page.locator('main form [name=scenario]').first());
  await officer.send('/allocation/choose', { reason: '按得分从高到低，把钱用在最好的项目上。' });
  await officer.open(`/rounds/${year.roundId}/decision`);
  await officer.send('/decision', {});
}

/** A resident objects, somebody who did not decide answers that the objection is right, and what changed goes on notice anew. */
export async function objectAndUphold(year: Year): Promise<void> {
  const project = year.one('objected');
  const neighbour = await year.as(project.staff.neighbour, project);
  await neighbour.open(`/rounds/${year.roundId}/objections`);
  await neighbour.send('/objections', { project: { option: project.title }, text: '预算里的上课次数算错了，应当少两次。' });
  const other = await year.as('于文博', project);
  await other.takeUp('异议');
  await other.send('/answer', { outcome: 'accepted', text: '核对过，确实多算了，重新拟定。' });
  const officer = await year.as('顾文清', project);
  await officer.open(`/rounds/${year.roundId}/decision`);
  await officer.send('/decision', {
    [`i-${project.id}`]: 'yes',
    [`g-${project.id}`]: '7000',
    [`d-${project.id}`]: '异议成立，减去多算的部分。',
    [`t-${project.id}`]: '按核定金额调整预算。',
    reason: '异议成立，更正一个项目。',
  });
}

/** The head confirms after the notices; both sides sign every agreement. */
export async function confirmAndSign(year: Year): Promise<void> {
  year.site.advance(7);
  const head = await year.as('陆建国');
  await head.open(`/rounds/${year.roundId}/decision`);
  for (let left = 0; (await head.page.locator('main form[action$="/confirm"] button[value=confirmed]').count()) > 0; left++) {
    if (left > 3) throw new Error('confirmations do not end');
    await head.send('/confirm', { reason: '公示期满，异议已答复。' }, /^确认/);
  }
  for (const project of year.running()) {
    if (project.fate !== 'objected') continue;
    // Awarded less than was asked: the terms are accepted with the letter, and the budget is brought down.
    const secretary = await year.as(project.staff.secretary, project);
    await secretary.open(`/projects/${project.id}/letter`);
    await secretary.send('/letter', { accepts: 'yes' });
    await secretary.open(`/projects/${project.id}/application`);
    await secretary.send('/application', { 'sources.0.planned': '7000', 'lines.0.unitPrice': '950' }, /提交/);
  }
  const officer = await year.as('顾文清');
  await officer.open(`/rounds/${year.roundId}/agreements`);
  await officer.press(/自治办签订/);
  await year.each(year.running(), async (project) => {
    const director = await year.as(project.staff.director, project);
    await director.open(`/projects/${project.id}/award`);
    await director.press('居委会签订协议');
  });
  const refused = year.projects.filter((project) => project.fate === 'refused');
  for (const project of refused) {
    const secretary = await year.as(project.staff.secretary, project);
    await secretary.open(`/projects/${project.id}`);
    expect(await secretary.text()).toMatch(/未予资助/);
  }
}
