import { doneDuties, listDuties } from '#modules/inbox';
import { listNeighbourhoods } from '#modules/places';
import type { Routes } from '../kit/index.ts';
import { InboxPage } from './inbox-page.tsx';

/** `/inbox`: what I must do. */
export function inboxRoutes(r: Routes): void {
  r.get('/inbox', 'inbox.read', async (w) => {
    const view = await w.read(async (tx) => ({
      open: await listDuties(tx, w.actor),
      done: w.actor.personId === null ? [] : await doneDuties(tx, w.actor.personId, 20),
      places: new Map((await listNeighbourhoods(tx)).map((place) => [place.id, place.name])),
    }));
    return w.page(<InboxPage page={w.frame()} actor={w.actor} today={w.today} {...view} />);
  });
}
