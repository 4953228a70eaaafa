import { type Audit, type Item, redrawProgram, type SampleResult } from '#modules/audits';
import {
  Button,
  ButtonLink,
  dataTable,
  Form,
  type FormErrors,
  type FormValues,
  Instant,
  KeyValues,
  Layout,
  Lead,
  NumberField,
  type PageFrame,
  RadioField,
  Section,
  Soft,
  TextArea,
  TextField,
  yuanText,
} from '../ui/index.ts';
import { auditText } from './text.ts';
import { methodName, methodRule } from './words.ts';

const crumbs = (page: PageFrame, audit: Audit, label: string) => [
  { label: auditText[page.lang].title, href: `${page.base}/audits` },
  { label: audit.title, href: `${page.base}/audits/${audit.id}` },
  { label },
];

/** The form that freezes the population and draws. */
export function DrawPage(props: { page: PageFrame; audit: Audit; now: { count: number; fen: bigint }; errors?: FormErrors; values?: FormValues }) {
  const { page, audit } = props;
  const t = auditText[page.lang];
  return (
    <Layout page={page} title={t.draw} crumbs={crumbs(page, audit, t.draw)}>
      <Lead>{t.drawLead(props.now.count, yuanText(props.now.fen))}</Lead>
      <Form action={`${page.base}/audits/${audit.id}/draw`} errors={props.errors} values={props.values}>
        <RadioField
          name="unit"
          label={t.unit}
          value="payment"
          options={[
            { value: 'payment', label: t.payment },
            { value: 'project', label: t.project },
          ]}
          required
        />
        <RadioField
          name="method"
          label={t.method}
          options={[
            { value: 'stratified', label: t.stratified, hint: t.stratifiedHint },
            { value: 'monetary', label: t.monetary, hint: t.monetaryHint },
            { value: 'all', label: t.everything, hint: t.everythingHint },
          ]}
          required
        />
        <NumberField name="wanted" label={t.wanted} hint={t.wantedHint} unit={t.items} />
        <TextField name="seed" label={t.seed} hint={t.seedHint} maxLength={100} required />
        <TextArea name="checklist" label={t.checklist} hint={t.checklistHint} rows={9} value={t.checklistDefault} required />
        <Button>{t.drawNow}</Button>
      </Form>
    </Layout>
  );
}

/** One drawing: how, from what, what came out, and how anybody repeats it. */
export function SamplePage(props: { page: PageFrame; audit: Audit; result: SampleResult; items: readonly Item[] }) {
  const { page, audit, result } = props;
  const { sample } = result;
  const { lang } = page;
  const t = auditText[lang];
  const here = `${page.base}/audits/${audit.id}/samples/${sample.id}`;
  return (
    <Layout page={page} title={`${t.samples} ${sample.no}`} crumbs={crumbs(page, audit, `${t.samples} ${sample.no}`)} wide>
      <Lead>{t.drawn(result.drawn, sample.populationCount)}</Lead>
      <KeyValues
        items={[
          [t.method, methodName(sample.method, lang)],
          [t.unit, t[sample.unit]],
          [t.wanted, `${sample.wanted} ${t.items}`],
          [t.seed, sample.seed],
          [t.population, t.populationOf(sample.populationCount, yuanText(sample.populationFen))],
          [t.digest, <code class="wrap">{sample.populationDigest}</code>],
          [t.interval, sample.intervalFen === null ? undefined : yuanText(sample.intervalFen)],
          [t.start, sample.startFen === null ? undefined : t.unitNo(sample.startFen.toString())],
          [
            t.auditor,
            <>
              {sample.byName} <Instant at={sample.at} />
            </>,
          ],
        ]}
      />
      <Soft>{methodRule(sample.method, lang)}</Soft>
      <Section title={t.strata}>
        {dataTable<[string, { count: number; drawn: number; fen: bigint }]>({
          rows: [...result.strata],
          query: {},
          lang,
          base: here,
          tools: false,
          caption: t.strata,
          columns: [
            { key: 'stratum', label: t.stratum, value: ([name]) => name },
            { key: 'count', label: t.count, numeric: true, value: ([, { count }]) => count },
            { key: 'drawn', label: t.drawnCount, numeric: true, value: ([, { drawn }]) => drawn },
            { key: 'fen', label: t.amount, numeric: true, value: ([, { fen }]) => fen },
          ],
        })}
      </Section>
      <Section title={t.drawnItems}>
        {dataTable<Item>({
          rows: props.items,
          query: {},
          lang,
          base: here,
          tools: false,
          caption: t.drawnItems,
          columns: [
            { key: 'no', label: t.no, value: ({ no }) => no },
            {
              key: 'label',
              label: t.label,
              value: ({ label }) => label,
              render: (item) => <a href={`${page.base}/audits/${audit.id}/items/${item.id}`}>{item.label}</a>,
            },
            { key: 'stratum', label: t.stratum, value: ({ stratum }) => stratum },
            { key: 'amount', label: t.amount, numeric: true, value: ({ amountFen }) => amountFen },
            { key: 'hits', label: t.hits, numeric: true, value: ({ hits }) => hits },
          ],
        })}
      </Section>
      <Section title={t.redraw}>
        <p>{t.redrawLead}</p>
        <ButtonLink href={`${here}/population.csv`} kind="quiet" download>
          {t.populationFile}
        </ButtonLink>
        <div class="field long">
          <textarea readonly rows={18} aria-label={t.redraw}>
            {redrawProgram(sample)}
          </textarea>
        </div>
      </Section>
    </Layout>
  );
}
