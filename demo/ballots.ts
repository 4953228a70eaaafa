import { castAssistedVote, castSecretVote, castVote, closeBallot, createBallot, type CreateBallotInput, openBallot, rollOf, showRoll } from '#modules/ballots';
import { findNeighbourhood } from '#modules/places';
import type { CastKey } from './cast.ts';
import { done, type Stage } from './stage.ts';

const secretary = 'cailu-secretary';
/** Drafts a ballot on a day, shows its roll for five and opens it on the sixth. */
type Opening = (key: string, from: number, asked: Omit<CreateBallotInput, 'neighbourhoodId'>) => Promise<string>;

/** Two votes of 蔡路 that are not yes or no: a secret one that is over, and a named one that is open. */
export async function tellBallots(stage: Stage): Promise<void> {
  const place = await stage.read((tx) => findNeighbourhood(tx, 'pd-cailu'));
  if (!place) throw new Error('蔡路 is missing');
  const open: Opening = async (key, from, asked) => {
    const step = (name: string) => `ballots ${key} ${name}`;
    stage.on(from);
    const input = { neighbourhoodId: place.id, law: 'residents-assembly-households', ...asked };
    const { ballotId } = await done('ballot', createBallot(await stage.as(secretary, step('create')), input));
    await done('roll', showRoll(await stage.as(secretary, step('roll')), { ballotId, objectionsUntil: stage.dayAt(from + 5) }));
    stage.on(from + 6);
    await done('open', openBallot(await stage.as(secretary, step('open')), { ballotId }));
    return ballotId;
  };
  await secretVote(stage, open);
  const ballotId = await open('benches', -8, {
    question: '口袋公园里先添哪两样',
    kind: 'approval',
    minPicks: 1,
    maxPicks: 2,
    seats: 2,
    options: [{ label: '带靠背的长椅' }, { label: '晾晒架' }, { label: '太阳能路灯' }, { label: '儿童沙坑', note: '要铺缓冲垫，每年换沙。' }],
    closesAt: stage.instant(6, '20:00'),
  });
  stage.on(-1);
  const vote = castVote(await stage.as('zhou', 'ballots benches own'), {
    ballotId,
    answer: { choice: 'picks', picks: [{ option: 1 }, { option: 3 }] },
  });
  await done('vote', vote);
}

async function secretVote(stage: Stage, open: Opening): Promise<void> {
  const closes = -20;
  const ballotId = await open('name', -40, {
    question: '新修的口袋公园叫什么名字',
    explanation: '三个名字由居民提出。无记名投票，一户一票。',
    kind: 'one',
    options: [{ label: '蔡路园' }, { label: '合欢角' }, { label: '邻里汇' }],
    secrecy: 'secret',
    closesAt: stage.instant(closes, '08:00'),
  });
  stage.on(-30);
  const pick = (option: number) => ({ choice: 'picks', picks: [{ option }] }) as const;
  const phones: readonly CastKey[] = ['wang', 'zhou'];
  const own = new Set<string>();
  for (const [index, who] of phones.entries()) {
    await done('own', castSecretVote(await stage.as(who, `ballots name own ${who}`), { ballotId, answer: pick(2), nonce: `demo-${index}` }));
    own.add((await stage.actor(who)).households[0]?.householdId ?? '');
  }
  // Most of the neighbours came to the committee's table, where somebody tapped for them.
  const others = (await stage.read((tx) => rollOf(tx, ballotId))).filter((line) => !own.has(line.householdId ?? '')).slice(0, 38);
  for (const [index, line] of others.entries()) {
    const answer = index % 9 === 8 ? ({ choice: 'abstain' } as const) : pick([2, 1, 2, 3, 2][index % 5] ?? 2);
    const context = await stage.as('cailu-secretary', `ballots name at table ${index}`);
    await done('assisted', castAssistedVote(context, { ballotId, electorId: line.electorId, answer, nonce: `table-${index}`, seenVersion: 0 }));
  }
  stage.on(closes);
  await done('close', closeBallot(await stage.as(secretary, 'ballots name close'), { ballotId }));
}
