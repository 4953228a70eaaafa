import { formatArea } from '#modules/places';
import type { RosterError, RosterRow } from './parse-roster.ts';
import { PeopleDesk } from './people-desk.ts';
import { PlaceDesk } from './place-desk.ts';
import type { ImportPlan, RosterChange } from './plan.ts';
import type { KnownMember, KnownOwner, Snapshot } from './snapshot.ts';

export interface PlannedImport {
  plan: ImportPlan;
  errors: RosterError[];
}

/**
 * Works out what the roster changes. Pure: the same roster on the same neighbourhood gives an empty plan. An empty cell says
 * nothing and changes nothing. Who is no longer named is ended only when an earlier roster had brought them and they have no
 * account: whoever came by letter, by a steward's word or by hand stays.
 */
export function planRoster(rows: readonly RosterRow[], snapshot: Snapshot, options: { compoundId: string | null; newId: () => string }): PlannedImport {
  const errors: RosterError[] = [];
  const plan = emptyPlan();
  const places = new PlaceDesk(snapshot, plan, options);
  const people = new PeopleDesk(snapshot, plan, options.newId);
  const membersOf = groupBy(snapshot.members, (member) => member.householdId);
  const ownersOf = groupBy(snapshot.owners, (owner) => owner.homeId);
  const named = new Set<string>();
  for (const row of rows) {
    const before = plan.changes.length;
    const label = row.building + row.entrance + row.room;
    const { home, known } = places.homeFor(row);
    named.add(home.id);
    if (known) changeHome(row, label, known, places.groupId(row.group), plan);
    let householdId = known?.householdId ?? null;
    const members = householdId ? (membersOf.get(householdId) ?? []) : [];
    const somebody = (row.residents?.length ?? 0) + (row.tenants?.length ?? 0) > 0;
    if (row.vacant && householdId) {
      if (members.length > 0) errors.push({ row: row.row, field: 'residents', code: 'still-lived-in', value: members[0]!.name });
      else {
        plan.endedHouseholds.push(householdId);
        plan.changes.push({ row: row.row, label, what: 'emptied', from: '', to: '' });
      }
    } else if (householdId === null && !row.vacant && (!known || somebody)) {
      householdId = options.newId();
      plan.households.push({ id: householdId, homeId: home.id });
      if (known) plan.changes.push({ row: row.row, label, what: 'moved-in', from: '', to: '' });
    }
    const place = {
      homeId: home.id,
      label,
      wasThere: known !== null,
      members,
      owners: ownersOf.get(home.id) ?? [],
    };
    people.ownersOf(row, place);
    if (householdId && somebody) people.membersOf(row, place, householdId);
    if (known && plan.changes.length === before) plan.unchangedRows++;
  }
  plan.homesNotNamed = snapshot.homes.filter((home) => !named.has(home.id)).map((home) => home.label);
  return { plan, errors };
}

function changeHome(
  row: RosterRow,
  label: string,
  known: {
    id: string;
    groupId: string | null;
    floor: number | null;
    areaCentiM2: bigint | null;
    ownerNo: string | null;
  },
  groupId: string | null,
  plan: ImportPlan,
): void {
  const changes: RosterChange[] = [];
  const change = (what: RosterChange['what'], from: unknown, to: unknown) =>
    changes.push({ row: row.row, label, what, from: from === null ? '' : String(from), to: String(to) });
  const next = {
    id: known.id,
    groupId: known.groupId,
    floor: known.floor,
    areaCentiM2: known.areaCentiM2,
    ownerNo: known.ownerNo,
  };
  if (groupId !== null && groupId !== known.groupId) {
    change('group', null, row.group);
    next.groupId = groupId;
  }
  if (row.floor !== null && row.floor !== known.floor) {
    change('floor', known.floor, row.floor);
    next.floor = row.floor;
  }
  if (row.areaCentiM2 !== null && row.areaCentiM2 !== known.areaCentiM2) {
    change('area', known.areaCentiM2 === null ? null : formatArea(known.areaCentiM2), formatArea(row.areaCentiM2));
    next.areaCentiM2 = row.areaCentiM2;
  }
  if (row.ownerNo !== null && row.ownerNo !== known.ownerNo) {
    change('ownerNo', known.ownerNo, row.ownerNo);
    next.ownerNo = row.ownerNo;
  }
  if (changes.length > 0) {
    plan.changedHomes.push(next);
    plan.changes.push(...changes);
  }
}

function groupBy<T extends KnownMember | KnownOwner>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const list = groups.get(key(item));
    if (list) list.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}

const emptyPlan = (): ImportPlan => ({
  newCompounds: [],
  groups: [],
  buildings: [],
  entrances: [],
  homes: [],
  changedHomes: [],
  households: [],
  endedHouseholds: [],
  organisations: [],
  persons: [],
  changedPersons: [],
  members: [],
  endedMembers: [],
  changedRelations: [],
  heads: [],
  owners: [],
  endedOwners: [],
  changes: [],
  unchangedRows: 0,
  homesNotNamed: [],
});
