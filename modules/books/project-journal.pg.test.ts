import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accountName, balancesOf, type Journal, toBeancount, toHledger, toLedger } from '#libs/journal';
import { awardsOf, findExpense, handAdvanceIn, projectJournal, reserveIn, returnIn, reverseIn, settleAdvanceIn, spendIn, supplierRefundIn } from './index.ts';
import { type Scene, scene } from './scene.fixture.ts';

let s: Scene;
let journal: Journal;
const folder = mkdtempSync(join(tmpdir(), 'zhidian-journal-'));
beforeAll(async () => {
  s = await scene();
  const subjectId = s.id();
  const proofFileId = s.id();
  await s.t.owner.query(
    `insert into file (subdistrict_id, id, sha256, size_bytes, media_type, name, visibility, uploaded_at) values ($1, $2, repeat('f', 64), 10, 'image/png', '单.png', 'office', now())`,
    [s.t.subdistrictId, proofFileId],
  );
  const done = await s.run(async (tx) => {
    const expense = { projectId: s.projectId, payee: '五金店', text: '灯和线; "第一批"', method: 'transfer' as const };
    const lamps = await spendIn(tx, {
      ...expense,
      lines: [
        { category: 'materials', text: '灯', amountFen: 4_321_099n },
        { category: 'publicity', text: '告示', amountFen: 1n },
      ],
    });
    if (!lamps.ok) return lamps;
    const undone = await reverseIn(tx, { txnId: lamps.value.txnId, reason: '付错了' });
    if (!undone.ok) return undone;
    const again = await spendIn(tx, { ...expense, lines: [{ category: 'materials', text: '灯', amountFen: 4_600_000n }] });
    if (!again.ok) return again;
    const kept = await reserveIn(tx, {
      projectId: s.projectId,
      subjectId,
      text: '留给线材',
      lines: [{ category: 'materials', text: '线', amountFen: 100_000n }],
    });
    if (!kept.ok) return kept;
    // In somebody's hands, settled with some handed back, and some of it given back by the supplier; one stays open.
    const holder = { kind: 'supplier', name: '线材店' } as const;
    const handed = await handAdvanceIn(tx, { projectId: s.projectId, subjectId, holder, amountFen: 60_001n, text: '预支', method: 'cash' });
    if (!handed.ok) return handed;
    const settled = await settleAdvanceIn(tx, {
      advanceId: handed.value.advanceId,
      lines: [{ category: 'materials', text: '线', amountFen: 50_003n }],
      payee: '线材店',
      text: '线',
      method: 'cash',
    });
    if (!settled.ok) return settled;
    const [line] = (await findExpense(tx, settled.value.expenseId ?? ''))?.lines ?? [];
    const back = await supplierRefundIn(tx, {
      expenseId: settled.value.expenseId ?? '',
      lines: [{ lineId: line?.id ?? '', amountFen: 3n }],
      payer: '线材店',
      method: 'cash',
      reason: '短少',
      proofFileId,
    });
    if (!back.ok) return back;
    const later = s.id();
    const more = await reserveIn(tx, {
      projectId: s.projectId,
      subjectId: later,
      text: '再买线',
      lines: [{ category: 'materials', text: '线', amountFen: 1_000n }],
    });
    if (!more.ok) return more;
    const open = await handAdvanceIn(tx, { projectId: s.projectId, subjectId: later, holder, amountFen: 7n, text: '预支', method: 'cash' });
    if (!open.ok) return open;
    return returnIn(tx, { awardId: s.grant, amountFen: 1n, text: '多收' });
  });
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const made = await s.t.db.tenant(s.t.subdistrictId, (tx) => projectJournal(tx, s.projectId, '蔡路 楼道亮灯'), 'read');
  if (!made) throw new Error('no journal');
  journal = made;
}, 60_000);
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await s.t.close();
});

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
const programs = [
  { name: 'beancount', program: 'bean-check', write: toBeancount, args: (file: string) => [file] },
  { name: 'hledger', program: 'hledger', write: toHledger, args: (file: string) => ['check', '--strict', '-f', file] },
  { name: 'ledger', program: 'ledger', write: toLedger, args: (file: string) => ['--pedantic', '-f', file, 'balance'] },
];
const accepts = (program: (typeof programs)[number], text: string): boolean => {
  const file = join(folder, `books.${program.name}`);
  writeFileSync(file, text);
  return spawnSync(program.program, program.args(file), { encoding: 'utf8' }).status === 0;
};

describe('the journal of a project', () => {
  test('has the balances of the books', async () => {
    const awards = await s.t.db.tenant(s.t.subdistrictId, (tx) => awardsOf(tx, s.projectId), 'read');
    const balances = balancesOf(journal);
    const sumOf = (awardId: string, account: string) =>
      [...balances].filter(([id]) => id.startsWith(`${awardId}/${account}/`)).reduce((sum, [, fen]) => sum + fen, 0n);
    expect(
      awards.map(({ awardId }) => ['held', 'income', 'spent', 'returned', 'advanced', 'pledged', 'reserved'].map((account) => sumOf(awardId, account))),
    ).toEqual(
      awards.map((award) => [
        award.receivedFen - award.spentFen - award.returnedFen - award.advancedFen,
        -award.receivedFen,
        award.spentFen,
        award.returnedFen,
        award.advancedFen,
        award.pledgedFen,
        award.reservedFen,
      ]),
    );
    expect(awards.reduce((sum, award) => sum + award.spentFen, 0n)).toBe(4_650_000n);
    expect(awards.reduce((sum, award) => sum + award.advancedFen, 0n)).toBe(7n);
  });

  test('names every account once, in ASCII', () => {
    const names = journal.accounts.map(accountName);
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^(Assets|Income|Expenses|Equity)(:[A-Z0-9][A-Za-z0-9-]*)+$/);
  });

  describe.each(programs)('$name', (program) => {
    test.skipIf(!has(program.program))('adds it up to the same balances', () => {
      expect(accepts(program, program.write(journal))).toBe(true);
    });
    test.skipIf(!has(program.program))(
      'rejects one fen more or less in any amount',
      () => {
        const text = program.write(journal);
        const amounts = [...text.matchAll(/(?<=CNY )-?\d+\.\d{2}|-?\d+\.\d{2}(?= (?:~|CNY))/g)];
        expect(amounts.length).toBeGreaterThan(20);
        const oneFenMore = (amount: string) => {
          const fen = BigInt(amount.replace('.', '')) + 1n;
          const size = fen < 0n ? -fen : fen;
          return `${fen < 0n ? '-' : ''}${size / 100n}.${String(size % 100n).padStart(2, '0')}`;
        };
        // Every third, the last ones (the assertions) included: each program takes a while to start.
        for (const [index, match] of amounts.entries()) {
          if (index % 3 !== 0 && index < amounts.length - 3) continue;
          const changed = text.slice(0, match.index) + oneFenMore(match[0]) + text.slice(match.index + match[0].length);
          expect([match[0], accepts(program, changed)]).toEqual([match[0], false]);
        }
      },
      120_000,
    );
    test.skipIf(!has(program.program))('rejects a fen moved within a transaction that still balances', () => {
      const [first, ...rest] = journal.txns;
      const [one, two, ...others] = first?.postings ?? [];
      if (!first || !one || !two) throw new Error('no transaction');
      const moved = {
        ...journal,
        txns: [{ ...first, postings: [{ ...one, amountFen: one.amountFen + 1n }, { ...two, amountFen: two.amountFen - 1n }, ...others] }, ...rest],
      };
      const mark = /^.*(?: balance |期末核对)/m;
      const [entries, claims] = [program.write(moved), program.write(journal)];
      const forged = entries.slice(0, entries.search(mark)) + claims.slice(claims.search(mark));
      expect([accepts(program, entries), accepts(program, forged)]).toEqual([true, false]);
    });
  });
});
