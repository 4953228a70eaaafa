import { expect } from 'vitest';
import { photo } from '../story/papers.ts';
import type { Year } from './year.ts';

/** An audit of the year: a sample drawn with a seed, one finding that is answered, put right and looked at again, and the report. */
export async function audit(year: Year): Promise<void> {
  const officer = await year.as('顾文清');
  await officer.open('/audits/new');
  await officer.send('/audits/new', {
    title: '自治金年度审计',
    commissioned: '街镇办公会议',
    purpose: '看钱花得对不对。',
    auditor: { option: '秦守正' },
    from: year.dayIn(0),
    to: year.dayIn(40),
    periodFrom: year.dayIn(-300),
    periodTo: year.dayIn(0),
    answerDays: '10',
  });
  const auditor = await year.as('秦守正');
  await auditor.takeUp('审计');
  const at = auditor.path;
  await auditor.open(`${at}/draw`);
  await auditor.send('/draw', { unit: 'payment', method: 'stratified', wanted: '5', seed: '3 1 4 1 5' });
  const items = auditor.page.locator('main a[href*="/items/"]');
  const first = await items.first().getAttribute('href');
  // Every item of the sample is ticked off by the list.
  const hrefs = [...new Set(await items.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? '')))];
  expect(hrefs.length).toBeGreaterThanOrEqual(5);
  for (const href of hrefs) {
    await auditor.open(href.replace('/s/zhidian', ''));
    await auditor.send('/ticks', {}, /没勾的都相符/);
    expect(await auditor.text()).toContain('已存下8条');
  }
  await auditor.open((first ?? '').replace('/s/zhidian', ''));
  await auditor.follow('写一条发现');
  const place = await auditor.page.locator('main select[name=place] option:checked').innerText();
  await auditor.send(await auditor.formWith('severity'), { severity: 'slight', clause: '自治金管理办法第九条', body: '付款后三天才公示。' });
  await auditor.send('/issue', {});
  await putRight(year, place);
  await auditor.open(at);
  await auditor.send('/report', { opinion: '账实相符，凭证齐全。', summary: '抽查的付款都有据可查，一处公示迟了，已经改好。' });
  expect(await auditor.text()).toContain('报告已出具');
}

/** The committee answers and says who puts it right by when, proves it, and the auditor looks again. */
async function putRight(year: Year, place: string): Promise<void> {
  const project = year.projects.find((one) => one.staff.name === place);
  if (!project) throw new Error(`nobody of ${place} answers`);
  const auditor = await year.as('秦守正');
  const secretary = await year.as(project.staff.secretary);
  await secretary.takeUp('答复审计发现');
  await secretary.send('/answer', { body: '确实迟了，以后当天公示。' });
  await secretary.send('/plan', { body: '当天公示，月底自查。', person: { option: project.staff.secretary }, due: year.dayIn(10) });
  await secretary.send('/prove', { body: '这几笔都公示了。', files: await photo('receipts') });
  await auditor.takeUp('复查整改');
  await auditor.send('/recheck', { kind: 'good', body: '看过公开栏，改好了。' });
  expect(await auditor.text()).toContain('整改通过');
}
