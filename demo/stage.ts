import { dirname, join } from 'node:path';
import { v5 } from 'uuid';
import { addDays, instantAt } from '#libs/civil-time';
import type { Result } from '#libs/result';
import { type Actor, Permissions, type PermissionTable, system } from '#platform/access';
import { type CommandContext, type Platform, sourcesAt } from '#platform/command';
import type { Database, Tx } from '#platform/database';
import { FileStore, type StoredBytes } from '#platform/files';
import { noJobs } from '#platform/outbox';
import { folderVault, type Vault } from '#platform/vault';
import { findNeighbourhood, listHouseholds } from '#modules/places';
import { loadActor } from '#modules/people';
import type { CastKey, PlaceCode } from './cast.ts';

const namespace = '6f1c2f0e-7d0a-4a0e-9b1e-0d6c1a2b3c4d';
/** The same id for the same word each time, so that loading the demo again changes nothing. */
export const fixedId = (word: string): string => v5(word, namespace);

/** Tells the demo's story: who does what on which day, through the same commands as everybody. */
export class Stage {
  readonly db: Database;
  readonly files: FileStore;
  readonly subdistrictId: string;
  readonly today: string;
  readonly #permissions: Permissions;
  readonly #vault: Vault;
  readonly #cast = new Map<CastKey, Actor>();
  #day: string;
  #minute = 0;
  readonly #stored = new Map<string, Promise<StoredBytes>>();

  constructor(options: { db: Database; filesFolder: string; subdistrictId: string; today: string; permissions: readonly PermissionTable[] }) {
    this.db = options.db;
    this.files = new FileStore(options.filesFolder);
    this.subdistrictId = options.subdistrictId;
    this.today = options.today;
    this.#day = options.today;
    this.#permissions = new Permissions(options.permissions);
    this.#vault = folderVault(join(dirname(options.filesFolder), 'vault'));
  }

  /** Sets the day, in days from today (negative: past); each command after it happens a minute later than the one before. */
  on(offsetDays: number): this {
    this.#day = addDays(this.today, offsetDays);
    this.#minute = 0;
    return this;
  }
  get day(): string {
    return this.#day;
  }
  dayAt(offsetDays: number): string {
    return addDays(this.today, offsetDays);
  }
  instant(offsetDays: number, time: string): Date {
    const instant = instantAt(addDays(this.today, offsetDays), time);
    if (!instant.ok) throw new Error(`no such instant: ${offsetDays} ${time}`);
    return instant.value;
  }

  get platform(): Platform {
    // From nine in the morning on, a minute a command; a crowded day runs into the evening, never into the next day.
    const minute = Math.min(9 * 60 + this.#minute++, 23 * 60 + 50);
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    const instant = instantAt(this.#day, time);
    if (!instant.ok) throw new Error('no such time');
    return { db: this.db, sources: sourcesAt(() => instant.value), permissions: this.#permissions, jobs: noJobs, vault: this.#vault, auditIsChained: 'later' };
  }

  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.tenant(this.subdistrictId, work, 'read');
  }

  /** Context of a command by a member of the cast. `step` names it: the same step again gives the first result. */
  async as(who: CastKey | Actor | 'system', step: string): Promise<CommandContext> {
    const actor = typeof who === 'object' ? who : who === 'system' ? system : await this.actor(who);
    return { platform: this.platform, subdistrictId: this.subdistrictId, actor, key: `demo-${step}` };
  }

  /** Stores a picture, drawn once however often it is shown. */
  store(key: string, draw: () => Promise<Uint8Array>): Promise<StoredBytes> {
    const known = this.#stored.get(key);
    if (known) return known;
    const made = draw().then(async (bytes) => {
      const stored = await this.files.put(bytes);
      if (!stored.ok) throw new Error(`demo: picture ${key}: ${stored.error}`);
      return stored.value;
    });
    this.#stored.set(key, made);
    return made;
  }

  async actor(who: CastKey): Promise<Actor> {
    const known = this.#cast.get(who);
    if (known) return known;
    const actor = await this.read((tx) => loadActor(tx, fixedId(`account ${who}`), who));
    if (actor.kind !== 'person') throw new Error(`${who} is not bound to a person`);
    this.#cast.set(who, actor);
    return actor;
  }
  async personId(who: CastKey): Promise<string> {
    const { personId } = await this.actor(who);
    if (!personId) throw new Error(`${who} has no person`);
    return personId;
  }
  async neighbourhoodId(code: PlaceCode): Promise<string> {
    const found = await this.read((tx) => findNeighbourhood(tx, code));
    if (!found) throw new Error(`no neighbourhood ${code}`);
    return found.id;
  }
  async households(code: PlaceCode) {
    const id = await this.neighbourhoodId(code);
    return this.read((tx) => listHouseholds(tx, id));
  }
}

/** The value of a command that must succeed; the demo stops at the first that does not. */
export async function done<T, E>(what: string, result: Promise<Result<T, E>>): Promise<T> {
  const value = await result;
  if (!value.ok) throw new Error(`demo: ${what}: ${JSON.stringify(value.error)}`);
  return value.value;
}
