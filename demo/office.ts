import { POLICY_PACKS } from '#policies';
import { adoptPolicy, openRound, setSettings } from '#modules/funds';
import { deadlineKey, dutiesWithDeadline, trancheKeys } from '#modules/projects';
import { tellRound } from './round-year.ts';
import { done, type Stage } from './stage.ts';

const criteria: Record<string, number> = { need: 25, locality: 10, participation: 20, feasibility: 15, innovation: 10, sustainability: 15, budget: 5 };
const grades: Record<string, number> = { excellent: 90, good: 75, pass: 60, fail: 0 };

/** What the demo's office has answered where its policy leaves a number open. The two caps follow published figures. */
export const officeAnswers: Record<string, string> = {
  'demo-project-cap.amountFen': '5000000',
  'demo-year-cap.amountFen': '9000000',
  ...Object.fromEntries(
    ['demo-award-notice', 'demo-collection-notice', 'demo-settlement-notice', 'demo-roll-notice'].flatMap((rule) => [
      [`${rule}.days`, '5'],
      [`${rule}.counting`, 'calendar'],
    ]),
  ),
  ...Object.fromEntries(
    ['demo-matter-reply', 'demo-objection-reply'].flatMap((rule) => [
      [`${rule}.days`, '7'],
      [`${rule}.counting`, 'calendar'],
    ]),
  ),
  ...Object.fromEntries(
    ['law-assembly-notice', 'law-hearing-notice'].flatMap((rule) => [
      [`${rule}.days`, '5'],
      [`${rule}.counting`, 'calendar'],
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(criteria).flatMap(([code, weight]) => [
      [`demo-rubric.criteria.${code}.weightPercent`, String(weight)],
      [`demo-rubric.criteria.${code}.maxPoints`, '10'],
    ]),
  ),
  ...Object.fromEntries(Object.entries(grades).map(([code, points]) => [`demo-grades.grades.${code}.minimumPoints`, String(points)])),
  'demo-year-end-return.lastDay': '12-20',
  'matter.replyDays': '7',
  'matter.supportUnit': 'household',
  'change.big-from-percent': '20',
  [trancheKeys.percents]: '100',
  [trancheKeys.conditions]: 'agreement',
  ...Object.fromEntries(dutiesWithDeadline.map((kind) => [deadlineKey(kind), '7'])),
};

/** The office adopts its policy, answers what it leaves open, and opens two rounds. */
export async function openOffice(stage: Stage): Promise<void> {
  stage.on(-1090);
  await done('policy', adoptPolicy(await stage.as('officer', 'policy'), { packs: POLICY_PACKS, code: 'demo-subdistrict' }));
  await done('settings', setSettings(await stage.as('officer', 'settings'), { values: officeAnswers, reason: '街镇自治办年度工作会议议定' }));
  stage.on(rounds.first.opens - 3);
  await done(
    'round',
    openRound(await stage.as('officer', 'round first'), {
      year: Number(stage.dayAt(rounds.first.opens).slice(0, 4)),
      name: '第一批',
      poolFen: 20_000_000n,
      opensOn: stage.dayAt(rounds.first.opens),
      closesOn: stage.dayAt(rounds.first.closes),
      reviewersWanted: 3,
      callText: '居民提得出、议得成、管得住的事，都可以申报。每个居民区自愿申报。',
    }),
  );
  stage.on(rounds.second.opens - 3);
  const second = await done(
    'round',
    openRound(await stage.as('officer', 'round second'), {
      year: Number(stage.dayAt(rounds.second.opens).slice(0, 4)),
      name: '第二批',
      poolFen: 10_000_000n,
      opensOn: stage.dayAt(rounds.second.opens),
      closesOn: stage.dayAt(rounds.second.closes),
      reviewersWanted: 3,
      callText: '今年第二批，没有报过的居民区优先得到帮助。',
    }),
  );
  await tellRound(stage, second, rounds.second.opens, rounds.second.closes);
}

/** Days of the two rounds, from today. */
export const rounds = { first: { opens: -300, closes: -205 }, second: { opens: -80, closes: 20 } } as const;
