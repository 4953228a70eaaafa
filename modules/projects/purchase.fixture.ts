import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { type Actor, Permissions } from '#platform/access';
import { setSettings } from '#modules/funds';
import { dutiesOf } from '#modules/inbox';
import {
  askSpending,
  decideSpending,
  findSpendingRequest,
  paySpending,
  type RecordSpendingVoucherInput,
  spendingPermissions,
  type SpendingLine,
  type Upload,
} from './index.ts';
import { caiLu, doing, must, type Scene } from './scene.fixture.ts';

// Bound anew before each test; whoever imports them sees them as they are then.
export let s: Scene;
export let projectId: string;
export let neighbour: Actor;
export let another: Actor;
/** Sets the scene of a file: 蔡路 with its money, two residents, each test its own project. */
export function onStage(): void {
  beforeAll(async () => {
    s = await caiLu();
    s.t.platform.permissions = new Permissions([s.t.platform.permissions.table, spendingPermissions]);
    neighbour = await resident('李桂珍');
    another = await resident('陈伟');
  });
  afterAll(() => s?.t.close());
  beforeEach(async () => {
    s.t.clock.set('2026-11-02T09:00:00+08:00');
    projectId = await doing(s);
    s.t.clock.set('2026-12-02T09:00:00+08:00');
  });
}

/** Somebody who lives here, with a household of their own. */
async function resident(name: string): Promise<Actor> {
  const id = s.t.platform.sources.newId;
  const [personId, home, household] = [id(), id(), id()];
  const put = (text: string, values: unknown[]) => s.t.owner.query(text, [s.t.subdistrictId, ...values]);
  await put('insert into person (subdistrict_id, id, name, adult, created_at) values ($1, $2, $3, true, $4)', [personId, name, s.t.clock.now()]);
  await s.t.owner.query('set session_replication_role = replica');
  await put('insert into household (subdistrict_id, id, neighbourhood_id, home_id, since_day) values ($1, $2, $3, $4, $5)', [
    household,
    s.neighbourhoodId,
    home,
    '2020-01-01',
  ]);
  await put(
    "insert into household_member (subdistrict_id, id, household_id, person_id, relation, head, from_day) values ($1, $2, $3, $4, 'resident', true, '2020-01-01')",
    [id(), household, personId],
  );
  await s.t.owner.query('set session_replication_role = origin');
  return { ...s.cast.resident, personId, name };
}

/** Context of a command by somebody. */
export const by = (actor: Actor) => s.t.contextFor(actor);
/** Yuan as fen. */
export const yuan = (amount: bigint) => amount * 100n;
/** What is asked for when a test says nothing else. */
export const lamps: SpendingLine[] = [{ category: 'materials', text: '防护软垫', amountFen: yuan(3000n) }];
/** Asks for money. */
export const ask = (over: Partial<Parameters<typeof askSpending>[1]> = {}, actor = s.cast.supervisor) =>
  askSpending(by(actor), { projectId, item: '防护软垫', why: '楼道照明', payee: '益民五金店', lines: lamps, ...over });
/** Decides a step. */
export const decide = (requestId: string, actor: Actor, decision: 'approved' | 'refused' = 'approved', note = '') =>
  decideSpending(by(actor), { requestId, decision, note });
/** Both steps approve. */
export const approve = async (requestId: string) => {
  must(await decide(requestId, s.cast.secretary));
  must(await decide(requestId, s.cast.director));
  return requestId;
};
let files = 0;
/** A file as the page hands it over. */
export const upload = (mediaType = 'application/pdf', name = '文件.pdf'): Upload => ({
  stored: { sha256: (++files).toString(16).padStart(64, 'd'), sizeBytes: 100, mediaType },
  name,
});
/** A picture. */
export const photo = () => upload('image/jpeg', '实物.jpg');
/** Pays by transfer. */
export const pay = (requestId: string, actor = s.cast.secretary) =>
  paySpending(by(actor), { requestId, day: '2026-12-02', method: 'transfer', proof: upload() });
let invoices = 0;
/** An invoice of its own number. */
export const invoice = (requestId: string, fen: bigint, claimedFen = fen): RecordSpendingVoucherInput => ({
  requestId,
  claimedFen,
  reason: null,
  file: upload(),
  facts: {
    kind: 'e_invoice',
    code: '',
    number: `26319000000${String(++invoices).padStart(9, '0')}`,
    issuedDay: '2026-12-01',
    netFen: fen,
    taxFen: 0n,
    totalFen: fen,
    sellerName: '益民五金店',
    sellerTaxId: null,
  },
});
/** The same as a receipt without invoice. */
export const receipt = (requestId: string, fen: bigint): RecordSpendingVoucherInput => {
  const given = invoice(requestId, fen);
  return { ...given, reason: '街边摊没有发票', facts: { ...given.facts, kind: 'receipt', number: '' } };
};
/** The request now. */
export const requestOf = async (id: string) => must2(await s.see((tx) => findSpendingRequest(tx, id)));
/** What must be there. */
export const must2 = <T>(value: T | null | undefined): T => {
  if (value === null || value === undefined) throw new Error('expected something');
  return value;
};
/** Its state now. */
export const state = async (id: string) => (await requestOf(id)).state;
/** Open duties on it. */
export const duty = async (id: string) => (await s.see((tx) => dutiesOf(tx, { subjectId: id }))).map((each) => each.kind).toSorted();
const set = async (values: Record<string, string>) =>
  must(
    await setSettings(by(s.cast.officer), {
      values: Object.fromEntries(Object.entries(values).map(([key, value]) => [`purchase.${key}`, value])),
      reason: '试',
    }),
  );
/** What the office asks of purchases, and nothing of it after the work. */
export async function asking<T>(values: Record<string, string>, work: () => Promise<T>): Promise<T> {
  await set(values);
  try {
    return await work();
  } finally {
    await s.t.owner.query('alter table office_setting disable trigger user');
    await s.t.owner.query("delete from office_setting where key like 'purchase.%'");
    await s.t.owner.query('alter table office_setting enable trigger user');
  }
}
/** The database itself says no to this statement, whether the application or the owner of the tables runs it. */
export async function refusesBoth(text: string, values: readonly unknown[], why: RegExp | string, first?: [string, unknown[]]): Promise<void> {
  const roles: [string, pg.Client][] = [
    ['the application', s.t.app],
    ['the owner', s.t.owner],
  ];
  for (const [who, client] of roles) {
    await client.query('begin');
    await client.query("select set_config('app.subdistrict', $1, true)", [s.t.subdistrictId]);
    if (first) await client.query(...first);
    const said = await client.query(text, [...values]).then(
      () => 'nothing',
      (error: Error) => error.message,
    );
    await client.query('rollback');
    expect(said, who).toMatch(why);
  }
}
