import { addDays, dayOf, type Day, formatDay, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { type Ballot, ballotLaws, clauseOf, findBallot } from '#modules/ballots';
import { closeDuty } from '#modules/inbox';
import { publishNotice } from '#modules/notices';
import type { HouseRule, Version } from './house-rule.ts';
import { versionsOf } from './queries.ts';
import { lockVersion, saveVersion } from './store.ts';

/**
 * Carries out what the vote said: adopted and in force from a day, the version before ending the day before; or rejected.
 * Errors: `vote-pending` the ballot is not closed, `day-unfit` (from before today, or to before from).
 */
export function settleVote(
  ctx: CommandContext,
  input: { versionId: string; fromDay: Day; toDay: Day | null },
): Promise<Result<{ adopted: boolean }, 'not-allowed' | 'not-found' | 'wrong-state' | 'vote-pending' | 'day-unfit' | 'key-reused'>> {
  return runCommand(ctx, 'settle-vote', async (tx) => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    if (!tx.can('house-rule.vote', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    if (version.state !== 'voting' || version.ballotId === null) return err('wrong-state');
    const ballot = await findBallot(tx, version.ballotId);
    if (ballot?.state !== 'closed' || !ballot.outcome) return err('vote-pending');
    const adopted = ballot.outcome.passed;
    if (adopted && (!isDay(input.fromDay) || input.fromDay < tx.today || (input.toDay !== null && (!isDay(input.toDay) || input.toDay < input.fromDay))))
      return err('day-unfit');
    if (adopted) await endBefore(tx, rule, version, input.fromDay);
    await saveVersion(
      tx,
      version,
      adopted ? { state: 'adopted', decidedAt: tx.now, fromDay: input.fromDay, toDay: input.toDay } : { state: 'rejected', decidedAt: tx.now },
    );
    await publishNotice(tx, {
      kind: adopted ? 'house-rule-adopted' : 'house-rule-rejected',
      neighbourhoodId: rule.neighbourhoodId,
      subjectKind: 'house-rule',
      subjectId: rule.id,
      title: adopted ? `公布：${version.title}` : `未通过：${version.title}`,
      body: [
        adoptionNote(version, ballot),
        ...(adopted ? [`自${formatDay(input.fromDay)}起施行${input.toDay ? `，至${formatDay(input.toDay)}止` : ''}。`] : []),
      ].join('\n\n'),
      startDay: tx.today,
      endDay: null,
      acceptsObjections: false,
    });
    await closeDuty(tx, { kind: 'house-rule.settle', subjectId: rule.id });
    tx.audit({ action: adopted ? 'house-rule.adopt' : 'house-rule.reject', subjectKind: 'house-rule', subjectId: rule.id, text: { version: version.no } });
    await tx.emit(adopted ? 'house-rule.adopted' : 'house-rule.rejected', { ruleId: rule.id, versionId: version.id, neighbourhoodId: rule.neighbourhoodId });
    return ok({ adopted });
  });
}

/** The version that would still hold on the first day of the new one ends the day before. */
async function endBefore(tx: CommandTx, rule: HouseRule, version: Version, fromDay: Day): Promise<void> {
  for (const other of await versionsOf(tx, [rule.id])) {
    if (other.id === version.id || other.state !== 'adopted' || other.fromDay === null) continue;
    if (other.toDay !== null && other.toDay < fromDay) continue;
    const last = addDays(fromDay, -1);
    await saveVersion(tx, other, { replacedBy: version.id, toDay: last < addDays(other.fromDay, -1) ? addDays(other.fromDay, -1) : last });
  }
}

/** By which vote, when, with which figures: stands on the page, the notice and the printed text. */
export function adoptionNote(
  version: Pick<Version, 'title' | 'no' | 'digest'>,
  ballot: Pick<Ballot, 'law' | 'clause' | 'closesAt' | 'electorate' | 'outcome'>,
): string {
  const counts = ballot.outcome?.counts;
  if (!counts) return '';
  const unit = ballot.electorate === 'household' ? '户' : '人';
  const law = Object.hasOwn(ballotLaws, ballot.law) ? ballotLaws[ballot.law] : undefined;
  const by = law ? `${law.title.zh}（${clauseOf(law)}）` : ballot.clause;
  return [
    `《${version.title}》第 ${version.no} 版${ballot.outcome?.passed ? '经表决通过' : '经表决未通过'}。`,
    `表决方式：${by}。表决截止：${formatDay(dayOf(ballot.closesAt))}。`,
    `名册 ${counts.roll} ${unit}，参加 ${counts.yes + counts.no + counts.abstain} ${unit}：同意 ${counts.yes}，不同意 ${counts.no}，弃权 ${counts.abstain}。`,
    `文本校验码：${version.digest?.slice(0, 16) ?? ''}。`,
  ].join('');
}
