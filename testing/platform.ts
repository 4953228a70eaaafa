import pg from 'pg';
import { anonymous, type Actor, type Grant, type PermissionTable, Permissions } from '#platform/access';
import { type CommandContext, type Platform, sourcesAt } from '#platform/command';
import { Database } from '#platform/database';
import { noJobs } from '#platform/outbox';
import { memoryVault } from '#platform/vault';
import { scratchDatabase } from './scratch-database.ts';

/** A clock that stands still until it is told. */
export interface TestClock {
  now: () => Date;
  set(instant: string): void;
  advanceDays(days: number): void;
}

/** A clock that starts at the given instant. */
export function testClock(start = '2026-11-02T09:00:00+08:00'): TestClock {
  let current = new Date(start);
  return {
    now: () => new Date(current),
    set: (instant) => {
      current = new Date(instant);
    },
    advanceDays: (days) => {
      current = new Date(current.getTime() + days * 86_400_000);
    },
  };
}

export interface TestPlatform {
  platform: Platform;
  db: Database;
  /** As the owner of the tables: for setting scenes and for going around the application. */
  owner: pg.Client;
  /** As the application's role, outside the application's code. */
  app: pg.Client;
  ownerUrl: string;
  appUrl: string;
  /** 高桥-like subdistrict of the test, and a second one whose rows must stay invisible. */
  subdistrictId: string;
  otherSubdistrictId: string;
  clock: TestClock;
  /** A context for commands; a new key each call unless given. */
  contextFor(actor: Actor, key?: string): CommandContext;
  close(): Promise<void>;
}

/** A migrated scratch database with two empty subdistricts, and a platform on it. */
export async function testPlatform(tables: readonly PermissionTable[]): Promise<TestPlatform> {
  const scratch = await scratchDatabase();
  const owner = new pg.Client({ connectionString: scratch.ownerUrl });
  const app = new pg.Client({ connectionString: scratch.appUrl });
  await owner.connect();
  await app.connect();
  const clock = testClock();
  const sources = sourcesAt(clock.now);
  const districtId = sources.newId();
  const subdistrictId = sources.newId();
  const otherSubdistrictId = sources.newId();
  await owner.query("insert into district (id, code, name) values ($1, 'pd', '浦东新区')", [districtId]);
  for (const [id, code, name] of [
    [subdistrictId, 'gq', '高桥镇'],
    [otherSubdistrictId, 'qt', '其他街道'],
  ]) {
    await owner.query('insert into subdistrict (id, district_id, code, name, created_at) values ($1, $2, $3, $4, $5)', [
      id,
      districtId,
      code,
      name,
      clock.now(),
    ]);
  }
  const db = new Database({ url: scratch.appUrl, max: 20 });
  const platform: Platform = { db, sources, permissions: new Permissions(tables), jobs: noJobs, vault: memoryVault() };
  return {
    platform,
    db,
    owner,
    app,
    ownerUrl: scratch.ownerUrl,
    appUrl: scratch.appUrl,
    subdistrictId,
    otherSubdistrictId,
    clock,
    contextFor: (actor, key) => ({ platform, subdistrictId, actor, key: key ?? sources.newId() }),
    async close() {
      await db.end();
      await owner.end();
      await app.end();
      await scratch.drop();
    },
  };
}

/** An actor holding the given roles; `personId` must exist where a table refers to it. */
export function actorWith(personId: string, name: string, ...grants: Grant[]): Actor {
  return { ...anonymous, kind: 'person', personId, accountId: personId, name, grants };
}
