import { listRounds } from '#modules/funds';
import { listProjects } from '#modules/projects';
import { answerInvitation, declareRelation, editReviewer, invitations, inviteReviewers, planPitch } from '#modules/reviews';
import { done, type Stage } from './stage.ts';

const panel = [
  ['reviewer-1', '社区治理研究', ['lighting', 'elderly', 'rules'], '东滩社会学院（演示）'],
  ['reviewer-2', '园林绿化', ['greening', 'sanitation', 'facilities'], '东篱园林设计室（演示）'],
  ['reviewer-3', '建筑电气', ['lighting', 'repairs', 'safety'], '申浦电气设计院（演示）'],
] as const;

/** The panel of this year's round: who they are, what they declared, who accepted; and a session that is still to come. */
export async function tellPanel(stage: Stage): Promise<void> {
  stage.on(-5);
  for (const [key, profession, topics, organisationName] of panel)
    await done(
      'profile',
      editReviewer(await stage.as('officer', `profile ${key}`), { personId: await stage.personId(key), profession, topics, organisationName }),
    );
  await done(
    'relation',
    declareRelation(await stage.as('reviewer-3', 'relation'), {
      personId: await stage.personId('reviewer-3'),
      kind: 'acts-for',
      neighbourhoodId: null,
      organisationId: null,
      name: '申浦电气设计院（演示）',
      note: '在职',
    }),
  );
  const round = (await stage.read((tx) => listRounds(tx)))[0];
  if (!round) throw new Error('the demo has a round');
  const people = await Promise.all(panel.map(([key]) => stage.personId(key)));
  await done('invite', inviteReviewers(await stage.as('officer', 'invite'), { roundId: round.id, personIds: people, capacity: 12 }));
  for (const invitation of await stage.read((tx) => invitations(tx, { roundId: round.id }))) {
    const key = panel.find((_one, at) => people[at] === invitation.personId)?.[0];
    // The first has not answered yet, so that the inbox shows what is asked.
    if (!key || key === 'reviewer-1') continue;
    await done('answer', answerInvitation(await stage.as(key, `answer ${key}`), { invitationId: invitation.id, accepted: true, capacity: 10, note: '' }));
  }
  const speaking = await stage.read((tx) => listProjects(tx, { roundId: round.id, states: ['submitted', 'checked', 'in_review'] }));
  // A chapter told alone has nobody to speak.
  if (speaking.length === 0) return;
  await done(
    'session',
    planPitch(await stage.as('officer', 'session'), {
      roundId: round.id,
      title: '年度项目路演',
      place: '社区党群服务中心二楼',
      startsAt: new Date(`${stage.dayAt(9)}T09:00:00+08:00`),
      pitchSeconds: 7 * 60,
      warnSeconds: 60,
      questionSeconds: 3 * 60,
      chairId: await stage.personId('head'),
      projectIds: speaking.map(({ id }) => id),
      drawn: true,
    }),
  );
}
