import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Permissions, system } from '#platform/access';
import { Outbox } from '#platform/outbox';
import { awardsOf, receiptsOf } from '#modules/books';
import { dutiesOf } from '#modules/inbox';
import {
  askSpending,
  communityStatement,
  dailyPlans,
  decideSpending,
  factsThatChangePlans,
  findProject,
  infeasiblePlansOf,
  receiveMoney,
  restOfTheBudget,
  reverseReceipt,
  spendingPermissions,
  statementProjects,
  subdistrictStatement,
  watchPlans,
} from './index.ts';
import { caiLu, doing, must, type Scene } from './scene.fixture.ts';

let s: Scene;
let projectId: string;
let outbox: Outbox;
beforeAll(async () => {
  s = await caiLu();
  s.t.platform.permissions = new Permissions([s.t.platform.permissions.table, spendingPermissions]);
  outbox = new Outbox(s.t.db, s.t.clock.now);
  for (const kind of factsThatChangePlans) outbox.subscribe(kind, watchPlans(s.t.platform));
});
afterAll(() => s?.t.close());
beforeEach(async () => {
  s.t.clock.set('2026-11-02T09:00:00+08:00');
  projectId = await doing(s);
  s.t.clock.set('2026-12-02T09:00:00+08:00');
});

const plans = () =>
  s.see(async (tx) => {
    const project = await findProject(tx, projectId);
    return project ? infeasiblePlansOf(tx, project, s.t.clock.now().toISOString().slice(0, 10)) : [];
  });
const told = async () =>
  (await s.see((tx) => dutiesOf(tx, { projectId }))).filter((duty) => duty.kind === 'plan.infeasible').map((duty) => `${duty.role} ${duty.title.zh}`);
const ask = async () =>
  must(
    await askSpending(s.t.contextFor(s.cast.supervisor), {
      projectId,
      item: '签字笔',
      why: '会议记录用',
      payee: '高桥文具店',
      lines: [{ category: 'materials', text: '签字笔', amountFen: 20_000n }],
    }),
  );
const grant = () =>
  s.see(async (tx) => {
    const award = (await awardsOf(tx, projectId)).find((each) => each.sourceKind === 'grant');
    const [receipt] = await receiptsOf(tx, award?.awardId ?? '');
    return { awardId: award?.awardId ?? '', txnId: receipt?.txnId ?? '' };
  });

describe('pending plans of a project', () => {
  it('money that is promised and has not come leaves the rest of the budget as it is', async () => {
    expect(await plans()).toEqual([]);
  });

  it('a receipt that is reversed makes what was asked unpayable: the secretary is told, and no longer when it has come again', async () => {
    await ask();
    await outbox.sweep(s.t.subdistrictId);
    expect(await told()).toEqual([]);
    const { awardId, txnId } = await grant();
    must(await reverseReceipt(s.t.contextFor(s.cast.officer), { txnId, reason: '退票重拨' }));
    expect(await plans()).toMatchObject([
      {
        plan: { stage: 'asked', label: '签字笔' },
        lines: [{ text: '签字笔', amountFen: 20_000n }],
        payers: [{ name: '社区自治金', amountFen: 0n }],
        neededFen: 20_000n,
        availableFen: 0n,
        missingFen: 20_000n,
        helps: [
          { name: '社区自治金', why: 'promised', amountFen: 4_500_000n, cures: true },
          { name: '供电服务站', why: 'other-use', amountFen: 800_000n, cures: true },
        ],
      },
    ]);
    await outbox.sweep(s.t.subdistrictId);
    expect(await told()).toEqual(['secretary “楼道亮起来”有计划付不出来：签字笔，缺 200.00 元']);
    // Told once, however often it is looked at.
    expect(await dailyPlans(s.t.contextFor(system))).toBe(0);
    must(
      await receiveMoney(s.t.contextFor(s.cast.officer), {
        awardId,
        payerName: '高桥镇',
        amountFen: 4_500_000n,
        method: 'transfer',
        day: '2026-12-02',
        proof: null,
        overReason: '',
      }),
    );
    await outbox.sweep(s.t.subdistrictId);
    expect([await plans(), await told()]).toEqual([[], []]);
  });

  it('days that pass without an event are seen by the daily round: approved money that may not be paid any more, and the rest of the budget', async () => {
    const id = await ask();
    must(await decideSpending(s.t.contextFor(s.cast.secretary), { requestId: id, decision: 'approved', note: '' }));
    must(await decideSpending(s.t.contextFor(s.cast.director), { requestId: id, decision: 'approved', note: '' }));
    s.t.clock.set('2026-12-31T12:00:00+08:00');
    await dailyPlans(s.t.contextFor(system));
    expect(await told()).toEqual([]);
    s.t.clock.set('2027-01-05T12:00:00+08:00');
    expect((await plans()).map((each) => [each.plan.stage, each.plan.label, each.missingFen])).toEqual([
      ['approved', '签字笔', 20_000n],
      ['budget', restOfTheBudget, 5_590_000n],
    ]);
    expect((await plans())[0]?.helps[0]).toMatchObject({ name: '社区自治金', why: 'out-of-time', cures: true });
    expect(await dailyPlans(s.t.contextFor(system))).toBeGreaterThanOrEqual(1);
    expect(await told()).toEqual(['secretary “楼道亮起来”有计划付不出来：签字笔，缺 200.00 元，共 2 项']);
  });
});

describe('statements', () => {
  it('count a year’s projects whole, from balances, and compare with the year before', async () => {
    const statement = await s.see((tx) => communityStatement(tx, { neighbourhoodId: s.neighbourhoodId, year: null, today: '2026-12-02' }));
    const count = BigInt(statement.projects.length);
    expect(statement.year).toBe(2026);
    expect(statement.total.figures.receivedFen).toBe(statement.projects.reduce((fen, project) => fen + project.line.figures.receivedFen, 0n));
    expect(statement.projects.at(-1)?.line).toMatchObject({ grantFen: 4_500_000n, otherFen: 800_000n, leverage: '0.2' });
    expect(statement.total.leverage).toBe('0.2');
    expect(statement.before.figures.receivedFen).toBe(0n);
    // No source of this budget may pay for everything: the grant pays the lamps, the others the fitting.
    expect(statement.restricted).toMatchObject({ unrestrictedFen: 0n, restrictedFen: statement.total.figures.availableFen });
    expect(await s.see((tx) => statementProjects(tx, s.otherNeighbourhoodId, 2026))).toEqual([]);

    const whole = await s.see((tx) => subdistrictStatement(tx, { year: 2026, today: '2026-12-02' }));
    expect(whole.places).toHaveLength(1);
    expect(whole.places[0]).toMatchObject({
      neighbourhoodId: s.neighbourhoodId,
      projects: Number(count),
      grantShare: 1000n,
      line: { figures: statement.total.figures },
    });
    expect(whole.total.figures).toEqual(statement.total.figures);
    const later = await s.see((tx) => subdistrictStatement(tx, { year: 2027, today: '2026-12-02' }));
    expect([later.total.figures.receivedFen, later.before.figures.receivedFen]).toEqual([0n, whole.total.figures.receivedFen]);
    // Reads of a statement do not grow with its projects.
    expect(await statementsRead(() => s.see((tx) => subdistrictStatement(tx, { year: 2026, today: '2026-12-02' })))).toBeLessThanOrEqual(6);
  });
});

/** How many statements the database was asked for. */
async function statementsRead(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const { pool } = s.t.db;
  const connect = pool.connect.bind(pool);
  const counted = async () => {
    const client = await connect();
    const query = client.query.bind(client);
    Object.assign(client, {
      query: (...given: Parameters<typeof query>) => {
        count++;
        return query(...given);
      },
    });
    return client;
  };
  Object.assign(pool, { connect: counted });
  try {
    await work();
  } finally {
    Object.assign(pool, { connect });
  }
  return count;
}
