import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { historyOf, insertBatch } from './batch.ts';
import { listIndexCompounds } from './compound.ts';
import { feedSources, readFeeds } from './feed.ts';
import { monthOfDay } from './month.ts';
import { cellNow } from './provenance.ts';
import { treeInForce } from './store.ts';

/**
 * Takes over what the platform's own records say: meetings, fund use, house rules, elections, volunteers. The month that runs and the one before, or as many as
 * are asked for. Only what differs from what stands there is written; a datum that somebody corrected or reported by hand is left alone. Returns how many were written.
 */
export function feedFromPlatform(ctx: CommandContext, input: { months?: number } = {}): Promise<Result<{ written: number }, 'not-allowed' | 'key-reused'>> {
  return runCommand(ctx, 'feed-index', async (tx): Promise<Result<{ written: number }, 'not-allowed'>> => {
    if (!tx.can('index.feed', { neighbourhoodId: null })) return err('not-allowed');
    const compounds = (await listIndexCompounds(tx)).filter((compound) => compound.neighbourhoodId !== null);
    if (compounds.length === 0) return ok({ written: 0 });
    const tree = await treeInForce(tx);
    const feeds = await readFeeds(tx, compounds);
    const months = Math.min(120, Math.max(1, input.months ?? 2));
    const firstMonth = monthOfDay(tx.today) - months + 1;
    const histories = new Map<string, Awaited<ReturnType<typeof historyOf>>>();
    for (const compound of compounds) histories.set(compound.id, await historyOf(tx, compound.id));
    const households = new Map<string, number>();
    for (const { neighbourhoodId, households: count } of compounds) households.set(neighbourhoodId ?? '', (households.get(neighbourhoodId ?? '') ?? 0) + count);
    let written = 0;
    for (const leaf of tree.leaves) {
      if (leaf.feed === undefined) continue;
      const said = feeds[leaf.feed];
      const cells = new Float64Array(compounds.length * months).fill(Number.NaN);
      const ids: string[] = [];
      for (const compound of compounds) {
        let any = false;
        for (let at = 0; at < months; at += 1) {
          let value = said(compound.neighbourhoodId ?? '', firstMonth + at);
          if (value === undefined) continue;
          const all = households.get(compound.neighbourhoodId ?? '') ?? 0;
          // Money is shared by households; where they are not known, by nobody.
          if (leaf.feed === 'fund-use') value = all === 0 ? value : (value * compound.households) / all;
          const now = cellNow(histories.get(compound.id) ?? [], leaf.code, firstMonth + at);
          if (now && (now.value === value || now.batch.kind !== 'platform')) continue;
          cells[ids.length * months + at] = value;
          written += 1;
          any = true;
        }
        if (any) ids.push(compound.id);
      }
      if (ids.length === 0) continue;
      await insertBatch(tx, {
        kind: 'platform',
        source: feedSources[leaf.feed],
        leaves: [leaf.code],
        firstMonth,
        months,
        compoundIds: ids,
        cells: cells.subarray(0, ids.length * months),
      });
    }
    if (written > 0) {
      tx.audit({ action: 'index.feed', subjectKind: 'index-batch', subjectId: null, text: { written, months } });
      await tx.emit('index.fed', { written });
    }
    return ok({ written });
  });
}
