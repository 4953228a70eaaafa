import { answerNomination, candidatesOf, checkCandidate, nominate, openNominations, prepareElection, showElectionRoll } from '#modules/elections';
import { setSettings } from '#modules/funds';
import { done, type Stage } from './stage.ts';

/** What the demo's office has set; invented like its people, on an invented ground. */
const answers: Readonly<Record<string, string>> = {
  'election.electorate': 'household',
  'election.nominators': '3',
  'election.contested': 'yes',
  'election.order': 'strokes',
  'election.turnout': 'over-half',
  'election.majority': 'most-votes',
  'election.tie': 'runoff',
  'election.unfilled': 'vacant',
  'election.online': 'yes',
  'election.receipts': 'no',
  'election.proxies': '1',
  'election.mobileBox': 'yes',
  'election.noticeDays': '5',
  'election.termYears': '5',
};

/** 蔡路's committee is elected anew: the roll is settled, nominations are open. */
export async function tellElection(stage: Stage): Promise<void> {
  const as = (who: Parameters<Stage['as']>[0], step: string) => stage.as(who, `election ${step}`);
  const secretary = 'cailu-secretary';
  stage.on(-30);
  await done('rules', setSettings(await as('officer', 'rules'), { values: { ...answers }, reason: '支点镇居委会换届选举工作办法（演示）' }));
  const neighbourhoodId = await stage.neighbourhoodId('pd-cailu');
  stage.on(-12);
  const { electionId } = await done(
    'prepare',
    prepareElection(await as(secretary, 'prepare'), {
      neighbourhoodId,
      title: '蔡路居委会换届选举',
      posts: [{ kind: 'member', seats: 3 }],
      closesAt: stage.instant(20, '17:00'),
    }),
  );
  await done('roll', showElectionRoll(await as(secretary, 'roll'), { electionId, until: stage.dayAt(-5) }));
  stage.on(-3);
  await done('nominations', openNominations(await as(secretary, 'nominations'), { electionId, until: stage.dayAt(6) }));
  for (const [who, name] of [
    ['wang', '李桂珍'],
    ['chen', '李桂珍'],
    ['zhou', '李桂珍'],
    ['li', '陈伟'],
  ] as const)
    await done('nominate', nominate(await as(who, `nominate ${who} ${name}`), { electionId, postNo: 1, name }));
  stage.on(-1);
  const li = (await stage.read((tx) => candidatesOf(tx, electionId))).find((one) => one.name === '李桂珍');
  if (!li) throw new Error('demo: nobody was nominated');
  await done(
    'stand',
    answerNomination(await as('li', 'stand'), {
      electionId,
      candidateId: li.id,
      stands: true,
      about: '住了三十年，楼道灯那件事是我盯着装好的。',
      channel: 'own',
    }),
  );
  await done(
    'check',
    checkCandidate(await as(secretary, 'check'), { electionId, candidateId: li.id, eligible: true, note: '本居住地居民，年满十八周岁，名册上有。' }),
  );
}
