import type { Home } from '#modules/places';
import type { RosterRow } from './parse-roster.ts';
import type { ImportPlan } from './plan.ts';
import type { Snapshot } from './snapshot.ts';

/** Finds the places a roster names, and plans those that are not there yet: each once. */
export class PlaceDesk {
  readonly #snapshot: Snapshot;
  readonly #plan: ImportPlan;
  readonly #newId: () => string;
  readonly #defaultCompoundId: string | null;
  readonly #compounds: Map<string, string>;
  readonly #groups: Map<string, string>;
  readonly #buildings: Map<string, string>;
  readonly #entrances: Map<string, string>;
  readonly #homes: Map<string, Home>;

  constructor(snapshot: Snapshot, plan: ImportPlan, options: { compoundId: string | null; newId: () => string }) {
    this.#snapshot = snapshot;
    this.#plan = plan;
    this.#newId = options.newId;
    this.#defaultCompoundId = options.compoundId ?? (snapshot.compounds.length === 1 ? snapshot.compounds[0]!.id : null);
    this.#compounds = new Map(snapshot.compounds.map((compound) => [compound.name, compound.id]));
    this.#groups = new Map(snapshot.groups.map((group) => [group.name, group.id]));
    this.#buildings = new Map(snapshot.buildings.map((building) => [`${building.compoundId}\n${building.name}`, building.id]));
    this.#entrances = new Map(snapshot.entrances.map((entrance) => [`${entrance.buildingId}\n${entrance.name}`, entrance.id]));
    this.#homes = new Map(snapshot.homes.map((home) => [`${home.entranceId}\n${home.room}`, home]));
  }

  /** The home of a row: as it is known, or as it will be made. */
  homeFor(row: RosterRow): { home: { id: string }; known: Home | null } {
    const compoundId = this.#compoundId(row.compound);
    const buildingId = this.#once(this.#buildings, `${compoundId}\n${row.building}`, (id) =>
      this.#plan.buildings.push({
        id,
        neighbourhoodId: this.#snapshot.neighbourhoodId,
        compoundId,
        name: row.building,
      }),
    );
    const entranceId = this.#once(this.#entrances, `${buildingId}\n${row.entrance}`, (id) =>
      this.#plan.entrances.push({
        id,
        neighbourhoodId: this.#snapshot.neighbourhoodId,
        buildingId,
        name: row.entrance,
      }),
    );
    const known = this.#homes.get(`${entranceId}\n${row.room}`);
    if (known) return { home: known, known };
    const home = {
      id: this.#newId(),
      neighbourhoodId: this.#snapshot.neighbourhoodId,
      buildingId,
      entranceId,
      groupId: this.groupId(row.group),
      room: row.room,
      floor: row.floor,
      areaCentiM2: row.areaCentiM2,
      ownerNo: row.ownerNo,
    };
    this.#plan.homes.push(home);
    return { home, known: null };
  }

  /** The residents' group, planned when it is not there. */
  groupId(name: string | null): string | null {
    return name === null ? null : this.#once(this.#groups, name, (id) => this.#plan.groups.push({ id, name }));
  }

  /** A roster without compounds belongs to the only one there is; where there is none yet, it gets the neighbourhood's name. */
  #compoundId(name: string | null): string {
    if (name === null && this.#defaultCompoundId) return this.#defaultCompoundId;
    const called = name ?? this.#snapshot.neighbourhoodName;
    return this.#once(this.#compounds, called, (id) => this.#plan.newCompounds.push({ id, name: called }));
  }

  #once(known: Map<string, string>, key: string, make: (id: string) => void): string {
    const found = known.get(key);
    if (found) return found;
    const id = this.#newId();
    known.set(key, id);
    make(id);
    return id;
  }
}
