import { formatDay } from '#libs/civil-time';
import { formatYuan } from '#libs/money';
import type { Lang } from '#platform/i18n';
import type { DossierFacts } from './gather.ts';
import { type DossierPart, type Entry, type Group, part } from './part.ts';
import { onDay, plain } from './parts-before.ts';
import { yearText } from './year-text.ts';

const when = (there: boolean, group: Group): Group[] => (there ? [group] : []);

/** The plan with its tasks, what was stuck, the office's visits, the mid-term check. Not needed where nothing of it was kept. */
export function planPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = yearText[lang];
  const { tasks, stuck, visits, midTerms } = f.year;
  const shown = tasks.filter((task) => task.droppedReason === null);
  const made = visits.flatMap((visit) => (visit.record === null ? [] : [{ ...visit, record: visit.record }]));
  const groups = [
    ...when(shown.length > 0, {
      entries: [
        {
          kind: 'table',
          label: t.tasks,
          columns: [{ label: t.task }, { label: t.who }, { label: t.from }, { label: t.to }, { label: t.progress, right: true }],
          rows: shown.map((one) => [one.title, one.personName, formatDay(one.fromDay, lang), formatDay(one.toDay, lang), `${one.percent}%`]),
        },
      ],
    }),
    ...when(stuck.length > 0, {
      entries: [
        {
          kind: 'table',
          label: t.stuck,
          columns: [{ label: t.what }, { label: t.since }, { label: t.lastWord }],
          rows: stuck.map((one) => [one.what, formatDay(one.sinceDay, lang), one.steps.at(-1)?.text ?? one.tried]),
        },
      ],
    }),
    ...when(made.length > 0, {
      entries: [
        {
          kind: 'table',
          label: t.visits,
          columns: [{ label: t.day }, { label: t.visitor }, { label: t.seen }, { label: t.findings }],
          rows: made.map((one) => [formatDay(one.record.day, lang), one.visitorName, one.record.seen, one.findings.map((finding) => finding.text).join('\n')]),
        },
      ],
    }),
    ...midTerms.map(
      (one): Group => ({
        heading: `${t.midTerm} ${onDay(one.at, lang)}`,
        entries: [
          { kind: 'text', label: t.report, value: one.progress },
          ...(one.problems === '' ? [] : [{ kind: 'text', label: t.problems, value: one.problems } as const]),
          ...(one.nextSteps === '' ? [] : [{ kind: 'text', label: t.nextSteps, value: one.nextSteps } as const]),
          { kind: 'fact', label: t.result, value: one.check && t[one.check.result] },
          { kind: 'fact', label: t.checker, value: one.check && one.check.byName },
          { kind: 'fact', label: t.reason, value: one.check && one.check.reason },
          ...(one.check && one.check.scores.length > 0
            ? [
                {
                  kind: 'table',
                  label: t.points,
                  columns: [{ label: t.kind }, { label: t.points, right: true }, { label: t.reason }],
                  rows: one.check.scores.map((score) => [score.title, `${score.points} / ${score.max}`, score.reason]),
                } satisfies Entry,
              ]
            : []),
        ],
      }),
    ),
  ];
  return part('plan', t.plan, groups, groups.length > 0);
}

/** What was promised beside what was done, the satisfaction of a sample, how many were reached, what was learned. */
export function valuePart(f: DossierFacts, lang: Lang): DossierPart {
  const t = yearText[lang];
  const { drift, satisfaction, reach, lessons } = f.year;
  const known = drift.filter((one) => one.state !== null && one.item.kind !== 'team');
  const closed = satisfaction?.state === 'closed' && satisfaction.satisfied !== null ? satisfaction : null;
  const groups = [
    ...when(known.length > 0, {
      entries: [
        {
          kind: 'table',
          label: t.drift,
          columns: [{ label: t.promised }, { label: t.done }, { label: t.state }],
          rows: known.map((one) => [
            one.item.figure
              ? `${one.item.text}：${plain(one.item.figure.baseline)} → ${plain(one.item.figure.target)}${one.item.figure.unit}`
              : one.item.amountFen !== null
                ? `${one.item.text} ${formatYuan(one.item.amountFen)}`
                : one.item.text,
            one.reason === '' ? one.done : `${one.done}\n${one.reason}`,
            one.state && t[one.state],
          ]),
        },
      ],
    }),
    ...when(closed !== null, {
      heading: t.satisfaction,
      entries:
        closed === null
          ? []
          : [
              { kind: 'fact', label: t.sample, value: t.sampleValue(closed.drawn, closed.population, closed.seed) },
              { kind: 'fact', label: t.returned, value: t.ofAnswers(closed.returned, closed.drawn) },
              { kind: 'fact', label: t.satisfied, value: closed.satisfied && t.ofAnswers(closed.satisfied.yes, closed.satisfied.answered) },
            ],
    }),
    ...when(reach !== null, { entries: [{ kind: 'fact', label: t.reach, value: reach && `${reach.households}（${reach.countedHow}）` }] }),
    ...when(lessons.length > 0, {
      entries: [
        {
          kind: 'table',
          label: t.lessons,
          columns: [{ label: t.kind }, { label: t.lesson }],
          rows: lessons.map((one) => [t[one.kind], one.text]),
        },
      ],
    }),
  ];
  return part('value', t.value, groups, groups.length > 0);
}

/** What was built with who keeps it, and the promised effects as they were read over the years. */
export function assetsPart(f: DossierFacts, lang: Lang): DossierPart {
  const t = yearText[lang];
  const { assets, outcomes } = f.year;
  const due = outcomes.flatMap((series) => series.years.map((year) => ({ series, year })));
  const groups = [
    ...when(assets.length > 0, {
      entries: [
        {
          kind: 'table',
          label: t.assetList,
          columns: [{ label: t.assetName }, { label: t.where }, { label: t.worth, right: true }, { label: t.inUseFrom }, { label: t.keptBy }],
          rows: assets.map((one) => [
            one.name,
            one.place,
            formatYuan(one.valueFen),
            formatDay(one.inUseFrom, lang),
            one.abandonment ? t.givenUp(one.abandonment.reason) : (one.holding?.name ?? null),
          ]),
        },
      ],
    }),
    ...when(due.length > 0, {
      entries: [
        {
          kind: 'table',
          label: t.outcomes,
          columns: [
            { label: t.indicator },
            { label: t.baseline, right: true },
            { label: t.target, right: true },
            { label: t.day },
            { label: t.reading, right: true },
          ],
          rows: due.map(({ series, year }) => [
            series.name,
            `${plain(series.baseline)}${series.unit}`,
            `${plain(series.target)}${series.unit}`,
            t.yearNo(year.yearNo),
            year.reading ? `${plain(year.reading.actual)}${series.unit}` : year.dueDay > f.today ? t.notYet : null,
          ]),
        },
      ],
    }),
  ];
  return part('assets', t.assets, groups, groups.length > 0);
}
