import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dutiesOf } from '#modules/inbox';
import {
  type ApplicationDraft,
  answerAsKeeper,
  answerRemarks,
  askKeeper,
  compareApplications,
  findApplication,
  findApplicationDraft,
  findProject,
  listComments,
  promisedItems,
  returnForRevisionIn,
  saveApplication,
  startApplication,
  submitApplication,
} from './index.ts';
import { caiLu, lamps, must, type Scene, submitted, withConsent } from './scene.fixture.ts';

let scene: Scene;
beforeAll(async () => {
  scene = await caiLu();
});
afterAll(() => scene?.t.close());

const by = (who: keyof Scene['cast']) => scene.t.contextFor(scene.cast[who]);
const version = async (projectId: string) =>
  scene.see(async (tx) => {
    const project = await findProject(tx, projectId);
    const found = project?.applicationId ? await findApplication(tx, project.applicationId) : null;
    if (!found) throw new Error('no version');
    return found;
  });
/** The application with the papers that the policy asks for, but without the keeper's signature. */
const unsigned = async (change: Partial<ApplicationDraft> = {}): Promise<ApplicationDraft> => {
  const content = await withConsent(scene, lamps(scene));
  return { ...content, evidence: content.evidence.filter(({ kind }) => kind !== 'keeper-consent'), ...change };
};
const begin = async () => {
  const projectId = must(await startApplication(by('secretary'), { matterId: scene.matterId }));
  return { projectId, revision: (await scene.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0 };
};

describe('a keeper who accepted', () => {
  test('nobody is put down as keeper without having said yes', async () => {
    const { projectId, revision } = await begin();
    expect(await submitApplication(by('secretary'), { projectId, content: await unsigned(), revision })).toEqual({ ok: false, error: 'keeper-not-accepted' });
    const heard = await unsigned({ keeperSaidOn: '2026-10-30', keeperSaidBefore: '' });
    expect(await submitApplication(by('secretary'), { projectId, content: heard, revision })).toEqual({ ok: false, error: 'keeper-not-accepted' });
    const tomorrow = await unsigned({ keeperSaidOn: '2999-01-01', keeperSaidBefore: '陈书记' });
    expect(await submitApplication(by('secretary'), { projectId, content: tomorrow, revision })).toEqual({ ok: false, error: 'keeper-not-accepted' });
  });
  test('is asked in the own inbox and answers alone; a no stands against a signed paper', async () => {
    const { projectId, revision } = await begin();
    expect(await askKeeper(by('secretary'), { projectId })).toEqual({ ok: false, error: 'keeper-unknown' });
    must(await saveApplication(by('secretary'), { projectId, content: await unsigned(), revision }));
    expect(must(await askKeeper(by('secretary'), { projectId }))).toBe('赵师傅');
    const asked = () => scene.see((tx) => dutiesOf(tx, { projectId }));
    expect((await asked()).map(({ kind, personId }) => [kind, personId])).toContainEqual(['project.answer-as-keeper', scene.cast.keeper.personId]);
    expect(await answerAsKeeper(by('resident'), { projectId, answer: 'accepted', note: '' })).toEqual({ ok: false, error: 'not-found' });
    expect(await answerAsKeeper(by('keeper'), { projectId, answer: 'declined', note: ' ' })).toEqual({ ok: false, error: 'reason-required' });
    must(await answerAsKeeper(by('keeper'), { projectId, answer: 'declined', note: '要回老家' }));
    expect((await asked()).map(({ kind }) => kind)).not.toContain('project.answer-as-keeper');
    const signed = await withConsent(scene, lamps(scene));
    expect(await submitApplication(by('secretary'), { projectId, content: signed, revision: revision + 1 })).toEqual({
      ok: false,
      error: 'keeper-not-accepted',
    });
    must(await answerAsKeeper(by('keeper'), { projectId, answer: 'accepted', note: '' }));
    must(await submitApplication(by('secretary'), { projectId, content: signed, revision: revision + 1 }));
    expect((await version(projectId)).keeperAccepted).toMatchObject({ how: 'self' });
  });
  test.each([
    ['without any acceptance', 'keeper_accepted_how = null, keeper_accepted_on = null', 'nobody accepted'],
    ['with a yes of tomorrow', "keeper_accepted_on = '2999-01-01'", 'after it was submitted'],
    ['with an own yes that was never given', "keeper_accepted_how = 'self'", 'has not accepted'],
    ['with a signed paper that is not there', 'evidence', 'not among its papers'],
  ])('the database seals no version %s', async (_name, change, message) => {
    const projectId = await submitted(scene);
    const old = (await version(projectId)).id;
    const copy = scene.t.platform.sources.newId();
    const { owner } = scene.t;
    await owner.query('begin');
    try {
      const set = change === 'evidence' ? '' : `, ${change.replace(/(\w+) = ([^,]+)/g, "'$1', $2::text")}`;
      await owner.query(
        `insert into application select (jsonb_populate_record(a, to_jsonb(a) || jsonb_build_object('id', $1::text, 'version', a.version + 1, 'sealed', false${set}))).*
        from application a where id = $2`,
        [copy, old],
      );
      for (const table of ['application_source', 'budget_line', 'budget_line_source', ...(change === 'evidence' ? [] : ['application_evidence'])])
        await owner.query(
          `insert into ${table} select (jsonb_populate_record(x, jsonb_build_object('application_id', $1::text))).* from ${table} x where application_id = $2`,
          [copy, old],
        );
      await expect(owner.query('update application set sealed = true where id = $1', [copy])).rejects.toThrow(message);
    } finally {
      await owner.query('rollback');
    }
  });
  test.each(["update keeper_answer set answer = 'accepted'", 'delete from keeper_answer'])('an answer stays as it was given: %s', async (statement) => {
    await expect(scene.t.owner.query(statement)).rejects.toThrow(/append-only/);
  });
});

describe('sent back', () => {
  test('with remarks on its fields; what changed since is shown field by field', async () => {
    const projectId = await submitted(scene);
    const before = await version(projectId);
    const comments = [
      { field: 'lines.0.unitPrice', text: ' 请附询价单 ' },
      { field: 'goal', text: '' },
      { field: "goal'; --", text: '坏' },
    ];
    must(await scene.as(scene.cast.officer, (tx) => returnForRevisionIn(tx, { projectId, reason: '', comments })));
    expect(await scene.see((tx) => listComments(tx, projectId))).toMatchObject([
      { field: 'lines.0.unitPrice', text: '请附询价单', version: 1, byName: '周科长' },
    ]);
    expect((await scene.see((tx) => findProject(tx, projectId)))?.stateReason).toContain('1 处');
    const revision = (await scene.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0;
    const content = await withConsent(scene, lamps(scene));
    const [lamp, ...others] = content.lines;
    if (!lamp) throw new Error('no line');
    const cheaper = { ...content, lines: [{ ...lamp, quantity: '125', unitPrice: '360' }, ...others], goal: '四幢房子每层都有灯' };
    must(await submitApplication(by('secretary'), { projectId, content: cheaper, revision }));
    const after = await version(projectId);
    expect(compareApplications(before, after).map(({ part, row, field, was, now }) => [part, row, field, was, now])).toEqual([
      ['goal', null, 'goal', '四幢老房子每个楼道都有灯', '四幢房子每层都有灯'],
      ['lines', '感应灯', 'quantity', '120.00', '125.00'],
      ['lines', '感应灯', 'unitPriceFen', 37_500n, 36_000n],
    ]);
    expect(compareApplications(after, after)).toEqual([]);
    // The goal of each version stays as it was promised.
    expect(promisedItems(before)[0]).toMatchObject({ id: `${before.id}/goal/1`, text: '四幢老房子每个楼道都有灯' });
    expect(promisedItems(after).find(({ kind }) => kind === 'indicator')).toMatchObject({ figure: { baseline: '0.00', target: '12.00', unit: '个' } });
  });
  test('a remark is taken up where it points to, or answered with a word; else it is not handed in again', async () => {
    const projectId = await submitted(scene);
    const comments = [
      { field: 'goal', text: '写清楚多少盏' },
      { field: '', text: '和物业谈过了吗' },
    ];
    must(await scene.as(scene.cast.officer, (tx) => returnForRevisionIn(tx, { projectId, reason: '', comments })));
    const content = { ...(await withConsent(scene, lamps(scene))), goal: '一百二十盏灯' };
    const submit = async () =>
      submitApplication(by('secretary'), { projectId, content, revision: (await scene.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0 });
    // The goal was changed; what is about the whole has no field and wants a word.
    expect(await submit()).toEqual({ ok: false, error: 'remarks-unanswered' });
    const whole = (await scene.see((tx) => listComments(tx, projectId))).find(({ field }) => field === '')?.id ?? '';
    const answer = (text: string, remarkId = whole, who: 'secretary' | 'officer' = 'secretary') =>
      answerRemarks(by(who), { projectId, replies: [{ remarkId, text }] });
    expect(await answer('谈过了', crypto.randomUUID())).toEqual({ ok: false, error: 'not-found' });
    expect(must(await answer('谈过了'))).toBe(1);
    // The same again writes nothing; an empty word takes the answer back.
    expect(must(await answer(' 谈过了 '))).toBe(0);
    must(await answer(''));
    expect(await submit()).toEqual({ ok: false, error: 'remarks-unanswered' });
    must(await answer('十一月二日谈过，物业出梯子'));
    must(await submit());
    expect(await scene.see((tx) => listComments(tx, projectId))).toMatchObject([{ reply: '' }, { reply: '十一月二日谈过，物业出梯子' }]);
    expect(await answer('再说')).toEqual({ ok: false, error: 'wrong-state' });
    for (const statement of ["update application_reply set text = 'x'", 'delete from application_reply'])
      await expect(scene.t.owner.query(statement)).rejects.toThrow(/append-only/);
  });
  test('a reason or a remark is needed', async () => {
    const projectId = await submitted(scene);
    const done = await scene.as(scene.cast.officer, (tx) => returnForRevisionIn(tx, { projectId, reason: ' ', comments: [{ field: 'goal', text: ' ' }] }));
    expect(done).toEqual({ ok: false, error: 'reason-required' });
  });
  test.each([
    "update application_comment set text = '别的'",
    'delete from application_comment',
    `insert into application_comment (subdistrict_id, id, application_id, project_id, no, field, text, by_name, at)
      select c.subdistrict_id, gen_random_uuid(), c.application_id, p.id, 9, '', '错', '某', now() from application_comment c join project p on p.id <> c.project_id limit 1`,
  ])('remarks stay with their version: %s', async (statement) => {
    await expect(scene.t.owner.query(statement)).rejects.toThrow(/append-only|not on a sealed version/);
  });
});

describe('a number', () => {
  test('is kept once given, and given once in a round', async () => {
    const [one, other] = [await submitted(scene), await submitted(scene)];
    const { owner } = scene.t;
    await owner.query("update project set number = '样例—蔡路—2026—1' where id = $1", [one]);
    await expect(owner.query("update project set number = '别的' where id = $1", [one])).rejects.toThrow('keeps its number');
    await expect(owner.query('update project set number = null where id = $1', [one])).rejects.toThrow('keeps its number');
    await expect(owner.query("update project set number = '样例—蔡路—2026—1' where id = $1", [other])).rejects.toThrow('unique');
  });
});
