import { ok } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { openDuties } from '#modules/inbox';
import { officeDeadline } from '#modules/funds';
import { listIndexCompounds } from './compound.ts';
import { formsEntered } from './completeness.ts';
import { feedFromPlatform } from './feed-platform.ts';
import { monthLabel, monthOfDay } from './month.ts';

/** The index's part of the daily round: what the platform knows is taken over, and whoever owes last month's form is reminded. */
export async function dailyIndex(ctx: CommandContext): Promise<void> {
  await feedFromPlatform(ctx);
  await runCommand(ctx, 'remind-index-forms', async (tx) => {
    const compounds = (await listIndexCompounds(tx)).filter((compound) => compound.neighbourhoodId !== null);
    if (compounds.length === 0) return ok(0);
    const month = monthOfDay(tx.today) - 1;
    const entered = await formsEntered(tx, month);
    const dueDay = await officeDeadline(tx, 'index.enter', `${monthLabel(month + 1)}-01`);
    const opened = await openDuties(
      tx,
      compounds
        .filter((compound) => !entered.has(compound.id))
        .map((compound) => ({
          kind: 'index.enter',
          role: 'secretary' as const,
          neighbourhoodId: compound.neighbourhoodId,
          subjectKind: 'index-compound',
          subjectId: compound.id,
          title: { zh: `填${compound.name}${monthLabel(month)}的月报`, en: `Fill in the month ${monthLabel(month)} of ${compound.name}` },
          href: `/index/compounds/${compound.id}/month?m=${monthLabel(month)}`,
          dueDay,
        })),
    );
    return ok(opened);
  });
}
