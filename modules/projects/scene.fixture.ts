import { ok, type Result } from '#libs/result';
import type { Actor, PermissionTable, Role } from '#platform/access';
import { type CommandTx, read, runCommand } from '#platform/command';
import type { Tx } from '#platform/database';
import { awardsOf, booksPermissions, receiveIn } from '#modules/books';
import { ballotPermissions } from '#modules/ballots';
import { fundPermissions, openRound, adoptPolicy } from '#modules/funds';
import { inboxPermissions } from '#modules/inbox';
import { matterPermissions } from '#modules/matters';
import { meetingPermissions } from '#modules/meetings';
import { noticePermissions } from '#modules/notices';
import { POLICY_PACKS } from '../../policies/index.ts';
import { actorWith, testPlatform, type TestPlatform } from '#testing/platform';
import {
  agreeIn,
  type ApplicationDraft,
  applicationDraft,
  enterReviewIn,
  findApplicationDraft,
  findProject,
  markAwardedIn,
  markCheckedIn,
  markNoticedIn,
  projectPermissions,
  startApplication,
  startWork,
  submitApplication,
} from './index.ts';

/** 蔡路: a matter, its hearing's resolution and a passed ballot, the cast, a policy and an open round. */
export interface Scene {
  t: TestPlatform;
  neighbourhoodId: string;
  otherNeighbourhoodId: string;
  matterId: string;
  resolutionId: string;
  ballotId: string;
  cast: Record<'secretary' | 'director' | 'supervisor' | 'keeper' | 'resident' | 'steward' | 'officer' | 'head' | 'auditor' | 'otherSecretary', Actor>;
  /** Runs something of another module's command, as the office. */
  as<T, E extends string>(actor: Actor, work: (tx: CommandTx) => Promise<Result<T, E>>): Promise<Result<T, E | 'key-reused'>>;
  see<T>(work: (tx: Tx) => Promise<T>): Promise<T>;
}

/** Fails the test with the error when a step of the scene does not go through. */
export function must<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`unexpected: ${JSON.stringify(result.error)}`);
  return result.value;
}

export async function caiLu(more: readonly PermissionTable[] = []): Promise<Scene> {
  const t = await testPlatform([
    projectPermissions,
    inboxPermissions,
    meetingPermissions,
    matterPermissions,
    noticePermissions,
    fundPermissions,
    booksPermissions,
    ballotPermissions,
    ...more,
  ]);
  const id = t.platform.sources.newId;
  const [neighbourhoodId, otherNeighbourhoodId, matterId, meetingId, resolutionId, noticeId, ballotId] = [id(), id(), id(), id(), id(), id(), id()];
  const put = (text: string, values: unknown[]) => t.owner.query(text, [t.subdistrictId, ...values]);
  for (const [place, code, name] of [
    [neighbourhoodId, 'gq-cailu', '蔡路'],
    [otherNeighbourhoodId, 'gq-shengli', '胜利'],
  ]) {
    await put("insert into neighbourhood (subdistrict_id, id, code, name, committee_kind, created_at) values ($1, $2, $3, $4, 'residents', $5)", [
      place,
      code,
      name,
      t.clock.now(),
    ]);
  }
  const person = async (name: string, role: Role, place: string | null): Promise<Actor> => {
    const personId = id();
    await put('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [personId, name, t.clock.now()]);
    return actorWith(personId, name, { role, neighbourhoodId: place });
  };
  const cast = {
    secretary: await person('陈书记', 'secretary', neighbourhoodId),
    director: await person('李主任', 'director', neighbourhoodId),
    supervisor: await person('王建国', 'supervisor', neighbourhoodId),
    keeper: await person('赵师傅', 'keeper', neighbourhoodId),
    resident: await person('孙小英', 'resident', neighbourhoodId),
    steward: await person('钱楼长', 'steward', neighbourhoodId),
    officer: await person('周科长', 'officer', null),
    head: await person('吴主任', 'head', null),
    auditor: await person('郑审计', 'auditor', null),
    otherSecretary: await person('冯书记', 'secretary', otherNeighbourhoodId),
  };
  await put(
    `insert into matter (subdistrict_id, id, neighbourhood_id, year, number, title, text, category, channel, raised_by, anonymous, raised_at, state, state_at, venue, support_unit)
    values ($1, $2, $3, 2026, 1, '楼道没有灯', '四十年了，晚上上楼全靠摸黑。', 'lighting', 'own', $4, false, $5, 'adopted', $5, 'hearing', 'household')`,
    [matterId, neighbourhoodId, cast.resident.personId, t.clock.now()],
  );
  await put(
    `insert into meeting (subdistrict_id, id, neighbourhood_id, kind, counted, matter_id, title, place, starts_at, convener, called_at, sign_in_code, state, held_at, present_count)
    values ($1, $2, $3, 'hearing', 'person', $4, '楼道灯听证会', '活动室', $5, '居委会', $5, 'ABCD23', 'held', $5, 40)`,
    [meetingId, neighbourhoodId, matterId, t.clock.now()],
  );
  await put(
    `insert into resolution (subdistrict_id, id, neighbourhood_id, meeting_id, matter_id, text, executor_person_id, supervisor_person_id, deadline, state, decided_on, recorded_at, position)
    values ($1, $2, $3, $4, $5, '每个楼道装感应灯', $6, $7, '2026-12-31', 'open', '2026-10-20', $8, 1)`,
    [resolutionId, neighbourhoodId, meetingId, matterId, cast.secretary.personId, cast.supervisor.personId, t.clock.now()],
  );
  await put(
    `insert into notice (subdistrict_id, id, neighbourhood_id, kind, subject_kind, subject_id, title, body, start_day, end_day, accepts_objections, published_by, published_at)
    values ($1, $2, $3, 'roll', 'ballot', $4, '名册', '名册', '2026-10-20', '2026-10-25', true, null, $5)`,
    [noticeId, neighbourhoodId, ballotId, t.clock.now()],
  ).catch(() => {});
  const outcome = { passed: true, quorate: true, certain: true, conflicts: [], tests: [], counts: { yes: 55, no: 3, abstain: 2, roll: 62 } };
  await t.owner.query('set session_replication_role = replica');
  await put(
    `insert into ballot (subdistrict_id, id, neighbourhood_id, matter_id, meeting_id, question, electorate, law, rule, clause, state, objections_until,
    roll_notice_id, closes_at, opened_at, closed_at, roll_source, roll_count, roll_digest, outcome, created_at)
    values ($1, $2, $3, $4, $5, '每户出 50 元装灯，同意吗', 'household', 'assembly', '{"quorum":[],"pass":[]}', '居委会组织法 §9', 'closed', '2026-10-25',
    $6, '2026-10-28T20:00:00+08:00', '2026-10-26T09:00:00+08:00', '2026-10-28T20:00:00+08:00', 'roster', 62, repeat('a', 64), $7, $8)`,
    [ballotId, neighbourhoodId, matterId, meetingId, noticeId, JSON.stringify(outcome), t.clock.now()],
  );
  await t.owner.query('set session_replication_role = origin');
  must(await adoptPolicy(t.contextFor(cast.officer), { packs: POLICY_PACKS, code: 'demo-subdistrict' }));
  must(
    await openRound(t.contextFor(cast.officer), {
      year: 2026,
      name: '2026 年度申报',
      poolFen: 30_000_000n,
      opensOn: '2026-11-01',
      closesOn: '2026-11-30',
      reviewersWanted: 3,
      callText: '',
    }),
  );
  return {
    t,
    neighbourhoodId,
    otherNeighbourhoodId,
    matterId,
    resolutionId,
    ballotId,
    cast,
    as: (actor, work) => runCommand(t.contextFor(actor), 'test-step', work),
    see: (work) => read(t.contextFor(cast.officer), work),
  };
}

/** The application of 蔡路's lamps: grant 45,000, 62 households × 50, a partner's 8,000. */
export const lamps = (scene: Scene): ApplicationDraft =>
  applicationDraft.parse({
    title: '楼道亮起来',
    goal: '四幢老房子每个楼道都有灯',
    why: '摸黑走了四十年楼梯',
    periodStart: '2026-12-01',
    periodEnd: '2026-12-20',
    indicators: [{ name: '亮灯楼道', unit: '个', baseline: '0', target: '12' }],
    members: [{ personId: scene.cast.secretary.personId, name: '陈书记', duty: '总协调' }],
    sources: [
      { id: 's1', kind: 'grant', name: '社区自治金', planned: '45000' },
      { id: 's2', kind: 'household', name: '居民，每户 50 元', perHousehold: '50', households: '62' },
      { id: 's3', kind: 'partner', name: '供电服务站', planned: '8000' },
    ],
    lines: [
      { name: '感应灯', category: 'materials', unit: '盏', quantity: '120', unitPrice: '375', payer: 's1' },
      { name: '安装', category: 'labour', unit: '处', quantity: '1', unitPrice: '11100', payer: 'split', shares: { s2: '3100', s3: '8000' } },
    ],
    keeperPersonId: scene.cast.keeper.personId,
    keeperName: '赵师傅',
    upkeepMonths: '3',
    upkeepYearly: '600',
    upkeepPlan: '每季度检查一次',
    risks: [{ risk: '线路老化', answer: '先请电工检查' }],
    resolutionIds: [scene.resolutionId],
    ballotIds: [scene.ballotId],
  });

/** Opens a project and submits the given application for it; with the keeper's consent when the policy asks. */
export async function submitted(scene: Scene, content = lamps(scene)): Promise<string> {
  const context = () => scene.t.contextFor(scene.cast.secretary);
  const projectId = must(await startApplication(context(), { matterId: scene.matterId }));
  const revision = (await scene.see((tx) => findApplicationDraft(tx, projectId)))?.revision ?? 0;
  must(await submitApplication(context(), { projectId, content: await withConsent(scene, content), revision }));
  return projectId;
}

/** The application with the keeper's signed consent attached. */
export async function withConsent(scene: Scene, content: ApplicationDraft): Promise<ApplicationDraft> {
  const fileId = scene.t.platform.sources.newId();
  await scene.t.owner.query(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, neighbourhood_id, uploaded_at)
    values ($1, $2, repeat('b', 64), 10, 'image/jpeg', '承诺书.jpg', 'office', $3, now())`,
    [scene.t.subdistrictId, fileId, scene.neighbourhoodId],
  );
  return { ...content, evidence: ['keeper-consent', 'hearing-minutes'].map((kind) => ({ kind, fileId, name: '承诺书.jpg' })) };
}

/** A project whose agreement is signed, its grant and partner's money received. */
export async function agreed(scene: Scene): Promise<string> {
  const projectId = await submitted(scene);
  const { officer } = scene.cast;
  must(await scene.as(officer, (tx) => markCheckedIn(tx, { projectId })));
  must(await scene.as(officer, (tx) => enterReviewIn(tx, { projectId })));
  must(await scene.as(officer, (tx) => markNoticedIn(tx, { projectId })));
  must(await scene.as(officer, (tx) => markAwardedIn(tx, { projectId, grantFen: 4_500_000n })));
  must(await scene.as(officer, (tx) => agreeIn(tx, { projectId, agreedOn: tx.today })));
  return projectId;
}

/** The same, with works begun and all money but the collection received. */
export async function doing(scene: Scene): Promise<string> {
  const projectId = await agreed(scene);
  must(await startWork(scene.t.contextFor(scene.cast.secretary), { projectId }));
  must(
    await scene.as(scene.cast.officer, async (tx) => {
      for (const award of await awardsOf(tx, projectId)) {
        if (award.sourceKind === 'household') continue;
        must(await receiveIn(tx, { awardId: award.awardId, payer: { name: award.name }, amountFen: award.plannedFen, method: 'transfer' }));
      }
      return ok();
    }),
  );
  return projectId;
}

/** State of a project now. */
export const stateOf = async (scene: Scene, projectId: string) => (await scene.see((tx) => findProject(tx, projectId)))?.state;
