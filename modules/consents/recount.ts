import type { CommandTx } from '#platform/command';
import type { Tx } from '#platform/database';
import { countedAs, type ConsentEntry, type ConsentHome, lastSignedCounts, type SplitRule } from './consent.ts';
import { consentSettings, contestsOf, countedOf, entriesOf, homesOf } from './queries.ts';
import { dropCounted, putCounted } from './store.ts';

/**
 * The homes that stand for one owner over all parts: an owner who signs at one door has answered for each part in which they own.
 * `homeId` first, then the homes of the same elector in any part.
 */
export function homesOfOwner(homes: readonly ConsentHome[], homeId: string): Set<string> {
  const electors = new Set(homes.filter((home) => home.homeId === homeId).map((home) => `${home.ballotId} ${home.electorId}`));
  return new Set([homeId, ...homes.filter((home) => electors.has(`${home.ballotId} ${home.electorId}`)).map((home) => home.homeId)]);
}

/**
 * The home under which an owner's answer is kept: one on the narrowest roll they stand on, so that it counts for the building as well
 * as for the compound whichever of their doors it was signed at.
 */
export function homeToSignFor(homes: readonly ConsentHome[], homeId: string): string {
  const own = homesOfOwner(homes, homeId);
  return homes.find((home) => own.has(home.homeId))?.homeId ?? homeId;
}

/**
 * Lets the right answer count for everybody who owns the home: the one signed last among those whose contest was not upheld.
 * Returns the id of the entry that counts now, null for none.
 */
export async function recount(tx: CommandTx, consentId: string, homeId: string | null): Promise<string | null> {
  const homes = await homesOf(tx, consentId);
  const upheld = new Set((await contestsOf(tx, consentId)).filter((contest) => contest.outcome === 'upheld').map((contest) => contest.entryId));
  const entries = (await entriesOf(tx, consentId)).filter((entry) => !upheld.has(entry.id));
  const { split } = await consentSettings(tx);
  const before = new Map((await countedOf(tx, consentId)).map((one) => [`${one.ballotId} ${one.electorId}`, one]));
  const own = homeId === null ? null : homesOfOwner(homes, homeId);
  const electors = new Map<string, ConsentHome[]>();
  for (const home of homes) {
    if (own !== null && !own.has(home.homeId)) continue;
    const key = `${home.ballotId} ${home.electorId}`;
    electors.set(key, [...(electors.get(key) ?? []), home]);
  }
  let counts: string | null = null;
  for (const [key, owned] of electors) {
    const [first] = owned;
    if (!first) continue;
    const entry = entryThatCounts(entries, owned, split);
    counts = entry?.id ?? counts;
    if (!entry) {
      if (before.has(key)) await dropCounted(tx, first.ballotId, first.electorId);
      continue;
    }
    const choice = entry.choice === 'split' ? 'abstain' : entry.choice;
    if (before.get(key)?.entryId !== entry.id)
      await putCounted(tx, { ballotId: first.ballotId, electorId: first.electorId, entryId: entry.id, homeId: entry.homeId, choice });
  }
  return counts;
}

/** Of an owner's answers the last that the office's rule lets count. */
export function entryThatCounts<E extends Pick<ConsentEntry, 'choice' | 'homeId' | 'signedAt' | 'receivedAt'>>(
  entries: readonly E[],
  owned: readonly Pick<ConsentHome, 'homeId'>[],
  split: SplitRule | null,
): E | null {
  const ids = new Set(owned.map((home) => home.homeId));
  const last = lastSignedCounts(entries.filter((entry) => ids.has(entry.homeId)));
  if (last === null) return null;
  const word = countedAs(last.choice, split);
  return word === 'nothing' || word === 'unset' ? null : last;
}

/** How many owners' last answer is a disagreement that waits for the office to say how it counts. */
export async function splitsWaiting(tx: Tx, consentId: string): Promise<number> {
  if ((await consentSettings(tx)).split !== null) return 0;
  const homes = await homesOf(tx, consentId);
  const entries = await entriesOf(tx, consentId);
  const last = new Map<string, ConsentEntry>();
  for (const entry of entries) last.set(homeToSignFor(homes, entry.homeId), entry);
  return [...last.values()].filter((entry) => entry.choice === 'split').length;
}
