import { expect } from 'vitest';
import { photo } from '../story/papers.ts';
import type { Going, Year } from './year.ts';

/** What was built goes to its keeper, whose yes stands since the application. */
export async function keep(year: Year, project: Going): Promise<void> {
  const { staff } = project;
  const secretary = await year.as(staff.secretary, project);
  await secretary.takeUp('落实管护', project.title);
  await secretary.send('/upkeep', { firstDay: year.dayIn(1) });
  expect(await secretary.text()).toContain(`${staff.keeper}管护`);
}

/** The first check, on the day after. */
export async function checkOnce(year: Year, project: Going): Promise<void> {
  const keeper = await year.as(project.staff.keeper, project);
  await keeper.takeUp('管护检查', project.title);
  await keeper.send(await keeper.formWith('photo'), { photo: await photo('stairwell-after') }, /^完好/);
}

/** The keeper moves away: says so, the committee names a neighbour, who takes it over by name. */
export async function leave(year: Year, project: Going): Promise<void> {
  const { staff } = project;
  const keeper = await year.as(staff.keeper, project);
  await keeper.open(`/projects/${project.id}/upkeep`);
  await keeper.click(keeper.page.locator('main a[href*="/assets/"]').first());
  const asset = keeper.path;
  await keeper.open(`${asset}/manage`);
  await keeper.send('/leave', { reason: 'moved', note: '搬到儿子家去住。', everything: 'yes' });
  const secretary = await year.as(staff.secretary, project);
  await secretary.open(`${asset}/manage`);
  await secretary.send('/keeper', { personId: { option: staff.neighbour } });
  const neighbour = await year.as(staff.neighbour, project);
  await neighbour.takeUp('请你接下管护', project.title);
  await neighbour.send('/answer', {}, '我来管');
  await secretary.open(asset);
  expect(await secretary.text()).toContain(staff.neighbour);
}
