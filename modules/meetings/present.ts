import type { Tx } from '#platform/database';
import { holdersOf, membersOfNeighbourhood } from '#modules/people';
import { listHouseholds, neighbourhoodCounts } from '#modules/places';
import { brokenRules, type Breach, hasQuorum, type Meeting } from './meeting.ts';
import { presentCountOf } from './queries.ts';

/** How many are entitled to take part, as the form counts them; null where no rule counts them. */
export async function entitledTo(tx: Tx, meeting: Meeting): Promise<number | null> {
  if (!hasQuorum(meeting)) return null;
  switch (meeting.form) {
    case 'one_per_household':
      if (meeting.entranceId === null) return (await neighbourhoodCounts(tx, meeting.neighbourhoodId)).households;
      return (await listHouseholds(tx, meeting.neighbourhoodId)).filter((home) => home.entranceId === meeting.entranceId).length;
    case 'all_adults':
      return new Set((await membersOfNeighbourhood(tx, meeting.neighbourhoodId)).filter((member) => member.adult).map((member) => member.personId)).size;
    default:
      return meeting.entitledCount;
  }
}

/** Who is there and which rules that breaks. */
export async function standOf(tx: Tx, meeting: Meeting): Promise<{ present: number; entitled: number | null; breaches: Breach[] }> {
  const present = await presentCountOf(tx, meeting);
  const entitled = await entitledTo(tx, meeting);
  const directors = meeting.kind === 'hearing' ? await holdersOf(tx, 'director', meeting.neighbourhoodId) : [];
  const directorChairs = directors.some((holder) => holder.personId === meeting.chairPersonId);
  return { present, entitled, breaches: brokenRules(meeting, { present, entitled, directorChairs }) };
}
