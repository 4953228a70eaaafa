import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answerGoodsValue, openCrowdDrive, recordGift, recordOwnersDecision, setTranches, tranchesOf, valueGoods } from './index.ts';
import { agreedWithAll, type SourceScene, sourceScene } from './sources.fixture.ts';
import { must } from './scene.fixture.ts';

// Every promise about a source's terms is asked of the database itself, by plain SQL, as the application's role and as the owner of the tables.
let s: SourceScene;
let projectId: string;
beforeAll(async () => {
  s = await sourceScene();
  projectId = await agreedWithAll(s);
});
afterAll(() => s?.t.close());
beforeEach(() => s.t.clock.set('2026-11-02T09:00:00+08:00'));

type Statement = [text: string, values?: unknown[]];
const roles: [string, () => pg.Client][] = [
  ['the application', () => s.t.app],
  ['the owner', () => s.t.owner],
];
const id = () => s.t.platform.sources.newId();
const yuan = (amount: bigint) => amount * 100n;

/** Runs statements as one transaction of a role, inside the subdistrict; answers `ok` or the refusal. */
async function tried(client: pg.Client, statements: readonly Statement[]): Promise<string> {
  await client.query('begin');
  try {
    await client.query(`set local app.subdistrict = '${s.t.subdistrictId}'`);
    for (const [text, values] of statements) await client.query(text, values);
    await client.query('commit');
    return 'ok';
  } catch (error) {
    await client.query('rollback');
    return error instanceof Error ? error.message : String(error);
  }
}
const txn = (txnId: string, kind: string, day = '2026-11-02', reversalOf: string | null = null): Statement => [
  `insert into txn (subdistrict_id, id, kind, day, text, project_id, reversal_of, idempotency_key, posting_count, at) values ($1, $2, $3, $4, '试', $5, $6, $7, 2, now())`,
  [s.t.subdistrictId, txnId, kind, day, projectId, reversalOf, id()],
];
const posting = (txnId: string, seq: number, award: string, account: string, fen: bigint): Statement => [
  'insert into posting (subdistrict_id, txn_id, seq, award_id, account, amount_fen) values ($1, $2, $3, $4, $5, $6)',
  [s.t.subdistrictId, txnId, seq, award, account, fen],
];
/** Money that comes in, with or without a receipt's row. */
const comesIn = (award: string, fen: bigint, receiptId: string | null = null): Statement[] => {
  const t = id();
  return [
    txn(t, 'receipt'),
    posting(t, 1, award, 'income', -fen),
    posting(t, 2, award, 'held', fen),
    ...(receiptId
      ? [
          [
            `insert into receipt (subdistrict_id, id, award_id, txn_id, number, payer_name, amount_fen, method, day)
            values ($1, $2, $3, $4, '2026-' || lpad((floor(random() * 900000) + 100000)::text, 6, '0'), '某人', $5, 'cash', '2026-11-02')`,
            [s.t.subdistrictId, receiptId, award, t, fen],
          ] as Statement,
        ]
      : []),
  ];
};
const reserves = (award: string, fen: bigint): Statement[] => {
  const t = id();
  return [
    txn(t, 'reserve'),
    posting(t, 1, award, 'commitment', -fen),
    posting(t, 2, award, 'reserved', fen),
    [
      "insert into reservation (subdistrict_id, txn_id, line_no, award_id, category, subject_id, text, amount_fen) values ($1, $2, 1, $3, 'materials', $4, '线管', $5)",
      [s.t.subdistrictId, t, award, id(), fen],
    ],
  ];
};
const goesBack = (award: string, fen: bigint, receiptId: string, given: { fen?: bigint; file?: string; day?: string } = {}): Statement[] => {
  const t = id();
  return [
    txn(t, 'return'),
    posting(t, 1, award, 'held', -fen),
    posting(t, 2, award, 'returned', fen),
    [
      `insert into refund (subdistrict_id, id, receipt_id, award_id, txn_id, amount_fen, method, day, reason, proof_file_id, returned_at)
      values ($1, $2, $3, $4, $5, $6, 'cash', $7, '退', $8, now())`,
      [s.t.subdistrictId, id(), receiptId, award, t, given.fen ?? fen, given.day ?? '2026-11-02', given.file ?? fileId],
    ],
  ];
};
let fileId: string;
beforeAll(async () => {
  fileId = id();
  await s.t.owner.query(
    "insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, neighbourhood_id, uploaded_at) values ($1, $2, repeat('e', 64), 10, 'image/jpeg', '回单.jpg', 'office', $3, now())",
    [s.t.subdistrictId, fileId, s.neighbourhoodId],
  );
});

describe.each(roles)('as %s', (_name, client) => {
  it('common income is refused without a decision, and above it', async () => {
    const { awardId } = await s.award(projectId, 'common');
    const inForce = await s.t.owner.query(
      'select coalesce(sum(granted_fen), 0)::bigint as fen from award_decision where award_id = $1 and withdrawn_at is null',
      [awardId],
    );
    const granted = BigInt(inForce.rows[0].fen);
    const { receivedFen } = await s.award(projectId, 'common');
    expect(await tried(client(), comesIn(awardId, granted - receivedFen + 1n))).toContain('within what the owners decided');
    must(
      await recordOwnersDecision(s.by(s.cast.secretary), {
        awardId,
        grantedFen: 1_000n,
        text: '列支',
        by: { decidedOn: '2026-10-20', paper: s.upload(), count: { headsAll: 3, headsPart: 2, headsYes: 2, areaAll: 300n, areaPart: 200n, areaYes: 150n } },
      }),
    );
    expect(await tried(client(), comesIn(awardId, granted - receivedFen + 1_001n))).toContain('within what the owners decided');
    expect(await tried(client(), comesIn(awardId, granted - receivedFen + 1_000n))).toBe('ok');
    expect(
      await tried(client(), [
        ["update award_decision set withdrawn_at = now(), withdrawn_reason = 'x' where award_id = $1 and withdrawn_at is null", [awardId]],
      ]),
    ).toContain('money came in on this decision');
    expect(await tried(client(), [['update award_decision set granted_fen = 99999 where award_id = $1', [awardId]]])).toMatch(
      /only taken back|permission denied/,
    );
  });

  it('a decision that the law does not know is none', async () => {
    const { awardId } = await s.award(projectId, 'common');
    const decide = (over: { part?: number; yes?: number; award?: string; ballot?: string }): Statement => [
      `insert into award_decision (subdistrict_id, id, award_id, granted_fen, decided_on, ballot_id, file_id, text, heads_all, heads_part, heads_yes, area_all, area_part, area_yes,
        recorded_by_name, recorded_at) values ($1, $2, $3, 100, '2026-10-20', $4, $5, '列支', $6, $7, $8, $9, $10, $11, '某人', now())`,
      over.ballot
        ? [s.t.subdistrictId, id(), over.award ?? awardId, over.ballot, null, null, null, null, null, null, null]
        : [s.t.subdistrictId, id(), over.award ?? awardId, null, fileId, 60, over.part ?? 40, over.yes ?? 21, 600, 400, 201],
    ];
    expect(await tried(client(), [decide({ part: 39 })])).toContain('award_decision_check');
    expect(await tried(client(), [decide({ yes: 20 })])).toContain('award_decision_check');
    expect(await tried(client(), [decide({ award: (await s.award(projectId, 'grant')).awardId })])).toContain('the owners decide on their common income');
    // The households' ballot passed, but it is not the owners'.
    expect(await tried(client(), [decide({ ballot: s.ballotId })])).toContain('none of the owners');
    expect(await tried(client(), [['delete from award_decision where award_id = $1', [awardId]]])).toMatch(/never deleted|permission denied/);
  });

  it('goods are refused without a value that two agreed to', async () => {
    const { awardId, receivedFen } = await s.award(projectId, 'in_kind');
    expect(await tried(client(), comesIn(awardId, 100n))).toContain('two persons agreed');
    const goodsId = must(
      await valueGoods(s.by(s.cast.secretary), {
        awardId,
        giverName: '店',
        what: '线管',
        quantity: '2',
        unit: '根',
        valueFen: 500n,
        basis: 'market',
        basisText: '市价',
        day: '2026-11-02',
        photo: null,
      }),
    );
    expect(await tried(client(), comesIn(awardId, 100n))).toContain('two persons agreed');
    const answer = (who: string): Statement => [
      `update goods_gift set state = 'agreed', answered_by = ${who}, answered_by_name = '某人', answered_at = now() where id = $1`,
      [goodsId],
    ];
    expect(await tried(client(), [answer('valued_by')])).toContain('goods_gift_check');
    expect(await tried(client(), [['update goods_gift set value_fen = 1 where id = $1', [goodsId]]])).toMatch(/keep their value|permission denied/);
    must(await answerGoodsValue(s.by(s.cast.director), { goodsId, agree: true, note: '' }));
    expect((await s.award(projectId, 'in_kind')).receivedFen).toBe(receivedFen + 500n);
    // What was agreed is booked; a second time there is nothing left to book.
    expect(await tried(client(), comesIn(awardId, 1n))).toContain('two persons agreed');
    expect(await tried(client(), [["update goods_gift set state = 'refused', note = 'x' where id = $1", [goodsId]]])).toContain('answered once');
  });
});

describe('a drive', () => {
  it('takes nothing unless it runs, and gives nothing out before its goal', async () => {
    const { awardId } = await s.award(projectId, 'crowd');
    for (const [, client] of roles) expect(await tried(client(), comesIn(awardId, 100n))).toContain('only while a drive runs');
    must(
      await openCrowdDrive(s.by(s.cast.secretary), {
        awardId,
        goalFen: yuan(100n),
        opensOn: '2026-11-02',
        lastDay: '2026-11-10',
        ifMissed: 'keep-from-minimum',
        minimumFen: yuan(50n),
        text: '装灯',
      }),
    );
    must(
      await recordGift(s.by(s.cast.secretary), {
        awardId,
        payerName: '甲',
        amountFen: yuan(99n),
        method: 'cash',
        day: '2026-11-02',
        shown: 'anonymous',
        words: '',
        proof: null,
      }),
    );
    const end = (state: string, ended: string, more = ''): Statement => [
      `update crowd_drive set state = '${state}', ended_on = '${ended}', end_note = 'x' ${more} where award_id = $1`,
      [awardId],
    ];
    for (const [, client] of roles) {
      expect(await tried(client(), reserves(awardId, 100n))).toContain('not used before the drive has reached its goal');
      expect(await tried(client(), [end('reached', '2026-11-02')])).toContain('cannot go from running to reached');
      expect(await tried(client(), [end('kept', '2026-11-10')])).toContain('cannot go from running to kept');
      expect(await tried(client(), [end('missed', '2026-11-11')])).toContain('cannot go from running to missed');
      expect(await tried(client(), [['update crowd_drive set goal_fen = 1 where award_id = $1', [awardId]]])).toMatch(/keeps its terms|permission denied/);
      expect(await tried(client(), [["update crowd_drive set last_day = '2027-01-01' where award_id = $1", [awardId]]])).toMatch(
        /keeps its terms|permission denied/,
      );
    }
    expect(await tried(s.t.app, [end('kept', '2026-11-11')])).toBe('ok');
    for (const [, client] of roles) expect(await tried(client(), comesIn(awardId, 100n))).toContain('only while a drive runs');
    expect(await tried(s.t.app, reserves(awardId, 100n))).toBe('ok');
  });
});

describe.each(roles)('a refund, as %s', (_name, client) => {
  it('is never above what was given, goes with its return, and not beside a reversal', async () => {
    const { awardId } = await s.award(projectId, 'partner');
    const receiptId = id();
    expect(await tried(client(), comesIn(awardId, 1_000n, receiptId))).toBe('ok');
    expect(await tried(client(), comesIn(awardId, 1_000n, id()))).toBe('ok');
    expect(await tried(client(), goesBack(awardId, 1_001n, receiptId))).toContain('never above what was given');
    expect(await tried(client(), goesBack(awardId, 100n, receiptId, { fen: 99n }))).toContain('with the return that carries its amount');
    expect(await tried(client(), goesBack(awardId, 100n, receiptId, { day: '2026-11-01' }))).toContain('not before it');
    expect(await tried(client(), goesBack(awardId, 100n, receiptId, { file: id() }))).toContain('foreign key');
    expect(await tried(client(), goesBack(awardId, 700n, receiptId))).toBe('ok');
    expect(await tried(client(), goesBack(awardId, 301n, receiptId))).toContain('never above what was given');
    const of = await s.t.owner.query('select txn_id from receipt where id = $1', [receiptId]);
    const t = id();
    expect(
      await tried(client(), [
        txn(t, 'reversal', '2026-11-02', of.rows[0].txn_id),
        posting(t, 1, awardId, 'income', 1_000n),
        posting(t, 2, awardId, 'held', -1_000n),
      ]),
    ).toContain('not reversed as well');
    expect(await tried(client(), [['update refund set amount_fen = 1 where receipt_id = $1', [receiptId]]])).toMatch(
      /append-only|permission denied|never change/i,
    );
  });
});

describe('a tranche', () => {
  it('is of the whole award, paid when it is due and not twice', async () => {
    const { awardId } = await s.award(projectId, 'grant');
    const [first, second] = await s.see((tx) => tranchesOf(tx, awardId));
    const [receiptA, receiptB] = [id(), id()];
    expect(await tried(s.t.app, comesIn(awardId, 2_700_000n, receiptA))).toBe('ok');
    // Beyond what is due no grant comes in; with that guard away the next one still holds.
    for (const [, client] of roles) expect(await tried(client(), comesIn(awardId, 1_000n, receiptB))).toContain('not due');
    await s.t.owner.query('alter table receipt disable trigger grant_comes_in_as_due');
    expect(await tried(s.t.app, comesIn(awardId, 1_000n, receiptB))).toBe('ok');
    await s.t.owner.query('alter table receipt enable trigger grant_comes_in_as_due');
    const pays = (tranche: string | undefined, receipt: string, fen: bigint): Statement => [
      'insert into tranche_payment (subdistrict_id, tranche_id, receipt_id, amount_fen) values ($1, $2, $3, $4)',
      [s.t.subdistrictId, tranche, receipt, fen],
    ];
    for (const [, client] of roles) {
      expect(await tried(client(), [pays(second?.id, receiptB, 1_000n)])).toContain('not due');
      expect(await tried(client(), [pays(first?.id, receiptB, 1_001n)])).toContain('no more than it is');
      expect(
        await tried(client(), [
          [
            "insert into grant_tranche (subdistrict_id, id, award_id, no, percent, planned_fen, condition, basis) values ($1, $2, $3, 3, 10, 100, 'accepted', 'x')",
            [s.t.subdistrictId, id(), awardId],
          ],
        ]),
      ).toContain('together are the award');
      expect(await tried(client(), [['update grant_tranche set planned_fen = 1 where id = $1', [second?.id]]])).toMatch(/keeps its terms|permission denied/);
    }
    expect(await tried(s.t.app, [pays(first?.id, receiptA, 2_700_000n)])).toBe('ok');
    for (const [, client] of roles) expect(await tried(client(), [pays(first?.id, receiptB, 1n)])).toContain('not paid twice');
    expect(await setTranches(s.by(s.cast.officer), { awardId, percents: [100], conditions: ['agreement'] })).toEqual({ ok: false, error: 'planned-already' });
  });
});

describe('a shortfall', () => {
  it('is answered only as its rule says', async () => {
    const { awardId } = await s.award(projectId, 'common');
    const household = (await s.award(projectId, 'household')).awardId;
    const [a, b] = [id(), id()];
    const found = (shortfall: string, award: string, planned: bigint): Statement => [
      `insert into shortfall (subdistrict_id, id, award_id, day, planned_fen, pledged_fen, received_fen, missing_fen, state, found_at)
      values ($1, $2, $3, '2026-12-05', $4, 0, 0, $4, 'open', now())`,
      [s.t.subdistrictId, shortfall, award, planned],
    ];
    expect(await tried(s.t.app, [found(a, awardId, 500_000n), found(b, household, 310_000n)])).toBe('ok');
    const answer = (shortfall: string, set: string): Statement => [
      `update shortfall set answered_at = now(), answered_by_name = 'x', ${set} where id = $1`,
      [shortfall],
    ];
    for (const [, client] of roles) {
      expect(await tried(client(), [answer(a, "state = 'extended', extended_to = '2026-12-16'")])).toContain('as its rule says');
      expect(await tried(client(), [answer(a, "state = 'stopped'")])).toContain('as its rule says');
      expect(await tried(client(), [answer(b, "state = 'extended', extended_to = '2026-12-06'")])).toContain('as its rule says');
      expect(await tried(client(), [answer(b, "state = 'made_good'")])).toContain('as its rule says');
      expect(await tried(client(), [['update shortfall set missing_fen = 1, planned_fen = 1 where id = $1', [a]]])).toMatch(/answered once|permission denied/);
      expect(await tried(client(), [["update source_rule set day = '2027-01-01' where award_id = $1", [awardId]]])).toMatch(
        /append|permission denied|never change/i,
      );
    }
    expect(await tried(s.t.app, [answer(a, "state = 'extended', extended_to = '2026-12-15'")])).toBe('ok');
  });
});

describe('many at once, around the application', () => {
  /** Runs each as a transaction of its own, all together; how many the database let pass. */
  const passed = async (all: readonly Statement[][]): Promise<number> => {
    const done = await Promise.all(
      all.map((statements) =>
        s.t.db
          .tenant(s.t.subdistrictId, async (tx) => {
            for (const [text, values] of statements) await tx.executeSql(text, values ?? []);
            return true;
          })
          .catch(() => false),
      ),
    );
    return done.filter(Boolean).length;
  };
  it('no more common income comes in than the owners decided', async () => {
    const { awardId, receivedFen } = await s.award(projectId, 'common');
    const before = await s.t.owner.query(
      'select coalesce(sum(granted_fen), 0)::bigint as fen from award_decision where award_id = $1 and withdrawn_at is null',
      [awardId],
    );
    must(
      await recordOwnersDecision(s.by(s.cast.secretary), {
        awardId,
        grantedFen: 100_000n - (BigInt(before.rows[0].fen) - receivedFen),
        text: '列支',
        by: { decidedOn: '2026-10-20', paper: s.upload(), count: { headsAll: 3, headsPart: 2, headsYes: 2, areaAll: 300n, areaPart: 200n, areaYes: 150n } },
      }),
    );
    expect(await passed(Array.from({ length: 8 }, () => comesIn(awardId, 40_000n)))).toBe(2);
  });
  it('a receipt is given back no more than once', async () => {
    const { awardId } = await s.award(projectId, 'partner');
    const receiptId = id();
    expect(await passed([comesIn(awardId, 1_000n, receiptId), comesIn(awardId, 10_000n, id())])).toBe(2);
    expect(await passed(Array.from({ length: 8 }, () => goesBack(awardId, 400n, receiptId)))).toBe(2);
  });
});
