import type { GradeEffectOfPlace } from '#modules/closing';
import type { Lang } from '#platform/i18n';
import { dataTable, Layout, Lead, type PageFrame, type TableSpec } from '../ui/index.ts';
import { yearText } from './year-text.ts';

/** What a neighbourhood's grades mean for its next year, in words with the clause. */
export function effectWords(one: GradeEffectOfPlace, lang: Lang): string {
  const t = yearText[lang];
  const { effect } = one;
  if (effect.kind === 'none-graded') return t.noGrades;
  if (effect.kind === 'not-set') return t[`unset-${effect.why}`];
  const what = [
    ...(effect.mayApply ? [] : [t.mayNot]),
    effect.quotaPercent === null ? (effect.mayApply ? t.asUsual : '') : t.percent(effect.quotaPercent),
  ].filter((part) => part !== '');
  return `${what.join('，')}（${t.by(effect.title[lang])}；${effect.source} ${effect.clause}）`;
}

/** The table of effects: for the page and for Excel. */
export function effectTable(
  rows: readonly GradeEffectOfPlace[],
  titles: ReadonlyMap<string, string>,
  about: { lang: Lang; base: string; query: Record<string, string>; years: readonly number[] },
): TableSpec<GradeEffectOfPlace> {
  const t = yearText[about.lang];
  const gradesText = (one: GradeEffectOfPlace) =>
    one.grades.map((each) => `${each.title}：${titles.get(each.grade) ?? each.grade}${each.final ? '' : `（${t.notFinal}）`}`).join('；');
  return {
    lang: about.lang,
    caption: t.effectTitle,
    rows,
    query: about.query,
    base: `${about.base}/grade-effects`,
    // The year is chosen like a filter; the rows are of that year already.
    filters: [{ key: 'year', label: t.year, options: about.years.map((year) => ({ value: String(year), label: String(year) })), matches: () => true }],
    columns: [
      { key: 'name', label: t.neighbourhood, value: (one) => one.name },
      { key: 'grades', label: t.grades, value: gradesText },
      {
        key: 'effect',
        label: t.effect,
        value: (one) => effectWords(one, about.lang),
        render: (one) => (
          <>
            {effectWords(one, about.lang)}
            {one.effect.kind === 'not-set' && (
              <>
                {' '}
                <a href={`${about.base}/policy`}>{t.setIt}</a>
              </>
            )}
          </>
        ),
      },
      { key: 'percent', label: '%', numeric: true, value: (one) => (one.effect.kind === 'set' ? one.effect.quotaPercent : null) },
    ],
  };
}

/** What the grades of a year do to each neighbourhood's next. */
export function EffectsPage(props: {
  page: PageFrame;
  year: number;
  rows: readonly GradeEffectOfPlace[];
  titles: ReadonlyMap<string, string>;
  query: Record<string, string>;
  years: readonly number[];
}) {
  const { page } = props;
  const t = yearText[page.lang];
  return (
    <Layout page={page} title={t.effectTitle} crumbs={[{ label: t.title, href: `${page.base}/value-reviews` }, { label: t.effectTitle }]} wide>
      <Lead>{t.effectLead(props.year)}</Lead>
      {dataTable(effectTable(props.rows, props.titles, { lang: page.lang, base: page.base, query: props.query, years: props.years }))}
    </Layout>
  );
}
