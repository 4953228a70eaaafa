import { percentOfBp, worths } from '#modules/closing';
import type { Lang } from '#platform/i18n';
import { percentText } from '#libs/govindex';
import { State, type TableSpec, type Tone } from '../ui/index.ts';
import type { ValueLine, ValueView } from './value-view.ts';
import { yearText } from './year-text.ts';

export const courseTone = { done: 'good', stopped: 'bad', late: 'bad', going: 'wait' } as const satisfies Record<string, Tone>;

const shareText = (share: ValueLine['facts']['satisfied']): string =>
  share ? `${percentText(share.yes, share.answered)}（${share.yes}/${share.answered}）` : '';

/** Title of a grade of the session. */
export const bandTitle = (view: Pick<ValueView, 'session'>, code: string | null, lang: Lang): string =>
  code === null ? '' : (view.session.bands.find((band) => band.code === code)?.[lang] ?? code);

/** The session's projects side by side: for the page and for Excel. */
export function valueTable(view: ValueView, about: { lang: Lang; base: string; query: Record<string, string> }): TableSpec<ValueLine> {
  const { lang, base } = about;
  const t = yearText[lang];
  const at = `${base}/value-reviews/${view.session.id}`;
  const own = (line: ValueLine) => (line.iRecused ? t.youRecused : line.mine ? t[line.mine.worth] : t.toJudge);
  return {
    lang,
    caption: view.session.title,
    rows: view.lines,
    query: about.query,
    base: at,
    columns: [
      {
        key: 'title',
        label: t.project,
        value: (line) => line.facts.title,
        render: (line) => <a href={`${at}/projects/${line.projectId}`}>{line.facts.title}</a>,
      },
      { key: 'place', label: t.neighbourhood, value: (line) => line.facts.place },
      {
        key: 'course',
        label: t.course,
        value: (line) => t[`course-${line.facts.course}`],
        render: (line) => (
          <State tone={courseTone[line.facts.course]}>
            {line.facts.course === 'late' ? t.lateDays(line.facts.daysLate) : t[`course-${line.facts.course}`]}
          </State>
        ),
      },
      { key: 'spent', label: t.spent, numeric: true, value: (line) => BigInt(line.facts.spentFen) },
      { key: 'grant', label: t.grant, numeric: true, value: (line) => BigInt(line.facts.grantFen) },
      {
        key: 'leverage',
        label: t.leverage,
        numeric: true,
        value: (line) => (line.facts.leverage === null ? null : Number(line.facts.leverage)),
        render: (line) => line.facts.leverage ?? '—',
      },
      { key: 'households', label: t.households, numeric: true, value: (line) => line.facts.households },
      { key: 'per', label: t.perHousehold, numeric: true, value: (line) => (line.facts.perHouseholdFen === null ? null : BigInt(line.facts.perHouseholdFen)) },
      {
        key: 'satisfied',
        label: t.satisfaction,
        numeric: true,
        value: (line) =>
          line.facts.satisfied && line.facts.satisfied.answered > 0 ? Math.round((line.facts.satisfied.yes * 1000) / line.facts.satisfied.answered) / 10 : null,
        render: (line) => shareText(line.facts.satisfied) || '—',
      },
      {
        key: 'drift',
        label: t.drift,
        numeric: true,
        value: (line) => (line.facts.drift.bp === null ? null : line.facts.drift.bp / 100),
        render: (line) => (line.facts.drift.bp === null ? '—' : percentOfBp(line.facts.drift.bp)),
      },
      { key: 'grade', label: t.grade, value: (line) => bandTitle(view, line.gradeNow, lang) },
      ...(view.open
        ? [
            {
              key: 'judged',
              label: t.judged,
              value: (line: ValueLine) => (line.outcome.judged === 0 ? null : `${line.outcome.yes}/${line.outcome.partly}/${line.outcome.no}`),
              render: (line: ValueLine) =>
                line.outcome.judged === 0 ? '—' : `${t.yes} ${line.outcome.yes} · ${t.partly} ${line.outcome.partly} · ${t.no} ${line.outcome.no}`,
            },
            { key: 'panel', label: t.panelGrade, value: (line: ValueLine) => bandTitle(view, line.outcome.grade, lang) },
          ]
        : []),
      ...(view.member
        ? [
            {
              key: 'mine',
              label: t.mine,
              value: own,
              render: (line: ValueLine) =>
                line.iRecused || view.session.state === 'closed' ? own(line) : <a href={`${at}/projects/${line.projectId}`}>{own(line)}</a>,
            },
          ]
        : []),
    ],
    filters: [
      {
        key: 'is',
        label: t.course,
        options: (['done', 'stopped', 'late', 'going'] as const).map((course) => ({ value: course, label: t[`course-${course}`] })),
        matches: (line, value) => line.facts.course === value,
      },
      ...(view.open
        ? [
            {
              key: 'worth',
              label: t.worthFilter,
              options: worths.map((worth) => ({ value: worth, label: t[worth] })),
              matches: (line: ValueLine, value: string) => {
                const { yes, partly, no } = line.outcome;
                const most = yes >= partly && yes >= no ? 'yes' : partly >= no ? 'partly' : 'no';
                return line.outcome.judged > 0 && most === value;
              },
            },
          ]
        : []),
      ...(view.member
        ? [
            {
              key: 'own',
              label: t.mine,
              options: [
                { value: 'open', label: t.toJudge },
                { value: 'done', label: t.judgedByMe },
              ],
              matches: (line: ValueLine, value: string) => (value === 'open') === (line.mine === null && !line.iRecused),
            },
          ]
        : []),
    ],
  };
}
