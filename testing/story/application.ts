import { expect } from 'vitest';
import { lamps } from '#demo/plots';
import { type Crew, expectTurn, fillIn, send, takeUp } from './crew.ts';
import { photo } from './papers.ts';

/** An application grows out of the matter: what is known is filled in already, the rest is typed once; a keeper signs. Returns the project's id. */
export async function apply(crew: Crew, matterId: string): Promise<string> {
  const secretary = await crew.as('唐秀英');
  await takeUp(secretary, /执行决议/);
  await secretary.open(`/matters/${matterId}`);
  await expectTurn(secretary, '执行决议', '唐*英');
  await secretary.follow('由此申报项目');
  await secretary.press('开始填申报书');
  const at = secretary.path;
  await secretary.follow('一页看全部');
  const editor = secretary.page.locator('main form[action$="/application"]');
  // The deliberation is not written a second time.
  expect(await editor.locator('[name=why]').inputValue()).toContain('四十年没有灯');
  expect(await editor.locator('[name=ballotIds]').first().isChecked()).toBe(true);
  // Empty rows stand ready in every list: no button is pressed and no page is loaded to get them.
  await fillIn(secretary, '/application', { 'sources.2.kind': 'partner' });
  // Payers of the budget lines are known once the sources are saved.
  await send(
    secretary,
    '/application',
    {
      title: lamps.title,
      goal: lamps.goal,
      why: lamps.why,
      periodStart: crew.dayIn(40),
      periodEnd: crew.dayIn(120),
      ...Object.fromEntries(lamps.indicators.flatMap((one, n) => Object.entries(one).map(([field, value]) => [`indicators.${n}.${field}`, value]))),
      ...Object.fromEntries(
        ['唐秀英', '李桂珍', '陈伟', '周长根'].flatMap((name, n) => [
          [`members.${n}.name`, name],
          [`members.${n}.duty`, lamps.team[n]?.duty ?? ''],
        ]),
      ),
      'sources.0.name': '社区自治金',
      'sources.0.planned': '45000',
      'sources.1.name': '居民出资，每户50元',
      'sources.1.perHousehold': '50',
      'sources.1.households': '62',
      'sources.2.name': '东滩电力服务队',
      'sources.2.planned': '8000',
      'sources.2.organisationId': { option: '东滩电力服务队' },
      ...Object.fromEntries(
        lamps.lines.flatMap(({ payer: _payer, ...line }, n) => Object.entries(line).map(([field, value]) => [`lines.${n}.${field}`, value])),
      ),
      keeperPersonId: { option: '周长根' },
      keeperName: '周长根',
      upkeepMonths: lamps.upkeep.months,
      upkeepYearly: lamps.upkeep.yearly,
      upkeepPlan: lamps.upkeep.plan,
      'risks.0.risk': lamps.risks[0]?.risk ?? '',
      'risks.0.answer': lamps.risks[0]?.answer ?? '',
      paperKind: { option: '管护人的承诺' },
      paper: await photo('receipts'),
    },
    /^保存/,
  );
  await send(secretary, '/application', Object.fromEntries(lamps.lines.map((line, n) => [`lines.${n}.payer`, { option: payers[line.payer] ?? '' }])), /^保存/);
  const text = await secretary.text();
  expect(text).toContain('56,100.00');
  // The policy speaks before anything is sent.
  expect(text).toMatch(/裁定/);
  await send(secretary, '/application', {}, '检查并提交');
  expect(await secretary.text()).toContain('已提交');
  await expectTurn(secretary, '审核申报书', '顾文清');
  return at.split('/')[2] ?? '';
}

const payers: Readonly<Record<string, string>> = { s1: '社区自治金', s2: '居民出资', s3: '东滩电力服务队' };
