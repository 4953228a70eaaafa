import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { priceReferences } from './index.ts';
import { areAlike, spread } from './price-references.ts';
import { agreed, caiLu, type Scene } from './scene.fixture.ts';

let scene: Scene;
let [projectId, otherId] = ['', ''];
beforeAll(async () => {
  scene = await caiLu();
  [projectId, otherId] = [await agreed(scene), await agreed(scene)];
  await scene.t.owner.query('set session_replication_role = replica');
  let no = 0;
  const line = async (text: string, fen: bigint, milli: bigint | null, unit: string | null, state = 'closed', project = otherId) => {
    const id = scene.t.platform.sources.newId();
    const expense = state === 'asked' ? null : scene.t.platform.sources.newId();
    await scene.t.owner.query(
      `insert into spending_request (subdistrict_id, id, project_id, no, item, why, payee, amount_fen, requester_id, state, verdict, chain, evidence, asked_at, expense_id, closed_by, closed_at)
      values ($1, $2, $3, $4, $5, '要用', '东滩五金', $6, $7, $8, '{}', '[{}, {}]', '[]', $9, $10, case when $8 = 'closed' then $7::uuid end, case when $8 = 'closed' then $9::timestamptz end)`,
      [scene.t.subdistrictId, id, project, 900 + no++, text, fen, scene.cast.secretary.personId, state, scene.t.clock.now(), expense],
    );
    await scene.t.owner.query(
      "insert into spending_line (subdistrict_id, request_id, no, category, text, amount_fen, quantity_milli, unit) values ($1, $2, 1, 'materials', $3, $4, $5, $6)",
      [scene.t.subdistrictId, id, text, fen, milli, unit],
    );
    return id;
  };
  await line('LED 感应灯', 30_000n, 1_000n, '盏');
  await line('感应灯', 70_000n, 2_000n, '盏');
  await line('楼道感应灯（声控）', 100_001n, 3_000n, '盏', 'vouchered');
  await line('感应灯', 1_000_000n, 1_000n, '箱');
  await line('感应灯', 1n, 1_000n, '盏', 'asked');
  await line('感应灯', 9_999_999n, 1_000n, '盏', 'closed', projectId);
  await line('感应灯', 5n, null, null);
  const quoted = await line('防滑垫', 90_000n, 3_000n, '平方米', 'asked');
  await scene.t.owner.query(
    `insert into spending_quote (subdistrict_id, id, request_id, supplier, price_fen, day, file_id, added_by_name, added_at)
    values ($1, gen_random_uuid(), $2, '南汇建材', 96000, '2026-10-01', gen_random_uuid(), '某', $3)`,
    [scene.t.subdistrictId, quoted, scene.t.clock.now()],
  );
  await scene.t.owner.query('set session_replication_role = origin');
});
afterAll(() => scene?.t.close());

describe('what like things cost in other projects', () => {
  test('the middle and the range of what was paid, in the same unit, without this project’s own and what was only asked for', async () => {
    const [lamp, pad, nothing, blank] = await scene.see((tx) =>
      priceReferences(
        tx,
        [
          { name: '感应灯', unit: '盏' },
          { name: '防滑垫', unit: '平方米' },
          { name: '滑梯', unit: '盏' },
          { name: '感应灯', unit: ' ' },
        ],
        projectId,
      ),
    );
    expect(lamp).toMatchObject({ medianFen: 33_334n, lowFen: 30_000n, highFen: 35_000n });
    expect(lamp?.seen.map(({ from, projectId: where }) => [from, where])).toEqual([1, 2, 3].map(() => ['paid', otherId]));
    // Nothing like it was paid: then a quote speaks, and says that it is one.
    expect(pad).toMatchObject({ medianFen: 32_000n, seen: [{ from: 'quote', seller: '南汇建材' }] });
    expect([nothing, blank]).toEqual([null, null]);
  });
});

test.each([
  ['感应灯', 'LED感应灯', true],
  ['太阳能楼道灯', '楼道太阳能灯', true],
  ['感应灯', '感应门', false],
  ['灯', '灯', false],
  ['防滑垫', '滑梯', false],
  ['安装服务', '安装费', false],
])('%s and %s are alike: %s', (one, other, alike) => {
  expect(areAlike(one, other)).toBe(alike);
  expect(areAlike(other, one)).toBe(alike);
});
test('the middle of an even number is rounded half up; of none there is none', () => {
  expect(spread([1n, 4n])).toEqual({ medianFen: 3n, lowFen: 1n, highFen: 4n });
  expect(spread([])).toBeNull();
});
