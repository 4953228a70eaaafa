import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '#testing/scratch-database';
import { Database } from '#platform/database';
import { findNeighbourhood, listNeighbourhoods, neighbourhoodCounts } from '#modules/places';
import { permissionTables } from '../apps/web/permissions.ts';
import { loadDemo } from './load.ts';

let scratch: ScratchDatabase;
let db: Database;
const dataDir = mkdtempSync(join(tmpdir(), 'zhidian-demo-'));
const options = () => ({ ownerUrl: scratch.ownerUrl, appUrl: scratch.appUrl, dataDir, permissions: permissionTables });

beforeAll(async () => {
  scratch = await scratchDatabase();
  db = new Database({ url: scratch.appUrl });
  await loadDemo(options());
}, 120_000);
afterAll(async () => {
  await db.end();
  await scratch.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

const subdistrict = async () => (await db.pool.query<{ id: string }>("select id from subdistrict where code = 'zhidian'")).rows[0]?.id ?? '';

describe('the demo', () => {
  test('names the published neighbourhoods', async () => {
    const names = await db.tenant(await subdistrict(), (tx) => listNeighbourhoods(tx));
    expect(names.map((one) => one.name).sort()).toEqual(['庆东居民区', '胜利居民区', '蔡路居民区', '长岛路居民区'].sort());
  });

  test('蔡路 has 4 buildings and 62 households, and quotes the published 60余户', async () => {
    const id = await subdistrict();
    const cailu = await db.tenant(id, (tx) => findNeighbourhood(tx, 'pd-cailu'));
    expect(cailu?.publishedHouseholdsText).toBe('60余户');
    expect(await db.tenant(id, (tx) => neighbourhoodCounts(tx, cailu?.id ?? ''))).toMatchObject({ buildings: 4, homes: 62, households: 62 });
  });

  test('is safe to repeat', async () => {
    expect(await loadDemo(options())).toEqual({ loaded: false });
  });
});
