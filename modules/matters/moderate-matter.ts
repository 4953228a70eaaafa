import { err, ok, type Result } from '#libs/result';
import { officeDeadline } from '#modules/funds';
import { closeDuty, openDuty } from '#modules/inbox';
import { type CommandContext, type CommandTx, runCommand } from '#platform/command';
import { actedAs } from './actors.ts';
import { checkText, type Matter, matterNo, nextHidden, type StepKind } from './matter.ts';
import { matterSteps } from './queries.ts';
import { insertStep, lockMatter, saveHidden } from './store.ts';

/** `own-decision` whoever hid the words does not rule on the appeal. */
type Codes = 'not-found' | 'not-allowed' | 'wrong-state' | 'no-reason' | 'too-long' | 'own-decision';
type Moderated = Promise<Result<{ matterId: string }, Codes | 'key-reused'>>;

/** Hides the words and photos of a matter; a public line says that and why. The matter itself goes on. Event: `matter.hidden`. */
export const hideMatter = (context: CommandContext, input: { matterId: string; reason: string }): Moderated =>
  moderate(context, 'hide-matter', input, 'hide', async (tx, matter) =>
    tx.can('matter.hide', { neighbourhoodId: matter.neighbourhoodId }) ? null : 'not-allowed',
  );

/** The raiser asks the office to look again at the hiding. Opens the officer's duty, due in the days that the office has set (`matter.rule-appeal.days`). Event: `matter.appealed`. */
export const appealHiding = (context: CommandContext, input: { matterId: string; reason: string }): Moderated =>
  moderate(context, 'appeal-hiding', input, 'appeal', async (tx, matter) =>
    tx.actor.personId !== null && tx.actor.personId === matter.raisedBy ? null : 'not-allowed',
  );

/** The office rules on an appeal: the words are shown again, or stay hidden. Event: `matter.shown` or `matter.appeal-rejected`. */
export const ruleOnAppeal = (context: CommandContext, input: { matterId: string; show: boolean; reason: string }): Moderated =>
  moderate(context, 'rule-on-appeal', input, input.show ? 'show' : 'confirm', async (tx, matter) => {
    if (!tx.can('matter.rule-appeal', { neighbourhoodId: matter.neighbourhoodId })) return 'not-allowed';
    return (await nobodyRulesOnTheOwnHiding(tx, matter.id)) ? null : 'own-decision';
  });

async function nobodyRulesOnTheOwnHiding(tx: CommandTx, matterId: string): Promise<boolean> {
  const hiding = (await matterSteps(tx, matterId)).findLast((step) => step.kind === 'hidden');
  return hiding?.byPerson !== tx.actor.personId;
}

const kinds = { hide: 'hidden', appeal: 'appealed', show: 'shown', confirm: 'appeal-rejected' } as const satisfies Record<string, StepKind>;

function moderate(
  context: CommandContext,
  name: string,
  input: { matterId: string; reason: string },
  act: keyof typeof kinds,
  refused: (tx: CommandTx, matter: Matter) => Promise<'not-allowed' | 'own-decision' | null>,
): Moderated {
  return runCommand(context, name, async (tx): Promise<Result<{ matterId: string }, Codes>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    const refusal = await refused(tx, matter);
    if (refusal) return err(refusal);
    const fault = checkText(input.reason, 500);
    if (fault) return err(fault === 'empty' ? 'no-reason' : fault);
    const next = nextHidden(matter.hidden, act);
    if (!next.ok) return next;
    const reason = input.reason.trim();
    await saveHidden(tx, matter.id, next.value, next.value === 'no' ? null : act === 'hide' ? reason : matter.hiddenReason);
    const dueDay = act === 'appeal' ? await officeDeadline(tx, 'matter.rule-appeal') : null;
    await insertStep(tx, matter.id, { kind: kinds[act], byRole: act === 'appeal' ? 'raiser' : actedAs(tx.actor, matter), text: reason, dueDay });
    if (act === 'appeal')
      await openDuty(tx, {
        kind: 'matter.rule-appeal',
        role: 'officer',
        neighbourhoodId: matter.neighbourhoodId,
        subjectKind: 'matter',
        subjectId: matter.id,
        title: { zh: `复核议题 ${matterNo(matter)} 的隐去`, en: `Rule on the hiding of matter ${matterNo(matter)}` },
        href: `/matters/${matter.id}`,
        dueDay,
      });
    if (act === 'show' || act === 'confirm') await closeDuty(tx, { kind: 'matter.rule-appeal', subjectId: matter.id });
    await tx.emit(`matter.${kinds[act]}`, { matterId: matter.id, neighbourhoodId: matter.neighbourhoodId });
    tx.audit({ action: `matter.${act}`, subjectKind: 'matter', subjectId: matter.id, text: { reason } });
    return ok({ matterId: matter.id });
  });
}
