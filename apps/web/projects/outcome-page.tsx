import { z } from 'zod';
import { findProject, outcomesOf, type OutcomeSeries, type Project, reportOutcome } from '#modules/projects';
import { field, type Routes, type Web } from '../kit/index.ts';
import {
  Actions,
  Button,
  DateField,
  dayText,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  Section,
  SelectField,
  State,
  TextField,
} from '../ui/index.ts';
import { Line } from '../governance-index/charts.tsx';
import { withProject } from './works-request.ts';
import { publicNames } from './public-names.ts';
import { upkeepText } from './upkeep-text.ts';
import { figure, type PublicNames, shownName } from './words.ts';

/** A project's outcomes over the years, read by anybody, reported by those who answer for it. */
export function outcomeRoutes(r: Routes): void {
  r.get('/projects/:id/outcomes', 'project.read', (w) => outcomesPage(w));
  r.post('/projects/:id/outcomes', 'project.report-outcome', postOutcome);
}

/** One promised figure: from where to where, a small chart, and the reading of each year with its source; what is missing is said. */
export function OutcomeBlock(props: { series: OutcomeSeries; page: PageFrame; today: string; names: PublicNames | null }) {
  const { series, page, today } = props;
  const { lang } = page;
  const t = upkeepText[lang];
  const { unit } = series;
  const early = series.readings.filter((reading) => !series.years.some((year) => year.reading?.id === reading.id));
  const points = [...series.readings];
  const told = (reading: OutcomeSeries['readings'][number]) => (
    <>
      <b>{figure(reading.actual, unit)}</b>{' '}
      <small class="soft">
        {[reading.source, dayText(reading.measuredOn, lang), props.names && t.by(shownName(reading.byName, null, props.names)), reading.note]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </>
  );
  return (
    <div>
      <h3>
        {series.name} {series.reached !== null && <State tone={series.reached ? 'good' : 'wait'}>{series.reached ? t.reached : t.notReached}</State>}
      </h3>
      {points.length > 0 && (
        <Line
          labels={[t.baseline, ...points.map((one) => one.measuredOn)]}
          values={[Number(series.baseline), ...points.map((one) => Number(one.actual))]}
          digits={points.some((one) => /\.\d*[1-9]/.test(one.actual)) ? 1 : 0}
          label={`${series.name}：${figure(series.baseline, unit)} → ${points.map((one) => `${one.measuredOn} ${figure(one.actual, unit)}`).join('，')}；${t.target} ${figure(series.target, unit)}`}
        />
      )}
      <KeyValues
        items={[
          [t.baseline, figure(series.baseline, unit)],
          [t.target, figure(series.target, unit)],
          ...early.map((reading) => [dayText(reading.measuredOn, lang), told(reading)] as const),
          ...series.years.map(
            (year) =>
              [
                t.yearNo(year.yearNo),
                year.reading ? (
                  told(year.reading)
                ) : today > year.dueDay ? (
                  <State tone="bad">{t.lacking}</State>
                ) : (
                  <span class="soft">{t.dueOn(dayText(year.dueDay, lang))}</span>
                ),
              ] as const,
          ),
        ]}
      />
    </div>
  );
}

function OutcomesPage(props: {
  page: PageFrame;
  project: Project;
  place: { code: string; name: string };
  series: OutcomeSeries[];
  names: PublicNames;
  today: string;
  may: boolean;
  errors?: FormErrors;
  values?: FormValues;
}) {
  const { page, project, series } = props;
  const t = upkeepText[page.lang];
  const at = `${page.base}/projects/${project.id}`;
  const [only] = series;
  return (
    <Layout
      page={page}
      title={t.outcomesTitle}
      crumbs={[{ label: props.place.name, href: `${page.base}/n/${props.place.code}` }, { label: project.title, href: at }, { label: t.outcomesTitle }]}
    >
      <Lead>{t.outcomesLead}</Lead>
      {series.length === 0 && <Empty title={t.noApplication} />}
      {props.may && series.length > 0 && (
        <Form action={`${at}/outcomes`} errors={props.errors} values={props.values}>
          <SelectField
            name="indicatorNo"
            label={t.indicator}
            required
            value={series.length === 1 && only ? String(only.no) : undefined}
            options={series.map((one) => ({
              value: String(one.no),
              label: `${one.name}（${figure(one.baseline, one.unit)} → ${figure(one.target, one.unit)}）`,
            }))}
          />
          <NumberField name="actual" label={t.actual} decimals required />
          <DateField name="measuredOn" label={t.measuredOn} value={props.today} max={props.today} required />
          <TextField name="source" label={t.source} hint={t.sourceHint} maxLength={200} required size="long" />
          <TextField name="note" label={t.remark} maxLength={500} size="long" />
          <Actions>
            <Button>{t.reportIt}</Button>
          </Actions>
        </Form>
      )}
      {series.length > 0 && (
        <Section title={t.outcomesTitle}>
          {series.map((one) => (
            <OutcomeBlock series={one} page={page} today={props.today} names={props.names} />
          ))}
        </Section>
      )}
    </Layout>
  );
}

async function outcomesPage(w: Web, back?: { errors: FormErrors; values: FormValues }) {
  const found = await withProject(w, async (tx, project) => ({ series: await outcomesOf(tx, project), names: await publicNames(tx, w, project) }));
  if (!found) return w.notFound();
  return w.page(
    <OutcomesPage
      page={w.frame({ neighbourhood: found.place })}
      project={found.project}
      place={found.place}
      {...found.more}
      today={w.today}
      may={w.can('project.report-outcome', found.project)}
      errors={back?.errors}
      values={back?.values}
    />,
    back ? 422 : 200,
  );
}

const postOutcomeFields = z.object({
  indicatorNo: field.whole(1, 100),
  actual: field.text(20),
  measuredOn: field.day(),
  source: field.text(200),
  note: field.text(500).optional(),
});

async function postOutcome(w: Web) {
  const id = w.id();
  const project = id ? await w.read((tx) => findProject(tx, id)) : null;
  if (!id || !project) return w.notFound();
  if (!w.can('project.report-outcome', project)) return w.forbidden();
  const form = w.form();
  const again = (errors: Record<string, string>) => outcomesPage(w, { errors: w.errorTexts(errors, upkeepText[w.lang]), values: form.values });
  const parsed = form.parse(postOutcomeFields);
  if (!parsed.ok) return again(parsed.error);
  const done = await reportOutcome(w.command(form), { projectId: id, ...parsed.value, note: parsed.value.note ?? '' });
  if (done.ok) return w.redirect(`/projects/${id}/outcomes`, upkeepText[w.lang].outcomeReported);
  if (done.error === 'not-a-number') return again({ actual: done.error });
  if (done.error === 'no-source') return again({ source: done.error });
  if (done.error === 'in-the-future' || done.error === 'not-a-date') return again({ measuredOn: done.error });
  return w.refuse(done.error, upkeepText[w.lang]);
}
