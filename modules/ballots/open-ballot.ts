import { dayOf, formatInstant } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, read, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { publishNotice, unansweredObjections } from '#modules/notices';
import { type Ballot, rollWasOpenToObjections, step } from './ballot.ts';
import { rollSources } from './build-roll.ts';
import { newSealKey, sealKeyName } from './envelope.ts';
import { findBallot, optionsOf, rollOf } from './queries.ts';
import { optionsAreEnough } from './question.ts';
import { remindVoters } from './remind-voters.ts';
import { rollDigest } from './roll.ts';
import { rollShowings } from './roll-objections.ts';
import { lockBallot, setOpen } from './store.ts';

export interface OpenBallotInput {
  ballotId: string;
  closesAt?: Date;
}
/** Why a ballot does not open. */
export type OpenBallotError =
  | 'not-allowed'
  | 'not-found'
  | 'wrong-state'
  | 'roll-still-open'
  | 'objections-unanswered'
  | 'in-the-past'
  | 'options-missing'
  | 'no-vault';
type Opened = { count: number; digest: string };

/**
 * Freezes the roll as it was shown and opens the ballot; from here the database refuses any change of it. A secret ballot gets a key of its own: the half that
 * opens the votes goes to the vault, before anything refers to it.
 * Errors: `wrong-state`, `roll-still-open` (its days are not over), `objections-unanswered`, `in-the-past` (closing time), `options-missing`, `no-vault`
 * (there is no place for the key of a secret ballot).
 */
export async function openBallot(ctx: CommandContext, input: OpenBallotInput): Promise<Result<Opened, OpenBallotError | 'key-reused'>> {
  const ballot = await read(ctx, (tx) => findBallot(tx, input.ballotId));
  const { vault } = ctx.platform;
  if (ballot?.secrecy !== 'secret' || ballot.state !== 'roll_shown' || !vault) return runCommand(ctx, 'open-ballot', (tx) => openBallotIn(tx, input));
  const key = await newSealKey();
  const name = sealKeyName(ballot.id, key.seals);
  await vault.put(name, key.opens);
  let used = false;
  const done = await runCommand(ctx, 'open-ballot', async (tx) => {
    const opened = await openBallotIn(tx, { ...input, sealKey: key.seals });
    used = opened.ok;
    return opened;
  });
  // Refused, or the same form sent twice: this key seals nothing.
  if (!done.ok || !used) await vault.destroy(name);
  return done;
}

/** The same inside the caller's command; a secret ballot needs the sealing half of a key whose other half is in the vault. */
export async function openBallotIn(tx: CommandTx, input: OpenBallotInput & { sealKey?: Uint8Array }): Promise<Result<Opened, OpenBallotError>> {
  const ballot = await lockBallot(tx, input.ballotId);
  if (!ballot) return err('not-found');
  if (!tx.can('ballot.open', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
  const next = step(ballot.state, 'open');
  if (!next.ok) return next;
  if (!rollWasOpenToObjections(ballot, tx.today)) return err('roll-still-open');
  // Also those to a roll that was shown anew since.
  const notices = new Set([ballot.rollNoticeId, ...(await rollShowings(tx, ballot.id)).map((showing) => showing.noticeId)]);
  for (const noticeId of notices) if (noticeId === null || (await unansweredObjections(tx, noticeId)).length > 0) return err('objections-unanswered');
  const options = ballot.kind === 'yes-no' ? [] : await optionsOf(tx, ballot.id);
  if (!optionsAreEnough(ballot, options.length)) return err('options-missing');
  const sealKey = ballot.secrecy === 'secret' ? (input.sealKey ?? null) : null;
  if (ballot.secrecy === 'secret' && sealKey === null) return err('no-vault');
  const closesAt = input.closesAt ?? ballot.closesAt;
  if (closesAt <= tx.now) return err('in-the-past');
  const roll = await rollOf(tx, ballot.id);
  const digest = rollDigest(roll);
  await setOpen(tx, ballot.id, { closesAt, source: rollSources[ballot.electorate], count: roll.length, digest, sealKey });
  const unit = ballot.electorate === 'household' ? '户' : '人';
  await publishNotice(tx, {
    kind: 'ballot',
    neighbourhoodId: ballot.neighbourhoodId,
    subjectKind: 'ballot',
    subjectId: ballot.id,
    title: `开始表决：${ballot.question}`,
    body: [
      ...(ballot.explanation ? [ballot.explanation] : []),
      ...(options.length > 0 ? [options.map((option) => `${option.no}. ${option.label}`).join('\n')] : []),
      `表决至${formatInstant(closesAt)}截止，名册 ${roll.length} ${unit}。可用手机投票，也可填写纸质表决票交居委会。`,
      `${ruleOfOneVote(ballot, unit)}表决依据：${ballot.clause}。`,
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
  await remindVoters(tx, { ...ballot, closesAt }, roll);
  tx.audit({ action: 'ballot.open', subjectKind: 'ballot', subjectId: ballot.id, text: { count: roll.length, digest, closesAt: closesAt.toISOString() } });
  await tx.emit('ballot.opened', { ballotId: ballot.id, neighbourhoodId: ballot.neighbourhoodId, count: roll.length });
  return ok({ count: roll.length, digest });
}

/** Which vote stands, in the words of the notice. */
function ruleOfOneVote(ballot: Pick<Ballot, 'secrecy' | 'mayChange'>, unit: string): string {
  if (ballot.secrecy === 'secret') return '无记名表决：只登记谁投了票，投给谁无从查知；投出后不能更改。';
  return ballot.mayChange ? `同一${unit}投了多次的，以截止前最后一次为准。` : `同一${unit}只投一次，以最先投的一次为准，投出后不能更改。`;
}
