import { z } from 'zod';
import type { CommandTx } from '#platform/command';
import { sql, type Tx } from '#platform/database';
import { type Matter, openStates } from './matter.ts';
import { findMatters } from './queries.ts';
import { mostAlike, tellingPairs } from './similar.ts';
import { insertGrams } from './store.ts';

/** Of one text, so many pairs are looked up at most: a long one repeats itself. */
const pairsLookedUp = 60;

const candidatesRow = z.object({ id: z.string(), share: z.number() });

/**
 * Open matters of the neighbourhood that share rare words with a text, best first. A pair of characters weighs the more the
 * fewer matters have it; one that nobody else has said weighs nothing.
 */
async function candidates(
  tx: Tx,
  about: { neighbourhoodId: string; text: string; exceptId?: string },
  limit: number,
): Promise<{ id: string; share: number }[]> {
  const pairs = tellingPairs(about.text).slice(0, pairsLookedUp);
  if (pairs.length === 0) return [];
  return tx.all(
    sql`with hit as materialized (
      select g.gram, g.matter_id from matter_gram g
      where g.subdistrict_id = ${tx.subdistrictId} and g.neighbourhood_id = ${about.neighbourhoodId} and g.gram = any(${pairs}::text[])
    ), weight as (select gram, 1.0 / (1 + ln(count(*))) as w from hit group by gram),
    best as (select h.matter_id, sum(w.w) / (select sum(w) from weight) as share from hit h join weight w on w.gram = h.gram group by h.matter_id)
    select b.matter_id as id, b.share::float8 as share from best b join matter m on m.subdistrict_id = ${tx.subdistrictId} and m.id = b.matter_id
    where m.state = any(${[...openStates]}::text[]) and m.hidden = 'no' and m.id is distinct from ${about.exceptId ?? null}::uuid
    order by b.share desc, m.raised_at desc limit ${limit}`,
    candidatesRow,
  );
}

/** Open matters of the neighbourhood that seem to say the same, best first; hidden ones are left out. */
export async function similarMatters(tx: Tx, about: { neighbourhoodId: string; text: string; exceptId?: string }, limit = 3): Promise<Matter[]> {
  const found = await candidates(tx, about, 40);
  return mostAlike(
    about.text,
    await findMatters(
      tx,
      found.map(({ id }) => id),
    ),
    limit,
  );
}

/** What is worth showing while somebody types: looser than {@link similarMatters}, a shared word of two characters is enough. */
export async function suggestMatters(tx: Tx, about: { neighbourhoodId: string; text: string }, limit = 4): Promise<Matter[]> {
  const found = (await candidates(tx, about, limit)).filter(({ share }) => share >= 0.3);
  const matters = new Map(
    (
      await findMatters(
        tx,
        found.map(({ id }) => id),
      )
    ).map((matter) => [matter.id, matter]),
  );
  return found.flatMap(({ id }) => matters.get(id) ?? []);
}

const indexOldMattersRow = z.object({ id: z.string(), neighbourhood_id: z.string(), title: z.string(), text: z.string() });

/** Matters raised before they were found by their words get their pairs, some hundreds at a time; returns how many did. */
export async function indexOldMatters(tx: CommandTx): Promise<number> {
  const missing = await tx.all(
    sql`select m.id, m.neighbourhood_id, m.title, m.text from matter m where m.subdistrict_id = ${tx.subdistrictId}
    and not exists (select from matter_gram g where g.subdistrict_id = m.subdistrict_id and g.matter_id = m.id) order by m.id for update of m limit 20000`,
    indexOldMattersRow,
  );
  for (let from = 0; from < missing.length; from += 200)
    await insertGrams(
      tx,
      missing.slice(from, from + 200).map((one) => ({ id: one.id, neighbourhoodId: one.neighbourhood_id, title: one.title, text: one.text })),
    );
  return missing.length;
}
