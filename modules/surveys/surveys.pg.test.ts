import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '#platform/access';
import { inboxPermissions } from '#modules/inbox';
import { percentText } from '#libs/govindex';
import { makeNeighbourhood, makePerson, makeResident, type TestNeighbourhood } from '#testing/neighbourhood';
import { testPlatform, type TestPlatform } from '#testing/platform';
import {
  answerSurvey,
  closeSurvey,
  countsOf,
  enterCounts,
  findSurvey,
  membersOf,
  openSurvey,
  questionsOf,
  readQuestions,
  sheetsOf,
  surveyPermissions,
  tableOf,
  tableOfCounts,
} from './index.ts';

let t: TestPlatform;
let cailu: TestNeighbourhood;
let secretary: Actor, resident: Actor;
let surveyId = '';
const questions = '服务站的服务您满意吗：满意／一般／不满意\n您去过服务站吗：去过／没去过';

beforeAll(async () => {
  t = await testPlatform([surveyPermissions, inboxPermissions]);
  cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 8);
  secretary = await makePerson(t, '唐秀英', { role: 'secretary', neighbourhoodId: cailu.id });
  resident = await makeResident(t, '王小英', cailu.households[0]!);
}, 60_000);
afterAll(() => t.close());

const open = (actor = secretary, seed = '2026年秋') =>
  openSurvey(t.contextFor(actor), { neighbourhoodId: cailu.id, title: '服务站满意度', purpose: '', questions, marginPercent: 10, seed });
const read = <T>(work: Parameters<typeof t.db.tenant<T>>[1]) => t.db.tenant(t.subdistrictId, work, 'read');

describe('a survey', () => {
  test('reads questions a line each, and refuses what is none', () => {
    expect(readQuestions(questions)?.map((one) => one.options.length)).toEqual([3, 2]);
    expect(readQuestions('没有选项')).toBeNull();
    expect(readQuestions('重复：好／好')).toBeNull();
  });

  test('draws as many as the formula asks for; the same roll and seed draw the same doors', async () => {
    expect(await open(resident)).toEqual({ ok: false, error: 'not-allowed' });
    const [first, second] = [await open(), await open()];
    if (!first.ok || !second.ok) throw new Error('not opened');
    surveyId = first.value.surveyId;
    expect(first.value.drawn).toBe(8);
    const order = async (id: string) => (await read((tx) => membersOf(tx, id))).map((one) => one.householdId);
    expect(await order(surveyId)).toEqual(await order(second.value.surveyId));
    const other = await open(secretary, '另一个种子');
    expect(other.ok && (await order(other.value.surveyId))).not.toEqual(await order(surveyId));
  });

  test('takes one answer a household, whichever way; the database refuses the second', async () => {
    const [mine, theirs] = [cailu.households[0]!, cailu.households[1]!];
    const answer = (actor: Actor, householdId: string, channel: 'own' | 'phone' | 'paper', answers: (string | null)[]) =>
      answerSurvey(t.contextFor(actor), { surveyId, householdId, channel, answers });
    expect(await answer(resident, theirs.householdId, 'own', ['满意', null])).toEqual({ ok: false, error: 'not-allowed' });
    expect(await answer(resident, mine.householdId, 'own', ['很好', null])).toEqual({ ok: false, error: 'wrong-answer' });
    expect(await answer(resident, mine.householdId, 'own', ['满意', null])).toEqual({ ok: true, value: null });
    expect(await answer(secretary, mine.householdId, 'phone', ['不满意', null])).toEqual({ ok: false, error: 'answered-already' });
    for (const home of cailu.households.slice(1, 6))
      expect(await answer(secretary, home.householdId, 'paper', ['一般', '去过'])).toEqual({ ok: true, value: null });
    await expect(
      t.owner.query(
        'insert into survey_return select subdistrict_id, survey_id, household_id, channel, on_day, entered_by from survey_return where survey_id = $1',
        [surveyId],
      ),
    ).rejects.toMatchObject({ code: '23505' });
  });

  test('keeps who answered apart from what: a sheet names no household, and there is none without a household that answered', async () => {
    const { rows } = await t.owner.query("select column_name from information_schema.columns where table_name = 'survey_sheet' order by 1");
    expect(rows.map((row) => row.column_name)).toEqual(['answers', 'group_name', 'id', 'subdistrict_id', 'survey_id']);
    await expect(
      t.owner.query(
        'insert into survey_sheet select subdistrict_id, survey_id, gen_random_uuid(), group_name, answers from survey_sheet where survey_id = $1 limit 1',
        [surveyId],
      ),
    ).rejects.toMatchObject({ code: '23514' });
    for (const statement of [
      'update survey_sheet set answers = answers',
      'delete from survey_return',
      'delete from survey_member',
      "update survey set seed = 'x'",
    ])
      await expect(t.owner.query(statement), statement).rejects.toMatchObject({ code: '23514' });
  });

  test('is read by group; when it is closed nothing comes after', async () => {
    const [question] = await read((tx) => questionsOf(tx, surveyId));
    const table = tableOf(question!, await read((tx) => sheetsOf(tx, surveyId)));
    expect(table.answerTotals.map((one) => [one.answer, one.count])).toEqual([
      ['满意', 1],
      ['一般', 5],
      ['不满意', 0],
    ]);
    expect(await closeSurvey(t.contextFor(secretary), { surveyId })).toEqual({ ok: true, value: null });
    const late = await answerSurvey(t.contextFor(secretary), {
      surveyId,
      householdId: cailu.households[7]!.householdId,
      channel: 'phone',
      answers: ['满意', null],
    });
    expect(late).toEqual({ ok: false, error: 'wrong-state' });
    await expect(t.owner.query("update survey set state = 'open', closed_at = null where id = $1", [surveyId])).rejects.toMatchObject({ code: '23514' });
  });

  test('held elsewhere comes in as counts, and gives the published percentages', async () => {
    const officer = await makePerson(t, '顾文清', { role: 'officer', neighbourhoodId: null });
    const done = await enterCounts(t.contextFor(officer), {
      neighbourhoodId: null,
      title: '达人项目知晓度',
      question: '知道社区达人吗',
      source: '公开报道',
      counts: '居民，知道，6189\n居民，不知道，282\n干部，知道，1032\n干部，不知道，20',
    });
    if (!done.ok) throw new Error(done.error);
    const { surveyId: id } = done.value;
    const [question] = await read((tx) => questionsOf(tx, id));
    const table = tableOfCounts(question!, await read((tx) => countsOf(tx, id)));
    expect(table.groupTotals).toEqual([
      { group: '居民', count: 6471 },
      { group: '干部', count: 1052 },
    ]);
    expect(table.answerTotals.find((one) => one.answer === '知道')?.count).toBe(7221);
    expect([percentText(6189, 6471), percentText(1032, 1052), percentText(7221, 7523)]).toEqual(['95.6%', '98.1%', '96.0%']);
    expect((await read((tx) => findSurvey(tx, id)))?.state).toBe('closed');
  });
});
