import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listDuties } from '#modules/inbox';
import {
  answerContest,
  approveRun,
  computeRun,
  contestDatum,
  districtFigures,
  drawIndexSample,
  enterMonth,
  findContest,
  indexData,
  listIndexCompounds,
  listRuns,
  provenanceOf,
  published,
  publishRun,
  reviewRun,
  samplesOf,
  shippedTree,
  treatCalls,
  withdrawRun,
} from './index.ts';
import { historyOf } from './batch.ts';
import { parseMonth } from './month.ts';
import { type IndexScene, indexScene } from './scene.fixture.ts';

const months = ['2026-08', '2026-09', '2026-10'];
const month = parseMonth('2026-10') ?? 0;
let t: IndexScene;
let runId = '';
const idOf = async (code: string): Promise<string> => {
  const found = (await t.db.tenant(t.subdistrictId, listIndexCompounds, 'read')).find((one) => one.code === code);
  if (!found) throw new Error(`no ${code}`);
  return found.id;
};
const faultsOf = (result: { ok: boolean; error?: unknown }): string[] => {
  const error = result.error as { faults?: { line: number; column: string; code: string; text: string }[] };
  return (error?.faults ?? []).map((fault) => `${fault.line} ${fault.column} ${fault.code} ${fault.text}`.trim());
};
const compoundsCsv = `小区编号,小区名称,类型,户数,居民区,房龄
C1,蔡路老街坊,老旧公房,62,蔡路居民区,41
C2,胜利新村,老旧公房,300,胜利居民区,34
C3,红旗新村,老旧公房,500,红旗居民区,38
`;
const valuesCsv = `compound,month,I05,I10,I30
${months.flatMap((label, at) => [`C1,${label},70,${12 - at},1`, `C2,${label},80,${3 + at},2`, `C3,${label},90,9,3`]).join('\n')}
`;

beforeAll(async () => {
  t = await indexScene();
}, 60_000);
afterAll(() => t.close());

describe('compounds and values', () => {
  test('are refused whole, every bad row by name', async () => {
    expect(faultsOf(await t.register('小区编号,类型,户数\nC1,别墅,12\nC1,商品房,很多\n'))).toEqual([
      '2 类型 unknown-kind 别墅',
      '3 小区编号 duplicate-row C1',
      '3 户数 not-a-number 很多',
    ]);
    expect(await t.db.tenant(t.subdistrictId, listIndexCompounds, 'read')).toEqual([]);
    expect(await t.register(compoundsCsv)).toEqual({ ok: true, value: { made: 3, changed: 0, sampled: [] } });
    expect(faultsOf(await t.give('compound,month,I05,I99\nC1,2026-10,70,1\n'))).toEqual(['1 I99 unknown-indicator I99']);
    expect(faultsOf(await t.give('compound,month,I05\nC1,2026-10,七十\nC9,2026-10,70\nC1,2026-10,71\nC2,2026年,1\nC2,2027-01,1\nC3,2026-10\n'))).toEqual([
      '2 I05 not-a-number 七十',
      '3 compound unknown-compound C9',
      '4 month duplicate-row C1 2026-10（2）',
      '5 month not-a-month 2026年',
      '6 month month-to-come 2027-01',
      '7  wrong-number-of-fields 2',
    ]);
    expect(faultsOf(await t.give('compound,month,I27\nC1,2026-10,4\n', { treatedBy: undefined }))).toEqual(['1 I27 needs-treatment 12345政府服务热线投诉']);
    expect(faultsOf(await t.give('compound,month,I04,I10\nC1,2026-10,88,-5\nC2,2026-10,0.88,0\n'))).toEqual(['2 I04 out-of-range 88', '2 I10 out-of-range -5']);
    // A name in the place of the code would register the compound a second time.
    expect(faultsOf(await t.register('小区,类型\n蔡路老街坊,老旧公房\n'))).toEqual(['2 小区 known-otherwise 蔡路老街坊 = C1']);
    expect(faultsOf(await t.give('compound,month,类型,I05\nC1,2026-10,商品房,4\n'))).toEqual(['2 类型 kind-changed 商品房 ≠ 老旧公房']);
    expect(await indexData(t.db, t.subdistrictId)).toBeNull();
  });

  test('a kind does not change inside its year, also not by plain SQL', async () => {
    expect(faultsOf(await t.register('小区编号,类型\nC1,商品房\n'))).toEqual(['2 类型 kind-changed 老旧公房 → 商品房']);
    await expect(t.owner.query("update index_compound set kind = '商品房' where code = 'C1'")).rejects.toMatchObject({ code: '23514' });
    await expect(t.owner.query("update index_compound set kind_year = kind_year - 1 where code = 'C1'")).rejects.toMatchObject({ code: '23514' });
  });

  test('come by heading or by mapping, from CSV and JSON, with their source', async () => {
    expect(await t.give(valuesCsv)).toMatchObject({ ok: true, value: { compounds: 3, months: 3, leaves: 3, cells: 27 } });
    const json = JSON.stringify([{ 小区: 'C1', 月份: '2026-10', 得分: 71.5 }]);
    expect(await t.give(json, { fileName: 'v.json', mapping: { 得分: 'I05' }, source: '城运中心', status: 'estimated' })).toMatchObject({ ok: true });
    const known = await t.db.tenant(t.subdistrictId, async (tx) => provenanceOf(tx, await idOf('C1'), month, ['I05', 'I10', 'I07']), 'read');
    expect(known.get('I05')).toMatchObject({ value: 71.5, version: 2, status: 'estimated', batch: { source: '城运中心', kind: 'import' } });
    expect(known.get('I10')).toMatchObject({ value: 10, version: 1, status: 'reported' });
    expect(known.get('I07')).toBeUndefined();
  });

  test('from a workbook as well', async () => {
    const { spreadsheet } = await import('#platform/documents');
    const bytes = await spreadsheet({ name: '值', columns: [{ label: '小区' }, { label: '月份' }, { label: '宣传培训频次' }], rows: [['C2', '2026-10', 4]] });
    expect(await t.give('', { bytes, fileName: 'v.xlsx' })).toMatchObject({ ok: true, value: { cells: 1 } });
    const data = await indexData(t.db, t.subdistrictId);
    const leaf = shippedTree.leaves.findIndex((one) => one.code === 'I30');
    expect(data?.district.panel.values[(1 * 3 + 2) * 35 + leaf]).toBe(4);
  });

  test('are never changed, only laid over: not by the application, not by the owner of the tables', async () => {
    for (const client of [t.owner, t.app])
      for (const statement of [
        'update index_series set cells = cells',
        'delete from index_series',
        "update index_batch set source = 'x'",
        'delete from index_batch',
      ]) {
        if (client === t.app) await client.query(`set app.subdistrict = '${t.subdistrictId}'`);
        await expect(client.query(statement), statement).rejects.toMatchObject({ code: expect.stringMatching(/^(23514|42501)$/) });
      }
    await expect(
      t.owner.query("insert into index_series select subdistrict_id, id, (select id from index_compound limit 1), '\\x00' from index_batch where seq = 2"),
    ).rejects.toMatchObject({ code: expect.stringMatching(/^(23514|23505)$/) });
  });

  test('raw calls are treated before they enter: repeats merged, per 100 households; the callers stay nowhere', async () => {
    const csv = 'compound,date,caller,topic\nC1,2026-10-01,甲,漏水\nC1,2026-10-03,甲,漏水\nC1,2026-10-20,乙,停车\nC2,2026-10-05,丙,噪音\n';
    const done = await treatCalls(t.contextFor(t.officer), {
      leaf: 'I27',
      fileName: 'c.csv',
      bytes: new TextEncoder().encode(csv),
      source: '12345',
      mergeDays: 7,
    });
    expect(done).toEqual({ ok: true, value: { rows: 2, calls: 4, merged: 1 } });
    const known = await t.db.tenant(t.subdistrictId, async (tx) => provenanceOf(tx, await idOf('C1'), month, ['I27']), 'read');
    expect(known.get('I27')?.value).toBeCloseTo((2 / 62) * 100, 12);
    const { rows } = await t.owner.query("select string_agg(note || source, '') as all from index_batch");
    expect(rows[0].all).not.toContain('甲');
  });
});

describe('the monthly form', () => {
  test('writes only what is new, says what is wrong by field, and takes back what is cleared', async () => {
    const compoundId = await idOf('C1');
    const enter = (figures: Record<string, string>, actor = t.secretary) => enterMonth(t.contextFor(actor), { compoundId, month, figures });
    expect(await enter({ I29: '两次', I30: '1.5', I06: '3' })).toEqual({
      ok: false,
      error: { code: 'figures', errors: { I29: 'not-a-number', I30: 'not-whole', I06: 'out-of-range' } },
    });
    expect(await enter({ I29: '2', I30: '１' })).toEqual({ ok: true, value: { written: 1 } });
    expect(await enter({ I29: '2' })).toEqual({ ok: false, error: { code: 'nothing-new' } });
    expect(await enter({ I29: '' })).toEqual({ ok: true, value: { written: 1 } });
    const known = await t.db.tenant(t.subdistrictId, (tx) => provenanceOf(tx, compoundId, month, ['I29']), 'read');
    expect(known.get('I29')).toMatchObject({ value: null, status: 'missing', version: 2, batch: { kind: 'form', source: '蔡路居民区月报' } });
    expect(await enter({ I29: '5' }, t.other)).toEqual({ ok: false, error: { code: 'not-allowed' } });
  });
});

describe('a run', () => {
  test('scores nothing while a kind has no sample', async () => {
    expect(await computeRun(t.contextFor(t.officer))).toEqual({ ok: false, error: 'empty-sample' });
    expect(await t.db.tenant(t.subdistrictId, listRuns, 'read')).toEqual([]);
  });

  test('draws its sample once, with a seed that draws the same again', async () => {
    expect(await drawIndexSample(t.contextFor(t.officer), { year: 2026, seed: '支点 2026' })).toMatchObject({ ok: true, value: { kinds: 1, drawn: 3 } });
    expect(await drawIndexSample(t.contextFor(t.officer), { year: 2026, seed: '再抽' })).toEqual({ ok: false, error: 'nothing-to-draw' });
    const [sample] = await t.db.tenant(t.subdistrictId, (tx) => samplesOf(tx, 2026), 'read');
    expect(sample).toMatchObject({ kind: '老旧公房', population: 3, seed: '支点 2026' });
    await expect(t.owner.query("update index_sample set seed = 'x'")).rejects.toMatchObject({ code: '23514' });
  });

  test('goes from hand to hand: who computed it neither reviews nor approves it', async () => {
    const done = await computeRun(t.contextFor(t.officer));
    if (!done.ok) throw new Error(done.error);
    ({ runId } = done.value);
    const duties = await t.db.tenant(t.subdistrictId, (tx) => listDuties(tx, t.head), 'read');
    expect(duties.map((duty) => [duty.kind, duty.subjectId])).toEqual([['index.review', runId]]);
    expect(await reviewRun(t.contextFor(t.officer), { runId, note: '我自己看过了' })).toEqual({ ok: false, error: 'own-work' });
    expect(await approveRun(t.contextFor(t.head), { runId })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await reviewRun(t.contextFor(t.auditor), { runId, note: '' })).toEqual({ ok: false, error: 'empty' });
    expect(await reviewRun(t.contextFor(t.auditor), { runId, note: '样本和阈值都对' })).toEqual({ ok: true, value: null });
    expect(await publishRun(t.contextFor(t.officer), { runId })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await approveRun(t.contextFor(t.officer), { runId })).toEqual({ ok: false, error: 'not-allowed' });
    await expect(
      t.owner.query('update index_run set approved_by = computed_by, approved_at = now(), state = $1 where id = $2', ['approved', runId]),
    ).rejects.toMatchObject({
      code: '23514',
    });
    expect(await approveRun(t.contextFor(t.head), { runId })).toEqual({ ok: true, value: null });
    expect(await withdrawRun(t.contextFor(t.officer), { runId, reason: '不要了' })).toEqual({ ok: false, error: 'wrong-state' });
    expect(await publishRun(t.contextFor(t.officer), { runId })).toEqual({ ok: true, value: null });
  });

  test('of the other reading is not approved in a year that has one', async () => {
    const other = await computeRun(t.contextFor(t.officer), { reading: 'range' });
    if (!other.ok) throw new Error(other.error);
    expect(await reviewRun(t.contextFor(t.auditor), { runId: other.value.runId, note: '换一种算法看看' })).toEqual({ ok: true, value: null });
    expect(await approveRun(t.contextFor(t.head), { runId: other.value.runId })).toEqual({ ok: false, error: 'other-reading' });
    expect(await withdrawRun(t.contextFor(t.officer), { runId: other.value.runId, reason: '只作比较' })).toEqual({ ok: true, value: null });
  });

  test.each([
    'update index_run_threshold set upper = upper + 1',
    'delete from index_run_threshold',
    'update index_run_score set rank = 1',
    'delete from index_run_score',
    'insert into index_run_threshold (subdistrict_id, run_id, kind, leaf, sampled) select subdistrict_id, run_id, kind, $$I99$$, 0 from index_run_threshold limit 1',
    'update index_run set least_coverage = 0.1',
    "update index_run set state = 'computed'",
    "update index_run set digest = 'x'",
    'update index_run set reviewed_by = null',
    'delete from index_run',
    'update index_published set total = 100',
  ])('stands, whoever writes: %s', async (statement) => {
    await expect(t.owner.query(statement)).rejects.toMatchObject({ code: '23514' });
  });

  test('is read by the district as figures, none of its rows', async () => {
    const figures = await t.db.tenant(t.otherSubdistrictId, districtFigures, 'read');
    expect(figures).toMatchObject([{ name: '高桥镇', compounds: 3, households: 862 }]);
    expect(await t.db.tenant(t.otherSubdistrictId, listIndexCompounds, 'read')).toEqual([]);
  });
});

describe('an objection to a datum', () => {
  let contestId = '';
  test('comes from the committee of the place, once at a time, with what it ought to be', async () => {
    const compoundId = await idOf('C1');
    const contest = (actor = t.secretary, claimed: number | null = 4) =>
      contestDatum(t.contextFor(actor), { compoundId, leaf: 'I10', claimed, reason: '两次是隔壁小区的桶' });
    expect(await contest(t.other)).toEqual({ ok: false, error: 'not-allowed' });
    expect(await contest(t.secretary, 10)).toEqual({ ok: false, error: 'same-value' });
    expect(await contest(t.secretary, -1)).toEqual({ ok: false, error: 'out-of-range' });
    const done = await contest();
    if (!done.ok) throw new Error(done.error);
    ({ contestId } = done.value);
    expect(await contest()).toEqual({ ok: false, error: 'already-open' });
  });

  test('is answered once; the correction is a new version and its effect is shown; the published run stands', async () => {
    const before = await published(t.db, t.subdistrictId);
    const done = await answerContest(t.contextFor(t.head), { contestId, outcome: 'corrected', answer: '核对照片，属实' });
    if (!done.ok) throw new Error(done.error);
    const { effect } = done.value;
    expect(effect?.totalAfter ?? 0).toBeGreaterThan(effect?.totalBefore ?? 100);
    expect(await t.db.tenant(t.subdistrictId, (tx) => findContest(tx, contestId), 'read')).toMatchObject({ outcome: 'corrected', shown: 10, claimed: 4 });
    expect(await answerContest(t.contextFor(t.head), { contestId, outcome: 'stands', answer: '改主意' })).toEqual({ ok: false, error: 'wrong-state' });
    const history = await t.db.tenant(t.subdistrictId, async (tx) => historyOf(tx, await idOf('C1')), 'read');
    expect(history.at(-1)?.batch).toMatchObject({ kind: 'correction', source: '异议更正（唐秀英提出）' });
    const after = await published(t.db, t.subdistrictId);
    expect(after?.results.map((one) => one.total)).toEqual(before?.results.map((one) => one.total));
    await expect(t.owner.query("update index_contest set answer = 'x'")).rejects.toMatchObject({ code: '23514' });
    await expect(t.owner.query('delete from index_contest')).rejects.toMatchObject({ code: '23514' });
  });

  test('the next run has it, with the thresholds of the year', async () => {
    const done = await computeRun(t.contextFor(t.officer));
    if (!done.ok) throw new Error(done.error);
    const runs = await t.db.tenant(t.subdistrictId, listRuns, 'read');
    expect(runs[0]).toMatchObject({ no: 3, thresholdsOf: runId });
    const contest = await t.db.tenant(t.subdistrictId, (tx) => findContest(tx, contestId), 'read');
    const { rows } = await t.owner.query('select total from index_run_score where run_id = $1 and compound_id = $2', [done.value.runId, await idOf('C1')]);
    expect(Number(rows[0].total)).toBeCloseTo(contest?.totalAfter ?? Number.NaN, 9);
  });
});
