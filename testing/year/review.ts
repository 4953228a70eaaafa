import { expect } from 'vitest';
import { type Going, sideBySide, type Year } from './year.ts';
import { yearReviewers } from './plan.ts';

const criteria = ['need', 'locality', 'participation', 'feasibility', 'innovation', 'sustainability', 'budget'];

/** The office checks every application by its policy: one is refused, one goes back with a remark and comes again. */
export async function checkAll(year: Year): Promise<void> {
  await year.each(year.projects, async (project) => {
    const officer = await year.as('顾文清', project);
    await officer.takeUp('审核申报书', project.title);
    if (project.fate === 'refused') {
      await officer.send('/check/decline', { reason: '同类项目去年办过，居民反映一般，先办好已有的。' });
      return;
    }
    if (project.fate === 'returned-once') {
      await officer.send('/check/return', { reason: '请写清楚成效怎么量。' });
      const secretary = await year.as(project.staff.secretary, project);
      await secretary.takeUp('补正', project.title);
      await secretary.open(`/projects/${project.id}/application`);
      await secretary.send('/application', { 'indicators.0.how': '居委会逐栋清点。' }, '检查并提交');
      await officer.on(project.title).takeUp('审核申报书', project.title);
    }
    await pass(year, project);
  });
}

async function pass(year: Year, project: Going): Promise<void> {
  const officer = await year.as('顾文清', project);
  const rulings = officer.page.locator('main form[action$="/check/ruling"]:visible');
  for (let given = 0; (await rulings.count()) > 0; given++) {
    if (given > 6) throw new Error('rulings do not end');
    await officer.send('/check/ruling', { decision: 'allowed', reason: '居民自己议定的小事，可以用。' });
  }
  await officer.press('审核通过');
}

/** The call ends; nine reviewers are asked, the projects shared out at once, and everybody scores on the own screen. */
export async function reviewAll(year: Year): Promise<void> {
  const officer = await year.as('顾文清');
  year.site.advance(21);
  await officer.open(`/rounds/${year.roundId}`);
  await officer.press('截止申报，进入评审');
  await officer.open(`/rounds/${year.roundId}/review`);
  for (const name of yearReviewers) await officer.tick(officer.page.locator('main form[action$="/review/invite"] label', { hasText: name }).locator('input'));
  await officer.send('/review/invite', { capacity: '14' });
  await sideBySide(yearReviewers, async (name) => {
    const reviewer = await year.as(name);
    await reviewer.open('/reviews/mine');
    await reviewer.press('接受邀请');
  });
  await officer.on('').open(`/rounds/${year.roundId}/review`);
  await officer.press(/都送交评审/);
  await officer.send('/review/plan', { dueDay: year.dayIn(7) });
  await officer.press('确认分配');
  expect(await officer.text()).toContain('已');
}

/** Everybody works off the own list. Whoever steps aside hands a review to somebody who may have been through already: then all look again. */
export async function scoreAll(year: Year): Promise<void> {
  await scoreOnce(year);
  if (year.recused) await scoreOnce(year);
}

/** Every review of each reviewer, one after another, as long as there are any. */
async function scoreOnce(year: Year): Promise<void> {
  await sideBySide([...yearReviewers.entries()], async ([at, name]) => {
    for (let done = 0; ; done++) {
      if (done > 40) throw new Error('reviews do not end');
      const reviewer = await year.as(name);
      await reviewer.open('/inbox');
      const link = reviewer.page.locator('main li a', { hasText: /^评审：/ }).first();
      if ((await reviewer.text()).includes('现在没有要您办的事')) break;
      const title = (await link.innerText()).trim();
      const project = year.projects.find((one) => title.includes(one.title));
      reviewer.on(project?.title ?? '');
      await reviewer.click(link);
      if (project?.fate === 'recused' && !year.recused) {
        year.recused = name;
        await reviewer.unfold('form[action$="/conflict"]');
        await reviewer.press(/亲属或朋友/);
        continue;
      }
      await reviewer.send(
        reviewer.path,
        {
          ...Object.fromEntries(
            criteria.flatMap((code, n) => [
              [`p-${code}`, String(6 + ((at + n + (project?.n ?? 0)) % 5))],
              [`r-${code}`, '居民自己提、自己管。'],
            ]),
          ),
          comment: '同意资助。',
        },
        '提交评审',
      );
    }
  });
}
