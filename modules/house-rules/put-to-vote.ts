import { formatDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { ballotLaws, createBallotIn, findBallot } from '#modules/ballots';
import { officeSettings } from '#modules/funds';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { textDigest } from './digest.ts';
import { adoptionQuestion, buildingLaws, everybodyCouldComment, type HouseRule, lawsThatFit } from './house-rule.ts';
import { articleNo } from './numbering.ts';
import { clausesOf, commentsOn } from './queries.ts';
import { lockVersion, saveVersion } from './store.ts';

/** Key of the office's own choice by which vote a building's convention is adopted. */
export const buildingLawKey = 'house-rule.buildingVote';

/** The office's choice for buildings' conventions with the ground it gave; null where it has made none. */
export async function buildingVote(tx: Parameters<typeof officeSettings>[0]): Promise<{ law: string; clause: string } | null> {
  const set = (await officeSettings(tx)).find((one) => one.key === buildingLawKey);
  if (!set || !buildingLaws.some((law) => law === set.value)) return null;
  return { law: set.value, clause: `街镇规定（${set.setBy}，${formatDay(set.setOn)}）${set.reason === '' ? '' : `：${set.reason}`}` };
}
/** Name of that choice alone. */
export const buildingLaw = async (tx: Parameters<typeof officeSettings>[0]): Promise<string | null> => (await buildingVote(tx))?.law ?? null;

/**
 * `too-early` the days for comments are not over · `comments-unanswered` · `law-unfit` not a vote that can adopt these rules · `law-unset` the office
 * has not said how a building's convention is voted on · `in-the-past` the closing time.
 */
export type VoteError = 'not-allowed' | 'not-found' | 'wrong-state' | 'law-unfit' | 'law-unset' | 'in-the-past';

/** Drafts the ballot of a rule's kind. */
export async function ballotFor(
  tx: CommandTx,
  rule: HouseRule,
  input: { law: string; closesAt: Date; question: string; explanation: string },
): Promise<Result<string, VoteError>> {
  const office = await buildingVote(tx);
  const fitting = lawsThatFit(rule.kind, office?.law ?? null);
  if (fitting.length === 0) return err('law-unset');
  const law = fitting.includes(input.law) ? ballotLaws[input.law] : undefined;
  if (!law) return err('law-unfit');
  const made = await createBallotIn(tx, {
    neighbourhoodId: rule.neighbourhoodId,
    buildingId: rule.buildingId,
    entranceId: rule.entranceId,
    question: input.question,
    explanation: input.explanation,
    closesAt: input.closesAt,
    // No law says how a building votes on its convention: the ballot names the office's own rule, not the law whose figures it took.
    ...(rule.kind === 'building' && office
      ? { custom: { electorate: law.electorate, rule: law.rule, title: `楼组公约表决（${law.title.zh}的办法）`, clause: office.clause } }
      : { law: input.law }),
  });
  if (made.ok) return ok(made.value.ballotId);
  return err(made.error === 'not-allowed' || made.error === 'not-found' || made.error === 'in-the-past' ? made.error : 'law-unfit');
}

/** Freezes the text and drafts the ballot on it, whose question carries the text's digest. Roll, opening and counting are the ballot's own steps. */
export function putToVote(
  ctx: CommandContext,
  input: { versionId: string; law: string; closesAt: Date },
): Promise<Result<{ ballotId: string; digest: string }, VoteError | 'too-early' | 'comments-unanswered' | 'key-reused'>> {
  return runCommand(ctx, 'put-to-vote', async (tx) => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    if (!tx.can('house-rule.vote', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    if (version.state !== 'discussion') return err('wrong-state');
    if (!everybodyCouldComment(version, tx.today)) return err('too-early');
    if ((await commentsOn(tx, version.id)).some((comment) => comment.reply === null && comment.hidden === 'no')) return err('comments-unanswered');
    const clauses = await clausesOf(tx, version.id);
    const digest = textDigest(version, clauses);
    const ballot = await ballotFor(tx, rule, {
      law: input.law,
      closesAt: input.closesAt,
      question: adoptionQuestion(version, digest),
      explanation: [
        `全文共 ${clauses.length} 条：${clauses.map((clause) => `${articleNo(clause.position)}${clause.heading === '' ? '' : `（${clause.heading}）`}`).join('、')}。`,
        version.reason === '' ? '' : `说明：${version.reason}`,
        '表决期间文本不再改动。',
      ]
        .filter((line) => line !== '')
        .join('\n')
        .slice(0, 3900),
    });
    if (!ballot.ok) return ballot;
    await saveVersion(tx, version, { state: 'voting', law: (await findBallot(tx, ballot.value))?.law ?? input.law, ballotId: ballot.value, digest });
    await closeDuty(tx, { kind: 'house-rule.vote', subjectId: rule.id });
    await openDuty(tx, {
      kind: 'house-rule.settle',
      role: 'secretary',
      neighbourhoodId: rule.neighbourhoodId,
      subjectKind: 'house-rule',
      subjectId: rule.id,
      title: { zh: `按表决结果公布：${version.title}`, en: `Publish by the result of the vote: ${version.title}` },
      href: `/house-rules/${rule.id}/versions/${version.no}`,
      dueDay: null,
    });
    tx.audit({ action: 'house-rule.vote', subjectKind: 'house-rule', subjectId: rule.id, text: { version: version.no, law: input.law, digest } });
    await tx.emit('house-rule.put-to-vote', { ruleId: rule.id, versionId: version.id, ballotId: ballot.value });
    return ok({ ballotId: ballot.value, digest });
  });
}

/** Takes the text back to discussion after its ballot was given up before it opened. Errors: `wrong-state`, `ballot-stands`. */
export function takeBack(
  ctx: CommandContext,
  input: { versionId: string },
): Promise<Result<null, 'not-allowed' | 'not-found' | 'wrong-state' | 'ballot-stands' | 'key-reused'>> {
  return runCommand(ctx, 'take-back', async (tx) => {
    const found = await lockVersion(tx, input.versionId);
    if (!found) return err('not-found');
    const { rule, version } = found;
    if (!tx.can('house-rule.vote', { neighbourhoodId: rule.neighbourhoodId })) return err('not-allowed');
    if (version.state !== 'voting' || version.ballotId === null) return err('wrong-state');
    if ((await findBallot(tx, version.ballotId))?.state !== 'cancelled') return err('ballot-stands');
    await saveVersion(tx, version, { state: 'discussion', law: null, ballotId: null, digest: null });
    await dropDuties(tx, { subjectId: rule.id, kind: 'house-rule.settle' });
    tx.audit({ action: 'house-rule.take-back', subjectKind: 'house-rule', subjectId: rule.id, text: { version: version.no } });
    await tx.emit('house-rule.taken-back', { ruleId: rule.id, versionId: version.id });
    return ok(null);
  });
}
