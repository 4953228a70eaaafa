import { enterPapers, enterPapersAgain, issueSlips, paperFiguresOf, prepareSlips, reconcilePapers, recordBatch } from '#modules/ballots';
import { signInSheetPhoto, svgJpeg } from './pictures/index.ts';
import { done, type Stage } from './stage.ts';
import type { Plot } from './story.ts';

const words = { yes: '同意', no: '不同意', abstain: '弃权' } as const;

/** Papers of a vote: made, handed out in the room, entered by the secretary and again by the director, recorded, and on the sheet the day after. */
export async function papersOfVote(
  stage: Stage,
  plot: Plot,
  vote: { ballotId: string; at: Date; question: string; votes: readonly { code: string; choice: keyof typeof words }[]; closesOn: number },
): Promise<void> {
  const { secretary, director } = plot.staff;
  const { ballotId } = vote;
  const step = (name: string) => `${plot.key} papers ${name}`;
  await done('slips', prepareSlips(await stage.as(secretary, step('slips')), { ballotId }));
  await done('issue', issueSlips(await stage.as(secretary, step('issue')), { ballotId, to: '会场签到处' }));
  const lines = vote.votes.map(({ code, choice }) => `${code} ${words[choice]}`).join('\n');
  const scan = {
    ...(await stage.store(`papers ${plot.key}`, () => svgJpeg(signInSheetPhoto(`表决票：${vote.question}`)))),
    name: '纸质表决票.jpg',
  };
  const { batchId } = await done('first entry', enterPapers(await stage.as(secretary, step('first')), { ballotId, handedInAt: vote.at, lines, scan }));
  await done('second entry', enterPapersAgain(await stage.as(director, step('second')), { batchId, lines }));
  await done('record', recordBatch(await stage.as(secretary, step('record')), { batchId }));
  stage.on(vote.closesOn);
  const figures = await stage.read((tx) => paperFiguresOf(tx, ballotId));
  await done(
    'reconcile',
    reconcilePapers(await stage.as(secretary, step('reconcile')), {
      ballotId,
      leftOver: figures.printed - figures.issued,
      byHand: figures.returned,
      explanation: '',
      watcher: '居民监票小组',
    }),
  );
}
