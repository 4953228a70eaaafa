import { expect } from 'vitest';
import { type Crew, send, takeUp } from './crew.ts';
import { photo } from './papers.ts';

/** The watch is planned; those on the rota come, look and send a photo; a change is asked, and decided by somebody else. */
export async function work(crew: Crew, projectId: string): Promise<void> {
  const at = `/projects/${projectId}`;
  const secretary = await crew.as('唐秀英');
  await takeUp(secretary, /排好监督班次，开工/);
  await secretary.press('开工');
  await secretary.open(`${at}/pictures`);
  await send(secretary, '/pictures', { mark: 'before', photo: await photo('stairwell-before'), caption: '三号楼二楼转角，没有灯' });
  await secretary.open(`${at}/shifts`);
  for (const [index, name] of ['李桂珍', '陈伟'].entries()) {
    await send(secretary, '/shifts', { personId: { option: name }, day: crew.dayIn(index + 1), slot: 'afternoon', place: '1至4号楼楼道' });
  }
  const seen = { 李桂珍: '线管走得直，墙洞都补平了。', 陈伟: '数了灯，和送货单对得上。' };
  for (const [name, words] of Object.entries(seen)) {
    crew.site.advance(1);
    const watcher = await crew.as(name);
    await takeUp(watcher, /到现场看看/);
    await send(watcher, '/check-in', { photo: await photo('lamp-installing'), body: words });
  }
  const wang = await crew.as('王小英');
  await wang.open(`${at}/check-ins`);
  expect(await wang.text()).toContain('墙洞都补平了');
  expect(await wang.page.locator('main img').count()).toBeGreaterThan(0);
  await change(crew, at);
  await secretary.open(`${at}/notes`);
  await send(secretary, '/notes', { progress: '八个楼道都装好了，监督员每次到场都有照片。' });
  await secretary.open(`${at}/outcomes`);
  await send(secretary, '/outcomes', { indicatorNo: '1', actual: '8', source: '逐个楼道点亮确认' });
  await secretary.open(`${at}/outcomes`);
  await send(secretary, '/outcomes', { indicatorNo: '2', actual: '0', source: '问过各楼组长，装灯以来没有人摔跤' });
  await secretary.open(`${at}/pictures`);
  await send(secretary, '/pictures', { mark: 'after', photo: await photo('stairwell-after'), caption: '三号楼二楼转角，灯亮了' });
}

async function change(crew: Crew, at: string): Promise<void> {
  const secretary = await crew.as('唐秀英');
  await secretary.open(`${at}/changes?kind=scope`);
  await send(secretary, '/changes?kind=scope', {
    what: '一楼入口加装一盏',
    fromText: '每层一盏、转角一盏',
    toText: '四号楼一楼入口两侧各一盏，四楼少一盏',
    why: '四号楼402室没有住户，入口更暗。',
  });
  expect(await secretary.page.locator('main form[action$="/answer"]').count()).toBe(0);
  const officer = await crew.as('顾文清');
  await takeUp(officer, /变更/);
  await send(officer, '/answer', { reason: '不改变用途，不增加自治金。' }, '同意');
  const wang = await crew.as('王小英');
  await wang.open(`${at}/changes`);
  expect(await wang.text()).toContain('不改变用途');
}
