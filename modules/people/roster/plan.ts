import type { NewBuilding, NewEntrance, NewHome } from '#modules/places';
import type { NewMember, NewOrganisation, NewOwner, NewPerson } from '../store.ts';

/** What a row changes in a home that is known, in the words of the page; `from` and `to` are what stands there. */
export interface RosterChange {
  row: number;
  label: string;
  what:
    | 'group'
    | 'floor'
    | 'area'
    | 'ownerNo'
    | 'owner-added'
    | 'owner-ended'
    | 'owner-share'
    | 'member-added'
    | 'member-ended'
    | 'member-changed'
    | 'moved-in'
    | 'emptied';
  from: string;
  to: string;
}

/** Everything an import writes, worked out before anything is written. */
export interface ImportPlan {
  newCompounds: { id: string; name: string }[];
  groups: { id: string; name: string }[];
  buildings: NewBuilding[];
  entrances: NewEntrance[];
  homes: NewHome[];
  changedHomes: {
    id: string;
    groupId: string | null;
    floor: number | null;
    areaCentiM2: bigint | null;
    ownerNo: string | null;
  }[];
  households: { id: string; homeId: string }[];
  endedHouseholds: string[];
  organisations: NewOrganisation[];
  persons: NewPerson[];
  changedPersons: NewPerson[];
  members: NewMember[];
  endedMembers: string[];
  changedRelations: { memberId: string; relation: 'resident' | 'tenant' }[];
  heads: { householdId: string; memberId: string }[];
  owners: NewOwner[];
  endedOwners: string[];
  changes: RosterChange[];
  /** Rows that say nothing new. */
  unchangedRows: number;
  /** Homes of the neighbourhood that the roster does not name; they stay as they are. */
  homesNotNamed: string[];
}

/** Figures of a plan, kept with the import. */
export interface ImportSummary {
  rows: number;
  newBuildings: number;
  newHomes: number;
  newHouseholds: number;
  newPersons: number;
  newOwners: number;
  changedHomes: number;
  endedMembers: number;
  endedOwners: number;
  unchangedRows: number;
  homesNotNamed: number;
}

export const summaryOf = (plan: ImportPlan, rows: number): ImportSummary => ({
  rows,
  newBuildings: plan.buildings.length,
  newHomes: plan.homes.length,
  newHouseholds: plan.households.length,
  newPersons: plan.persons.length,
  newOwners: plan.owners.length,
  changedHomes: new Set(plan.changes.map((change) => change.row)).size,
  endedMembers: plan.endedMembers.length,
  endedOwners: plan.endedOwners.length,
  unchangedRows: plan.unchangedRows,
  homesNotNamed: plan.homesNotNamed.length,
});

/** True when the import would write nothing. */
export const changesNothing = (plan: ImportPlan): boolean =>
  plan.homes.length +
    plan.changes.length +
    plan.persons.length +
    plan.owners.length +
    plan.members.length +
    plan.endedMembers.length +
    plan.endedOwners.length +
    plan.groups.length +
    plan.buildings.length +
    plan.entrances.length +
    plan.households.length +
    plan.endedHouseholds.length ===
  0;
