import { dayOf, formatDay, formatInstant } from '#libs/civil-time';
import { formatYuan, toChineseCapital } from '#libs/money';
import { explain, type Reason } from '#libs/policy';
import type { Lang } from '#platform/i18n';
import { testText } from '#modules/ballots';
import { matterNo } from '#modules/matters';
import { kindNames, meetingDay } from '#modules/meetings';
import type { DossierFacts, MeetingFacts } from './gather.ts';
import { type DossierPart, type Entry, part, type Value } from './part.ts';
import { dossierText } from './text.ts';

/** Decimal text without needless zeros. */
export const plain = (value: string): string => (value.includes('.') ? value.replace(/\.?0+$/, '') : value);
/** A day of an instant. */
export const onDay = (at: Date, lang: Lang): string => formatDay(dayOf(at), lang);
const nonEmpty = (value: string): Value => (value.trim() === '' ? null : value);

/** The matter with its supporters. */
export function matterPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const { matter } = f;
  return part(
    'matter',
    t.matter,
    [
      {
        entries: [
          { kind: 'fact', label: t.matterNo, value: matter && matterNo(matter) },
          { kind: 'fact', label: t.matterTitle, value: matter && matter.title },
          { kind: 'fact', label: t.raisedOn, value: matter && onDay(matter.raisedAt, lang) },
          { kind: 'fact', label: t.supporters, value: matter && t.supportersValue(matter.households, matter.persons) },
          { kind: 'text', label: t.matterText, value: matter && matter.text },
        ],
      },
    ],
    f.project.matterId !== null,
  );
}

/** One meeting: its notice, who came, what was said and decided. */
export function meetingEntries(one: MeetingFacts, f: DossierFacts, lang: Lang): Entry[] {
  const t = dossierText[lang];
  const { meeting, notice, attendance, minutes } = one;
  const nameOf = (id: string | null): Value => (id === null ? null : (f.names.get(id) ?? null));
  const how = { code: t.howCode, account: t.howCode, pass: t.howPass, paper: t.howPaper, staff: t.howStaff };
  const entries: Entry[] = [
    { kind: 'fact', label: t.when, value: formatInstant(meeting.startsAt, lang) },
    { kind: 'fact', label: t.where, value: meeting.place },
    { kind: 'fact', label: t.convener, value: meeting.convener },
    { kind: 'fact', label: t.recorder, value: nameOf(meeting.recorderPersonId) },
    { kind: 'fact', label: t.noticeTitle, value: notice && t.noticeValue(formatDay(notice.startDay, lang)) },
    { kind: 'fact', label: t.present, value: meeting.presentCount === null ? null : t.presentValue(meeting.presentCount, meeting.counted === 'household') },
    {
      kind: 'table',
      label: t.signIn,
      columns: [{ label: t.name }, { label: t.home }, { label: t.how }],
      rows: attendance.map((row) => [row.name, row.homeLabel, how[row.how]]),
    },
  ];
  if (minutes && minutes.body.said.length > 0) {
    entries.push({
      kind: 'table',
      label: t.said,
      columns: [{ label: t.name }, { label: t.minutes }],
      rows: minutes.body.said.map((row) => [row.who, row.text]),
    });
  }
  // What was resolved there was decided there, whether or not the minutes say it a second time.
  const resolved = f.resolutions.filter((one) => one.meetingId === meeting.id).map((one) => one.text);
  const decisions = minutes && nonEmpty([...new Set([...resolved, ...minutes.body.decisions, minutes.body.notes])].filter((text) => text !== '').join('\n'));
  // People may talk without deciding anything.
  if (decisions !== null || meeting.kind !== 'talk') entries.push({ kind: 'text', label: t.decisions, value: decisions });
  if (minutes && minutes.hands.length > 0) {
    entries.push({
      kind: 'table',
      label: t.hands,
      columns: [{ label: t.question }, { label: t.yes, right: true }, { label: t.no, right: true }, { label: t.abstain, right: true }, { label: t.result }],
      rows: minutes.hands.map((row) => [row.question, String(row.yes), String(row.no), String(row.abstain), row.passed ? t.passed : t.failed]),
    });
  }
  return entries;
}

/** Meetings before the works; the appraisal has a part of its own. */
export function meetingsPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const before = f.meetings.filter((one) => one.meeting.kind !== 'appraisal');
  return part(
    'meetings',
    t.meetings,
    before.map((one) => ({
      heading: `${formatDay(meetingDay(one.meeting), lang)} ${kindNames[one.meeting.kind][lang]}：${one.meeting.title}`,
      entries: meetingEntries(one, f, lang),
    })),
  );
}

/** Resolutions with executor, supervisor and deadline. */
export function resolutionsPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const name = (id: string | null): Value => (id === null ? null : (f.names.get(id) ?? null));
  return part('resolutions', t.resolutions, [
    {
      entries: [
        {
          kind: 'table',
          label: t.resolutions,
          columns: [{ label: t.day }, { label: t.resolution }, { label: t.executor }, { label: t.supervisor }, { label: t.deadline }],
          rows: f.resolutions.map((one) => [
            formatDay(one.decidedOn, lang),
            one.text,
            name(one.executorPersonId) ?? name(one.executorOrganisationId),
            name(one.supervisorPersonId),
            formatDay(one.deadline, lang),
          ]),
        },
      ],
    },
  ]);
}

/** Ballots with every test of the verdict. */
export function ballotsPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const collects = f.application?.sources.some((source) => source.kind === 'household') ?? false;
  return part(
    'ballots',
    t.ballots,
    f.ballots.map((ballot) => ({
      heading: ballot.question,
      entries: [
        { kind: 'fact', label: t.roll, value: ballot.rollCount === null ? null : t.rollValue(ballot.rollCount) },
        { kind: 'fact', label: t.rollDigest, value: ballot.rollDigest?.slice(0, 16) ?? null },
        { kind: 'fact', label: t.clause, value: ballot.clause },
        { kind: 'fact', label: t.result, value: ballot.outcome && (ballot.outcome.passed ? t.passed : t.failed) },
        {
          kind: 'table',
          label: t.counts,
          columns: [
            { label: t.yes, right: true },
            { label: t.no, right: true },
            { label: t.abstain, right: true },
          ],
          rows: ballot.outcome ? [[String(ballot.outcome.counts.yes), String(ballot.outcome.counts.no), String(ballot.outcome.counts.abstain)]] : [],
        },
        {
          kind: 'table',
          label: t.tests,
          columns: [{ label: t.test }, { label: t.result }],
          rows: (ballot.outcome?.tests ?? []).map((test) => [testText(test, lang), test.passed ? t.passed : t.failed]),
        },
      ] satisfies Entry[],
    })),
    collects || f.ballots.length > 0,
  );
}

/** The application in force, as it was submitted. */
export function applicationPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const a = f.application;
  if (!a) return part('application', t.application, [{ entries: [{ kind: 'text', label: t.goal, value: null }] }]);
  const fact = (label: string, value: Value): Entry => ({ kind: 'fact', label, value });
  const version = f.versions.find((one) => one.id === a.id);
  return part('application', t.application, [
    {
      entries: [
        fact(t.title, a.title),
        fact(t.version, version ? t.versionValue(version.version, onDay(version.submittedAt, lang)) : null),
        fact(t.period, `${formatDay(a.periodStart, lang)} — ${formatDay(a.periodEnd, lang)}`),
        { kind: 'text', label: t.goal, value: a.goal },
        { kind: 'text', label: t.why, value: a.why },
        {
          kind: 'table',
          label: t.indicators,
          columns: [{ label: t.indicator }, { label: t.baseline, right: true }, { label: t.target, right: true }],
          rows: a.indicators.map((one) => [one.name, `${plain(one.baseline)}${one.unit}`, `${plain(one.target)}${one.unit}`]),
        },
        { kind: 'table', label: t.team, columns: [{ label: t.name }, { label: t.duty }], rows: a.members.map((one) => [one.name, one.duty]) },
        {
          kind: 'table',
          label: t.plan,
          columns: [{ label: t.kind }, { label: t.source }, { label: t.planned, right: true }],
          rows: a.sources.map((one) => [t[one.kind], one.name, formatYuan(one.plannedFen)]),
          total: [t.total, '', formatYuan(a.totalFen)],
        },
        {
          kind: 'table',
          label: t.budget,
          columns: [
            { label: t.line },
            { label: t.category },
            { label: t.quantity, right: true },
            { label: t.unitPrice, right: true },
            { label: t.amount, right: true },
            { label: t.payer },
          ],
          rows: a.lines.map((one) => [
            one.name,
            f.categories.get(one.category)?.[lang] ?? one.category,
            `${plain(one.quantity)}${one.unit}`,
            formatYuan(one.unitPriceFen),
            formatYuan(one.amountFen),
            one.shares.map((share) => `${a.sources[share.sourceNo - 1]?.name ?? ''} ${formatYuan(share.amountFen)}`).join('\n'),
          ]),
          total: [t.total, '', '', '', formatYuan(a.totalFen), ''],
        },
        fact(t.capital, toChineseCapital(a.totalFen)),
        fact(t.keeper, a.keeperName),
        fact(t.upkeepEvery, t.upkeepEveryValue(a.upkeepMonths)),
        fact(t.upkeepCost, formatYuan(a.upkeepYearlyFen)),
        { kind: 'text', label: t.upkeepPlan, value: a.upkeepPlan },
        { kind: 'table', label: t.risks, columns: [{ label: t.risk }, { label: t.answer }], rows: a.risks.map((one) => [one.risk, one.answer]) },
        ...(a.evidence.length === 0
          ? []
          : [
              {
                kind: 'files' as const,
                label: t.papers,
                items: a.evidence.map((one) => ({ fileId: one.fileId, caption: f.files.get(one.fileId)?.name ?? one.kind })),
              },
            ]),
      ],
    },
  ]);
}

/** A stored reason, as libs/policy wrote it. */
const isReason = (value: unknown): value is Reason => typeof value === 'object' && value !== null && 'code' in value && 'rule' in value && 'outcome' in value;

/** What the policy said, rule by rule, and what named officers ruled. */
export function policyPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = dossierText[lang];
  const [last] = f.checks;
  const reasons = (last?.reasons ?? []).filter(isReason);
  return part('policy', t.policy, [
    {
      entries: [
        { kind: 'fact', label: t.pack, value: last ? (f.policyTitles.get(last.pack)?.[lang] ?? last.pack) : null },
        {
          kind: 'table',
          label: t.rules,
          columns: [{ label: t.rule }, { label: t.said2 }],
          rows: reasons.map((reason) => [reason.title[lang], explain(reason, lang)]),
        },
      ],
    },
    ...(f.rulings.length === 0
      ? []
      : [
          {
            heading: t.rulings,
            entries: [
              {
                kind: 'table' as const,
                label: t.rulings,
                columns: [{ label: t.day }, { label: t.item }, { label: t.ruling }, { label: t.reason }, { label: t.clause }, { label: t.by }],
                rows: f.rulings.map((one) => [
                  formatDay(one.day, lang),
                  one.item,
                  one.decision === 'allowed' ? t.allowed : t.forbidden,
                  one.reason,
                  `${one.source} ${one.clause}`.trim(),
                  one.byName,
                ]),
              },
            ],
          },
        ]),
  ]);
}
