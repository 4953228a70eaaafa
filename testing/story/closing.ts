import { expect } from 'vitest';
import { type Crew, expectTurn, send, takeUp } from './crew.ts';
import { photo } from './papers.ts';
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
    lines: '2-1-201 李桂珍\n3-2-302 陈伟\n4-1-102\n1-1-101\n1-2-102',
    said: '居民：装得好不好，我们天天用的人说了算。满意。',
    decisions: '大家看过现场和账目，同意验收。',
  });
  const li = await crew.as('李桂珍');
  await takeUp(li, /填写验收清单/);
  const form = li.page.locator('main form[action$="/acceptance"]');
  for (const box of await form.locator('input[type=radio][value=ok]').all()) await box.check();
  await send(li, '/acceptance', { remark: '逐项看过，符合约定。' }, '通过');
  const stranger = await crew.stranger();
  await stranger.open(at);
  await expectTurn(stranger, '结清账目', '唐秀英');
  await stranger.close();
  await takeUp(secretary, /结清账目/);
  await send(secretary, '/settlement', { note: '票据齐全，余款原路退回。' });
  expect(await secretary.text()).toContain('25,920.00');
  const officer = await crew.as('顾文清');
  await takeUp(officer, /评定等级并结项/);
  await send(officer, '/grade', { grade: 'excellent', reason: '居民提、居民议、居民出钱、居民监督，八个楼道全亮。' });
  await officer.press(/结项/);
}

/** The dossier falls out of the work: nothing is missing, and it prints. */
export async function readDossier(crew: Crew, projectId: string): Promise<void> {
  const auditor = await crew.as('秦守正');
  await auditor.open(`/projects/${projectId}/dossier`);
  expect(await auditor.page.locator('main table tr', { hasText: /还要补|还没有/ }).allInnerTexts()).toEqual([]);
  const href = await auditor.page.locator('main a[href$="/dossier.pdf"]').getAttribute('href');
  const paper = await auditor.context.request.get(`${crew.site.origin}${href}`);
  expect(paper.status()).toBe(200);
  expect((await paper.body()).subarray(0, 4).toString()).toBe('%PDF');
}

/** The works are handed to the keeper by name; the checks are on a calendar, and the keeper makes the first one. */
export async function handOver(crew: Crew): Promise<void> {
  const secretary = await crew.as('唐秀英');
  await takeUp(secretary, /落实管护/);
  await send(secretary, '/upkeep', { firstDay: crew.dayIn(10) });
  // The keeper says yes themselves; until then the committee holds it.
  const keeper = await crew.as('周长根');
  await keeper.open('/inbox');
  await keeper.follow(/请你接下管护/);
  await send(keeper, '/answer', { word: '我来管。' }, '我来管');
  crew.site.advance(10);
  await takeUp(keeper, /管护检查/);
  await keeper.page.locator('main form details summary').click();
  const form = keeper.page.locator('main form[action*="/upkeep/"]');
  const path = new URL((await form.getAttribute('action')) ?? '', crew.site.origin).pathname;
  await send(keeper, path, { note: '八个楼道逐层看过，全部完好。', photo: await photo('stairwell-after') }, '完好，连同上面写的记下');
}

/** What anybody can read, without an account: raised, decided, paid by whom, built, before and after, and who keeps it. */
export async function readInPublic(crew: Crew, projectId: string): Promise<void> {
  const stranger = await crew.stranger();
  await stranger.open('/n/pd-cailu');
  await stranger.follow('楼道亮起来');
  const text = await stranger.text();
  for (const words of [
    '居民提出',
    '2 户附议',
    '楼道装灯听证会',
    '参加 45 户，同意 41 户',
    '自治金 45,000.00 元',
    '每户 50 元，共 62 户',
    '东滩电力服务队',
    '19,080.00',
    '37,020.00',
    '顾文清',
    '变更：一楼入口加装一盏',
    '2 人到场 2 次',
    '绩效等级：优秀',
    '管护人',
    '周长根',
    '全部完好',
  ])
    expect(text).toContain(words);
  for (const name of ['王小英', '李桂珍', '陈伟']) expect(text).not.toContain(name);
  const pictures = stranger.page.locator('main img');
  expect(await pictures.count()).toBeGreaterThanOrEqual(2);
  for (const picture of (await pictures.all()).slice(0, 2)) {
    const answer = await stranger.page.request.get(new URL((await picture.getAttribute('src')) ?? '', crew.site.origin).href);
    expect(answer.headers()['content-type']).toMatch(/^image\//);
  }
  await stranger.open(`/projects/${projectId}/upkeep`);
  expect(await stranger.text()).toContain('周长根');
  await stranger.open(`/projects/${projectId}/account`);
  expect(await stranger.text()).toContain('声控楼道灯72盏');
  await stranger.close();
}
