import { z } from 'zod';
import { dayOf } from '#libs/civil-time';
import { approvalRule } from '#libs/policy';
import { type BoughtLine, boughtLinesLike, boughtLinesOf } from '#modules/books';
import { currentPack, type KeptRules, purchaseTerms } from '#modules/funds';
import { heldOn, holdersOf, homesOfPerson, householdMembers, listRoles } from '#modules/people';
import { sql, type Tx } from '#platform/database';
import { relationsWith } from './note-store.ts';
import { chosenQuote } from './quotes.ts';
import { quotesOf } from './quotes-store.ts';
import {
  crossedTogether,
  isNear,
  type KnownPrice,
  milliOf,
  type NearPurchase,
  percentApart,
  perThousand,
  plainName,
  type SpendingNote,
  type Threshold,
} from './spending-notes.ts';
import type { SpendingRequest } from './spending-store.ts';
import type { Project } from './store.ts';

/** Notes on a request, and what nobody has set, so that a note on it cannot be made. */
export interface FoundNotes {
  notes: SpendingNote[];
  unset: ('splitDays' | 'priceApartPercent')[];
}

/** Reads from the facts what those who approve and audit may want to ask about. */
export async function findNotes(tx: Tx, request: SpendingRequest, project: Project, day: string): Promise<FoundNotes> {
  const terms = await purchaseTerms(tx, day);
  const notes = [
    ...(terms.splitDays === null ? [] : await splitNotes(tx, request, project, terms.splitDays, await thresholds(tx, day, project))),
    ...(await relatedNotes(tx, request, project, day)),
    ...(await priceNotes(tx, request, terms.priceApartPercent)),
    ...(await quoteNotes(tx, request)),
  ];
  return { notes, unset: (['splitDays', 'priceApartPercent'] as const).filter((field) => terms[field] === null) };
}

/** Amounts from which more is asked of a purchase, as far as policy and office say. */
export async function thresholds(tx: Tx, day: string, kept?: KeptRules): Promise<Threshold[]> {
  const pack = await currentPack(tx, day, kept);
  const chain = pack ? (approvalRule(pack, 'spending')?.rule.chain ?? []) : [];
  const terms = await purchaseTerms(tx, day);
  return [
    ...chain.flatMap((step): Threshold[] => (step.fromFen !== null && step.fromFen > 0n ? [{ what: 'approval', who: step.title, fen: step.fromFen }] : [])),
    ...(terms.quotesFromFen !== null && terms.quotesLeast !== null ? [{ what: 'quotes' as const, who: null, fen: terms.quotesFromFen }] : []),
    ...(terms.receivedFromFen !== null && terms.receivedBefore !== null ? [{ what: 'received' as const, who: null, fen: terms.receivedFromFen }] : []),
  ].filter(({ fen }) => fen > 0n);
}

const nearRow = z
  .object({
    id: z.string(),
    project_id: z.string(),
    title: z.string(),
    no: z.number(),
    item: z.string(),
    payee: z.string(),
    amount_fen: z.bigint(),
    asked_at: z.date(),
    categories: z.array(z.string()),
  })
  .transform(
    (r): NearPurchase => ({
      requestId: r.id,
      projectId: r.project_id,
      projectTitle: r.title,
      no: r.no,
      item: r.item,
      payee: r.payee,
      amountFen: r.amount_fen,
      askedAt: r.asked_at,
      categories: r.categories,
    }),
  );

async function splitNotes(tx: Tx, request: SpendingRequest, project: Project, days: number, limits: readonly Threshold[]): Promise<SpendingNote[]> {
  if (limits.length === 0) return [];
  const around = await tx.all(
    sql`select r.id, r.project_id, p.title, r.no, r.item, r.payee, r.amount_fen, r.asked_at,
    array(select distinct l.category from spending_line l where l.subdistrict_id = r.subdistrict_id and l.request_id = r.id) as categories
    from spending_request r join project p on p.subdistrict_id = r.subdistrict_id and p.id = r.project_id
    where r.subdistrict_id = ${tx.subdistrictId} and p.neighbourhood_id = ${project.neighbourhoodId} and r.id <> ${request.id}
    and r.state not in ('refused', 'withdrawn') and abs(extract(epoch from r.asked_at - ${request.askedAt}::timestamptz)) <= ${(days + 1) * 86_400}
    order by r.asked_at, r.no`,
    nearRow,
  );
  const one = { ...request, categories: request.lines.map((line) => line.category) };
  const others = around.filter((other) => isNear(one, other, days));
  const crossed = others.length === 0 ? [] : crossedTogether(request.amountFen, others, limits);
  const togetherFen = others.reduce((fen, other) => fen + other.amountFen, request.amountFen);
  return crossed.length === 0 ? [] : [{ kind: 'split', days, togetherFen, others, crossed }];
}

/** Everybody who asks, approves or pays here: those who did, and those whose step it will be. */
async function handlersOf(tx: Tx, request: SpendingRequest, project: Project): Promise<string[]> {
  const holders = await Promise.all((['secretary', 'director'] as const).map((role) => holdersOf(tx, role, project.neighbourhoodId)));
  const ids = [request.requesterId, request.paidBy, ...request.approvals.map((each) => each.personId), ...holders.flat().map((each) => each.personId)];
  return [...new Set(ids.filter((id) => id !== null))];
}

async function relatedNotes(tx: Tx, request: SpendingRequest, project: Project, day: string): Promise<SpendingNote[]> {
  const payee = plainName(request.payee);
  const notes: SpendingNote[] = (await relationsWith(tx, project.neighbourhoodId, request.payee)).map((each) => ({
    kind: 'related',
    by: 'declared',
    person: each.personName,
    payee: request.payee,
    detail: each.relation,
  }));
  const names = await namesOf(tx, await handlersOf(tx, request, project));
  for (const [personId, name] of names) {
    if (plainName(name) === payee) notes.push({ kind: 'related', by: 'same-name', person: name, payee: request.payee, detail: '' });
    for (const role of await listRoles(tx, { personId })) {
      if (role.organisationName && heldOn(role, day) && plainName(role.organisationName) === payee)
        notes.push({ kind: 'related', by: 'organisation', person: name, payee: request.payee, detail: role.organisationName });
    }
    for (const home of await homesOfPerson(tx, personId)) {
      const members = home.householdId ? await householdMembers(tx, home.householdId) : [];
      for (const member of members.filter((each) => each.personId !== personId && plainName(each.name) === payee))
        notes.push({ kind: 'related', by: 'household', person: name, payee: request.payee, detail: member.name });
    }
  }
  return notes;
}

const nameRow = z.object({ id: z.string(), name: z.string() });
const namesOf = async (tx: Tx, ids: readonly string[]): Promise<[string, string][]> =>
  (await tx.all(sql`select id, name from person where subdistrict_id = ${tx.subdistrictId} and id = any(${[...ids]}::uuid[]) order by name, id`, nameRow)).map(
    (each) => [each.id, each.name],
  );

const lineRow = z.object({
  request_id: z.string(),
  text: z.string(),
  amount_fen: z.bigint(),
  quantity_milli: z.bigint(),
  payee: z.string(),
  asked_at: z.date(),
});

/** What the same thing cost in other requests that were approved. */
async function earlierRequests(tx: Tx, request: SpendingRequest, text: string, unit: string): Promise<KnownPrice[]> {
  const rows = await tx.all(
    sql`select l.request_id, l.text, l.amount_fen, l.quantity_milli, r.payee, r.asked_at from spending_line l
    join spending_request r on r.subdistrict_id = l.subdistrict_id and r.id = l.request_id
    where l.subdistrict_id = ${tx.subdistrictId} and l.request_id <> ${request.id} and l.unit = ${unit} and r.state in ('approved', 'paid', 'vouchered', 'closed')
    and length(l.text) >= 2 and (position(lower(l.text) in lower(${text})) > 0 or position(lower(${text}) in lower(l.text)) > 0)
    and r.asked_at <= ${request.askedAt} order by r.asked_at desc limit 5`,
    lineRow,
  );
  return rows.map((row) => ({
    text: row.text,
    seller: row.payee,
    day: dayOf(row.asked_at),
    perThousandFen: perThousand(row.amount_fen, row.quantity_milli),
    voucherId: null,
    requestId: row.request_id,
  }));
}

function priceOf(line: BoughtLine): KnownPrice | null {
  const milli = milliOf(line.quantity);
  if (milli === null || line.totalFen <= 0n) return null;
  return { text: line.text, seller: line.seller, day: line.day, perThousandFen: perThousand(line.totalFen, milli), voucherId: line.voucherId, requestId: null };
}

async function priceNotes(tx: Tx, request: SpendingRequest, percent: number | null): Promise<SpendingNote[]> {
  const bought = request.expenseId ? await boughtLinesOf(tx, request.expenseId) : [];
  const asked = [
    ...request.lines.flatMap((line) =>
      line.quantityMilli && line.unit ? [{ text: line.text, unit: line.unit, perThousandFen: perThousand(line.amountFen, line.quantityMilli) }] : [],
    ),
    ...bought.flatMap((line) => {
      const price = priceOf(line);
      return price ? [{ text: line.text, unit: line.unit, perThousandFen: price.perThousandFen }] : [];
    }),
  ];
  const notes: SpendingNote[] = [];
  for (const line of asked) {
    const invoices = await boughtLinesLike(tx, { text: line.text, unit: line.unit, notExpenseId: request.expenseId });
    const earlier = [...invoices.flatMap((each) => priceOf(each) ?? []), ...(await earlierRequests(tx, request, line.text, line.unit))];
    if (earlier.length === 0) continue;
    const apartPercent = percentApart(line.perThousandFen, earlier);
    notes.push({ kind: 'price', ...line, earlier, apartPercent, isFar: percent !== null && apartPercent !== null && apartPercent >= BigInt(percent) });
  }
  return notes;
}

/** What is asked for is not what was taken among the quotes: another payee or another amount. */
async function quoteNotes(tx: Tx, request: SpendingRequest): Promise<SpendingNote[]> {
  const taken = chosenQuote(await quotesOf(tx, request.id));
  if (!taken) return [];
  const otherPayee = plainName(taken.supplier) !== plainName(request.payee);
  const otherAmount = taken.priceFen !== request.amountFen;
  return otherPayee || otherAmount ? [{ kind: 'quote', supplier: taken.supplier, priceFen: taken.priceFen, otherPayee, otherAmount }] : [];
}
