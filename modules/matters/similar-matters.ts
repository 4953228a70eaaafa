import type { Tx } from '#platform/database';
import type { Matter } from './matter.ts';
import { mostAlike } from './similar.ts';
import { listMatters } from './store.ts';

/** Open matters of the neighbourhood that seem to say the same, best first; hidden ones are left out. */
export async function similarMatters(tx: Tx, about: { neighbourhoodId: string; text: string; exceptId?: string }, limit = 3): Promise<Matter[]> {
  const open = await listMatters(tx, { neighbourhoodId: about.neighbourhoodId, open: true, limit: 500 });
  return mostAlike(
    about.text,
    open.filter((matter) => matter.hidden === 'no' && matter.id !== about.exceptId),
    limit,
  );
}
