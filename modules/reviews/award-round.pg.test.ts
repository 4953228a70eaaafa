import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findRound } from '#modules/funds';
import { ok } from '#libs/result';
import { runCommand } from '#platform/command';
import { dutiesOf } from '#modules/inbox';
import { answerObjection, findNotice } from '#modules/notices';
import { findProject, withdrawProject } from '#modules/projects';
import { peoplePermissions } from '#modules/people';
import {
  allocationInput,
  askToMoveUpIn,
  askToProposeAnewIn,
  choicesOf,
  chooseScenario,
  committedFen,
  computeScenarios,
  confirmRound,
  type DecidedLine,
  decideRound,
  decisionsOf,
  endWaitingList,
  findRun,
  gatherAllocation,
  keepAfterObjection,
  moveUpFromWaiting,
  newestRun,
  objectionsOfRound,
  objectToRound,
  proposalOf,
  proposeRound,
  recheckRun,
  scenariosIn,
  signOwnSide,
  takeLetter,
  upheldObjections,
  waitingListOf,
} from './index.ts';
import { foundBySeals, must, reviewed, said, type Scene, scene, stateOf, submitted } from './scene.fixture.ts';

let s: Scene;
const ids: Record<'lamps' | 'garden' | 'toys' | 'bench', string> = { lamps: '', garden: '', toys: '', bench: '' };
const officer = () => s.t.contextFor(s.cast.officer);
const head = () => s.t.contextFor(s.cast.head);
beforeAll(async () => {
  s = await scene({ permissions: [peoplePermissions] });
  s.t.clock.set('2026-11-02T09:00:00+08:00');
  ids.lamps = await reviewed(s, await submitted(s, 'cailu', '楼道灯', 40_000), 9);
  ids.garden = await reviewed(s, await submitted(s, 'shengli', '花园', 15_000), 8);
  ids.toys = await reviewed(s, await submitted(s, 'shengli', '玩具角', 12_000), 7);
  ids.bench = await reviewed(s, await submitted(s, 'cailu', '长椅', 5_000), 6);
});
afterAll(() => s?.t.close());

const line = (projectId: string, yuan: number, more: Partial<DecidedLine> = {}): DecidedLine => ({
  projectId,
  outcome: yuan > 0 ? 'award' : 'decline',
  grantFen: BigInt(yuan * 100),
  reason: yuan > 0 ? '评分靠前，居民参与充分' : '评分靠后，本轮资金已分完',
  departureReason: '',
  terms: '',
  cutLines: [],
  ...more,
});

describe('scenarios', () => {
  test('are worked out by the office, kept with the digest of their inputs, and recomputed to the byte', async () => {
    expect(said(await computeScenarios(s.t.contextFor(s.cast.cailuSecretary), { roundId: s.roundId, minimumCentipoints: null, placeCapFen: null }))).toBe(
      'not-allowed',
    );
    const runId = must(await computeScenarios(officer(), { roundId: s.roundId, minimumCentipoints: null, placeCapFen: null }));
    const run = await s.see((tx) => findRun(tx, runId));
    if (!run) throw new Error('no run');
    expect(run).toMatchObject({ no: 1, input: { poolFen: '6000000', projectCapFen: '4500000' } });
    expect(run.input.placeCaps.map(({ fen }) => fen)).toEqual(['9000000', '9000000']);
    const scenarios = await s.see((tx) => scenariosIn(tx, runId));
    expect(scenarios.map(({ outcome }) => outcome.rule).toSorted()).toEqual(['equal-shares', 'reviewers-shares', 'score', 'score-knapsack', 'score-stop']);
    const checked = recheckRun(run, scenarios);
    expect(checked.inputIsWhole && [...checked.same.values()].every(Boolean)).toBe(true);
    const other = { ...run, input: allocationInput.parse({ ...run.input, poolFen: '100' }), inputText: '{}' };
    expect(recheckRun(other, scenarios).inputIsWhole).toBe(false);
    expect([...recheckRun(other, scenarios).same.values()]).toContain(false);
  });
  test('are never changed, by anybody', async () => {
    for (const text of ["update allocation_run set input = '{}'", 'update allocation_line set grant_fen = 1', 'delete from allocation_scenario'])
      await expect(s.t.owner.query(text)).rejects.toThrow('append-only');
    await expect(
      s.t.owner.query(
        `insert into allocation_run (subdistrict_id, id, round_id, no, input, input_sha256, computed_by, computed_by_name, computed_at)
        select subdistrict_id, gen_random_uuid(), round_id, 9, input || ' ', input_sha256, computed_by, computed_by_name, computed_at from allocation_run`,
      ),
    ).rejects.toMatchObject({ code: '23514' });
  });
  test('one is chosen, with the reason', async () => {
    const run = await s.see((tx) => newestRun(tx, s.roundId));
    const score = (await s.see((tx) => scenariosIn(tx, run?.id ?? ''))).find(({ outcome }) => outcome.rule === 'score');
    expect(said(await proposeRound(officer(), { roundId: s.roundId, reason: '按评分', lines: [line(ids.lamps, 40_000)] }))).toBe('no-scenario');
    expect(said(await chooseScenario(officer(), { scenarioId: score?.id ?? '', reason: ' ' }))).toBe('reason-required');
    must(await chooseScenario(officer(), { scenarioId: score?.id ?? '', reason: '按评分从高到低，班子会议讨论通过' }));
    expect((await s.see((tx) => choicesOf(tx, s.roundId)))[0]).toMatchObject({ version: 1, scenarioId: score?.id });
    // By score: 40,000 and 15,000; 12,000 no longer fits, 5,000 does.
    expect(Object.fromEntries((score?.outcome.lines ?? []).map(({ id, grantFen }) => [id, Number(grantFen) / 100]))).toEqual({
      [ids.lamps]: 40_000,
      [ids.garden]: 15_000,
      [ids.toys]: 0,
      [ids.bench]: 5_000,
    });
  });
});

describe('the decision', () => {
  const lines = () => [
    line(ids.lamps, 40_000),
    line(ids.garden, 12_000, { departureReason: '同类项目单价偏高', terms: '花苗单价按询价结果核减', cutLines: [1] }),
    line(ids.toys, 12_000, { outcome: 'wait', reason: '评分第三，资金不足，列入候补' }),
    line(ids.bench, 3_000, { outcome: 'wait', reason: '列入候补', departureReason: '先保障评分靠前的项目' }),
  ];
  const propose = (change: (all: DecidedLine[]) => DecidedLine[] = (all) => all, who = s.cast.officer) =>
    proposeRound(s.t.contextFor(who), { roundId: s.roundId, reason: '按评分方案，经自治办集体讨论。', lines: change(lines()) });

  test('says why where it departs from the rule, and what falls away where it is less than asked', async () => {
    expect(said(await propose(undefined, s.cast.cailuSecretary))).toBe('not-allowed');
    expect(said(await propose(() => []))).toBe('nothing-decided');
    const without = (projectId: string, change: Partial<DecidedLine>) =>
      propose((all) => all.map((each) => (each.projectId === projectId ? { ...each, ...change } : each)));
    expect(said(await without(ids.garden, { departureReason: ' ' }))).toBe(`departure-unexplained:${ids.garden}`);
    expect(said(await without(ids.bench, { departureReason: '' }))).toBe(`departure-unexplained:${ids.bench}`);
    expect(said(await without(ids.garden, { terms: '', cutLines: [] }))).toBe(`terms-missing:${ids.garden}`);
    expect(said(await without(ids.garden, { cutLines: [7] }))).toBe(`no-such-line:${ids.garden}`);
    expect(said(await without(ids.lamps, { grantFen: 4_000_001n }))).toBe(`above-request:${ids.lamps}`);
    expect(said(await without(ids.toys, { outcome: 'award', departureReason: '也好' }))).toBe('over-pool');
    expect(said(await without(ids.toys, { reason: '' }))).toBe(`reason-required:${ids.toys}`);
    expect(await s.see((tx) => decisionsOf(tx, s.roundId))).toEqual([]);
    must(await propose());
    const [decision] = await s.see((tx) => decisionsOf(tx, s.roundId));
    expect(decision).toMatchObject({ version: 1, kind: 'round' });
    const notice = await s.see((tx) => findNotice(tx, decision?.noticeId ?? ''));
    expect(notice).toMatchObject({ subjectKind: 'round', subjectId: s.roundId, endDay: '2026-11-09', answerRole: 'officer', acceptsObjections: true });
    expect(notice?.body).toContain('共 4 个项目，拟资助 2 个，资助自治金 52,000.00 元');
    expect(notice?.body).toContain('（与规则不同：同类项目单价偏高）');
    expect(notice?.body.match(/与规则不同/g)).toHaveLength(2);
    expect(await s.see((tx) => proposalOf(tx, ids.garden))).toMatchObject({
      ruleFen: 1_500_000n,
      grantFen: 1_200_000n,
      departureReason: '同类项目单价偏高',
      cutLines: [1],
    });
    expect(await s.see((tx) => proposalOf(tx, ids.toys))).toMatchObject({ outcome: 'wait', waitingNo: 1, waitingFen: 1_200_000n, departureReason: null });
    expect(await s.see((tx) => committedFen(tx, s.roundId))).toBe(5_200_000n);
  });
  test('whoever writes past the application keeps the same rules', async () => {
    const row = (change: Record<string, string>) => {
      const value = (column: string, plain: string) => change[column] ?? plain;
      return s.t.owner.query(
        `insert into award_proposal (subdistrict_id, id, round_id, project_id, version, outcome, grant_fen, mean_text, reason, notice_id, proposed_by, proposed_by_name, proposed_at,
          decision_id, rule_fen, departure_reason, waiting_no, waiting_fen)
        select subdistrict_id, gen_random_uuid(), round_id, project_id, 9, ${value('outcome', "'award'")}, ${value('grant_fen', '100')}, '80', '硬塞', notice_id, proposed_by,
          proposed_by_name, proposed_at, ${value('decision_id', 'decision_id')}, ${value('rule_fen', 'rule_fen')}, ${value('departure_reason', "'有理由'")}, null, null
        from award_proposal where project_id = $1 and version = 1`,
        [ids.garden],
      );
    };
    await expect(row({ departure_reason: "' '" })).rejects.toThrow('a_departure_has_its_reason');
    await expect(row({ rule_fen: '100', departure_reason: 'null' })).rejects.toThrow('the rule says something else');
    await expect(row({ rule_fen: 'null', departure_reason: 'null' })).rejects.toThrow('the rule says something else');
    await expect(row({ grant_fen: '90000000' })).rejects.toMatchObject({ code: '23514' });
    await expect(row({ outcome: "'wait'", grant_fen: '0' })).rejects.toThrow('who_waits_has_a_place');
    await s.t.app.query(`begin; set local app.subdistrict = '${s.t.subdistrictId}'`);
    await expect(s.t.app.query('update round_decision set reason = $1', ['改'])).rejects.toThrow();
    await s.t.app.query('rollback');
  });
});

describe('objections', () => {
  test('by anybody named, online or on paper, to one project or the round; answered by who did not decide', async () => {
    const own = must(
      await objectToRound(s.t.contextFor(s.cast.resident), { roundId: s.roundId, projectId: ids.bench, text: '长椅的评分漏算了一项，附复印件。' }),
    );
    expect(
      said(await objectToRound(s.t.contextFor(s.cast.resident), { roundId: s.roundId, projectId: null, text: '代交', onPaper: { name: '周阿姨', phone: '' } })),
    ).toBe('not-allowed');
    expect(said(await objectToRound(officer(), { roundId: s.roundId, projectId: null, text: '书面意见', onPaper: { name: ' ', phone: '' } }))).toBe(
      'name-required',
    );
    const paper = must(await objectToRound(officer(), { roundId: s.roundId, projectId: ids.lamps, text: '灯太多了', onPaper: { name: '周阿姨', phone: '' } }));
    const all = await s.see((tx) => objectionsOfRound(tx, s.roundId));
    expect(all.find(({ id }) => id === paper.objectionId)).toMatchObject({
      channel: 'paper',
      signedName: '周阿姨',
      personName: '周阿姨',
      projectId: ids.lamps,
    });
    expect(said(await answerObjection(officer(), { objectionId: own.objectionId, outcome: 'accepted', text: '对' }))).toBe('not-allowed');
    const second = () => s.t.contextFor(s.cast.secondOfficer);
    must(await answerObjection(second(), { objectionId: own.objectionId, outcome: 'accepted', text: '经核对确有漏算，予以更正。' }));
    must(await answerObjection(second(), { objectionId: paper.objectionId, outcome: 'partly', text: '数量经听证会讨论，位置可以再看。' }));
    // Who has no account is told on paper.
    expect((await s.see((tx) => dutiesOf(tx, { subjectId: paper.objectionId }))).map(({ kind, role }) => [kind, role])).toEqual([
      ['notice.deliver-answer', 'officer'],
    ]);
    expect((await s.see((tx) => upheldObjections(tx, s.roundId))).map(({ projectId }) => projectId).toSorted()).toEqual([ids.bench, ids.lamps].toSorted());
    // Right in part: proposed anew, or kept with a reason; by the database too.
    const lamps = await s.see((tx) => proposalOf(tx, ids.lamps));
    const confirmLamps = (personId: string | null) =>
      s.t.owner.query(
        `insert into award_confirmation (subdistrict_id, proposal_id, project_id, decision, decided_by, decided_by_name, decided_at)
        values ($1, $2, $3, 'confirmed', $4, '吴主任', now())`,
        [s.t.subdistrictId, lamps?.id, ids.lamps, personId],
      );
    await expect(confirmLamps(s.cast.head.personId)).rejects.toThrow('found right');
    const keep = (objectionId: string, reason = '灯数照听证会的决定，位置施工时再定。') => ({ roundId: s.roundId, objectionId, reason });
    expect(said(await keepAfterObjection(s.t.contextFor(s.cast.resident), keep(paper.objectionId)))).toBe('not-allowed');
    expect(said(await keepAfterObjection(officer(), keep(own.objectionId)))).toBe('wrong-state');
    expect(said(await keepAfterObjection(officer(), keep(paper.objectionId, ' ')))).toBe('reason-required');
    await expect(
      s.t.owner.query(
        "insert into objection_kept (subdistrict_id, objection_id, reason, kept_by, kept_by_name, kept_at) values ($1, $2, '不改', $3, '某', now())",
        [s.t.subdistrictId, own.objectionId, s.cast.officer.personId],
      ),
    ).rejects.toThrow('in part only');
    must(await keepAfterObjection(second(), keep(paper.objectionId)));
    expect(said(await keepAfterObjection(officer(), keep(paper.objectionId)))).toBe('wrong-state');
    await expect(confirmLamps(s.cast.secondOfficer.personId)).rejects.toThrow('found right');
    expect((await s.see((tx) => objectionsOfRound(tx, s.roundId))).find(({ id }) => id === paper.objectionId)?.kept).toMatchObject({ reason: keep('').reason });
    await expect(s.t.owner.query('delete from objection_kept')).rejects.toThrow('append-only');
    expect((await s.see((tx) => upheldObjections(tx, s.roundId))).map(({ projectId }) => projectId)).toEqual([ids.bench]);
    const asked = async () => (await s.see((tx) => dutiesOf(tx, { subjectId: s.roundId }))).filter(({ kind }) => kind === 'round.decide-awards');
    expect(await asked()).toEqual([]);
    for (const _twice of [1, 2]) must(await runCommand(officer(), 'look', async (tx) => ok(await askToProposeAnewIn(tx, s.roundId))));
    expect((await asked()).map(({ title }) => title.zh)).toEqual(['异议成立，请重新拟定 1 个项目的结果：2026 年度申报']);
  });
  test('what was objected to with success is not confirmed, by command or by plain SQL; it comes anew, under a notice of what changed only', async () => {
    s.t.clock.set('2026-11-10T09:00:00+08:00');
    const [first] = await s.see((tx) => decisionsOf(tx, s.roundId));
    expect(said(await confirmRound(officer(), { decisionId: first?.id ?? '', decision: 'confirmed', reason: '好' }))).toBe('not-allowed');
    expect(said(await confirmRound(head(), { decisionId: first?.id ?? '', decision: 'confirmed', reason: '' }))).toBe('reason-required');
    const bench = await s.see((tx) => proposalOf(tx, ids.bench));
    await expect(
      s.t.owner.query(
        `insert into award_confirmation (subdistrict_id, proposal_id, project_id, decision, decided_by, decided_by_name, decided_at)
        values ($1, $2, $3, 'confirmed', $4, '吴主任', now())`,
        [s.t.subdistrictId, bench?.id, ids.bench, s.cast.head.personId],
      ),
    ).rejects.toThrow('found right');
    expect(must(await confirmRound(head(), { decisionId: first?.id ?? '', decision: 'confirmed', reason: '公示期满；长椅的异议成立，另行拟定。' }))).toBe(3);
    expect(await stateOf(s, ids.lamps)).toBe('awarded');
    expect(await stateOf(s, ids.garden)).toBe('awarded');
    expect(await stateOf(s, ids.toys)).toBe('noticed');
    expect((await s.see((tx) => waitingListOf(tx, s.roundId))).map(({ projectId }) => projectId)).toEqual([ids.toys]);
    const again = must(
      await proposeRound(officer(), {
        roundId: s.roundId,
        reason: '更正评分汇总的差错。',
        lines: [line(ids.bench, 5_000, { reason: '更正后评分达到资助线' })],
      }),
    );
    expect(again.version).toBe(2);
    expect((await s.see((tx) => dutiesOf(tx, { subjectId: s.roundId }))).map(({ kind }) => kind)).not.toContain('round.decide-awards');
    expect(must(await runCommand(officer(), 'look', async (tx) => ok(await askToProposeAnewIn(tx, s.roundId))))).toBe(false);
    const notice = await s.see((tx) => findNotice(tx, again.noticeId));
    expect(notice?.body).toContain('长椅');
    expect(notice?.body).not.toContain('楼道灯');
    expect((await s.see((tx) => proposalOf(tx, ids.bench)))?.objectionId).not.toBeNull();
    expect(said(await proposeRound(officer(), { roundId: s.roundId, reason: '再来', lines: [line(ids.lamps, 40_000)] }))).toBe(`wrong-state:${ids.lamps}`);
    s.t.clock.set('2026-11-18T09:00:00+08:00');
    expect(must(await confirmRound(head(), { decisionId: again.decisionId, decision: 'confirmed', reason: '' }))).toBe(1);
    expect(await stateOf(s, ids.bench)).toBe('awarded');
  });
});

describe('a quota', () => {
  test('is kept by the database too: nothing above it is proposed', async () => {
    const run = await s.see((tx) => newestRun(tx, s.roundId));
    const place = run?.input.projects.find(({ id }) => id === ids.toys)?.placeId;
    await s.t.owner.query(
      `insert into round_quota (subdistrict_id, id, round_id, neighbourhood_id, no, amount_fen, reason, binds, over, set_by_name, set_on, set_at)
      values ($1, $2, $3, $4, 1, 1300000, '', 'award', 'refuse', '周科长', '2026-11-18', now())`,
      [s.t.subdistrictId, s.t.platform.sources.newId(), s.roundId, place],
    );
    const insert = (fen: number) =>
      s.t.owner.query(
        `insert into award_proposal (subdistrict_id, id, round_id, project_id, version, outcome, grant_fen, mean_text, reason, notice_id, proposed_by, proposed_by_name, proposed_at, out_of_turn)
        select subdistrict_id, gen_random_uuid(), round_id, project_id, 8, 'award', $2, '80', '硬塞', notice_id, proposed_by, proposed_by_name, proposed_at, '插队' from award_proposal
        where project_id = $1 and version = 1`,
        [ids.toys, fen],
      );
    await expect(insert(200_000)).rejects.toThrow('quota');
    const facts = await s.see(async (tx) => {
      const round = await findRound(tx, s.roundId);
      return round && gatherAllocation(tx, round, { minimumCentipoints: null, placeCapFen: null }, '2026-11-18');
    });
    expect(facts).toBe('nothing-to-share');
    await s.t.owner.query(
      `insert into round_quota (subdistrict_id, id, round_id, neighbourhood_id, no, amount_fen, reason, binds, over, set_by_name, set_on, set_at)
      values ($1, $2, $3, $4, 2, 9000000, '放宽', 'award', 'refuse', '周科长', '2026-11-18', now())`,
      [s.t.subdistrictId, s.t.platform.sources.newId(), s.roundId, place],
    );
  });
});

describe('letters', () => {
  test('are taken note of by the committee, which says yes to the terms before the agreement', async () => {
    expect((await s.see((tx) => dutiesOf(tx, { projectId: ids.garden }))).map(({ kind }) => kind)).toContain('project.take-letter');
    const take = (acceptsTerms: boolean, who = s.cast.shengliSecretary) => takeLetter(s.t.contextFor(who), { projectId: ids.garden, acceptsTerms });
    expect(said(await take(true, s.cast.cailuSecretary))).toBe('not-allowed');
    expect(said(await take(false))).toBe('terms-not-accepted');
    must(await take(true));
    expect(said(await take(true))).toBe('taken');
    expect(said(await signOwnSide(officer(), { projectId: ids.garden, side: 'office' }))).toBe('budget-not-revised');
  });
});

describe('the waiting list', () => {
  test('moves up in its order when somebody withdraws, under a notice of its own', async () => {
    const up = (more: Partial<Parameters<typeof moveUpFromWaiting>[1]> = {}) =>
      moveUpFromWaiting(officer(), { roundId: s.roundId, projectId: ids.toys, reason: '“花园”撤回', outOfTurn: '', terms: '', ...more });
    expect(said(await up())).toBe('not-enough-left');
    must(await withdrawProject(s.t.contextFor(s.cast.shengliSecretary), { projectId: ids.garden, reason: '居民改主意了' }));
    expect(said(await up({ projectId: ids.lamps }))).toBe('nobody-waits');
    must(await runCommand(officer(), 'look', async (tx) => ok(await askToMoveUpIn(tx, s.roundId))));
    expect((await s.see((tx) => dutiesOf(tx, { subjectId: s.roundId }))).map(({ kind }) => kind)).toContain('round.move-up');
    const moved = must(await up());
    expect(moved.version).toBe(3);
    expect(await s.see((tx) => proposalOf(tx, ids.toys))).toMatchObject({ outcome: 'award', grantFen: 1_200_000n, version: 2 });
    s.t.clock.set('2026-11-26T09:00:00+08:00');
    must(await confirmRound(head(), { decisionId: moved.decisionId, decision: 'confirmed', reason: '' }));
    expect(await s.see((tx) => findProject(tx, ids.toys))).toMatchObject({ state: 'awarded', grantAwardedFen: 1_200_000n });
    expect(said(await endWaitingList(head(), { roundId: s.roundId, reason: '年度结束' }))).toBe('nobody-waits');
    expect(said(await decideRound(officer(), { roundId: s.roundId }))).toBe('wrong-state');
  });
});

describe('what the owner changes with the guards off is found', () => {
  test.each([
    ['what a scenario gives', 'allocation_line', 'update allocation_line set grant_fen = grant_fen + 1', /分配方案「.*」与封存时不同/],
    ['why it was chosen', 'allocation_choice', "update allocation_choice set reason = '改'", /选定的分配方案「.*」与封存时不同/],
    ['who decided', 'round_decision', "update round_decision set proposed_by_name = '别人'", /整轮拟定结果「.*」与封存时不同/],
    ["the head's word", 'award_confirmation', "update award_confirmation set reason = '改'", /结果的确认「.*」与封存时不同/],
    ['the words of a notice', 'notice', "update notice set body = body || '改'", /公示「.*」与封存时不同/],
    ['an objection', 'objection', "update objection set text = '没有意见'", /异议「.*」与封存时不同/],
    ['its answer', 'objection_answer', "update objection_answer set outcome = 'rejected' where outcome = 'accepted'", /异议答复「.*」与封存时不同/],
    ['whom it was about', 'objection_about', "update objection_about set signed_name = '别人' where signed_name is not null", /异议所指「.*」与封存时不同/],
    ['a letter that was taken', 'letter_receipt', 'delete from letter_receipt', /通知书的签收（.*）封存后不见了/],
  ])('%s', async (_what, table, statement, said) => expect(await foundBySeals(s, table, statement)).toMatch(said));
  test('words and digest of a run, both rewritten', async () => {
    await s.t.owner.query('alter table allocation_run disable trigger user');
    const text = `update allocation_run set input = input || ' ', input_sha256 = encode(sha256(convert_to(input || ' ', 'UTF8')), 'hex')`;
    expect(await foundBySeals(s, 'allocation_run', text)).toMatch(/测算所用数据「.*」与封存时不同/);
  });
});
