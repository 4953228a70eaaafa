import {
  assignReviewer,
  checkApplication,
  confirmAward,
  markChecked,
  proposeAward,
  reviewsOf,
  ruleOnReason,
  sendToReview,
  signAgreement,
  signOwnSide,
  submitReview,
} from '#modules/reviews';
import { officeAnswers } from './office.ts';
import { done, type Stage } from './stage.ts';
import type { Plot, Told } from './story.ts';

const reviewers = ['reviewer-1', 'reviewer-2', 'reviewer-3'] as const;
const criteria = ['need', 'locality', 'participation', 'feasibility', 'innovation', 'sustainability', 'budget'] as const;
const reasons: Record<(typeof criteria)[number], string> = {
  need: '居民天天碰到的事，附议的户数多。',
  locality: '办法是这个小区自己想出来的，别处照搬不了。',
  participation: '从提议到监督都有居民在做。',
  feasibility: '预算到件，工期合理，有人懂行。',
  innovation: '不算新，但出资和管护连在一起，做法实。',
  sustainability: '管护人签了承诺，费用有着落。',
  budget: '单价合理，没有多报。',
};

/** The office checks, a named officer rules on what the policy leaves open. */
export async function check(stage: Stage, plot: Plot, told: Told): Promise<void> {
  const { projectId } = told;
  stage.on(plot.start + 62);
  const verdict = await done('check', checkApplication(await stage.as('officer', `${plot.key} check`), { projectId }));
  for (const [index, reason] of verdict.reasons.filter((one) => one.outcome === 'needs-ruling').entries()) {
    await done(
      'ruling',
      ruleOnReason(await stage.as('officer', `${plot.key} ruling ${index}`), {
        projectId,
        rule: reason.rule,
        terms: reason.terms ?? [],
        decision: 'allowed',
        validTo: null,
        reason: '不是修建房屋道路一类的工程，是居民自己选、自己看着装的小设施，服务公共利益，金额不大，可以使用自治金。',
      }),
    );
  }
  await done('checked', markChecked(await stage.as('officer', `${plot.key} checked`), { projectId }));
}

/** Three reviewers score it; the award is proposed, noticed, confirmed by the head, and agreed. */
export async function award(stage: Stage, plot: Plot, told: Told, grantFen: bigint, strength: number): Promise<void> {
  const { projectId } = told;
  stage.on(plot.start + 64);
  await done('send', sendToReview(await stage.as('officer', `${plot.key} send`), { projectId }));
  for (const key of reviewers) {
    await done(
      'assign',
      assignReviewer(await stage.as('officer', `${plot.key} assign ${key}`), {
        projectId,
        personId: await stage.personId(key),
        dueDay: stage.dayAt(plot.start + 74),
      }),
    );
  }
  const reviews = await stage.read((tx) => reviewsOf(tx, projectId));
  for (const [index, key] of reviewers.entries()) {
    stage.on(plot.start + 68 + index);
    const personId = await stage.personId(key);
    const review = reviews.find((one) => one.reviewerId === personId);
    if (!review) throw new Error('demo: review');
    await done(
      'review',
      submitReview(await stage.as(key, `${plot.key} review ${key}`), {
        reviewId: review.id,
        comment: '同意资助。请把电费、水费一类的后续开支写进管护办法。',
        scores: criteria.map((criterion, n) => ({ criterion, points: Math.min(10, strength + ((index + n) % 3) - 1), reason: reasons[criterion] })),
      }),
    );
  }
  stage.on(plot.start + 76);
  await done(
    'propose',
    proposeAward(await stage.as('officer', `${plot.key} propose`), {
      projectId,
      outcome: 'award',
      grantFen,
      reason: '居民发动充分，出资和管护都落实，三位评审意见一致。',
    }),
  );
  stage.on(plot.start + 76 + Number(officeAnswers['demo-award-notice.days']) + 2);
  await done('confirm', confirmAward(await stage.as('head', `${plot.key} confirm`), { projectId, decision: 'confirmed', reason: '公示期满，无异议。' }));
  stage.on(plot.start + 86);
  await done('committee signs', signOwnSide(await stage.as(plot.staff.secretary, `${plot.key} committee signs`), { projectId, side: 'committee' }));
  await done('agree', signAgreement(await stage.as('officer', `${plot.key} agree`), { projectId, agreedOn: stage.day }));
}
