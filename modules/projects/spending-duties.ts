import type { Role } from '#platform/access';
import type { CommandTx } from '#platform/command';
import { closeDuty, dropDuties, openDuty } from '#modules/inbox';
import { holdersOf } from '#modules/people';
import { deadlineOf } from './deadlines.ts';
import { goodsReceiptsOf, twoResidentsReceivedTheGoods } from './goods-received.ts';
import { quotesSuffice } from './quotes.ts';
import { quotesOf } from './quotes-store.ts';
import { termsOf } from './spending-terms.ts';
import { nextStep, rolesFor, type SpendingApproval, type SpendingState } from './spending-request.ts';
import type { SpendingRequest } from './spending-store.ts';

/** Duties that a spending request can open. */
export const spendingDuties = [
  'spending.rule',
  'spending.quote',
  'spending.approve',
  'spending.receive',
  'spending.pay',
  'spending.voucher',
  'spending.close',
] as const;
type SpendingDuty = (typeof spendingDuties)[number];

const titles: Record<SpendingDuty, { zh: string; en: string }> = {
  'spending.rule': { zh: '裁定能否支出', en: 'Rule whether it may be bought' },
  'spending.quote': { zh: '补齐比价材料', en: 'Add quotes to compare' },
  'spending.receive': { zh: '请居民到货签收', en: 'Have residents confirm the goods' },
  'spending.approve': { zh: '审批支出', en: 'Approve spending' },
  'spending.pay': { zh: '付款并上传付款凭证', en: 'Pay and add the proof of payment' },
  'spending.voucher': { zh: '录入发票', en: 'Record the invoice' },
  'spending.close': { zh: '核对凭证并签字', en: 'Check the papers and sign' },
};

/** A role of the step that somebody other than the requester (and those who decided) holds. */
async function roleForStep(tx: CommandTx, request: SpendingRequest, approvals: readonly SpendingApproval[], neighbourhoodId: string): Promise<Role> {
  const step = request.chain[(nextStep(request.chain, approvals) ?? 1) - 1];
  const roles = step ? rolesFor(step) : (['director'] as const);
  const barred = [request.requesterId, ...approvals.map((approval) => approval.personId)];
  for (const role of roles) {
    const place = role === 'officer' || role === 'head' ? null : neighbourhoodId;
    if ((await holdersOf(tx, role, place)).some((holder) => !barred.includes(holder.personId))) return role;
  }
  return roles[0] ?? 'director';
}

/** Supervisors see that two residents confirm the goods; each may be one of them. */
async function openReceiving(tx: CommandTx, request: SpendingRequest, project: { id: string; neighbourhoodId: string }): Promise<void> {
  await openDuty(tx, {
    kind: 'spending.receive',
    role: 'supervisor',
    neighbourhoodId: project.neighbourhoodId,
    subjectKind: 'spending',
    subjectId: request.id,
    projectId: project.id,
    title: { zh: `${titles['spending.receive'].zh}：${request.item}`, en: `${titles['spending.receive'].en}: ${request.item}` },
    href: `/spending/${request.id}/received`,
    dueDay: await deadlineOf(tx, 'spending.receive'),
  });
}

/** Opens the duty of the state a request has come to, and closes those of the one it left. */
export async function turnToNext(
  tx: CommandTx,
  request: SpendingRequest,
  state: SpendingState,
  project: { id: string; neighbourhoodId: string },
  approvals: readonly SpendingApproval[] = request.approvals,
): Promise<void> {
  for (const kind of spendingDuties) await closeDuty(tx, { kind, subjectId: request.id });
  if (state === 'refused' || state === 'withdrawn') return void (await dropDuties(tx, { subjectId: request.id }));
  if (state === 'closed') return;
  const terms = await termsOf(tx, request.id);
  const unquoted = state === 'asked' && approvals.length === 0 && !quotesSuffice(await quotesOf(tx, request.id), terms.quotesLeast);
  const waits = (state === 'approved' && terms.receivedBefore === 'payment') || (['paid', 'vouchered'].includes(state) && terms.receivedBefore === 'closing');
  if (waits && !twoResidentsReceivedTheGoods(await goodsReceiptsOf(tx, request.id))) await openReceiving(tx, request, project);
  if (unquoted) {
    await openDuty(tx, {
      kind: 'spending.quote',
      personId: request.requesterId,
      neighbourhoodId: project.neighbourhoodId,
      subjectKind: 'spending',
      subjectId: request.id,
      projectId: project.id,
      title: { zh: `${titles['spending.quote'].zh}：${request.item}`, en: `${titles['spending.quote'].en}: ${request.item}` },
      href: `/spending/${request.id}`,
      dueDay: await deadlineOf(tx, 'spending.quote'),
    });
    return;
  }
  const kind: SpendingDuty =
    state === 'needs_ruling'
      ? 'spending.rule'
      : state === 'asked'
        ? 'spending.approve'
        : state === 'approved'
          ? 'spending.pay'
          : state === 'paid'
            ? 'spending.voucher'
            : 'spending.close';
  const role: Role =
    kind === 'spending.rule'
      ? 'officer'
      : kind === 'spending.approve'
        ? await roleForStep(tx, request, approvals, project.neighbourhoodId)
        : kind === 'spending.close'
          ? 'director'
          : 'secretary';
  await openDuty(tx, {
    kind,
    role,
    neighbourhoodId: role === 'officer' || role === 'head' ? null : project.neighbourhoodId,
    subjectKind: 'spending',
    subjectId: request.id,
    projectId: project.id,
    title: { zh: `${titles[kind].zh}：${request.item}`, en: `${titles[kind].en}: ${request.item}` },
    href: `/spending/${request.id}`,
    dueDay: await deadlineOf(tx, kind),
  });
}
