import { err, ok, type Result } from '#libs/result';
import { type CommandContext, runCommand } from '#platform/command';
import { actedAs } from './actors.ts';
import { type Category, checkText } from './matter.ts';
import { insertStep, lockMatter, saveGrams, saveWords } from './store.ts';

/** Gives a matter a clearer title and its category; the raiser's own text stays as it is, and the history says what it was called. */
export function sortMatter(
  context: CommandContext,
  input: { matterId: string; title: string; category: Category },
): Promise<Result<{ matterId: string }, 'not-found' | 'not-allowed' | 'empty' | 'too-long' | 'key-reused'>> {
  return runCommand(context, 'sort-matter', async (tx): Promise<Result<{ matterId: string }, 'not-found' | 'not-allowed' | 'empty' | 'too-long'>> => {
    const matter = await lockMatter(tx, input.matterId);
    if (!matter) return err('not-found');
    if (!tx.can('matter.decide', { neighbourhoodId: matter.neighbourhoodId })) return err('not-allowed');
    const fault = checkText(input.title, 60);
    if (fault) return err(fault);
    const title = input.title.trim();
    if (title === matter.title && input.category === matter.category) return ok({ matterId: matter.id });
    await saveWords(tx, matter.id, { title, category: input.category });
    await saveGrams(tx, { ...matter, title });
    await insertStep(tx, matter.id, { kind: 'sorted', byRole: actedAs(tx.actor, matter), text: `${matter.title} → ${title}` });
    tx.audit({ action: 'matter.sort', subjectKind: 'matter', subjectId: matter.id, text: { from: matter.title, to: title, category: input.category } });
    return ok({ matterId: matter.id });
  });
}
