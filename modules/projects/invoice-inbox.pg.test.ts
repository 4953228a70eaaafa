import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Actor, Permissions } from '#platform/access';
import { readInvoiceFile } from '#platform/invoices';
import { dutiesOf } from '#modules/inbox';
import { readingsOf } from '#modules/books';
import { einvoiceXml, sample, taggedOfd } from '../../libs/einvoice/samples.fixture.ts';
import {
  askSpending,
  confirmReading,
  decideSpending,
  dropArrival,
  dropReading,
  findProject,
  findSpendingRequest,
  invoiceInbox,
  keepArrivals,
  paySpending,
  placeArrivals,
  readingDesk,
  spendingPermissions,
} from './index.ts';
import { caiLu, doing, must, type Scene } from './scene.fixture.ts';

let s: Scene;
let projectId: string;
beforeAll(async () => {
  s = await caiLu();
  s.t.platform.permissions = new Permissions([s.t.platform.permissions.table, spendingPermissions]);
});
afterAll(() => s?.t.close());
let numbers = 0;
beforeEach(async () => {
  s.t.clock.set('2026-11-02T09:00:00+08:00');
  projectId = await doing(s);
  s.t.clock.set('2026-12-02T09:00:00+08:00');
});
const by = (actor: Actor) => s.t.contextFor(actor);
const lines = sample.lines.map((line) => ({ ...line, item: line.item.replace('*照明装置*廊灯', '*文具*签字笔') }));
const invoice = () => ({ ...sample, number: `2931200000${String(++numbers).padStart(10, '0')}`, day: '2026-12-01', lines });
const proof = (name: string) => ({ stored: { sha256: createHash('sha256').update(name).digest('hex'), sizeBytes: 9, mediaType: 'application/pdf' }, name });

async function paid(amountFen: bigint, payee: string): Promise<string> {
  const id = must(
    await askSpending(by(s.cast.supervisor), {
      projectId,
      item: '签字笔',
      why: '会议记录用',
      payee,
      lines: [{ category: 'materials', text: '签字笔', amountFen }],
    }),
  );
  must(await decideSpending(by(s.cast.secretary), { requestId: id, decision: 'approved', note: '' }));
  must(await decideSpending(by(s.cast.director), { requestId: id, decision: 'approved', note: '' }));
  must(await paySpending(by(s.cast.secretary), { requestId: id, day: '2026-12-02', method: 'transfer', proof: proof(`回单${id}`) }));
  return id;
}
async function arrive(...files: [name: string, bytes: Uint8Array][]) {
  const read = [];
  for (const [name, bytes] of files) {
    const result = await readInvoiceFile(bytes);
    const stored = { sha256: createHash('sha256').update(bytes).digest('hex'), sizeBytes: bytes.length, mediaType: 'application/xml' };
    read.push({ upload: { stored, name }, read: result.ok ? { invoice: result.value } : { error: result.error } });
  }
  return keepArrivals(by(s.cast.secretary), { projectId, files: read });
}
const inbox = () => s.see((tx) => invoiceInbox(tx, projectId));
const broken = (name: string) => new TextEncoder().encode(`<?xml version="1.0"?><${name}`);
const desk = (requestId: string) =>
  s.see(async (tx) => {
    const request = await findSpendingRequest(tx, requestId);
    const project = request && (await findProject(tx, request.projectId));
    if (!request || !project) throw new Error('no request');
    return { ...(await readingDesk(tx, request, project, '2026-12-02')), expenseId: request.expenseId ?? '' };
  });
const files = async () => Number((await s.t.owner.query<{ n: string }>('select count(*) as n from file')).rows[0]?.n);

describe('invoices that come for a project', () => {
  it('wait with the payment they fit, all files of one together; placed, they wait there to be confirmed', async () => {
    expect(await arrive(['a.xml', einvoiceXml(invoice())])).toEqual({ ok: false, error: 'no-payments' });
    const [exact, other] = [await paid(14_000n, sample.seller.name), await paid(20_000n, '别的店')];
    const [mine, strange] = [invoice(), { ...invoice(), total: '99.00', net: '87.61', tax: '11.39' }];
    const before = await files();
    expect(must(await arrive(['a.xml', einvoiceXml(mine)], ['a.ofd', taggedOfd(mine)], ['b.xml', einvoiceXml(strange)], ['c.xml', broken('c')]))).toEqual({
      kept: 4,
      twice: [],
    });
    expect(must(await arrive(['renamed.xml', einvoiceXml(mine)]))).toEqual({ kept: 0, twice: ['renamed.xml'] });
    expect(await files()).toBe(before + 4);
    const now = await inbox();
    expect(
      now.waiting.map(({ arrival, others, proposal }) => [arrival.fileName, others.map((each) => each.fileName), proposal.payment?.requestId ?? null]),
    ).toEqual([
      ['a.ofd', ['a.xml'], exact],
      ['b.xml', [], null],
    ]);
    expect(now.unread.map((each) => [each.fileName, each.error])).toEqual([['c.xml', expect.any(String)]]);
    const [clear] = now.waiting;
    expect(must(await placeArrivals(by(s.cast.secretary), { projectId, placings: [{ arrivalId: clear?.arrival.id ?? '', requestId: exact }] }))).toEqual({
      placed: 1,
      requestIds: [exact],
    });
    const { waiting } = await desk(exact);
    expect(waiting.map((read) => [read.invoice.number, read.others.length])).toEqual([[mine.number, 1]]);
    must(
      await confirmReading(by(s.cast.secretary), {
        requestId: exact,
        readingId: waiting[0]?.reading.id ?? '',
        claimedFen: 14_000n,
        explanation: '',
        added: { sellerName: null, netFen: null, totalFen: null },
      }),
    );
    // What is behind a voucher now is said when it comes again in another form.
    const again = { ...mine, note: '' };
    must(await arrive(['again.xml', new Uint8Array([...einvoiceXml(again), 10])]));
    expect((await inbox()).waiting.find(({ arrival }) => arrival.fileName === 'again.xml')?.usedIn).toMatchObject({ number: expect.any(String) });
    expect((await desk(other)).waiting).toEqual([]);
  });

  it('somebody has the duty to place them until none waits', async () => {
    const id = await paid(14_000n, sample.seller.name);
    const duties = async () =>
      (await s.see((tx) => dutiesOf(tx, { subjectId: projectId }))).filter((duty) => duty.kind === 'invoice.place').map((duty) => duty.title.zh);
    must(await arrive(['a.xml', einvoiceXml(invoice())], ['b.xml', broken('b')]));
    expect(await duties()).toEqual([expect.stringContaining('把 2 个发票文件归到付款')]);
    const now = await inbox();
    must(await placeArrivals(by(s.cast.secretary), { projectId, placings: [{ arrivalId: now.waiting[0]?.arrival.id ?? '', requestId: id }] }));
    expect(await duties()).toEqual([expect.stringContaining('把 1 个发票文件归到付款')]);
    const drop = (reason: string) => dropArrival(by(s.cast.secretary), { projectId, arrivalId: now.unread[0]?.id ?? '', reason });
    expect(await drop(' ')).toEqual({ ok: false, error: 'reason-required' });
    must(await drop('文件损坏'));
    expect(await duties()).toEqual([]);
  });

  it('one placed wrongly is dropped there and waits again when it is sent again', async () => {
    const id = await paid(14_000n, sample.seller.name);
    const bytes = einvoiceXml(invoice());
    must(await arrive(['a.xml', bytes]));
    must(await placeArrivals(by(s.cast.secretary), { projectId, placings: [{ arrivalId: (await inbox()).waiting[0]?.arrival.id ?? '', requestId: id }] }));
    const [reading] = (await desk(id)).waiting;
    must(await dropReading(by(s.cast.secretary), { requestId: id, readingId: reading?.reading.id ?? '', reason: '归错了' }));
    expect((await inbox()).waiting).toEqual([]);
    must(await arrive(['a.xml', bytes]));
    expect((await inbox()).waiting).toHaveLength(1);
  });

  it('is closed to others, and to payments of other projects', async () => {
    const id = await paid(14_000n, sample.seller.name);
    must(await arrive(['a.xml', einvoiceXml(invoice())]));
    const arrivalId = (await inbox()).waiting[0]?.arrival.id ?? '';
    for (const actor of [s.cast.otherSecretary, s.cast.resident, s.cast.auditor]) {
      expect(await keepArrivals(by(actor), { projectId, files: [] })).toEqual({ ok: false, error: 'not-allowed' });
      expect(await placeArrivals(by(actor), { projectId, placings: [{ arrivalId, requestId: id }] })).toEqual({ ok: false, error: 'not-allowed' });
    }
    s.t.clock.set('2026-11-02T09:00:00+08:00');
    const mine = projectId;
    projectId = await doing(s);
    s.t.clock.set('2026-12-02T09:00:00+08:00');
    const elsewhere = await paid(14_000n, sample.seller.name);
    expect(await placeArrivals(by(s.cast.secretary), { projectId: mine, placings: [{ arrivalId, requestId: elsewhere }] })).toEqual({
      ok: false,
      error: 'not-found',
    });
    expect(await placeArrivals(by(s.cast.secretary), { projectId: mine, placings: [] })).toEqual({ ok: false, error: 'nothing-chosen' });
  });
});

it('the database itself keeps what arrived', async () => {
  const [id, other] = [await paid(14_000n, sample.seller.name), await paid(14_000n, sample.seller.name)];
  must(await arrive(['a.xml', einvoiceXml(invoice())], ['b.xml', einvoiceXml(invoice())]));
  const [first, second] = (await inbox()).waiting.map(({ arrival }) => arrival);
  const refused = (text: string, values: unknown[] = []) =>
    s.t.owner.query(text, values).then(
      () => 'accepted',
      (error: Error & { code?: string }) => `${error.code} ${error.message}`,
    );
  const set = (change: string, arrivalId = first?.id) => refused(`update invoice_arrival set ${change} where id = $1`, [arrivalId]);
  expect(await set("invoice = jsonb_set(invoice, '{totalFen}', '\"1\"')")).toMatch(/^23514 what was read/);
  expect(await set("sha256 = repeat('a', 64)")).toMatch(/^23514 what was read/);
  expect(await refused('delete from invoice_arrival where id = $1', [first?.id])).toMatch(/^23514 .*never deleted/);
  expect(await set("state = 'assigned', settled_at = now()")).toMatch(/^23514/);
  expect(await set("state = 'dropped', settled_at = now()")).toMatch(/^23514/);
  must(await placeArrivals(by(s.cast.secretary), { projectId, placings: [{ arrivalId: second?.id ?? '', requestId: other }] }));
  const { expenseId } = await desk(other);
  const [reading] = await s.see((tx) => readingsOf(tx, expenseId));
  // A reading of other bytes.
  expect(await set(`state = 'assigned', reading_id = '${reading?.id}', settled_at = now()`)).toMatch(/^23514 the reading is not of this invoice/);
  expect(await set("state = 'waiting', reading_id = null, settled_at = null", second?.id)).toMatch(/^23514 an arrived invoice cannot go/);
  const copy = (changes: Record<string, string>) => {
    const columns = ['subdistrict_id', 'id', 'project_id', 'file_id', 'sha256', 'invoice', 'error', 'read_by', 'read_at', 'state', 'note', 'settled_at'];
    const values = columns.map((column) => changes[column] ?? (column === 'id' ? 'gen_random_uuid()' : column));
    return refused(`insert into invoice_arrival (${columns.join()}) select ${values.join()} from invoice_arrival where id = $1`, [first?.id]);
  };
  expect(await copy({})).toMatch(/^23505 .*invoice_arrival/);
  expect(await copy({ sha256: "repeat('b', 64)" })).toMatch(/^23514 .*hash of its file/);
  expect(await copy({ state: "'dropped'", note: "'x'", settled_at: 'now()' })).toMatch(/^23514 an arrived invoice begins/);
  // The application may not touch what was read, nor delete.
  const { rows } = await s.t.owner.query<{ may: boolean[] }>(
    "select array[has_table_privilege('zhidian_app', 'invoice_arrival', 'delete'), has_column_privilege('zhidian_app', 'invoice_arrival', 'invoice', 'update')] as may",
  );
  expect(rows[0]?.may).toEqual([false, false]);
  expect((await desk(id)).waiting).toEqual([]);
});
