import { addDays, dayOf, formatDay, isDay } from '#libs/civil-time';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { closeDuty, openDuty } from '#modules/inbox';
import { noticeTerm, readableCode } from '#modules/meetings';
import { publishNotice } from '#modules/notices';
import { step } from './ballot.ts';
import { buildRoll, rollSources } from './build-roll.ts';
import { rollOf } from './queries.ts';
import { noteShowing, rollChanges } from './roll-objections.ts';
import { lockBallot, replaceRoll, setRollShown } from './store.ts';

export interface ShowRollInput {
  ballotId: string;
  objectionsUntil: string;
  /** Who may vote, where representatives do. */
  representativeIds?: readonly string[];
}
/** Why a roll is not shown. */
export type ShowRollError = 'not-allowed' | 'not-found' | 'wrong-state' | 'day-unfit' | 'too-few-days' | 'roll-empty' | 'area-missing';

/**
 * Shows the roll, as the register has it today, by a public notice that takes objections until the given day. Shown anew
 * after the register was corrected, it starts again.
 * Errors: `wrong-state`, `day-unfit` (before today, or so late that the ballot would close first), `too-few-days` (the office's policy
 * asks for more), `roll-empty`, `area-missing`.
 */
export const showRoll = (ctx: CommandContext, input: ShowRollInput): Promise<Result<{ count: number; noticeId: string }, ShowRollError | 'key-reused'>> =>
  runCommand(ctx, 'show-roll', (tx) => showRollIn(tx, input));

/** The same inside the caller's command. */
export async function showRollIn(tx: CommandTx, input: ShowRollInput): Promise<Result<{ count: number; noticeId: string }, ShowRollError>> {
  const ballot = await lockBallot(tx, input.ballotId);
  if (!ballot) return err('not-found');
  if (!tx.can('ballot.show-roll', { neighbourhoodId: ballot.neighbourhoodId })) return err('not-allowed');
  const next = step(ballot.state, 'roll_shown');
  if (!next.ok) return next;
  const { objectionsUntil } = input;
  if (!isDay(objectionsUntil) || objectionsUntil < tx.today || objectionsUntil >= dayOf(ballot.closesAt)) return err('day-unfit');
  const term = await noticeTerm(tx, 'roll', tx.today);
  if (term && objectionsUntil < term.earliest) return err('too-few-days');
  const electors = await buildRoll(tx, ballot, input.representativeIds ?? []);
  if (!electors.ok) return electors;
  const changes = ballot.state === 'roll_shown' ? rollChanges(await rollOf(tx, ballot.id), electors.value) : { added: [], removed: [] };
  const taken = new Set<string>();
  await replaceRoll(
    tx,
    ballot.id,
    electors.value.map((elector, index) => {
      let code = readableCode(tx.randomBytes(6));
      while (taken.has(code)) code = readableCode(tx.randomBytes(6));
      taken.add(code);
      return { ...elector, id: tx.newId(), no: index + 1, code };
    }),
  );
  const count = electors.value.length;
  const noticeId = await publishNotice(tx, {
    kind: 'ballot-roll',
    neighbourhoodId: ballot.neighbourhoodId,
    subjectKind: 'ballot',
    subjectId: ballot.id,
    title: `表决名册公示：${ballot.question}`,
    body: [
      `现公示“${ballot.question}”的表决名册，共 ${count} ${ballot.electorate === 'household' ? '户' : '人'}。名册来源：${rollSources[ballot.electorate]}。`,
      `对名册有异议的，请在${formatDay(objectionsUntil)}前（含当日）提出。名册在表决开始时固定，此后不再变动。`,
      ...(ballot.state === 'roll_shown' ? [`这是更正后重新公示，比上次增加 ${changes.added.length} 条，去掉 ${changes.removed.length} 条。`] : []),
      `表决依据：${ballot.clause}。`,
    ].join('\n\n'),
    startDay: tx.today,
    endDay: objectionsUntil,
    acceptsObjections: true,
  });
  await setRollShown(tx, ballot.id, { objectionsUntil, noticeId });
  await noteShowing(tx, ballot.id, { noticeId, count, ...changes });
  await closeDuty(tx, { kind: 'ballot.show-roll', subjectId: ballot.id });
  await openDuty(tx, {
    kind: 'ballot.open',
    role: 'secretary',
    neighbourhoodId: ballot.neighbourhoodId,
    subjectKind: 'ballot',
    subjectId: ballot.id,
    ...(ballot.projectId ? { projectId: ballot.projectId } : {}),
    title: { zh: `开始表决：${ballot.question}`, en: `Open the ballot: ${ballot.question}` },
    href: `/ballots/${ballot.id}`,
    dueDay: addDays(objectionsUntil, 1),
  });
  tx.audit({ action: 'ballot.show-roll', subjectKind: 'ballot', subjectId: ballot.id, text: { count, objectionsUntil } });
  await tx.emit('ballot.roll-shown', { ballotId: ballot.id, count });
  return ok({ count, noticeId });
}
