import type { Result } from '#libs/result';
import type { Actor, PermissionTable, Role } from '#platform/access';
import { read } from '#platform/command';
import type { Tx } from '#platform/database';
import { sealRows, verifySeals } from '#platform/seals';
import { booksPermissions } from '#modules/books';
import { adoptPolicy, fundPermissions, openRound, setSettings } from '#modules/funds';
import { inboxPermissions } from '#modules/inbox';
import { noticePermissions, noticesSeals } from '#modules/notices';
import {
  type ApplicationDraft,
  applicationDraft,
  findApplicationDraft,
  findProject,
  projectPermissions,
  startApplication,
  submitApplication,
} from '#modules/projects';
import { POLICY_PACKS } from '#policies';
import { makeNeighbourhood, type TestNeighbourhood } from '#testing/neighbourhood';
import { actorWith, testPlatform, type TestPlatform } from '#testing/platform';
import {
  assignReviewer,
  confirmAward,
  markChecked,
  proposeAward,
  reviewPermissions,
  reviewsSeals,
  ruleOnReason,
  sendToReview,
  submitReview,
  verdictNow,
} from './index.ts';

/** 蔡路 and 胜利 under the demonstration's policy, with a round of 60,000 yuan and three reviewers. */
export interface Scene {
  t: TestPlatform;
  cailu: TestNeighbourhood;
  shengli: TestNeighbourhood;
  roundId: string;
  cast: Record<'cailuSecretary' | 'shengliSecretary' | 'officer' | 'secondOfficer' | 'head' | 'auditor' | 'resident' | 'keeper', Actor>;
  /** Reviewers from elsewhere, and one who lives in 蔡路. */
  reviewers: Actor[];
  neighbourReviewer: Actor;
  see<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
  person(name: string, role: Role, neighbourhoodId: string | null, organisationId?: string): Promise<Actor>;
}

/** Fails the test with the error when a step of the scene does not go through. */
export function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.error)}`);
  return result.value;
}
/** The error of a result, or 'ok'. */
export const said = (result: Result<unknown, unknown>): unknown => (result.ok ? 'ok' : result.error);

/** The office's answers to what the demonstration's policy leaves open; amounts in fen. */
export const answers: Record<string, string> = {
  'demo-project-cap.amountFen': '4500000',
  'demo-year-cap.amountFen': '9000000',
};
/** Equal-looking weights for seven criteria, ten points each. */
export const rubricAnswers: Record<string, string> = Object.fromEntries(
  ['need', 'locality', 'participation', 'feasibility', 'innovation', 'sustainability', 'budget'].flatMap((code, index) => [
    [`demo-rubric.criteria.${code}.weightPercent`, index === 0 ? '16' : '14'],
    [`demo-rubric.criteria.${code}.maxPoints`, '10'],
  ]),
);
export const noticeAnswers: Record<string, string> = { 'demo-award-notice.days': '7', 'demo-award-notice.counting': 'calendar' };
export const criteria = ['need', 'locality', 'participation', 'feasibility', 'innovation', 'sustainability', 'budget'];

/** Builds the scene; `settings` false leaves open what the policy leaves open. */
export async function scene(options: { settings?: boolean; permissions?: readonly PermissionTable[] } = {}): Promise<Scene> {
  const t = await testPlatform([
    projectPermissions,
    inboxPermissions,
    noticePermissions,
    fundPermissions,
    booksPermissions,
    reviewPermissions,
    ...(options.permissions ?? []),
  ]);
  const id = t.platform.sources.newId;
  const put = (text: string, values: unknown[]) => t.owner.query(text, [t.subdistrictId, ...values]);
  const cailu = await makeNeighbourhood(t, 'gq-cailu', '蔡路', 2);
  const shengli = await makeNeighbourhood(t, 'gq-shengli', '胜利', 1);
  const person: Scene['person'] = async (name, role, neighbourhoodId, organisationId) => {
    const personId = id();
    await put('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [personId, name, t.clock.now()]);
    if (role !== 'resident') {
      await put(
        `insert into role_assignment (subdistrict_id, id, person_id, role, neighbourhood_id, organisation_id, from_day, given_at)
        values ($1, $2, $3, $4, $5, $6, '2026-01-01', $7)`,
        [id(), personId, role, neighbourhoodId, organisationId ?? null, t.clock.now()],
      );
    }
    return actorWith(personId, name, { role, neighbourhoodId });
  };
  const cast = {
    cailuSecretary: await person('陈书记', 'secretary', cailu.id),
    shengliSecretary: await person('冯书记', 'secretary', shengli.id),
    officer: await person('周科长', 'officer', null),
    secondOfficer: await person('沈科员', 'officer', null),
    head: await person('吴主任', 'head', null),
    auditor: await person('郑审计', 'auditor', null),
    resident: await person('孙小英', 'resident', shengli.id),
    keeper: await person('赵师傅', 'keeper', cailu.id),
  };
  const reviewers = [await person('何老师', 'reviewer', null), await person('吕教授', 'reviewer', null), await person('施工程师', 'reviewer', null)];
  const neighbourReviewer = await person('张住户', 'reviewer', null);
  await put(
    `insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day) values ($1, $2, $3, $4, 'resident', true, '2020-01-01')`,
    [id(), cailu.households[0]?.householdId, neighbourReviewer.personId],
  );
  must(await adoptPolicy(t.contextFor(cast.officer), { packs: POLICY_PACKS, code: 'demo-subdistrict' }));
  if (options.settings !== false)
    must(await setSettings(t.contextFor(cast.officer), { values: { ...answers, ...rubricAnswers, ...noticeAnswers }, reason: '2026年度自治办会议' }));
  const roundId = must(
    await openRound(t.contextFor(cast.officer), {
      year: 2026,
      name: '2026 年度申报',
      poolFen: 6_000_000n,
      opensOn: '2026-11-01',
      closesOn: '2026-11-30',
      reviewersWanted: 2,
      callText: '',
    }),
  );
  return { t, cailu, shengli, roundId, cast, reviewers, neighbourReviewer, person, see: (work) => read(t.contextFor(cast.officer), work) };
}

/** A submitted application of a neighbourhood: `grantYuan` for what `item` says. Returns the project's id. */
export async function submitted(
  s: Scene,
  where: 'cailu' | 'shengli',
  item: string,
  grantYuan = 45_000,
  change: Partial<ApplicationDraft> = {},
): Promise<string> {
  const { t } = s;
  const id = t.platform.sources.newId;
  const put = (text: string, values: unknown[]) => t.owner.query(text, [t.subdistrictId, ...values]);
  const place = s[where].id;
  const secretary = where === 'cailu' ? s.cast.cailuSecretary : s.cast.shengliSecretary;
  const [matterId, meetingId, resolutionId, fileId] = [id(), id(), id(), id()];
  const { rows } = await put('select count(*)::int + 1 as n from matter where subdistrict_id = $1 and neighbourhood_id = $2', [place]);
  await put(
    `insert into matter (subdistrict_id, id, neighbourhood_id, year, number, title, text, category, channel, raised_by, anonymous, raised_at, state, state_at, venue, support_unit)
    values ($1, $2, $3, 2026, $4, $5, '大家都说要办。', 'lighting', 'own', $6, false, $7, 'adopted', $7, 'hearing', 'household')`,
    [matterId, place, rows[0].n, item, s.cast.resident.personId, t.clock.now()],
  );
  await put(
    `insert into meeting (subdistrict_id, id, neighbourhood_id, kind, counted, matter_id, title, place, starts_at, convener, called_at, sign_in_code, state, held_at, present_count)
    values ($1, $2, $3, 'hearing', 'person', $4, '听证会', '活动室', $5, '居委会', $5, $6, 'held', $5, 40)`,
    [meetingId, place, matterId, t.clock.now(), code()],
  );
  await put(
    `insert into resolution (subdistrict_id, id, neighbourhood_id, meeting_id, matter_id, text, executor_person_id, supervisor_person_id, deadline, state, decided_on, recorded_at, position)
    values ($1, $2, $3, $4, $5, $6, $7, $8, '2026-12-31', 'open', '2026-10-20', $9, 1)`,
    [resolutionId, place, meetingId, matterId, item, secretary.personId, s.cast.keeper.personId, t.clock.now()],
  );
  await put(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, neighbourhood_id, uploaded_at)
    values ($1, $2, repeat('b', 64), 10, 'image/jpeg', '承诺书.jpg', 'office', $3, now())`,
    [fileId, place],
  );
  const projectId = must(await startApplication(t.contextFor(secretary), { matterId }));
  const revision = (await s.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0;
  const content = applicationDraft.parse({
    title: item,
    goal: '办好这件事',
    why: '居民需要',
    periodStart: '2026-12-01',
    periodEnd: '2026-12-20',
    indicators: [{ name: '完成数量', unit: '处', baseline: '0', target: '12' }],
    members: [{ personId: secretary.personId, name: secretary.name, duty: '总协调' }],
    sources: [{ id: 's1', kind: 'grant', name: '社区自治金', planned: String(grantYuan) }],
    lines: [{ name: item, category: 'materials', unit: '批', quantity: '1', unitPrice: String(grantYuan), payer: 's1' }],
    keeperPersonId: s.cast.keeper.personId,
    keeperName: '赵师傅',
    upkeepMonths: '3',
    upkeepYearly: '600',
    upkeepPlan: '每季度检查一次',
    risks: [{ risk: '工期', answer: '提前安排' }],
    resolutionIds: [resolutionId],
    ballotIds: [],
    evidence: ['keeper-consent', 'hearing-minutes'].map((kind) => ({ kind, fileId, name: '承诺书.jpg' })),
    ...change,
  });
  must(await submitApplication(t.contextFor(secretary), { projectId, content, revision }));
  return projectId;
}
let codes = 0;
const code = () => `T${String(++codes).padStart(5, '2').replaceAll('0', 'X').replaceAll('1', 'Y')}`;

/** Rules `allowed` on everything that waits for a ruling. */
export async function allowAll(s: Scene, projectId: string): Promise<void> {
  const project = await s.see((tx) => findProject(tx, projectId));
  if (!project) throw new Error('no project');
  const { verdict } = must(await s.see((tx) => verdictNow(tx, project, '2026-11-02')));
  for (const reason of verdict.reasons.filter(({ outcome }) => outcome === 'needs-ruling')) {
    must(
      await ruleOnReason(s.t.contextFor(s.cast.officer), {
        projectId,
        rule: reason.rule,
        terms: reason.terms ?? [],
        decision: 'allowed',
        reason: '属于居民自治小微项目',
        validTo: null,
      }),
    );
  }
}

/** The same, checked and before the reviewers. */
export async function inReview(s: Scene, projectId: string): Promise<string> {
  await allowAll(s, projectId);
  must(await markChecked(s.t.contextFor(s.cast.officer), { projectId }));
  must(await sendToReview(s.t.contextFor(s.cast.officer), { projectId }));
  return projectId;
}

/** Points for every criterion with a reason. */
export const fullScores = (points: number) => criteria.map((criterion) => ({ criterion, points, reason: '材料齐全，居民参与充分' }));

/** The same, with two reviews of `points` each. */
export async function reviewed(s: Scene, projectId: string, points = 8): Promise<string> {
  await inReview(s, projectId);
  for (const reviewer of s.reviewers.slice(0, 2)) {
    const reviewId = must(await assignReviewer(s.t.contextFor(s.cast.officer), { projectId, personId: reviewer.personId ?? '', dueDay: null }));
    must(await submitReview(s.t.contextFor(reviewer), { reviewId, scores: fullScores(points), comment: '建议支持' }));
  }
  return projectId;
}

/** The same, proposed by the officer, confirmed by the head after the notice. */
export async function awarded(s: Scene, projectId: string, grantFen: bigint): Promise<string> {
  await reviewed(s, projectId);
  must(await proposeAward(s.t.contextFor(s.cast.officer), { projectId, outcome: 'award', grantFen, reason: '居民参与充分' }));
  s.t.clock.advanceDays(8);
  must(await confirmAward(s.t.contextFor(s.cast.head), { projectId, decision: 'confirmed', reason: '' }));
  return projectId;
}

/** State of a project now. */
export const stateOf = async (s: Scene, projectId: string) => (await s.see((tx) => findProject(tx, projectId)))?.state;

/** Seals what stands, lets the owner change it with the guards switched off, and gives what the comparison with the seals then finds. */
export async function foundBySeals(s: Scene, table: string, statement: string): Promise<string> {
  const kinds = [...reviewsSeals, ...noticesSeals];
  must(await sealRows(s.t.contextFor(s.cast.officer), kinds));
  const before = (await s.see((tx) => verifySeals(tx, kinds))).problems;
  await s.t.owner.query(`alter table ${table} disable trigger user`);
  const { rowCount } = await s.t.owner.query(statement);
  await s.t.owner.query(`alter table ${table} enable trigger user`);
  if (!rowCount) throw new Error(`nothing to change: ${statement}`);
  const after = (await s.see((tx) => verifySeals(tx, kinds))).problems;
  return after.filter((line) => !before.includes(line)).join('\n');
}
