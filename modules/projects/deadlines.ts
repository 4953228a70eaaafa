import type { Day } from '#libs/civil-time';
import type { CommandTx } from '#platform/command';
import { officeDeadline, officeSetting } from '#modules/funds';

export { deadlineKey } from '#modules/funds';

/** Key of the office's own answer to "from which share of the total on is a change big?", in percent. */
export const bigChangeKey = 'change.big-from-percent';

/** Key of the office's own answer to "up to which share of the total may another of the committee say yes to a move inside the budget?", in percent. */
export const teamChangeKey = 'change.team-up-to-percent';

/** Duties, in this module and the ones it stands on, for which the office may set a deadline; what it has not set has none and is shown so. */
export const dutiesWithDeadline = [
  'meeting.record',
  'meeting.publish',
  'meeting.sign',
  'resolution.check',
  'resolution.appraise',
  'resolution.later',
  'resolution.chase',
  'ballot.show-roll',
  'project.check',
  'project.correct',
  'project.send-to-review',
  'project.decide-award',
  'project.end-notice',
  'project.revise',
  'project.agree',
  'project.accept',
  'project.settle',
  'project.close',
  'grade.object',
  'grade.answer',
  'project.start-upkeep',
  'change.decide',
  'change.ask-residents',
  'check-in.trouble',
  'stuck.send',
  'stuck.take',
  'stuck.confirm',
  'mid-term.check',
  'mid-term.improve',
  'works.overdue',
  'stop.wind-up',
  'stop.hand-over',
  'review.assign',
  'spending.rule',
  'spending.quote',
  'spending.receive',
  'spending.approve',
  'spending.pay',
  'spending.voucher',
  'spending.close',
  'spending.settle-advance',
  'spending.red-letter',
  'plan.infeasible',
  'upkeep.repair',
  'upkeep.accept',
  'upkeep.find-keeper',
  'case.agree',
  'case.publish',
  'tranche.pay',
  'source.decision',
  'crowd.open',
  'crowd.decide',
  'crowd.refund',
  'source.give-back',
  'goods.agree',
  'shortfall.stop',
  'shortfall.shrink',
  'shortfall.extend',
  'round.answer-question',
  'round.answer-help',
] as const;

/** A whole number that the office has set, or null when it has not or it is no such number. */
export async function settingNumber(tx: CommandTx, key: string, max: number): Promise<number | null> {
  const setting = await officeSetting(tx, key);
  if (!setting || !/^\d{1,4}$/.test(setting.value)) return null;
  const value = Number(setting.value);
  return value <= max ? value : null;
}

/** Last day for a duty opened today by the office's setting; null where it has set none: never an invented deadline. */
export const deadlineOf = (tx: CommandTx, dutyKind: string): Promise<Day | null> => officeDeadline(tx, dutyKind);
