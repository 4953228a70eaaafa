import { propertyOf } from './world.ts';
import type { Going, Year } from './year.ts';

/** Every project is applied for, each from its matter; the keeper says yes before it is handed in. */
export async function applyAll(year: Year): Promise<void> {
  await year.each(year.projects, (project) => apply(year, project));
}

async function apply(year: Year, project: Going): Promise<void> {
  const { staff } = project;
  const secretary = await year.as(staff.secretary, project);
  await secretary.open(`/matters/${project.matterId}`);
  await secretary.follow('由此申报项目');
  await secretary.press('开始填申报书');
  project.id = secretary.path.split('/')[2] ?? '';
  await secretary.follow('一页看全部');
  await secretary.unfold('[name="lines.1.name"]');
  if (project.partner > 0) {
    await secretary.unfold('[name="sources.1.kind"]');
    await secretary.choose('/application', { 'sources.1.kind': 'property' });
  }
  await secretary.send(
    '/application',
    {
      title: project.title,
      goal: project.goal,
      periodStart: year.dayIn(40),
      periodEnd: year.dayIn(120),
      'indicators.0.name': project.indicator.name,
      'indicators.0.unit': project.indicator.unit,
      'indicators.0.baseline': project.indicator.baseline,
      'indicators.0.target': project.indicator.target,
      'members.0.name': staff.secretary,
      'members.0.duty': '总负责',
      'sources.0.name': '社区自治金',
      'sources.0.planned': String(project.grant),
      ...(project.partner > 0
        ? {
            'sources.1.name': propertyOf(project.place),
            'sources.1.planned': String(project.partner),
            'sources.1.organisationId': { option: propertyOf(project.place) },
          }
        : {}),
      ...Object.fromEntries(project.lines.flatMap((line, n) => Object.entries(line).map(([field, value]) => [`lines.${n}.${field}`, value]))),
      keeperPersonId: { option: staff.keeper },
      keeperName: staff.keeper,
      upkeepMonths: '3',
      upkeepYearly: '300',
      upkeepPlan: '每季度看一遍，坏了七天内修。',
      'risks.0.risk': '参加的人不多',
      'risks.0.answer': '楼组长上门去请。',
    },
    /^保存/,
  );
  await secretary.press('保存，并请管护人答复');
  const keeper = await year.as(staff.keeper, project);
  await keeper.takeUp('愿不愿意管护', project.title);
  await keeper.press('愿意');
  secretary.on(project.title);
  await secretary.open(`/projects/${project.id}/application`);
  // Who pays a line can be chosen once the sources are known.
  await secretary.send('/application', project.partner > 0 ? { 'lines.1.payer': { option: propertyOf(project.place) } } : {}, '检查并提交');
}
