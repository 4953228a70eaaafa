import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Actor, Permissions } from '#platform/access';
import { awardsOf, projectAccount, verifyBooks } from '#modules/books';
import { dutiesOf } from '#modules/inbox';
import {
  askSpending,
  bringInProject,
  type BringInInput,
  confirmOpening,
  dropOpening,
  enterOpening,
  findProject,
  receiveMoney,
  setTranches,
  sourcePermissions,
  spendingPermissions,
  tranchesOf,
  undoOpening,
  type Upload,
} from './index.ts';
import { caiLu, must, type Scene } from './scene.fixture.ts';

let s: Scene;
beforeAll(async () => {
  s = await caiLu();
  s.t.platform.permissions = new Permissions([s.t.platform.permissions.table, spendingPermissions, sourcePermissions]);
  s.t.clock.set('2026-11-20T09:00:00+08:00');
});
afterAll(() => s?.t.close());

const by = (actor: Actor) => s.t.contextFor(actor);
const yuan = (amount: bigint) => amount * 100n;
let files = 0;
const upload = (): Upload => ({ stored: { sha256: (++files).toString(16).padStart(64, 'e'), sizeBytes: 100, mediaType: 'application/pdf' }, name: '协议.pdf' });
const agreement = (over: Partial<BringInInput> = {}): BringInInput => ({
  neighbourhoodId: s.neighbourhoodId,
  title: '老年食堂改造',
  goal: '让老人就近吃上热饭',
  agreedOn: '2026-03-10',
  periodStart: '2026-03-15',
  periodEnd: '2026-12-20',
  keeperName: '赵师傅',
  upkeepMonths: 12,
  upkeepPlan: '每季度检查一次',
  sources: [
    { kind: 'grant', name: '社区自治金', plannedFen: yuan(30_000n), households: null },
    { kind: 'household', name: '居民自筹', plannedFen: yuan(3_100n), households: 62 },
  ],
  lines: [
    { text: '灶具', category: 'equipment', amountFen: yuan(20_000n), sourceNo: 1 },
    { text: '桌椅', category: 'materials', amountFen: yuan(10_000n), sourceNo: 1 },
    { text: '碗筷', category: 'materials', amountFen: yuan(3_100n), sourceNo: 2 },
  ],
  agreement: upload(),
  ...over,
});

it('a project that runs already comes in with its agreement, its opening balances are entered by one and confirmed by another, and it goes on', async () => {
  expect(await bringInProject(by(s.cast.secretary), agreement())).toEqual({ ok: false, error: 'not-allowed' });
  expect(await bringInProject(by(s.cast.officer), agreement({ agreement: null }))).toEqual({ ok: false, error: 'agreement-missing' });
  expect(await bringInProject(by(s.cast.officer), agreement({ agreedOn: '2026-11-21' }))).toEqual({ ok: false, error: 'day-in-future' });
  expect(await bringInProject(by(s.cast.officer), agreement({ lines: agreement().lines.slice(1) }))).toEqual({ ok: false, error: 'source-not-used-up' });
  expect(await bringInProject(by(s.cast.officer), agreement({ sources: agreement().sources.slice(1) }))).toEqual({ ok: false, error: 'one-grant' });
  const projectId = must(await bringInProject(by(s.cast.officer), agreement()));
  expect(await s.see((tx) => findProject(tx, projectId))).toMatchObject({ state: 'doing', agreedOn: '2026-03-10', grantAwardedFen: yuan(30_000n) });
  const sources = await s.see((tx) => awardsOf(tx, projectId));
  const [grant, households] = (['grant', 'household'] as const).map((kind) => sources.find((each) => each.sourceKind === kind));
  if (!grant || !households) throw new Error('no sources');
  expect(grant).toMatchObject({ categories: ['equipment', 'materials'], validFrom: '2026-03-10', plannedFen: yuan(30_000n), receivedFen: 0n });

  const enter = (actor: Actor, over: Partial<Parameters<typeof enterOpening>[1]> = {}) =>
    enterOpening(by(actor), {
      awardId: grant.awardId,
      day: '2026-10-31',
      receivedFen: yuan(24_000n),
      returnedFen: 0n,
      lines: [{ category: 'equipment', text: '灶具首付', amountFen: yuan(15_000n) }],
      note: '据镇台账',
      evidence: upload(),
      ...over,
    });
  expect(await enter(s.cast.secretary)).toEqual({ ok: false, error: 'not-allowed' });
  expect(await enter(s.cast.officer, { evidence: null })).toEqual({ ok: false, error: 'evidence-missing' });
  const wrong = must(await enter(s.cast.officer));
  expect(await dropOpening(by(s.cast.officer), { openingId: wrong, reason: '' })).toEqual({ ok: false, error: 'reason-required' });
  must(await dropOpening(by(s.cast.officer), { openingId: wrong, reason: '金额看错' }));
  const openingId = must(await enter(s.cast.officer));
  expect(await s.see((tx) => dutiesOf(tx, { subjectId: openingId }))).toMatchObject([{ kind: 'opening.confirm', role: 'officer' }]);
  expect(await confirmOpening(by(s.cast.officer), { openingId })).toEqual({ ok: false, error: 'own-entry' });
  // What was paid before the platform is no tranche that is owed; undone, it is owed again.
  must(await setTranches(by(s.cast.officer), { awardId: grant.awardId, percents: [80, 20], conditions: ['agreement', 'accepted'] }));
  const owed = async () => {
    const plan = await s.see((tx) => tranchesOf(tx, grant.awardId));
    const asked = await Promise.all(plan.map((each) => s.see((tx) => dutiesOf(tx, { subjectId: each.id }))));
    return plan.map((each, at) => [each.openingFen, each.paidFen, (asked[at] ?? []).length]);
  };
  expect(await owed()).toEqual([
    [0n, 0n, 1],
    [0n, 0n, 0],
  ]);
  must(await confirmOpening(by(s.cast.head), { openingId }));
  expect(await owed()).toEqual([
    [yuan(24_000n), yuan(24_000n), 0],
    [0n, 0n, 0],
  ]);
  expect(await s.see((tx) => dutiesOf(tx, { subjectId: openingId }))).toEqual([]);
  expect((await s.see((tx) => projectAccount(tx, projectId))).totals).toMatchObject({
    receivedFen: yuan(24_000n),
    spentFen: yuan(15_000n),
    availableFen: yuan(9_000n),
  });
  expect(await undoOpening(by(s.cast.head), { openingId, reason: '看错' })).toEqual({ ok: false, error: 'own-entry' });

  // The budget counts what was spent before: equipment has 5,000 left.
  const ask = (fen: bigint) =>
    askSpending(by(s.cast.supervisor), {
      projectId,
      item: '灶具尾款',
      why: '付清',
      payee: '厨具店',
      lines: [{ category: 'equipment', text: '灶具', amountFen: fen }],
    });
  expect(await ask(yuan(5_001n))).toMatchObject({ ok: false, error: 'over-budget' });
  must(await ask(yuan(5_000n)));
  // Once money moves on a source it takes no opening any more; nothing is dated before one.
  const receive = (awardId: string, day: string) =>
    receiveMoney(by(s.cast.secretary), { awardId, amountFen: yuan(50n), method: 'cash', day, payerName: '1 号 101' });
  must(await receive(households.awardId, '2026-11-20'));
  expect(await enter(s.cast.officer, { awardId: households.awardId, lines: [] })).toEqual({ ok: false, error: 'money-has-moved' });
  expect(await s.see(verifyBooks)).toEqual([]);
});
