import type { NamedOwner, NamedPerson } from './people-cell.ts';
import type { RosterRow } from './parse-roster.ts';
import type { ImportPlan, RosterChange } from './plan.ts';
import type { KnownMember, KnownOwner, KnownPerson, Snapshot } from './snapshot.ts';

/** A home with who was there before the import. */
export interface HomePlace {
  homeId: string;
  label: string;
  wasThere: boolean;
  members: readonly KnownMember[];
  owners: readonly KnownOwner[];
}

/**
 * Finds the people a roster names, and plans those who are not there yet. The same name is the same person only in the same
 * home, under the same owner number, or with the same phone: two doors with a 王小英 each are two people.
 */
export class PeopleDesk {
  readonly #plan: ImportPlan;
  readonly #newId: () => string;
  readonly #neighbourhoodId: string;
  readonly #byPhone: Map<string, string>;
  readonly #byOwnerNo = new Map<string, string>();
  readonly #byHome = new Map<string, string>();
  readonly #organisations: Map<string, string>;
  readonly #changed = new Set<string>();

  constructor(snapshot: Snapshot, plan: ImportPlan, newId: () => string) {
    this.#plan = plan;
    this.#newId = newId;
    this.#neighbourhoodId = snapshot.neighbourhoodId;
    this.#byPhone = new Map(snapshot.phones.map((person) => [`${person.phone}\n${person.name}`, person.personId]));
    this.#organisations = new Map(snapshot.organisations.map((organisation) => [organisation.name, organisation.id]));
    const ownerNo = new Map(snapshot.homes.flatMap((home) => (home.ownerNo === null ? [] : [[home.id, home.ownerNo] as const])));
    for (const owner of snapshot.owners) {
      const number = ownerNo.get(owner.homeId);
      if (number !== undefined && owner.personId) this.#byOwnerNo.set(`${number}\n${owner.name}`, owner.personId);
    }
  }

  /** Compares the owners of a home with those of the row. */
  ownersOf(row: RosterRow, place: HomePlace): void {
    this.#remember(place);
    if (row.owners === null) return;
    const left = new Set(place.owners);
    for (const owner of row.owners) {
      const same = place.owners.find((one) => one.name === owner.name && (one.organisationId !== null) === owner.organisation);
      if (same) {
        left.delete(same);
        this.#refresh(same, owner, row, place);
        if (same.shareNumerator * owner.shareDenominator === owner.shareNumerator * same.shareDenominator) continue;
        this.#plan.endedOwners.push(same.linkId);
        this.#tell(
          place,
          row,
          'owner-share',
          `${owner.name} ${same.shareNumerator}/${same.shareDenominator}`,
          `${owner.shareNumerator}/${owner.shareDenominator}`,
        );
        this.#addOwner(place.homeId, same.personId, same.organisationId, owner);
        continue;
      }
      const organisationId = owner.organisation ? this.#organisation(owner.name) : null;
      this.#addOwner(place.homeId, organisationId ? null : this.#person(owner, place.homeId, row.ownerNo), organisationId, owner);
      this.#tell(place, row, 'owner-added', '', owner.name);
    }
    for (const gone of left) {
      if (!gone.fromRoster) continue;
      this.#plan.endedOwners.push(gone.linkId);
      this.#tell(place, row, 'owner-ended', gone.name, '');
    }
  }

  /** Compares the members of a household with those of the row. */
  membersOf(row: RosterRow, place: HomePlace, householdId: string): void {
    const wanted = [
      ...(row.residents ?? []).map((person) => ({ person, relation: 'resident' as const })),
      ...(row.tenants ?? []).map((person) => ({ person, relation: 'tenant' as const })),
    ];
    const left = new Set(place.members);
    let hasHead = place.members.some((member) => member.head);
    let firstAdult: string | null = null;
    for (const { person, relation } of wanted) {
      const same = place.members.find((member) => member.name === person.name && left.has(member));
      const memberId = same?.linkId ?? this.#newId();
      if (same) {
        left.delete(same);
        this.#refresh(same, person, row, place);
        if (same.relation !== relation) {
          this.#plan.changedRelations.push({ memberId, relation });
          this.#tell(place, row, 'member-changed', person.name, person.name);
        }
      } else {
        this.#plan.members.push({
          id: memberId,
          householdId,
          personId: this.#person(person, place.homeId, row.ownerNo),
          relation,
          head: false,
          fromRoster: true,
        });
        this.#tell(place, row, 'member-added', '', person.name);
      }
      if (person.adult) firstAdult ??= memberId;
    }
    for (const gone of left) {
      // Whoever came by letter, by a steward's word or by hand is not the roster's to end; an empty cell says nothing.
      if (!gone.fromRoster || gone.hasAccount || (gone.relation === 'resident' ? row.residents : row.tenants) === null) continue;
      this.#plan.endedMembers.push(gone.linkId);
      this.#tell(place, row, 'member-ended', gone.name, '');
      if (gone.head) hasHead = false;
    }
    if (!hasHead && firstAdult) this.#plan.heads.push({ householdId, memberId: firstAdult });
  }

  /** An owner who lives in the home is one person. */
  #remember(place: HomePlace): void {
    for (const person of [...place.owners, ...place.members]) if (person.personId) this.#byHome.set(`${place.homeId}\n${person.name}`, person.personId);
  }

  #person(named: NamedPerson, homeId: string, ownerNo: string | null): string {
    const home = `${homeId}\n${named.name}`;
    const owner = ownerNo === null ? null : `${ownerNo}\n${named.name}`;
    const phone = named.phone === null ? null : `${named.phone}\n${named.name}`;
    const found = this.#byHome.get(home) ?? this.#byOwnerNo.get(owner ?? '') ?? this.#byPhone.get(phone ?? '');
    const id = found ?? this.#newId();
    if (found === undefined) this.#plan.persons.push({ id, name: named.name, phone: named.phone, adult: named.adult });
    this.#byHome.set(home, id);
    if (owner !== null) this.#byOwnerNo.set(owner, id);
    if (phone !== null) this.#byPhone.set(phone, id);
    return id;
  }

  /** Newer facts of somebody who is known: a phone, or having come of age. An empty phone and a withdrawn one change nothing. */
  #refresh(known: KnownPerson, named: NamedPerson, row: RosterRow, place: HomePlace): void {
    if (known.personId === null || this.#changed.has(known.personId)) return;
    const phone = named.phone !== null && !known.phoneWithdrawn ? named.phone : known.phone;
    if (phone === known.phone && named.adult === known.adult) return;
    this.#changed.add(known.personId);
    this.#plan.changedPersons.push({ id: known.personId, name: known.name, phone, adult: named.adult });
    this.#tell(place, row, 'member-changed', known.name, known.name);
  }

  #addOwner(homeId: string, personId: string | null, organisationId: string | null, owner: NamedOwner): void {
    this.#plan.owners.push({
      id: this.#newId(),
      homeId,
      personId,
      organisationId,
      shareNumerator: owner.shareNumerator,
      shareDenominator: owner.shareDenominator,
      fromRoster: true,
    });
  }
  #organisation(name: string): string {
    const found = this.#organisations.get(name);
    if (found) return found;
    const id = this.#newId();
    this.#organisations.set(name, id);
    this.#plan.organisations.push({
      id,
      kind: 'other',
      name,
      neighbourhoodId: this.#neighbourhoodId,
      phone: null,
      note: null,
    });
    return id;
  }
  /** What changes in a home that was there is told line by line; a new home is told as a whole. */
  #tell(place: HomePlace, row: RosterRow, what: RosterChange['what'], from: string, to: string): void {
    if (place.wasThere) this.#plan.changes.push({ row: row.row, label: place.label, what, from, to });
  }
}
