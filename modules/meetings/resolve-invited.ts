import type { Tx } from '#platform/database';
import { holdersOf, listOrganisations, listRoles, membersOfNeighbourhood, ownersOfNeighbourhood } from '#modules/people';
import { listHouseholds } from '#modules/places';
import { keepsRollByName, type MeetingBody } from './body.ts';
import { bodyMembers, membersOfBodies } from './body-queries.ts';
import type { Invited } from './invitation.ts';
import type { InviteeRule } from './law.ts';
import type { Meeting } from './meeting.ts';

/** What is asked of the roll: the meeting's place and kind, and the buildings or entrances whose residents are affected. */
export interface RollQuestion {
  meeting: Pick<Meeting, 'neighbourhoodId' | 'kind' | 'form' | 'entranceId' | 'buildingId'>;
  body: MeetingBody | null;
  affected: { buildingIds: readonly string[]; entranceIds: readonly string[] };
  today: string;
}

/** Whose presence makes the quorum: the group for which the meeting is held, and nobody else. */
const seatRules: readonly InviteeRule[] = [
  'all_residents',
  'each_household',
  'assembly_representatives',
  'committee_members',
  'owners_committee',
  'body_members',
  'owners',
];

/** Groups that take a seat in a meeting of this kind. Representatives who come to a hearing are guests of it, not its quorum. */
const takesSeat = (rule: InviteeRule, meeting: RollQuestion['meeting']): boolean => {
  if (!keepsRollByName(meeting.kind) || !seatRules.includes(rule)) return false;
  const own: Partial<Record<Meeting['kind'], InviteeRule>> = {
    representatives: 'assembly_representatives',
    residents_committee: 'committee_members',
    committee: 'owners_committee',
    owners: 'owners',
    body: 'body_members',
  };
  if (meeting.kind === 'assembly')
    return rule === (meeting.form === 'one_per_household' ? 'each_household' : 'all_residents') && meeting.form !== 'group_representatives';
  return own[meeting.kind] === rule;
};

const nobody = { personId: null, householdId: null, organisationId: null, door: '' };

/** Everybody whom a group means, from the roll as it is today. A group that no roll knows (项目团队, 党员) gives nobody: it is invited as a whole. */
export async function peopleOfRule(tx: Tx, rule: InviteeRule, clause: string | null, ask: RollQuestion): Promise<Invited[]> {
  const { meeting } = ask;
  const at = meeting.neighbourhoodId;
  const seat = takesSeat(rule, meeting);
  const persons = (list: readonly { personId: string; name: string; door?: string }[]): Invited[] =>
    list.map((one) => ({ ...nobody, rule, clause, personId: one.personId, name: one.name, door: one.door ?? '', seat }));
  const households = async (wanted: (home: { entranceId: string; buildingId: string }) => boolean): Promise<Invited[]> =>
    (await listHouseholds(tx, at))
      .filter(wanted)
      .map((home) => ({ ...nobody, rule, clause, householdId: home.householdId, name: home.label, door: home.label, seat }));
  const organisations = async (kinds: readonly string[]): Promise<Invited[]> =>
    (await listOrganisations(tx, at))
      .filter((one) => one.active && kinds.includes(one.kind))
      .map((one) => ({ ...nobody, rule, clause, organisationId: one.id, name: one.name, seat: false }));
  switch (rule) {
    case 'affected_residents': {
      const { buildingIds, entranceIds } = ask.affected;
      return households((home) => buildingIds.includes(home.buildingId) || entranceIds.includes(home.entranceId));
    }
    case 'entrance_residents':
      // Without an entrance or a building nobody in particular is meant.
      if (meeting.entranceId === null && meeting.buildingId === null) return [];
      return households((home) => home.entranceId === meeting.entranceId || home.buildingId === meeting.buildingId);
    case 'each_household':
      return households((home) => meeting.entranceId === null || home.entranceId === meeting.entranceId);
    case 'all_residents': {
      const labels = new Map((await listHouseholds(tx, at)).map((home) => [home.householdId, home.label]));
      const adults = (await membersOfNeighbourhood(tx, at)).filter((one) => one.adult);
      return persons([...new Map(adults.map((one) => [one.personId, { ...one, door: labels.get(one.householdId) ?? '' }])).values()]);
    }
    case 'owners': {
      const owners = (await ownersOfNeighbourhood(tx, at)).flatMap((one) => (one.personId === null ? [] : [{ personId: one.personId, name: one.name }]));
      return persons([...new Map(owners.map((one) => [one.personId, one])).values()]);
    }
    case 'assembly_representatives':
      return persons(await membersOfBodies(tx, at, 'representatives'));
    case 'committee_members':
      return persons(await membersOfBodies(tx, at, 'residents_committee'));
    case 'owners_committee':
      return persons(meeting.kind === 'committee' && ask.body ? await bodyMembers(tx, ask.body.id) : await membersOfBodies(tx, at, 'owners_committee'));
    case 'body_members':
      return ask.body ? membersOf(tx, ask.body, ask, clause, seat) : [];
    case 'stewards': {
      const entrances = (await listRoles(tx, { neighbourhoodId: at })).filter((role) => role.role === 'steward');
      const here =
        meeting.entranceId === null ? null : new Set(entrances.filter((role) => role.entranceId === meeting.entranceId).map((role) => role.personId));
      return persons((await holdersOf(tx, 'steward', at, ask.today)).filter((one) => here === null || here.size === 0 || here.has(one.personId)));
    }
    case 'area_organisations':
      return organisations(['partner', 'nonprofit', 'property', 'office', 'other']);
    case 'joint_organisations':
      return organisations(['committee', 'party', 'owners_committee', 'property', 'partner', 'nonprofit', 'village']);
    case 'party_members':
      return organisations(['party']);
    case 'group_representatives':
    case 'project_team':
      return [];
  }
}

async function membersOf(tx: Tx, body: MeetingBody, ask: RollQuestion, clause: string | null, seat: boolean): Promise<Invited[]> {
  if (body.belonging === 'listed')
    return (await bodyMembers(tx, body.id)).map((one) => ({
      ...nobody,
      rule: 'body_members',
      clause,
      personId: one.personId,
      name: one.name,
      door: one.post,
      seat,
    }));
  const rule: InviteeRule = body.belonging === 'each_household' ? 'each_household' : 'all_residents';
  const whole: RollQuestion = { ...ask, meeting: { ...ask.meeting, entranceId: null } };
  return (await peopleOfRule(tx, rule, clause, whole)).map((one) => ({ ...one, rule: 'body_members', seat }));
}
