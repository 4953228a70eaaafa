import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inboxPermissions } from '#modules/inbox';
import { type Actor, system } from '#platform/access';
import { read } from '#platform/command';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import { dailyMatters, matterPermissions, raiseMatter, similarMatters, sortMatter, suggestMatters } from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood, shengli: TestNeighbourhood;
let wang: Actor, stranger: Actor, secretary: Actor;
const said = [
  ['五楼天花板漏水半年了', '一下雨就滴水，墙皮都掉了。'],
  ['停车位不够', '晚上回来没有车位，消防通道都停满了。'],
  ['楼道里电瓶车充电', '怕着火，老人不敢下楼。'],
] as const;

beforeAll(async () => {
  t = await testPlatform([matterPermissions, inboxPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 2);
  shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 2);
  wang = await makeResident(t, '王小英', cailu.households[0]!);
  stranger = await makeResident(t, '钱多多', shengli.households[0]!);
  secretary = await makePerson(t, '陈书记', { role: 'secretary', neighbourhoodId: cailu.id });
  for (const [title, text] of said) await raise(wang, `${title}。${text}`);
  await raise(stranger, '屋顶漏水。修了三次。', shengli.id);
  // Five thousand others of the place, as an old database has them: not yet found by their words.
  const words = ['路灯', '垃圾', '绿化', '噪声', '养狗', '堆物', '门禁', '积水', '下水道', '健身器材'];
  await t.owner.query(
    `insert into matter (subdistrict_id, id, neighbourhood_id, year, number, title, text, category, channel, raised_by, anonymous, raised_at, state, state_at, support_unit)
    select $1, gen_random_uuid(), $2, 2025, n, ($4::text[])[1 + n % 10] || n || '号', '关于' || ($4::text[])[1 + n % 10] || '的事', 'other', 'own', $3, false,
      '2025-06-01', 'raised', '2025-06-01', 'person' from generate_series(1, 5000) n`,
    [t.subdistrictId, cailu.id, wang.personId, words],
  );
  await t.owner.query('analyze matter');
  expect((await dailyMatters(t.contextFor(system))).ok).toBe(true);
  await t.owner.query('analyze matter_gram');
}, 120_000);
afterAll(() => t?.close());

async function raise(actor: Actor, text: string, neighbourhoodId = cailu.id): Promise<string> {
  const done = await raiseMatter(t.contextFor(actor), {
    neighbourhoodId,
    text,
    category: 'other',
    anonymous: false,
    doorCode: null,
    photos: [],
    replyDays: null,
    supportUnit: null,
  });
  if (!done.ok) throw new Error(done.error);
  return done.value.matterId;
}
const suggested = async (text: string, neighbourhoodId = cailu.id) =>
  (await read(t.contextFor(system), (tx) => suggestMatters(tx, { neighbourhoodId, text }))).map((matter) => matter.title);

describe('among 5,000 matters', () => {
  it('a word of two characters finds what holds it, in its own neighbourhood only', async () => {
    expect(await suggested('漏水')).toEqual(['五楼天花板漏水半年了']);
    expect(await suggested('楼上漏水到我家')).toEqual(['五楼天花板漏水半年了']);
    expect(await suggested('车位')).toEqual(['停车位不够']);
    expect(await suggested('漏水', shengli.id)).toEqual(['屋顶漏水']);
    expect(await suggested('漏')).toEqual([]);
    expect(await suggested('希望居委会解决')).toEqual([]);
  });
  it('the same is found when it is said otherwise', async () => {
    const found = await read(t.contextFor(system), (tx) => similarMatters(tx, { neighbourhoodId: cailu.id, text: '楼道里给电瓶车充电太危险，怕着火' }));
    expect(found.map((matter) => matter.title)).toEqual(['楼道里电瓶车充电']);
  });
  it('the old ones are found once the daily round has read them', async () => {
    expect((await suggested('下水道')).length).toBeGreaterThan(0);
    expect(await suggested('下水道4998号')).toContain('下水道4998号');
  });
  it('the index is used behind row-level security: nothing is read row by row', async () => {
    await t.app.query('begin');
    await t.app.query("select set_config('app.subdistrict', $1, true)", [t.subdistrictId]);
    const { rows } = await t.app.query<{ 'QUERY PLAN': string }>(
      `explain select matter_id from matter_gram where subdistrict_id = $1 and neighbourhood_id = $2 and gram = any($3::text[])`,
      [t.subdistrictId, cailu.id, ['漏水', '天花', '花板']],
    );
    await t.app.query('rollback');
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('matter_gram_pkey');
    expect(plan).toMatch(/Index Cond:.*gram/);
    expect(plan).not.toContain('Seq Scan');
  });
});

it('a clearer title is found by its own words', async () => {
  const id = await raise(wang, '那个东西又坏了。修一下。');
  expect(await suggested('水泵')).toEqual([]);
  expect((await sortMatter(t.contextFor(secretary), { matterId: id, title: '地下室水泵坏了', category: 'repairs' })).ok).toBe(true);
  expect(await suggested('水泵')).toEqual(['地下室水泵坏了']);
});
