import { dayOf } from '#libs/civil-time';
import type { Tx } from '#platform/database';
import { holdersOf, listOrganisations, membersOfNeighbourhood } from '#modules/people';
import { findNeighbourhood, listHouseholds, neighbourhoodCounts } from '#modules/places';
import { invitationCounts, lastMeetingBefore } from './around-queries.ts';
import { keepsRollByName } from './body.ts';
import { committeeOf } from './committee-name.ts';
import { type ConvenerRule, whoMustConvene } from './law.ts';
import { brokenRules, type Breach, hasQuorum, type Meeting } from './meeting.ts';
import { presentCountOf } from './queries.ts';

/** How many are entitled to take part: the seats of the roll by name, else as the assembly's form counts them; null where no rule counts them or no roll knows them. */
export async function entitledTo(tx: Tx, meeting: Meeting): Promise<number | null> {
  if (!hasQuorum(meeting)) return null;
  if (keepsRollByName(meeting.kind)) {
    const { seats } = await invitationCounts(tx, meeting.id);
    if (seats > 0) return seats;
  }
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

/** The rule on who convenes that this meeting broke: by name, the convener is neither the committee as it is called nor as it is registered. */
async function brokenConvenerRule(tx: Tx, meeting: Meeting): Promise<ConvenerRule | null> {
  const rule = whoMustConvene(meeting.kind);
  const place = rule ? await findNeighbourhood(tx, meeting.neighbourhoodId) : null;
  // The law of residents' committees does not speak of villages.
  if (!rule || !place || place.committeeKind === 'village' || meeting.convener.trim() === committeeOf(place)) return null;
  const registered = (await listOrganisations(tx, place.id)).some((one) => one.kind === 'committee' && one.name === meeting.convener.trim());
  return registered ? null : rule;
}

/** Who is there and which rules that breaks. */
export async function standOf(tx: Tx, meeting: Meeting): Promise<{ present: number; entitled: number | null; breaches: Breach[] }> {
  const present = await presentCountOf(tx, meeting);
  const entitled = await entitledTo(tx, meeting);
  const directors = meeting.kind === 'hearing' ? await holdersOf(tx, 'director', meeting.neighbourhoodId) : [];
  const directorChairs = directors.some((holder) => holder.personId === meeting.chairPersonId);
  const last = meeting.kind === 'committee' ? await lastMeetingBefore(tx, meeting, meeting.startsAt) : null;
  const facts = { present, entitled, directorChairs, convener: await brokenConvenerRule(tx, meeting), lastMet: last && dayOf(last) };
  return { present, entitled, breaches: brokenRules(meeting, facts) };
}
