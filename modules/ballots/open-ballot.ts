import { dayOf, formatInstant } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { publishNotice, unansweredObjections } from '#modules/notices';
import { rollWasOpenToObjections, step } from './ballot.ts';
import { rollSources } from './build-roll.ts';
import { rollOf } from './queries.ts';
import { rollDigest } from './roll.ts';
import { lockBallot, setOpen } from './store.ts';

/**
 * Freezes the roll as it was shown and opens the ballot; from here the database refuses any change of it.
 * Errors: `wrong-state`, `roll-still-open` (its days are not over), `objections-unanswered`, `in-the-past` (closing time).
 */
export function openBallot(
  ctx: CommandContext,
  input: { ballotId: string; closesAt?: Date },
): Promise<
  Result<
    { count: number; digest: string },
    'not-allowed' | 'not-found' | 'wrong-state' | 'roll-still-open' | 'objections-unanswered' | 'in-the-past' | 'key-reused'
  >
> {
  return runCommand(ctx, 'open-ballot', async (tx) => {
    const ballot = await lockBallot(tx, input.ballotId);
    if (!ballot) return err('not-found');
    if (!tx.can('ballot.open', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
    const next = step(ballot.state, 'open');
    if (!next.ok) return next;
    if (!rollWasOpenToObjections(ballot, tx.today)) return err('roll-still-open');
    if (ballot.rollNoticeId === null || (await unansweredObjections(tx, ballot.rollNoticeId)).length > 0) return err('objections-unanswered');
    const closesAt = input.closesAt ?? ballot.closesAt;
    if (closesAt <= tx.now) return err('in-the-past');
    const roll = await rollOf(tx, ballot.id);
    const digest = rollDigest(roll);
    await setOpen(tx, ballot.id, { closesAt, source: rollSources[ballot.electorate], count: roll.length, digest });
    const unit = ballot.electorate === 'household' ? '户' : '人';
    await publishNotice(tx, {
      kind: 'ballot',
      neighbourhoodId: ballot.neighbourhoodId,
      subjectKind: 'ballot',
      subjectId: ballot.id,
      title: `开始表决：${ballot.question}`,
      body: [
        ...(ballot.explanation ? [ballot.explanation] : []),
        `表决至${formatInstant(closesAt)}截止，名册 ${roll.length} ${unit}。可用手机投票，也可填写纸质表决票交居委会。`,
        `同一${unit === '户' ? '户' : '人'}投了多次的，以截止前最后一次为准。表决依据：${ballot.clause}。`,
      ].join('\n\n'),
      startDay: tx.today,
      endDay: dayOf(closesAt),
      acceptsObjections: false,
    });
    await closeDuty(tx, { kind: 'ballot.open', subjectId: ballot.id });
    await openDuty(tx, {
      kind: 'ballot.close',
      role: 'secretary',
      neighbourhoodId: ballot.neighbourhoodId,
      subjectKind: 'ballot',
      subjectId: ballot.id,
      ...(ballot.projectId ? { projectId: ballot.projectId } : {}),
      title: { zh: `结束表决并公布结果：${ballot.question}`, en: `Close the ballot and publish: ${ballot.question}` },
      href: `/ballots/${ballot.id}`,
      dueDay: dayOf(closesAt),
    });
    tx.audit({ action: 'ballot.open', subjectKind: 'ballot', subjectId: ballot.id, text: { count: roll.length, digest, closesAt: closesAt.toISOString() } });
    await tx.emit('ballot.opened', { ballotId: ballot.id, neighbourhoodId: ballot.neighbourhoodId, count: roll.length });
    return ok({ count: roll.length, digest });
  });
}
