import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOfProjects, type ProjectPageFilter } from './index.ts';
import { caiLu, type Scene } from './scene.fixture.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
  await scene.t.owner.query('set session_replication_role = replica');
  // 5,000 projects: every tenth a draft, every fifth at the other neighbourhood.
  await scene.t.owner.query(
    `insert into project (subdistrict_id, id, neighbourhood_id, year, serial_no, serial, title, state, state_at, state_reason, application_id, grant_awarded_fen, created_at)
    select $1, gen_random_uuid(), case when n % 5 = 0 then $3::uuid else $2::uuid end, 2026, n, '2026-' || lpad(n::text, 4, '0'), case when n % 100 = 7 then '楼道亮灯 ' else '项目 ' end || n,
      case when n % 10 = 0 then 'draft' when n % 10 = 1 then 'doing' else 'submitted' end, now(), null, gen_random_uuid(), case when n % 10 = 1 then n * 100 end, timestamptz '2026-01-01' + n * interval '1 minute'
    from generate_series(1, 5000) n`,
    [scene.t.subdistrictId, scene.neighbourhoodId, scene.otherNeighbourhoodId],
  );
  await scene.t.owner.query('set session_replication_role = origin');
  await scene.t.owner.query('analyze project');
});
afterAll(() => scene?.t.close());

const page = (filter: Partial<ProjectPageFilter>) => scene.see((tx) => pageOfProjects(tx, { draftsOf: [], page: 1, size: 50, ...filter }));

describe('a list of 5,000 projects', () => {
  test('comes page by page, the newest first, and says how many there are', async () => {
    const first = await page({});
    expect(first).toMatchObject({ all: 4_500, matching: 4_500, page: 1, pages: 90 });
    expect(first.projects.slice(0, 3).map(({ serial }) => serial)).toEqual(['2026-4999', '2026-4998', '2026-4997']);
    const last = await page({ page: 999 });
    expect([last.page, last.projects.at(-1)?.serial]).toEqual([90, '2026-0001']);
    expect((await page({ page: Number.NaN })).page).toBe(1);
  });
  test('a draft is there only for those who may see the neighbourhood’s drafts', async () => {
    expect((await page({ draftsOf: [scene.otherNeighbourhoodId] })).all).toBe(5_000);
    expect((await page({ draftsOf: [scene.neighbourhoodId] })).all).toBe(4_500);
    expect((await page({ states: ['draft'] })).matching).toBe(0);
  });
  test('is searched by words, each of which must be there; signs of the search are plain signs', async () => {
    expect(await page({ words: ['楼道', '蔡路'] })).toMatchObject({ matching: 50 });
    expect(await page({ words: ['4907'] })).toMatchObject({ matching: 1 });
    for (const word of ['%', '_', "'; drop table project; --", '\\']) expect((await page({ words: [word] })).matching).toBe(0);
  });
  test('is ordered by what is asked; what has none stands last either way', async () => {
    expect((await page({ order: 'grant', desc: true })).projects[0]?.grantAwardedFen).toBe(499_100n);
    expect((await page({ order: 'grant' })).projects[0]?.grantAwardedFen).toBe(100n);
    for (const order of ['serial', 'title', 'place', 'state', 'due'] as const) expect((await page({ order })).projects).toHaveLength(50);
    expect((await page({ order: 'serial' })).projects[0]?.serial).toBe('2026-0001');
  });
  test('reads the newest page from its index, not by sorting all', async () => {
    const { rows } = await scene.t.owner.query(
      "explain select id from project p where subdistrict_id = $1 and (state <> 'draft') order by created_at desc, id desc limit 50",
      [scene.t.subdistrictId],
    );
    expect(JSON.stringify(rows)).toContain('project_by_day');
  });
});
