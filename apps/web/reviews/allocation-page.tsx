import { type AllocationChoice, type AllocationProject, type AllocationRun, type AllocationScenario, ALLOCATION_RULES } from '#modules/reviews';
import {
  Button,
  ButtonLink,
  dataTable,
  Empty,
  Form,
  type FormErrors,
  type FormValues,
  instantText,
  KeyValues,
  Layout,
  Lead,
  MoneyField,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  shareText,
  Soft,
  State,
  TextArea,
  yuanText,
} from '../ui/index.ts';
import { allocationText } from './allocation-text.ts';
import { lineReason, meanOf, pointsOf } from './allocation-words.ts';
import { Lorenz } from './lorenz.tsx';

/** What the page of a round's scenarios shows. */
export interface AllocationView {
  page: PageFrame;
  round: { id: string; name: string };
  run: AllocationRun | null;
  scenarios: readonly AllocationScenario[];
  runs: readonly { id: string; no: number }[];
  choice: AllocationChoice | null;
  chosenRule: AllocationScenario['outcome']['rule'] | null;
  /** What recomputing found; null when nobody asked for it. */
  check: boolean | null;
  may: { compute: boolean };
  back?: { form: 'compute' | 'choose'; errors: FormErrors; values: FormValues };
}

/** Scenarios in the order in which rules are always shown. */
export const inOrder = (scenarios: readonly AllocationScenario[]): AllocationScenario[] =>
  scenarios.toSorted((a, b) => ALLOCATION_RULES.indexOf(a.outcome.rule) - ALLOCATION_RULES.indexOf(b.outcome.rule));

/** How the round's money would be shared, rule beside rule; the office chooses one. */
export function AllocationPage(view: AllocationView) {
  const { page, round, run } = view;
  const { lang, base } = page;
  const t = allocationText[lang];
  return (
    <Layout
      page={page}
      title={t.title}
      wide
      crumbs={[{ label: t.rounds, href: `${base}/rounds` }, { label: round.name, href: `${base}/rounds/${round.id}` }, { label: t.title }]}
    >
      <Lead>{t.lead}</Lead>
      {view.choice && view.chosenRule && (
        <p>
          <b>{t.chosenNow(t[view.chosenRule], view.choice.chosenByName, instantText(view.choice.chosenAt, lang))}</b> {view.choice.reason}{' '}
          <a href={`${base}/rounds/${round.id}/decision`}>{t.toDecision}</a>
        </p>
      )}
      {run === null ? <Empty title={t.none}>{t.noneBody}</Empty> : <Run view={view} run={run} />}
      {view.may.compute && run !== null && <Choose view={view} />}
      {view.may.compute && <Compute view={view} />}
    </Layout>
  );
}

function Run({ view, run }: { view: AllocationView; run: AllocationRun }) {
  const { page, round } = view;
  const { lang, base } = page;
  const t = allocationText[lang];
  const { input } = run;
  const scenarios = inOrder(view.scenarios);
  const placeName = new Map(input.places.map(({ id, name }) => [id, name]));
  const at = `${base}/rounds/${round.id}/allocation`;
  const amount = (one: AllocationScenario, id: string) => BigInt(one.outcome.lines.find((line) => line.id === id)?.grantFen ?? '0');
  return (
    <>
      <Section title={t.run(run.no, run.computedByName, instantText(run.computedAt, lang))} id="run">
        <KeyValues
          items={[
            [t.pool, `${yuanText(BigInt(input.poolFen))} ${t.yuan}`],
            [t.projects, String(input.projects.length)],
            [t.projectCap, input.projectCapFen === null ? t.noCap : `${yuanText(BigInt(input.projectCapFen))} ${t.yuan}`],
            [t.minimum, input.minimumCentipoints === null ? t.noCap : pointsOf(input.minimumCentipoints)],
            [
              t.votesFrom,
              input.residents && input.residents.counts
                ? `${input.residents.source}${lang === 'zh' ? '。' : '. '}${t.countsOnly(input.residents.counts.voters)}`
                : (input.residents?.source ?? null),
            ],
            [t.digest, <code class="hash">{run.inputSha256}</code>],
          ]}
        />
        {view.check !== null && (
          <p>
            <State tone={view.check ? 'good' : 'bad'}>{view.check ? t.checkedSame : t.checkedOther}</State>
          </p>
        )}
        <p>
          <a href={`${at}?run=${run.no}&check=1`}>{t.check}</a> · <a href={`${at}/${run.id}/input.json`}>{t.inputFile}</a>
          {view.runs
            .filter(({ id }) => id !== run.id)
            .map(({ no }) => (
              <>
                {' · '}
                <a href={`${at}?run=${no}`}>#{no}</a>
              </>
            ))}
        </p>
      </Section>
      <Section title={t.figures} id="figures">
        {dataTable({
          rows: scenarios,
          query: {},
          lang,
          base: at,
          tools: false,
          caption: t.figures,
          columns: [
            {
              key: 'rule',
              label: t.rule,
              value: ({ outcome }) => t[outcome.rule],
              render: ({ id, outcome }) => (
                <>
                  <b>{t[outcome.rule]}</b> {view.choice?.scenarioId === id && <State tone="good">✓</State>}
                  <br />
                  <small class="soft">{t[`${outcome.rule}How`]}</small>
                </>
              ),
            },
            { key: 'sum', label: t.sum, numeric: true, value: ({ outcome }) => BigInt(outcome.sumFen) },
            { key: 'left', label: t.left, numeric: true, value: ({ outcome }) => BigInt(outcome.leftFen) },
            { key: 'count', label: t.count, numeric: true, value: ({ outcome }) => outcome.lines.filter(({ grantFen }) => grantFen !== '0').length },
            { key: 'without', label: t.without, numeric: true, value: ({ outcome }) => t.withoutOf(outcome.placesWithout, outcome.places.length) },
            { key: 'gini', label: t.gini, numeric: true, value: ({ outcome }) => (outcome.giniTenThousandths / 10_000).toFixed(2) },
            {
              key: 'leverage',
              label: t.leverage,
              numeric: true,
              value: ({ outcome }) => (outcome.leverageHundredths === null ? null : pointsOf(outcome.leverageHundredths)),
            },
            {
              key: 'votes',
              label: t.votersWithout,
              numeric: true,
              value: ({ outcome }) =>
                outcome.voters === null || outcome.votersWithout === null ? null : shareText(BigInt(outcome.votersWithout), BigInt(outcome.voters)),
            },
          ],
        })}
      </Section>
      <Section title={t.compared} id="compared">
        {dataTable({
          rows: input.projects.toSorted((a, b) => Number(meanOf(b.mean)) - Number(meanOf(a.mean))),
          query: {},
          lang,
          base: at,
          tools: false,
          caption: t.compared,
          columns: [
            {
              key: 'project',
              label: t.project,
              value: ({ title }) => title,
              render: ({ id, title, key }) => (
                <a href={`${base}/projects/${id}/award`}>
                  {title} <small class="soft">{key}</small>
                </a>
              ),
            },
            { key: 'asked', label: t.asked, numeric: true, value: ({ askedFen }) => yuanText(BigInt(askedFen), { whole: true }) },
            { key: 'mean', label: t.mean, numeric: true, value: ({ mean }) => meanOf(mean) },
            ...scenarios.map((one) => ({
              key: one.outcome.rule,
              label: t[one.outcome.rule],
              numeric: true,
              value: ({ id }: AllocationProject) => (amount(one, id) === 0n ? '—' : yuanText(amount(one, id), { whole: true })),
            })),
          ],
        })}
      </Section>
      <Section title={t.reasons} id="reasons">
        {scenarios.map((one) => (
          <details class="fold" open={view.choice?.scenarioId === one.id}>
            <summary>{t[one.outcome.rule]}</summary>
            <ul>
              {input.projects.map((project) => {
                const line = one.outcome.lines.find(({ id }) => id === project.id);
                return (
                  line && (
                    <li>
                      <b>{project.title}</b>
                      {lang === 'zh' ? '：' : ': '}
                      {lineReason(line, one.outcome, input, lang)}
                    </li>
                  )
                );
              })}
            </ul>
            {one.outcome.ties.length > 0 && (
              <Soft>
                {t.ties}
                {lang === 'zh' ? '：' : ': '}
                {one.outcome.ties.map(({ tied, chosen }) => `${tied.join(' = ')} → ${chosen}`).join('；')}
              </Soft>
            )}
          </details>
        ))}
      </Section>
      <Section title={t.byPlace} id="places">
        {dataTable({
          rows: input.places.map(({ id }) => ({ id, name: placeName.get(id) ?? '' })),
          query: {},
          lang,
          base: at,
          tools: false,
          caption: t.byPlace,
          columns: [
            { key: 'place', label: t.place, value: ({ name }) => name },
            ...scenarios.map((one) => ({
              key: one.outcome.rule,
              label: t[one.outcome.rule],
              numeric: true,
              value: ({ id }: { id: string; name: string }) =>
                yuanText(BigInt(one.outcome.places.find((place) => place.id === id)?.fen ?? '0'), { whole: true }),
            })),
          ],
        })}
        <Lorenz scenarios={scenarios} lang={lang} />
      </Section>
    </>
  );
}

function Choose({ view }: { view: AllocationView }) {
  const { page, round } = view;
  const t = allocationText[page.lang];
  const back = view.back?.form === 'choose' ? view.back : undefined;
  return (
    <Section title={t.choose} id="choose-section">
      <Soft>{t.chooseLead}</Soft>
      <Form action={`${page.base}/rounds/${round.id}/allocation/choose`} id="choose" errors={back?.errors} values={back?.values}>
        <RadioField
          name="scenario"
          label={t.scenario}
          required
          options={inOrder(view.scenarios).map(({ id, outcome }) => ({
            value: id,
            label: t[outcome.rule],
            hint: `${yuanText(BigInt(outcome.sumFen), { whole: true })} ${t.yuan} · ${t.count} ${outcome.lines.filter(({ grantFen }) => grantFen !== '0').length}`,
          }))}
        />
        <TextArea name="reason" label={t.chooseReason} rows={3} maxLength={2000} required />
        <Button>{t.choose}</Button>
      </Form>
    </Section>
  );
}

function Compute({ view }: { view: AllocationView }) {
  const { page, round } = view;
  const t = allocationText[page.lang];
  const back = view.back?.form === 'compute' ? view.back : undefined;
  return (
    <Section title={t.compute} id="compute-section">
      <Soft>{t.computeLead}</Soft>
      <Form action={`${page.base}/rounds/${round.id}/allocation`} id="compute" errors={back?.errors} values={back?.values}>
        <NumberField name="minimum" label={t.minimum} hint={t.minimumHint} decimals />
        <MoneyField name="placeCap" label={t.placeCap} hint={t.placeCapHint} />
        <Button kind={view.run === null ? 'primary' : 'quiet'}>{t.compute}</Button>
      </Form>
      {view.choice && <ButtonLink href={`${page.base}/rounds/${round.id}/decision`}>{t.toDecision}</ButtonLink>}
    </Section>
  );
}
