import { addDays, type Day, formatDay, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { findBallot } from '#modules/ballots';
import { closeDuty, openDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import { isInForce, repealQuestion } from './house-rule.ts';
import { ballotFor, type VoteError } from './put-to-vote.ts';
import { lockVersion, saveVersion } from './store.ts';

/** Drafts the ballot on a repeal of the version in force. Errors: `wrong-state` (not in force, or a vote on it is under way), `empty`, `too-long`. */
export function proposeRepeal(
  ctx: CommandContext,
  input: { versionId: string; law: string; closesAt: Date; reason: string },
): Promise<Result<{ ballotId: string }, VoteError | 'empty' | 'too-long' | 'key-reused'>> {
  return runCommand(ctx, 'propose-repeal', async (tx) => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    if (!tx.can('house-rule.vote', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    if (!isInForce(version, tx.today)) return err('wrong-state');
    if (version.repealBallotId !== null) {
      const before = await findBallot(tx, version.repealBallotId);
      if (before?.state !== 'cancelled' && !(before?.state === 'closed' && before.outcome?.passed === false)) return err('wrong-state');
    }
    const reason = input.reason.trim();
    if (reason === '') return err('empty');
    if ([...reason].length > 500) return err('too-long');
    const ballot = await ballotFor(tx, rule, {
      law: input.law,
      closesAt: input.closesAt,
      question: repealQuestion(version),
      explanation: `废止理由：${reason}`,
    });
    if (!ballot.ok) return ballot;
    await saveVersion(tx, version, { repealBallotId: ballot.value, repealReason: reason });
    await openDuty(tx, {
      kind: 'house-rule.settle-repeal',
      role: 'secretary',
      neighbourhoodId: rule.neighbourhoodId,
      subjectKind: 'house-rule',
      subjectId: rule.id,
      title: { zh: `按表决结果处理废止：${version.title}`, en: `Carry out the vote on the repeal: ${version.title}` },
      href: `/house-rules/${rule.id}/versions/${version.no}`,
      dueDay: null,
    });
    tx.audit({ action: 'house-rule.propose-repeal', subjectKind: 'house-rule', subjectId: rule.id, text: { version: version.no, reason } });
    await tx.emit('house-rule.repeal-proposed', { ruleId: rule.id, versionId: version.id, ballotId: ballot.value });
    return ok({ ballotId: ballot.value });
  });
}

/** Carries out the vote on a repeal: the text ends on the given last day, or stays. Errors: `vote-pending`, `day-unfit` (before today, or later than it ends anyway). */
export function settleRepeal(
  ctx: CommandContext,
  input: { versionId: string; lastDay: Day },
): Promise<Result<{ repealed: boolean }, 'not-allowed' | 'not-found' | 'wrong-state' | 'vote-pending' | 'day-unfit' | 'key-reused'>> {
  return runCommand(ctx, 'settle-repeal', async (tx) => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    if (!tx.can('house-rule.vote', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    if (version.state !== 'adopted' || version.repealBallotId === null || version.fromDay === null) return err('wrong-state');
    const ballot = await findBallot(tx, version.repealBallotId);
    if (ballot?.state !== 'closed' || !ballot.outcome) return err('vote-pending');
    const repealed = ballot.outcome.passed;
    if (repealed) {
      if (!isDay(input.lastDay) || input.lastDay < addDays(tx.today, -1) || (version.toDay !== null && input.lastDay > version.toDay)) return err('day-unfit');
      await saveVersion(tx, version, { toDay: input.lastDay });
      const { yes, no, abstain } = ballot.outcome.counts;
      await publishNotice(tx, {
        kind: 'house-rule-repealed',
        neighbourhoodId: rule.neighbourhoodId,
        subjectKind: 'house-rule',
        subjectId: rule.id,
        title: `废止：${version.title}`,
        body: `《${version.title}》第 ${version.no} 版经表决废止，施行至${formatDay(input.lastDay)}为止。\n\n同意废止 ${yes}，不同意 ${no}，弃权 ${abstain}。依据：${ballot.clause}。\n\n理由：${version.repealReason ?? ''}`,
        startDay: tx.today,
        endDay: null,
        acceptsObjections: false,
      });
    }
    await closeDuty(tx, { kind: 'house-rule.settle-repeal', subjectId: rule.id });
    tx.audit({ action: 'house-rule.settle-repeal', subjectKind: 'house-rule', subjectId: rule.id, text: { version: version.no, repealed } });
    await tx.emit('house-rule.repeal-settled', { ruleId: rule.id, versionId: version.id, repealed });
    return ok({ repealed });
  });
}
