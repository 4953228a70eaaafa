import { drawSample as draw } from '#libs/govindex';
import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { listIndexCompounds } from './compound.ts';
import { insertSample, samplesOf } from './store.ts';

/**
 * Draws the sample of a year at random, kind by kind, by the formula (91 of 1,590), with a seed that is stored: whoever has it draws the same.
 * Kinds that have one keep it. Errors: `nothing-to-draw` every kind has its sample, or there are no compounds; `empty` no seed.
 */
export function drawIndexSample(
  ctx: CommandContext,
  input: { year: number; seed: string },
): Promise<Result<{ kinds: number; drawn: number }, 'not-allowed' | 'empty' | 'too-long' | 'nothing-to-draw' | 'key-reused'>> {
  return runCommand(ctx, 'draw-index-sample', async (tx) => {
    if (!tx.can('index.import', { neighbourhoodId: null })) return err('not-allowed');
    const seed = input.seed.trim();
    if (seed === '') return err('empty');
    if ([...seed].length > 100) return err('too-long');
    const have = new Set((await samplesOf(tx, input.year)).map((sample) => sample.kind));
    const members = (await listIndexCompounds(tx)).filter((compound) => !have.has(compound.kind));
    const byCode = new Map(members.map((compound) => [compound.code, compound.id]));
    const drawn = draw(
      members.map((compound) => ({ id: compound.code, kind: compound.kind })),
      seed,
    ).filter((sample) => sample.drawn.length > 0);
    if (drawn.length === 0) return err('nothing-to-draw');
    for (const sample of drawn)
      await insertSample(tx, {
        year: input.year,
        kind: sample.kind,
        seed,
        population: sample.population,
        compoundIds: sample.drawn.map((code) => byCode.get(code) ?? ''),
        note: '',
      });
    tx.audit({ action: 'index.sample', subjectKind: 'index-sample', subjectId: null, text: { year: input.year, seed } });
    await tx.emit('index.sample-drawn', { year: input.year });
    return ok({ kinds: drawn.length, drawn: drawn.reduce((sum, sample) => sum + sample.drawn.length, 0) });
  });
}
