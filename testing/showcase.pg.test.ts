import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setSettings } from '#modules/funds';
import { listDuties } from '#modules/inbox';
import { Permissions } from '#platform/access';
import { findApplicationDraft, startApplication } from '#modules/projects';
import { caiLu, must, type Scene } from '../modules/projects/scene.fixture.ts';
import { closedProject } from '../modules/projects/upkeep.fixture.ts';
import {
  agreeCase,
  bigrams,
  coverCase,
  editCase,
  exportCsv,
  exportJson,
  findCase,
  importCases,
  licenceKey,
  makeCase,
  publishCase,
  proposalOfCase,
  publishedOwnCases,
  previewCase,
  searchCases,
  showcasePermissions,
  startFromCase,
  usesOf,
  withdrawCase,
} from '#modules/showcase';

let scene: Scene;
let projectId: string;
beforeAll(async () => {
  scene = await caiLu();
  scene.t.platform.permissions = new Permissions([scene.t.platform.permissions.table, showcasePermissions]);
  projectId = await closedProject(scene);
  // The cast's roles stand in the table too: the database asks for them itself.
  for (const [who, role] of [
    ['secretary', 'secretary'],
    ['otherSecretary', 'secretary'],
    ['resident', 'steward'],
  ] as const)
    await scene.t.owner.query(
      `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, from_day, given_at) values ($1, $2, $3, $4, $5, '2026-01-01', $6)`,
      [
        scene.t.subdistrictId,
        scene.t.platform.sources.newId(),
        scene.cast[who].personId,
        role,
        who === 'otherSecretary' ? scene.otherNeighbourhoodId : scene.neighbourhoodId,
        scene.t.clock.now(),
      ],
    );
}, 60_000);
afterAll(() => scene?.t.close());

const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const texts = {
  title: '楼道亮起来',
  problem: '老楼楼道没有灯，孙小英奶奶摸黑下楼，电话 13812345678。',
  method: '听证会定位置\n每户出 50 元',
  account: '隔壁胜利的冯书记来看过。',
  lessons: '先装一个楼道给大家看',
  failed: '第一批灯太暗，换了一次',
  copyable: '灯的型号、间距、分摊办法',
};
const input = (change: object = {}) => ({ texts, compoundKind: 'old', households: 62, ...change });
const refused = (text: string, values: unknown[] = []) => expect(scene.t.owner.query(text, values)).rejects;
let caseId: string;

describe('a case', () => {
  test('is made of a closed project, agreed to by its own community, and published by the office with what is personal covered', async () => {
    expect(await makeCase(by('otherSecretary'), { projectId, ...input() })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await makeCase(by('secretary'), { projectId, ...input({ compoundKind: 'castle' }) })).toEqual({ ok: false, error: 'not-in-list' });
    expect(await makeCase(by('secretary'), { projectId, ...input({ texts: { ...texts, lessons: '' } }) })).toEqual({ ok: false, error: 'required' });
    caseId = must(await makeCase(by('officer'), { projectId, ...input() }));
    expect(await makeCase(by('officer'), { projectId, ...input() })).toEqual({ ok: false, error: 'wrong-state' });
    expect((await scene.see((tx) => listDuties(tx, scene.cast.secretary))).map((duty) => duty.kind)).toContain('case.agree');
    expect(await publishCase(by('officer'), { caseId })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await agreeCase(by('officer'), { caseId })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await agreeCase(by('otherSecretary'), { caseId })).toEqual({ ok: false, error: 'not-allowed' });
    must(await agreeCase(by('secretary'), { caseId }));
    expect(await publishCase(by('secretary'), { caseId })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await publishCase(by('officer'), { caseId })).toEqual({ ok: false, error: 'no-licence' });
    must(await setSettings(by('officer'), { values: { [licenceKey]: 'CC BY 4.0' }, reason: '便于各地学习' }));
    // What is shown before is what is published.
    const shown = await scene.see(async (tx) => previewCase(tx, (await findCase(tx, caseId))!, '2026-11-02'));
    must(await publishCase(by('officer'), { caseId }));
    const found = await scene.see((tx) => findCase(tx, caseId));
    expect(found?.texts).toEqual(shown?.texts);
    expect(found?.texts?.problem).toBe('老楼楼道没有灯，孙*英奶奶摸黑下楼，电话 138****5678。');
    expect(found).toMatchObject({ state: 'published', licence: 'CC BY 4.0', costFen: 5_000_000n, stableId: expect.stringContaining('gq/gq-cailu/2026-') });
    expect(found?.figures).toMatchObject({
      lines: [{ name: '感应灯', unitPriceYuan: '375.00' }, { paidBy: ['household', 'partner'] }],
      upkeep: { everyMonths: 3 },
    });
    // Somebody of another neighbourhood of the subdistrict is covered too.
    expect(found?.texts?.account).toBe('隔壁胜利的冯*记来看过。');
    expect(JSON.stringify([found?.texts, found?.figures])).not.toMatch(/13812345678|孙小英|赵师傅|陈书记|供电服务站/);
  });

  test('somebody who would like the same finds the plan in the form, not the people', async () => {
    const one = await scene.see((tx) => findCase(tx, caseId));
    if (!one) throw new Error('no case');
    const text = proposalOfCase({ ...one, state: 'published' });
    for (const words of ['我们这里也想办“楼道亮起来”。', '《楼道亮起来》', '1. 听证会定位置\n2. 每户出 50 元', '感应灯', one.stableId])
      expect(text).toContain(words);
    expect(text).not.toMatch(/孙小英|赵师傅|陈书记/);
    expect([...proposalOfCase({ ...one, state: 'published', texts: { ...texts, problem: '长'.repeat(2000) } })]).toHaveLength(2000);
    expect(proposalOfCase({ ...one, state: 'draft' })).toBe('');
  });
  test('is found by the words of its problem, its kind and its cost', async () => {
    const search = async (about: Parameters<typeof searchCases>[1]) => (await scene.see((tx) => searchCases(tx, about))).cases.map((one) => one.id);
    expect(await search({ words: '楼道没有灯' })).toEqual([caseId]);
    expect(await search({ words: '摸黑 分摊' })).toEqual([caseId]);
    expect(await search({ words: '电梯' })).toEqual([]);
    expect(await search({ words: '13812345678' })).toEqual([]);
    expect(await search({ kind: 'old', cost: '50000-100000' })).toEqual([caseId]);
    expect(await search({ kind: 'village' })).toEqual([]);
    expect(await search({ cost: '20000-50000' })).toEqual([]);
    expect(bigrams('灯，亮')).toEqual(['灯亮']);
  });

  test('gives its plan and budget to another community, not its people', async () => {
    const origin = { resolutionId: scene.resolutionId };
    expect(await startFromCase(by('resident'), { caseId, origin })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await startFromCase(by('secretary'), { caseId: scene.matterId, origin })).toEqual({ ok: false, error: 'not-found' });
    const started = must(await startFromCase(by('secretary'), { caseId, origin }));
    const draft = (await scene.see((tx) => findApplicationDraft(tx, started)))?.content;
    expect(draft?.lines.map((line) => [line.name, line.quantity, line.unitPrice, line.payer])).toEqual([
      ['感应灯', '120', '375.00', ''],
      ['安装', '1', '11100.00', ''],
    ]);
    expect(draft?.indicators).toMatchObject([{ name: '亮灯楼道', baseline: '', target: '' }]);
    expect(draft).toMatchObject({ keeperName: '', keeperPersonId: '', upkeepMonths: '3' });
    const plain = must(await startApplication(by('secretary'), origin));
    expect(draft?.members).toEqual((await scene.see((tx) => findApplicationDraft(tx, plain)))?.content.members);
    expect(await scene.see((tx) => usesOf(tx, caseId))).toBe(1);
  });

  test('leaves as open data that comes in elsewhere; what cannot be taken is told row by row', async () => {
    const own = await scene.see((tx) => publishedOwnCases(tx));
    const json = exportJson(own, { source: '高桥镇', licence: 'CC BY 4.0' });
    expect(exportCsv(own, { source: '高桥镇', licence: 'CC BY 4.0' })).toContain('gq/gq-cailu/2026-');
    const file = JSON.parse(json);
    const foreign = { ...file.cases[0], id: 'xm/demo/2025-001', title: '外地的绿墙', publishedOn: '2025-05-01' };
    const all = {
      ...file,
      source: '厦门市某街道',
      cases: [
        foreign,
        foreign,
        file.cases[0],
        { ...foreign, id: 'xm/demo/2', texts: { ...foreign.texts, problem: '找老王 13900001111' } },
        { ...foreign, id: 'xm/demo/3', figures: { ...foreign.figures, lines: [{ ...foreign.figures.lines[0], yuan: '1.00' }] } },
        { id: 'xm/demo/4' },
      ],
    };
    expect(await importCases(by('secretary'), { fileName: 'a.json', text: JSON.stringify(all) })).toEqual({ ok: false, error: 'not-allowed' });
    expect(await importCases(by('officer'), { fileName: 'a.json', text: '{' })).toEqual({ ok: false, error: 'not-json' });
    expect(await importCases(by('officer'), { fileName: 'a.json', text: '{"cases":[]}' })).toEqual({ ok: false, error: 'not-the-format' });
    const done = must(await importCases(by('officer'), { fileName: 'a.json', text: JSON.stringify(all) }));
    expect(done.accepted).toBe(1);
    expect(done.rejected.map(({ row, reason }) => [row, reason])).toEqual([
      [2, 'twice'],
      [3, 'known'],
      [4, 'personal-data'],
      [5, 'sums'],
      [6, 'not-the-format'],
    ]);
    // The table is the same data: it comes back whole, formulas and line breaks too.
    const [given] = own;
    if (!given?.texts || !given.figures) throw new Error('no case');
    const travels = {
      ...given,
      stableId: 'xm/demo/2025-009',
      title: '=1+1 棚子',
      texts: { ...given.texts, title: '=1+1 棚子', method: '第一步，"量"\n第二步' },
    };
    const table = exportCsv([travels, { ...travels, stableId: given.stableId }], { source: '厦门市某街道', licence: 'CC BY 4.0' });
    const read = must(await importCases(by('officer'), { fileName: 'a.csv', text: table }));
    expect([read.accepted, read.rejected.map(({ row, reason }) => [row, reason])]).toEqual([1, [[2, 'known']]]);
    const [shed] = (await scene.see((tx) => searchCases(tx, { words: '棚子' }))).cases;
    expect(await scene.see((tx) => findCase(tx, shed?.id ?? ''))).toMatchObject({ title: '=1+1 棚子', texts: travels.texts, figures: given.figures });
    const half = must(await importCases(by('officer'), { fileName: 'b.csv', text: 'id,title,figures,source,licence\nxm/1,x,{,y,z\n' }));
    expect(half).toMatchObject({ accepted: 0, rejected: [{ row: 1, reason: 'not-the-format' }] });
    expect(await importCases(by('officer'), { fileName: 'c.csv', text: 'a,b\n1,2\n' })).toEqual({ ok: false, error: 'not-json' });
    const { cases } = await scene.see((tx) => searchCases(tx, { words: '绿墙' }));
    expect(cases).toMatchObject([{ title: '外地的绿墙', sourcePlace: '厦门市某街道' }]);
    expect((await scene.see((tx) => publishedOwnCases(tx))).map((one) => one.id)).toEqual([caseId]);
    expect(await withdrawCase(by('secretary'), { caseId: cases[0]!.id, reason: '不要' })).toEqual({ ok: false, error: 'not-allowed' });
  });

  test('five thousand of them are searched by an index, a page at a time', async () => {
    const { t } = scene;
    const [one] = await scene.see((tx) => publishedOwnCases(tx));
    const file = JSON.parse(exportJson([one!], { source: '某市', licence: 'CC0' }));
    const many = {
      ...file,
      cases: Array.from({ length: 5000 }, (_, n) => ({ ...file.cases[0], id: `many/${n}`, title: `第${n}个楼道`, publishedOn: '2024-01-01' })),
    };
    expect(must(await importCases(by('officer'), { fileName: 'many.json', text: JSON.stringify(many) })).accepted).toBe(5000);
    const first = await scene.see((tx) => searchCases(tx, { words: '第4321个' }));
    expect(first.cases.map((each) => each.title)).toEqual(['第4321个楼道']);
    const page = await scene.see((tx) => searchCases(tx, { words: '楼道', kind: 'old', page: 3 }));
    expect([page.cases.length, page.more]).toEqual([20, true]);
    await t.owner.query('analyze showcase_case');
    const plan = await t.owner.query(
      `explain select id from showcase_case where subdistrict_id = '${t.subdistrictId}' and state = 'published' and bigrams @> array['43','32','21']`,
    );
    expect(plan.rows.map((row) => row['QUERY PLAN']).join('\n')).toContain('bigrams');
  }, 60_000);
});

describe('a program that goes around the commands', () => {
  test('publishes nothing unagreed, changes nothing published, and lets no telephone number out', async () => {
    await refused("update showcase_case set title = '改了' where id = $1", [caseId]).toThrow('taken back before it changes');
    await refused("update showcase_case set draft = '{}' where id = $1", [caseId]).toThrow('agreed to anew');
    await refused("update showcase_case set stable_id = 'other/1' where id = $1", [caseId]).toThrow('keeps its id');
    await refused('delete from showcase_case where id = $1', [caseId]).toThrow('taken back, not deleted');
    await expect(scene.t.app.query('delete from showcase_case')).rejects.toThrow('permission denied');
    expect(await withdrawCase(by('secretary'), { caseId, reason: '' })).toEqual({ ok: false, error: 'required' });
    must(await withdrawCase(by('secretary'), { caseId, reason: '居民不愿意公开' }));
    expect((await scene.see((tx) => searchCases(tx, { words: '摸黑', kind: 'old' }))).cases.map((one) => one.id)).not.toContain(caseId);
    must(await editCase(by('secretary'), { caseId, ...input() }));
    await refused("update showcase_case set state = 'published', published_at = now(), public_texts = '{}', figures = '{}' where id = $1", [caseId]).toThrow(
      'draft to agreed',
    );
    await refused("update showcase_case set state = 'agreed', agreed_by = $2, agreed_at = now() where id = $1", [caseId, scene.cast.officer.personId]).toThrow(
      'own community',
    );
    must(await agreeCase(by('secretary'), { caseId }));
    await refused(
      `update showcase_case set state = 'published', published_at = now(), figures = '{}', public_texts = '{"problem":"电话 13812345678"}' where id = $1`,
      [caseId],
    ).toThrow('personal data');
    await refused(
      `insert into showcase_case (subdistrict_id, id, stable_id, origin, project_id, neighbourhood_id, state, compound_kind, draft, title, cost_fen, made_by_name, made_at)
      select subdistrict_id, gen_random_uuid(), 'x/y/z', 'own', project_id, $2, 'draft', 'old', '{}', 'x', 0, 'x', now() from showcase_case where id = $1`,
      [caseId, scene.otherNeighbourhoodId],
    ).toThrow('closed project of its place');
  });
});

test('the plan of a case keeps what the community typed itself, and covers names in figures too', () => {
  const figures = {
    year: 2026,
    months: 1,
    grade: null,
    sources: [],
    lines: [],
    indicators: [{ name: '找李小明', unit: '', baseline: '0', target: '1', readings: [] }],
    upkeep: null,
  };
  expect(coverCase({ ...texts }, figures, { names: ['李小明'], keep: [] }).figures.indicators[0]?.name).toBe('找李*明');
});
