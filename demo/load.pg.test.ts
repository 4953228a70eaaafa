import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ScratchDatabase, scratchDatabase } from '#testing/scratch-database';
import { Database } from '#platform/database';
import { verifyAudit } from '#platform/audit';
import { FileStore, verifyFiles } from '#platform/files';
import { listBallots } from '#modules/ballots';
import { listMatters } from '#modules/matters';
import { projectAccount, verifyBooks } from '#modules/books';
import { listChecks, listProjects } from '#modules/projects';
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

  test('蔡路: the assembly allowed the collection, 60 of 62 households took part, 55 said yes', async () => {
    const id = await subdistrict();
    const outcome = await db.tenant(id, async (tx) => {
      const cailu = await findNeighbourhood(tx, 'pd-cailu');
      return (await listBallots(tx, cailu?.id ?? '')).find((ballot) => ballot.law === 'collection-households')?.outcome;
    });
    expect(outcome).toMatchObject({ passed: true, quorate: true, counts: { yes: 55, no: 3, abstain: 2, roll: 62 } });
  });

  test.each([
    ['pd-cailu', '楼道亮起来', 'upkeep', { grant: 4_500_000n, household: 310_000n, partner: 800_000n }, '0.2'],
    ['pd-changdao', '海棠巷', 'upkeep', { grant: 2_000_000n, property: 12_000_000n }, '6.0'],
    ['pd-qingdong', '金管家', 'upkeep', { grant: 1_500_000n }, '0.0'],
    ['pd-shengli', '儿童乐园', 'doing', { grant: 2_000_000n, partner: 1_000_000n, crowd: 106_600n, in_kind: 80_000n }, '0.6'],
  ])('%s %s stands at %s with the money of its sources', async (place, title, state, received, leverage) => {
    const id = await subdistrict();
    const { project, account } = await db.tenant(id, async (tx) => {
      const neighbourhood = await findNeighbourhood(tx, place);
      const found = (await listProjects(tx, { neighbourhoodId: neighbourhood?.id ?? '' })).find((one) => one.title === title);
      return { project: found, account: found ? await projectAccount(tx, found.id) : null };
    });
    expect(project?.state).toBe(state);
    expect(Object.fromEntries(account?.sources.map((source) => [source.sourceKind, source.receivedFen]) ?? [])).toEqual(received);
    expect(account?.leverage).toBe(leverage);
    for (const source of account?.sources ?? []) expect(source.spentFen + source.returnedFen).toBeLessThanOrEqual(source.receivedFen);
  });

  test('what 王小英 raised is answered by what was built', async () => {
    const id = await subdistrict();
    const states = await db.tenant(id, async (tx) =>
      (await listMatters(tx, { neighbourhoodId: (await findNeighbourhood(tx, 'pd-cailu'))?.id ?? '' })).map((matter) => matter.state.state),
    );
    expect(states.sort()).toEqual(['adopted', 'answered']);
  });

  test('蔡路 gave back what it saved', async () => {
    const id = await subdistrict();
    const sources = await db.tenant(id, async (tx) => {
      const neighbourhood = await findNeighbourhood(tx, 'pd-cailu');
      const lamps = (await listProjects(tx, { neighbourhoodId: neighbourhood?.id ?? '' })).find((one) => one.title === '楼道亮起来');
      return (await projectAccount(tx, lamps?.id ?? '')).sources;
    });
    expect(sources.map((source) => [source.sourceKind, source.returnedFen]).sort()).toEqual([
      ['grant', 37_000n],
      ['household', 12_000n],
      ['partner', 0n],
    ]);
  });

  test('books balance, the audit chain is whole, every file has its hash', async () => {
    const id = await subdistrict();
    expect(await db.tenant(id, (tx) => verifyBooks(tx))).toEqual([]);
    expect(await db.tenant(id, (tx) => verifyAudit(tx))).toEqual([]);
    expect(await db.tenant(id, (tx) => verifyFiles(tx, new FileStore(join(dataDir, 'files'))))).toEqual([]);
  });

  test('the second lamp project waits at the office, where the first one’s ruling is found', async () => {
    const id = await subdistrict();
    const verdict = await db.tenant(id, async (tx) => {
      const neighbourhood = await findNeighbourhood(tx, 'pd-cailu');
      const gate = (await listProjects(tx, { neighbourhoodId: neighbourhood?.id ?? '' })).find((one) => one.title === '楼前的路也要亮');
      return gate?.state === 'submitted' ? (await listChecks(tx, gate.applicationId ?? ''))[0] : undefined;
    });
    expect(verdict?.reasons).toContainEqual(
      expect.objectContaining({ outcome: 'needs-ruling', precedent: expect.objectContaining({ decision: 'allowed', sameProject: false }) }),
    );
  });

  test('is safe to repeat', async () => {
    expect(await loadDemo(options())).toEqual({ loaded: false });
  });
});
