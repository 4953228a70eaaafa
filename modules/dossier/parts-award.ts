import { formatDay } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import type { Lang } from '#platform/i18n';
import { pointsText } from '#modules/reviews';
import type { DossierFacts } from './gather.ts';
import { type DossierPart, type Entry, part } from './part.ts';
import { onDay } from './parts-before.ts';
import { dossierText } from './text.ts';

/** What the reviewers gave and why, and the award with its reason. */
export function reviewsPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const [proposal] = f.proposals;
  const groups = f.reviews.reviews.map(({ review, scores, total }) => ({
    heading: `${t.reviewer} ${review.reviewerName}`,
    entries:
      review.state === 'conflict'
        ? [{ kind: 'text', label: t.conflict, value: review.conflictReason } satisfies Entry]
        : [
            { kind: 'fact', label: t.score, value: total ? pointsText(total) : null } satisfies Entry,
            {
              kind: 'table',
              label: t.scores,
              columns: [{ label: t.criterion }, { label: t.score, right: true }, { label: t.reason }],
              rows: scores.map((score) => [score.title, score.points === null ? null : `${score.points} / ${score.maxPoints}`, score.reason]),
            } satisfies Entry,
            ...(review.comment === '' ? [] : [{ kind: 'text', label: t.comment, value: review.comment } satisfies Entry]),
          ],
  }));
  return part('reviews', t.reviews, [
    ...groups,
    {
      heading: t.proposal,
      entries: [
        { kind: 'fact', label: t.mean, value: f.reviews.mean ? pointsText(f.reviews.mean) : null },
        { kind: 'fact', label: t.awarded, value: proposal ? formatYuan(proposal.grantFen) : null },
        { kind: 'text', label: t.reason, value: proposal?.reason ?? null },
        { kind: 'fact', label: t.by, value: proposal ? `${proposal.proposedByName} ${onDay(proposal.proposedAt, lang)}` : null },
        {
          kind: 'fact',
          label: t.confirmed,
          value: proposal?.confirmation
            ? `${proposal.confirmation.decidedByName} ${onDay(proposal.confirmation.decidedAt, lang)} ${proposal.confirmation.reason}`.trim()
            : null,
        },
      ],
    },
  ]);
}

/** Notices about the project with the objections made and answered. */
export function noticesPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const name = (id: string): string | null => f.names.get(id) ?? null;
  return part(
    'notices',
    t.notices,
    f.notices.map(({ notice, objections }) => ({
      heading: notice.title,
      entries: [
        {
          kind: 'fact',
          label: t.noticePeriod,
          value: `${formatDay(notice.startDay, lang)} — ${notice.endDay === null ? '' : formatDay(notice.endDay, lang)}`,
        } satisfies Entry,
        { kind: 'text', label: t.noticeTitle, value: notice.body } satisfies Entry,
        objections.length === 0
          ? ({ kind: 'fact', label: t.objections, value: t.noObjections } satisfies Entry)
          : ({
              kind: 'table',
              label: t.objections,
              columns: [{ label: t.name }, { label: t.objection }, { label: t.answer }, { label: t.by }],
              rows: objections.map((one) => [name(one.personId), one.text, one.answer?.text ?? null, one.answer ? name(one.answer.answeredBy) : null]),
            } satisfies Entry),
      ],
    })),
  );
}

/** The agreement: what was awarded, when it was signed, its scan. */
export function agreementPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const scan = f.project.agreementFileId;
  return part('agreement', t.agreement, [
    {
      entries: [
        { kind: 'fact', label: t.agreedOn, value: f.project.agreedOn === null ? null : formatDay(f.project.agreedOn, lang) },
        { kind: 'fact', label: t.awarded, value: f.project.grantAwardedFen === null ? null : formatYuan(f.project.grantAwardedFen) },
        { kind: 'files', label: t.agreementScan, items: scan === null ? [] : [{ fileId: scan, caption: f.files.get(scan)?.name ?? t.agreement }] },
        { kind: 'hand', label: t.committeeStamp },
        { kind: 'hand', label: t.officeStamp },
      ],
    },
  ]);
}

/** Money by source: pledged, received, spent, returned, with every receipt. */
export function sourcesPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const { sources, totals } = f.account;
  const receipts = sources.flatMap((source) =>
    (f.ledgers.get(source.awardId) ?? [])
      .filter((entry) => entry.receiptNumber !== null && entry.reversalOf === null && entry.reversedBy === null)
      .map((entry) => [formatDay(entry.day, lang), source.name, entry.receiptNumber, entry.text, formatYuan(entry.amounts.held ?? 0n)]),
  );
  const plannedFen = sources.reduce((sum, source) => sum + source.plannedFen, 0n);
  return part('sources', t.sources, [
    {
      entries: [
        {
          kind: 'table',
          label: t.sources,
          columns: [
            { label: t.source },
            { label: t.kind },
            { label: t.planned, right: true },
            { label: t.pledged, right: true },
            { label: t.received, right: true },
            { label: t.spent, right: true },
            { label: t.returned, right: true },
          ],
          rows: sources.map((one) => [
            one.name,
            t[one.sourceKind],
            formatYuan(one.plannedFen),
            formatYuan(one.pledgedFen),
            formatYuan(one.receivedFen),
            formatYuan(one.spentFen),
            formatYuan(one.returnedFen),
          ]),
          total: [
            t.total,
            '',
            formatYuan(plannedFen),
            formatYuan(totals.pledgedFen),
            formatYuan(totals.receivedFen),
            formatYuan(totals.spentFen),
            formatYuan(totals.returnedFen),
          ],
        },
        { kind: 'fact', label: t.leverage, value: f.account.leverage },
        {
          kind: 'table',
          label: t.entries,
          columns: [{ label: t.day }, { label: t.source }, { label: t.receipt }, { label: t.payerName }, { label: t.amount, right: true }],
          rows: receipts,
        },
      ],
    },
  ]);
}

/** Each spending request with its approvals, payment, vouchers and their pictures. */
export function spendingPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const rows = f.spending.filter((request) => request.expenseId !== null);
  return part(
    'spending',
    t.spending,
    rows.map((request) => {
      const expense = f.expenses.find((one) => one.id === request.expenseId);
      const vouchers = f.vouchers.filter((one) => one.expenseId === request.expenseId && one.withdrawn === null);
      const files = [...vouchers.map((one) => one.fileId), expense?.proofFileId ?? null, ...(f.spendingPapers.get(request.id) ?? [])].flatMap((id) =>
        id === null ? [] : [id],
      );
      return {
        heading: `${t.request(request.no)}：${request.item}`,
        entries: [
          { kind: 'fact', label: t.requester, value: f.names.get(request.requesterId) ?? null },
          { kind: 'fact', label: t.payee, value: request.payee },
          { kind: 'fact', label: t.amount, value: formatYuan(expense?.amountFen ?? request.amountFen) },
          { kind: 'text', label: t.reason, value: request.why },
          {
            kind: 'table',
            label: t.approvals,
            columns: [{ label: t.by }, { label: t.name }, { label: t.opinion }, { label: t.day }],
            rows: request.approvals.map((one) => [
              one.title,
              one.personName,
              `${one.decision === 'approved' ? t.approved : t.refused} ${one.note}`.trim(),
              onDay(one.at, lang),
            ]),
          },
          {
            kind: 'table',
            label: t.paidBy,
            columns: [{ label: t.day }, { label: t.line }, { label: t.category }, { label: t.amount, right: true }, { label: t.source }],
            rows: (expense?.lines ?? []).map((line) => [
              expense ? formatDay(expense.day, lang) : null,
              line.text,
              f.categories.get(line.category)?.[lang] ?? line.category,
              formatYuan(line.amountFen),
              line.shares.map((share) => `${share.awardName} ${formatYuan(share.amountFen)}`).join('\n'),
            ]),
          },
          {
            kind: 'table',
            label: t.vouchers,
            columns: [
              { label: t.voucher },
              { label: t.invoice },
              { label: t.seller },
              { label: t.day },
              { label: t.amount, right: true },
              { label: t.fileHash },
            ],
            rows: vouchers.map((one) => [
              one.number,
              one.invoiceNumber ?? one.reason,
              one.sellerName,
              formatDay(one.issuedDay, lang),
              formatYuan(one.claimedFen),
              one.fileId === null ? null : (f.files.get(one.fileId)?.sha256.slice(0, 12) ?? null),
            ]),
          },
          { kind: 'files', label: t.invoicePictures, items: [...new Set(files)].map((id) => ({ fileId: id, caption: f.files.get(id)?.name ?? '' })) },
        ] satisfies Entry[],
      };
    }),
  );
}
