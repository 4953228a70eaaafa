import { afterAll, beforeAll, expect, test } from 'vitest';
import { availableByKind, newestProjects, pastBesideRound, projectsInRounds } from './index.ts';
import { agreed, caiLu, type Scene } from './scene.fixture.ts';

const [thisRound, otherRound] = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002'];
let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
  const { owner, subdistrictId } = scene.t;
  await owner.query('set session_replication_role = replica');
  const rows: [number, string, string | null, number][] = [
    // serial, state, round, year
    [1, 'submitted', thisRound, 2026],
    [2, 'draft', thisRound, 2026],
    [3, 'declined', otherRound, 2024],
    [4, 'closed', otherRound, 2023],
    [5, 'returned', null, 2026],
    [6, 'returned', thisRound, 2026],
    [7, 'draft', otherRound, 2025],
    [8, 'upkeep', otherRound, 2027],
  ];
  for (const [serial, state, round, year] of rows) {
    await owner.query(
      `insert into project (subdistrict_id, id, neighbourhood_id, round_id, year, serial_no, serial, title, state, state_at, state_reason, application_id, grant_awarded_fen, created_at)
      values ($1, gen_random_uuid(), $2, $3, $4, $5::int, '2026-' || lpad($5::int::text, 3, '0'), '项目', $6, timestamptz '2026-01-01' - $5::int * interval '1 day', '原因', gen_random_uuid(), 100, timestamptz '2026-01-01' + $5::int * interval '1 minute')`,
      [subdistrictId, scene.otherNeighbourhoodId, round, year, serial, state],
    );
  }
  await owner.query('set session_replication_role = origin');
});
afterAll(() => scene?.t.close());

test('a round counts what was handed in, not what is being written', async () => {
  const counts = await scene.see(projectsInRounds);
  expect([counts.get(thisRound), counts.get(otherRound)]).toEqual([2, 3]);
});
test('the past of a place: other rounds up to this year; its newest outcome; what it has in hand', async () => {
  const past = await scene.see((tx) => pastBesideRound(tx, { id: thisRound, year: 2026 }));
  // The draft of 2025 is no application, and 2027 has not been yet; of the others the one moved last counts.
  expect(past.get(scene.otherNeighbourhoodId)).toEqual({ drafts: 3, lastYear: 2024, refusedBefore: true });
  const later = await scene.see((tx) => pastBesideRound(tx, { id: otherRound, year: 2026 }));
  expect(later.get(scene.otherNeighbourhoodId)).toEqual({ drafts: 3, lastYear: 2026, refusedBefore: false });
});
test('the newest come first, no more than asked, only from the places asked', async () => {
  const where = { neighbourhoodIds: [scene.otherNeighbourhoodId], states: ['returned', 'declined'] as const };
  const { projects, all } = await scene.see((tx) => newestProjects(tx, where, 2));
  expect([projects.map(({ serial }) => serial), all]).toEqual([['2026-006', '2026-005'], 3]);
  expect(await scene.see((tx) => newestProjects(tx, { ...where, neighbourhoodIds: [] }, 2))).toEqual({ projects: [], all: 0 });
});
test('what may be used is summed by kind of money, of these places only', async () => {
  const projectId = await agreed(scene);
  const { owner } = scene.t;
  await owner.query('set session_replication_role = replica');
  await owner.query(
    `update award_balance b set received_fen = 1000, held_fen = 1000, spent_fen = 300, reserved_fen = 50 from award a
    where a.id = b.award_id and a.project_id = $1 and a.source_kind = 'grant'`,
    [projectId],
  );
  await owner.query('set session_replication_role = origin');
  const here = { neighbourhoodIds: [scene.neighbourhoodId], states: ['agreed'] as const };
  expect((await scene.see((tx) => availableByKind(tx, here))).get('grant')).toBe(650n);
  expect(await scene.see((tx) => availableByKind(tx, { ...here, neighbourhoodIds: [scene.otherNeighbourhoodId] }))).toEqual(new Map());
  expect(await scene.see((tx) => availableByKind(tx, { ...here, states: ['doing'] }))).toEqual(new Map());
});
