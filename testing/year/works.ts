import { expect } from 'vitest';
import { photo } from '../story/papers.ts';
import { buy } from './money.ts';
import type { Going, Year } from './year.ts';

/** Begun with a rota; each line of the budget is bought; residents come and look; one is checked half-way, one asks for a change, one is late. */
export async function workOn(year: Year, project: Going): Promise<void> {
  await begin(year, project);
  if (project.fate === 'stopped') {
    await buy(year, project, 0);
    return;
  }
  for (const line of project.lines.keys()) await buy(year, project, line);
  await watch(year, project);
  await checkMidTerm(year, project);
  if (project.fate === 'recused') await change(year, project);
  if (project.fate === 'returned-once') await delay(year, project);
  await report(year, project);
}

async function begin(year: Year, project: Going): Promise<void> {
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.takeUp('开工', project.title);
  await secretary.press('开工');
}

/** A day of watch is put on the rota, and whoever stands there comes with a photo. */
async function watch(year: Year, project: Going): Promise<void> {
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.open(`/projects/${project.id}/shifts`);
  await secretary.send('/shifts', { personId: { option: project.staff.supervisor }, day: year.dayIn(0), slot: 'afternoon', place: '现场' });
  const supervisor = await year.as(project.staff.supervisor, project);
  await supervisor.takeUp('到现场看看', project.title);
  await supervisor.send('/check-in', { photo: await photo('lamp-installing') });
}

/** The committee reports half-way, with the figures filled in by the site; the office looks and passes it. */
async function checkMidTerm(year: Year, project: Going): Promise<void> {
  const at = `/projects/${project.id}/mid-term`;
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.open(at);
  await secretary.send('/mid-term', { progress: '东西买齐了，开始办了。', nextSteps: '按计划办下去。' });
  const officer = await year.as('顾文清', project);
  await officer.takeUp('中期', project.title);
  await officer.send(await officer.formWith('result'), { result: 'passed', reason: '进度和账目都对得上。' });
}

/** A change of what is done, which moves no money, is asked for and the office says yes. */
async function change(year: Year, project: Going): Promise<void> {
  const at = `/projects/${project.id}/changes?kind=scope`;
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.open(at);
  await secretary.send('/changes?kind=scope', { what: '上课地点', fromText: '居委会', toText: '小区凉亭', why: '人来得多，屋里坐不下。' });
  const officer = await year.as('顾文清', project);
  await officer.takeUp('答复变更申请', project.title);
  await officer.send('/answer', { reason: '不改用途，不加钱。' }, '同意');
}

/** It takes longer than was agreed: the new last day is asked for with its reason. */
async function delay(year: Year, project: Going): Promise<void> {
  const secretary = await year.as(project.staff.secretary, project);
  await secretary.open(`/projects/${project.id}/changes?kind=schedule`);
  await secretary.send('/changes?kind=schedule', { newLastDay: year.dayIn(150), why: '梅雨天，户外办不成。' });
  const officer = await year.as('顾文清', project);
  await officer.takeUp('答复变更申请', project.title);
  await officer.send('/answer', { reason: '天气不由人。' }, '同意');
}

/** Pictures before and after, and what became of the indicator. */
async function report(year: Year, project: Going): Promise<void> {
  const secretary = await year.as(project.staff.secretary, project);
  for (const [mark, name] of [
    ['before', project.picture],
    ['after', 'stairwell-after'],
  ] as const) {
    await secretary.open(`/projects/${project.id}/pictures`);
    await secretary.send('/pictures', { mark, photo: await photo(name), caption: mark === 'before' ? '办之前' : '办了以后' });
  }
  await secretary.open(`/projects/${project.id}/outcomes`);
  await secretary.send('/outcomes', { indicatorNo: '1', actual: project.indicator.target, source: '居委会清点' });
  expect(await secretary.text()).toContain(project.indicator.name);
}
