import { expect } from 'vitest';
import { settle } from './closing.ts';
import { costOf, grantOf } from './money.ts';
import type { Going, Year } from './year.ts';

/** Half-way it does not go on: the head's word, what was bought finds a taker, and what is unspent goes back to those who gave it. */
export async function stopHalfWay(year: Year, project: Going): Promise<void> {
  const { staff } = project;
  const head = await year.as('陆建国', project);
  await head.open(`/projects/${project.id}/stop`);
  await head.send('/stop', { reason: '报名的人太少，居民商量后不再办。' });
  const secretary = await year.as(staff.secretary, project);
  await secretary.takeUp('善后', project.title);
  const [bought] = project.lines;
  await secretary.send('/stopped', {
    done: '东西买来了一半。',
    undone: '其余的不再买，也不再办。',
    name1: bought?.name ?? '',
    quantity1: `${Number(bought?.quantity) / 2}${bought?.unit}`,
    to1: '居委会，给楼组用',
  });
  await secretary.send('/stopped/1', {});
  await settle(year, project);
  const yuan = (sum: number) => sum.toLocaleString('en', { minimumFractionDigits: 2 });
  const back = grantOf(project) + project.partner - costOf(project, 0);
  await secretary.open(`/projects/${project.id}/stopped`);
  expect(await secretary.text()).toContain(`账上还有 0.00 元 已退回 ${yuan(back)} 元`);
}
