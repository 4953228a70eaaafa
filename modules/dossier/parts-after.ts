import { formatDay } from '#libs/civil-time';
import { formatYuan, toChineseCapital } from '#libs/money';
import type { Lang } from '#platform/i18n';
import { kindNames, meetingDay } from '#modules/meetings';
import { auditWords } from './audit-words.ts';
import type { DossierFacts } from './gather.ts';
import { type DossierPart, type Entry, part } from './part.ts';
import { meetingEntries, onDay, plain } from './parts-before.ts';
import { dossierText } from './text.ts';

/** The rota, what was seen, with photos, and the notes on progress. */
export function doingPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  return part('doing', t.doing, [
    {
      entries: [
        {
          kind: 'table',
          label: t.shifts,
          columns: [{ label: t.day }, { label: t.where }, { label: t.person }, { label: t.done }],
          rows: f.shifts.map((one) => [
            formatDay(one.day, lang),
            one.place,
            one.personName,
            one.cancelledReason !== null ? t.cancelled : one.checkInId ? t.yesDone : t.notDone,
          ]),
        },
        {
          kind: 'table',
          label: t.checkIns,
          columns: [{ label: t.day }, { label: t.person }, { label: t.seen }],
          rows: f.checkIns.map((one) => [formatDay(one.day, lang), one.personName, one.body]),
        },
        {
          kind: 'files',
          label: t.photos,
          items: f.checkIns.flatMap((one) => one.fileIds.map((fileId) => ({ fileId, caption: `${formatDay(one.day, lang)} ${one.personName}：${one.body}` }))),
        },
        ...(f.notes.length === 0
          ? []
          : [
              {
                kind: 'table' as const,
                label: t.progress,
                columns: [{ label: t.day }, { label: t.by }, { label: t.progress }, { label: t.problems }],
                rows: f.notes.map((one) => [onDay(one.at, lang), one.byName, one.progress, one.problems]),
              },
            ]),
      ],
    },
  ]);
}

/** Changes of what was agreed. */
export function changesPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  return part(
    'changes',
    t.changes,
    [
      {
        entries: [
          {
            kind: 'table',
            label: t.changes,
            columns: [
              { label: t.what },
              { label: t.from },
              { label: t.to },
              { label: t.why },
              { label: t.amount, right: true },
              { label: t.decided },
              { label: t.by },
            ],
            rows: f.changes.map((one) => [
              one.what,
              one.fromText,
              one.toText,
              one.why,
              formatYuan(one.amountFen),
              one.decidedAt === null ? t.open : `${one.state === 'approved' ? t.approved : t.refused}：${one.decisionReason ?? ''}`,
              one.decidedByName ?? '',
            ]),
          },
        ],
      },
    ],
    f.changes.length > 0,
  );
}

/** The residents' appraisal: notice, sign-in and minutes. */
export function appraisalPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const held = f.meetings.filter((one) => one.meeting.kind === 'appraisal');
  return part(
    'appraisal',
    t.appraisal,
    held.map((one) => ({
      heading: `${formatDay(meetingDay(one.meeting), lang)} ${kindNames.appraisal[lang]}：${one.meeting.title}`,
      entries: meetingEntries(one, f, lang),
    })),
  );
}

/** Each acceptance, item by item. */
export function acceptancePart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const item = (code: string): string => {
    switch (code) {
      case 'as-agreed':
        return t['as-agreed'];
      case 'works':
        return t.works;
      case 'safe':
        return t.safe;
      case 'clean':
        return t.clean;
      case 'papers':
        return t['papers-item'];
      default:
        return t['keeper-instructed'];
    }
  };
  return part(
    'acceptance',
    t.acceptance,
    f.acceptances.map((one) => ({
      heading: onDay(one.at, lang),
      entries: [
        { kind: 'fact', label: t.acceptedBy, value: one.byName },
        { kind: 'fact', label: t.result, value: one.result === 'accepted' ? t.passed : t.failed },
        {
          kind: 'table',
          label: t.list,
          columns: [{ label: t.item }, { label: t.result }, { label: t.remark }],
          rows: one.checklist.map((line) => [item(line.item), line.ok ? t.inOrder : t.notInOrder, line.note]),
        },
        ...(one.remark === '' ? [] : [{ kind: 'text' as const, label: t.remark, value: one.remark }]),
        { kind: 'hand', label: t.signature },
      ] satisfies Entry[],
    })),
  );
}

/** The account at the end, from the books. */
export function settlementPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const s = f.settlement;
  return part('settlement', t.settlement, [
    {
      entries: [
        { kind: 'fact', label: t.day, value: s && onDay(s.at, lang) },
        { kind: 'fact', label: t.settledBy, value: s && s.byName },
        {
          kind: 'table',
          label: t.settlement,
          columns: [
            { label: t.source },
            { label: t.planned, right: true },
            { label: t.received, right: true },
            { label: t.spent, right: true },
            { label: t.returned, right: true },
          ],
          rows: (s?.sources ?? []).map((one) => [
            one.name,
            formatYuan(one.plannedFen),
            formatYuan(one.receivedFen),
            formatYuan(one.spentFen),
            formatYuan(one.returnedFen),
          ]),
          ...(s
            ? {
                total: [
                  t.total,
                  formatYuan(s.sources.reduce((sum, one) => sum + one.plannedFen, 0n)),
                  formatYuan(s.receivedFen),
                  formatYuan(s.spentFen),
                  formatYuan(s.returnedFen),
                ],
              }
            : {}),
        },
        { kind: 'fact', label: t.capital, value: s && toChineseCapital(s.spentFen) },
        { kind: 'fact', label: t.bankCheck, value: s && (f.settlementCheck?.bank === 'matched' ? t.bankMatched : t.bankNone) },
        { kind: 'fact', label: t.cashCheck, value: s && t[`cash-${f.settlementCheck?.cash ?? 'none'}`] },
        ...(f.settlementCheck && f.settlementCheck.explained.length > 0
          ? [
              {
                kind: 'table' as const,
                label: t.explainedDifferences,
                columns: [{ label: t.day }, { label: t.amount, right: true }, { label: t.reason }, { label: t.by }],
                rows: f.settlementCheck.explained.map((one) => [one.day, formatYuan(BigInt(one.fen)), one.text, one.byName]),
              },
            ]
          : []),
        { kind: 'hand', label: t.committeeStamp },
      ],
    },
  ]);
}

/** What the promised figures came to, before and after, and the grade with its reason. */
export function gradePart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const grade = f.grades.at(-1);
  const title = grade && (f.gradeChoices.find((choice) => choice.code === grade.grade)?.title[lang] ?? grade.grade);
  const last = (mark: 'before' | 'after') => f.marks.findLast((one) => one.mark === mark);
  return part('grade', t.grade, [
    {
      entries: [
        {
          kind: 'table',
          label: t.effects,
          columns: [{ label: t.indicator }, { label: t.baseline, right: true }, { label: t.target, right: true }, { label: t.actual, right: true }],
          rows: (f.application?.indicators ?? []).map((one, index) => {
            const reading = f.readings.findLast((each) => each.indicatorNo === index + 1);
            return [one.name, `${plain(one.baseline)}${one.unit}`, `${plain(one.target)}${one.unit}`, reading ? `${plain(reading.actual)}${one.unit}` : null];
          }),
        },
        {
          kind: 'files',
          label: t.beforeAfter,
          items: [last('before'), last('after')].flatMap((one) => (one ? [{ fileId: one.fileId, caption: one.caption }] : [])),
        },
        { kind: 'fact', label: t.grade1, value: title ?? null },
        { kind: 'text', label: t.reason, value: grade?.reason ?? null },
        { kind: 'fact', label: t.gradedBy, value: grade ? `${grade.byName} ${onDay(grade.at, lang)}` : null },
        { kind: 'hand', label: t.officeStamp },
      ],
    },
  ]);
}

/** The keeper's calendar and what was found. */
export function upkeepPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  return part('upkeep', t.upkeep, [
    {
      entries: [
        { kind: 'fact', label: t.keeper, value: f.upkeep[0]?.keeperName ?? f.application?.keeperName ?? null },
        {
          kind: 'table',
          label: t.calendar,
          columns: [{ label: t.day }, { label: t.condition }, { label: t.seen }, { label: t.by }],
          rows: f.upkeep.map((one) => [
            formatDay(one.dueDay, lang),
            one.check ? t[one.check.condition] : t.toCome,
            one.check?.note ?? '',
            one.check?.byName ?? '',
          ]),
        },
        ...(f.upkeep.some((one) => one.check?.photoFileId)
          ? [
              {
                kind: 'files' as const,
                label: t.photos,
                items: f.upkeep.flatMap((one) =>
                  one.check?.photoFileId ? [{ fileId: one.check.photoFileId, caption: `${formatDay(one.dueDay, lang)} ${one.check.note}` }] : [],
                ),
              },
            ]
          : []),
      ],
    },
  ]);
}

/** Every step as it stands in the audit chain, and the published head that it hangs on. */
export function auditPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  return part('audit', t.audit, [
    {
      entries: [
        { kind: 'fact', label: t.head, value: f.auditHead && t.headValue(formatDay(f.auditHead.day, lang), String(f.auditHead.seq)) },
        { kind: 'fact', label: t.digest, value: f.auditHead && f.auditHead.digest },
        {
          kind: 'table',
          label: t.trail,
          columns: [{ label: t.seq, right: true }, { label: t.day }, { label: t.action }, { label: t.digest }],
          rows: f.audit.map((one) => [String(one.seq), onDay(one.at, lang), auditWords(one.action, lang), one.digest.slice(0, 16)]),
        },
      ],
    },
  ]);
}
